"""Rows and their pages: addresses, digests, origins, names and years agree."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.provenance_rules import PROVENANCE_RULES

RECORDS = (
    "report_sections",
    "tier_sightings",
    "enforcement_statistics",
    "recommendations",
    "statutory_lists",
    "global_enforcement",
)


def found(check: str, facts: dict[str, object] | None = None, **tables: list[Row]) -> CheckResult:
    return result(PROVENANCE_RULES, check, facts=facts, **tables)


def page(country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"source_url": "https://a", "page_digest": "d1", "origin": "archive", "outcome": "read", "kind": "country"}
    return at(country, year, **{**known, **values})


def record(country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"source_url": "https://a", "page_digest": "d1", "origin": "archive"}
    return at(country, year, **{**known, **values})


@pytest.mark.parametrize("table", RECORDS)
def test_records_come_from_pages_that_were_read(table: str) -> None:
    said = found("records_from_pages_read", pages=[page(), page("KHM", kind="index")], **{table: [record(), record()]})
    assert (said.failing, said.observed) == ([], "2 records beside their pages, 0 strayed")
    no_page = f"{table}, no page read has its address, digest and origin"
    for values in ({"source_url": "https://b"}, {"page_digest": "d2"}, {"origin": "live"}, {"year": 2017}):
        stray = record(**{"year": 2018, **values}) if "year" not in values else record("LAO", 2017)
        said = found("records_from_pages_read", pages=[page()], **{table: [record(), stray, stray]})
        assert said.failing == [f"LAO {stray['year']}: {no_page}: {stray['source_url']}"]
        assert said.observed == "3 records beside their pages, 1 strayed"
    said = found("records_from_pages_read", pages=[page(outcome="quarantined")], **{table: [record()]})
    assert said.failing == [f"LAO 2018: {no_page}: https://a"]


def test_a_page_of_one_country_gives_rows_of_it_alone() -> None:
    said = found("records_from_pages_read", pages=[page("KHM")], recommendations=[record(), record("KHM")])
    assert said.failing == ["LAO 2018: recommendations, its page is about KHM: https://a"]
    shared = [page("WLD", kind="narratives")]
    assert found("records_from_pages_read", pages=shared, recommendations=[record(), record("KHM")]).passed


@pytest.mark.parametrize(
    ("kind", "origins", "strays", "holds"),
    [
        ("sample", ["sample", "sample"], [], "the sample"),
        ("sample", ["sample", "live", "archive"], ["live", "archive"], "the sample"),
        ("sample", ["live"], ["live"], "the sample"),
        ("real", ["live", "archive"], [], "real pages"),
        ("real", ["sample", "live"], ["sample"], "real pages"),
        ("real", ["sample", "sample"], ["sample", "sample"], "real pages"),
        (None, ["sample", "sample", "live"], ["live"], "the sample"),
        (None, ["sample", "live"], ["sample"], "real pages"),
        (None, ["sample", "live", "live"], ["sample"], "real pages"),
        (None, ["sample"], [], "the sample"),
        (None, [], [], "real pages"),
    ],
)
def test_a_home_holds_pages_of_one_kind(kind: str | None, origins: list[str], strays: list[str], holds: str) -> None:
    pages = [page(origin=origin, source_url=f"https://{place}") for place, origin in enumerate(origins)]
    said = found("origins_fit_home", {"kind": kind}, pages=pages)
    assert [line.split(": ")[1] for line in said.failing] == strays
    assert said.observed == f"{len(origins)} pages of {holds}, {len(strays)} of other origin"


def test_titles_name_the_year_of_their_edition() -> None:
    titles = [
        "Laos 2018",
        "Laos",
        None,
        "2018 Report on 2017",
        "Laos, No. 20170",
        "Laos 1999",
        "Laos 2017 and 2019",
    ]
    pages = [page(title_printed=title, source_url=f"https://{place}") for place, title in enumerate(titles)]
    said = found("titles_name_their_year", pages=pages)
    assert said.failing == ["LAO 2018: titled 'Laos 1999'", "LAO 2018: titled 'Laos 2017 and 2019'"]
    assert said.observed == "2 of 7 pages titled with other years"


COUNTRIES: list[Row] = [
    {"country": "CIV", "name": "Côte d’Ivoire", "aliases": ["Ivory Coast"]},
    {"country": "COG", "name": "Congo, Republic of the", "aliases": ["Congo"]},
    {"country": "COD", "name": "Congo, Democratic Republic of the", "aliases": ["Congo"]},
    {"country": "LAO", "name": "Laos", "aliases": []},
]


@pytest.mark.parametrize(
    ("table", "column"),
    [("pages", "country_printed"), ("tier_sightings", "country_printed"), ("statutory_lists", "printed")],
)
def test_a_row_prints_no_name_of_another_country(table: str, column: str) -> None:
    printed = [
        at("CIV", 2018, **{column: "COTE D'IVOIRE"}),
        at("CIV", 2018, **{column: "Ivory  Coast"}),
        at("CIV", 2018, **{column: "Ivory  Coast"}),
        at("COD", 2018, **{column: "Congo"}),
        at("LAO", 2018, **{column: "Lao PDR"}),
        at("LAO", 2018),
        at("LAO", 2019, **{column: "Ivory-Coast"}),
        at("LAO", 2020, **{column: "Congo"}),
    ]
    said = found("printed_names_fit", countries=COUNTRIES, **{table: printed})
    assert said.failing == [
        f"LAO 2019: {table} prints 'Ivory-Coast', which is CIV",
        f"LAO 2020: {table} prints 'Congo', which is COD or COG",
    ]
    assert said.observed == "6 printed names compared, 2 of other countries"


def test_a_name_belongs_to_one_country() -> None:
    said = found("names_of_one_country", countries=COUNTRIES)
    assert said.failing == ["congo: COD and COG"]
    assert said.observed == "6 names, 1 of several countries"


def test_a_report_names_its_country() -> None:
    def part(country: str, text: str, year: int = 2018, family: str = "tip", area: str = "main") -> Row:
        return at(country, year, family=family, area=area, text=text)

    said = found(
        "reports_name_their_country",
        countries=COUNTRIES,
        report_sections=[
            part("CIV", "The IVORY COAST did."),
            part("CIV", "It did."),
            part("LAO", "It did."),
            part("LAO", "The government of Laos did."),
            part("LAO", "It did.", 2019),
            part("LAO", "Laos did.", 2019, "human_rights"),
            part("LAO", "It did.", 2017, area="island"),
            part("COG", "Laos did."),
            part("QQQ", "It is no country that is known."),
        ],
    )
    assert said.failing == ["COG 2018: tip", "LAO 2019: tip"]
    assert said.observed == "6 reports, 2 that never name their country"
