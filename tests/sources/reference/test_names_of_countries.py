"""Names of countries in lists of other publishers: short, long, inverted, former and official names."""

import json
from collections.abc import Iterator
from pathlib import Path

import pycountry
import pytest

from sources.language.country_names import find_countries
from sources.reference.countries import by_name, by_slug, country_rows
from tests.support import CORPUS, needs_corpus
from warehouse.csv_rows import csv_rows

CODES = {row["country"] for row in country_rows()}
ISO_CODES = Path("/usr/share/iso-codes/json/iso_3166-1.json")
AMBIGUOUS = {"Congo"}
"""Names that stand for two countries, whatever ISO 3166 says: a name alone does not resolve them."""
NO_NAMES = {
    *("", "none", "Congo", "ROC", "DomRep", "ROM", "YUG", "TMP", "RKS", "XK", "XKS", "China (Tier 3)"),
    *("Bosnia and Herzegovnia", "PAPUA GUINEA NEW", "The Dominican", "Laos&nbsp;", "Israel, West Bank and Gaza"),
}
"""Codes, ambiguous names, damaged names, and a title of two places, which the shared lists have in columns of names."""
KINDS = ("name", "official_name", "common_name")


def iso_names() -> Iterator[tuple[str, str]]:
    for country in pycountry.countries:
        yield from ((country.alpha_3, getattr(country, kind)) for kind in KINDS if hasattr(country, kind))


def unknown(names: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """The names of countries of the warehouse that are not known, or stand for another country."""
    places = ((code, name, by_name(name)) for code, name in names if code in CODES)
    return [(code, name) for code, name, place in places if place is None or place.country != code]


def test_all_names_of_iso_3166_are_known() -> None:
    names = list(iso_names())
    assert len({name for code, name in names if code in CODES}) > 370
    assert {name for _, name in unknown(iter(names))} == AMBIGUOUS


@pytest.mark.skipif(not ISO_CODES.exists(), reason="the package iso-codes of Debian is not installed")
def test_all_names_of_debian_are_known() -> None:
    entries = json.loads(ISO_CODES.read_text(encoding="utf-8"))["3166-1"]
    names = ((entry["alpha_3"], entry[kind]) for entry in entries for kind in KINDS if kind in entry)
    assert {name for _, name in unknown(names)} == AMBIGUOUS


def test_official_names_are_found_in_running_text() -> None:
    for code, name in iso_names():
        if code in CODES and name not in AMBIGUOUS and "," not in name and "(" not in name:
            named = {mention.country for mention in find_countries(f"It was said in {name} on Monday.")}
            assert named <= {code, None}, name
            assert code in named or name == "Georgia"


@needs_corpus
def test_all_names_of_the_shared_lists_are_known() -> None:
    folder = CORPUS / "reference"
    names = [
        (row["country"], name)
        for row in csv_rows(folder / "countries.csv")
        for name in (row["name"], *row["aliases"].split("|"))
        if name and name not in NO_NAMES
    ]
    for file, column in (("tier_placements.csv", "country_printed"), ("statutory_lists.csv", "name")):
        names += [(row["country"], row[column]) for row in csv_rows(folder / file) if row[column] not in NO_NAMES]
    assert unknown(iter(names)) == []
    printed = [row["factbook_name"] for row in csv_rows(folder / "tip_slugs_seen_in_factbook.csv")]
    printed += [row["title"] for row in csv_rows(folder / "state_gov_hrr_canonical_titles.csv")]
    assert [name for name in dict.fromkeys(printed) if by_name(name) is None and name not in NO_NAMES] == []
    slugs = [row["slug"] for row in csv_rows(folder / "tip_slugs_seen_in_factbook.csv")]
    assert [slug for slug in dict.fromkeys(slugs) if by_slug(slug) is None] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sudan, South", "SSD"),
        ("Sudan (South)", "SSD"),
        ("Congo (the)", "COG"),
        ("Congo (the Democratic Republic of the)", "COD"),
        ("Zaire", "COD"),
        ("Zaire, Republic of", "COD"),
        ("Macau SAR (China)", "MAC"),
        ("China, Macao SAR", "MAC"),
        ("Hong Kong SAR, China", "HKG"),
        ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Macedonia (the former Yugoslav Republic of)", "MKD"),
        ("Kingdom of Thailand", "THA"),
        ("The Kingdom of Thailand", "THA"),
        ("Thailand, Kingdom of", "THA"),
        ("Republic of Peru", "PER"),
        ("Hellenic Republic", "GRC"),
        ("Korea (the Republic of)", "KOR"),
        ("Tanzania, the United Republic of", "TZA"),
        ("Philippines (the)", "PHL"),
        ("Niger, The", "NER"),
        ("Burma (Myanmar)", "MMR"),
        ("Zimbabwe (Rhodesia)", "ZWE"),
        ("Upper Volta", "BFA"),
        ("Western Samoa", "WSM"),
        ("Yemen, Rep.", "YEM"),
    ],
)
def test_long_inverted_and_former_names(name: str, code: str) -> None:
    place = by_name(name)
    assert place is not None
    assert (place.country, place.area) == (code, "main")


@pytest.mark.parametrize(
    "name",
    [
        "Congo",
        "The Congo",
        "Mr Jordan",
        "Jordan, Mr",
        "Niger (Nigeria)",
        "Georgia (USA)",
        "Ireland, Northern",
        "Soviet Union",
        "Sudan, South Sudan",
        "Guinea, Republic of the Congo",
        "The",
        "(the)",
        "",
    ],
)
def test_other_names_are_unknown(name: str) -> None:
    assert by_name(name) is None
