"""The Trafficking in Persons part of the sample: built with the same bytes, and consistent with the recorded tiers."""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from copy import copy
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from sources.archive.warc import WarcRecord, read_warc
from sources.reference.countries import by_name, by_slug, country_rows
from sources.reference.placements import placement_rows
from sources.sample import trafficking_archive
from sources.sample.build import TRAFFICKING, build
from sources.sample.trafficking.facts import facts
from sources.sample.trafficking.narrative_pages import narrative_page
from sources.sample.trafficking.narratives import COUNTRIES, Narrative, narrative, narratives
from sources.sample.trafficking.old_pages import index_page
from sources.sample.trafficking.page import Page
from sources.sample.trafficking.tier_lists import tier_list
from sources.sample.trafficking.verdicts import waived
from tests.support import CORPUS, HUMAN_RIGHTS, needs_corpus
from warehouse.csv_rows import csv_rows

_SAYS_SO = "This is a sample text written for the tip-warehouse project; it is no text of the Department of State."
_TIERS = {
    "Tier 1": "1",
    "Tier 2": "2",
    "Tier 2 Watch List": "2WL",
    "Tier 3": "3",
    "Special Case": "special_case",
}
_SITE = "https://www.state.gov.sample.invalid"
_TIP_2018 = CORPUS / "corpus" / "tip_2018_narratives.json"
needs_tip_corpus = pytest.mark.skipif(not _TIP_2018.exists(), reason="the real texts are not beside this checkout")

_TIER = r"tier 1|tier 2 watch list|tier 2|tier 3|special case"
_HEADING = re.compile(rf"^[\w .]+?(?: ?[(:] ?(?P<tier>{_TIER})\)?)?(?: This is a sample.*)?$", re.IGNORECASE)
_SECTION = re.compile(
    r"^(?:(?:Prosecution|Protection|Prevention)$"
    r"|(?:PROSECUTION|PROTECTION|PREVENTION|TRAFFICKING PROFILE)(?=$| [A-Z])"
    r"|PRIORITIZED RECOMMENDATIONS:?$"
    r"|Recommendations for [\w ]+: [A-Z]|RECOMMENDATIONS FOR [A-Z ]+:$)"
)
_ADDRESS = re.compile(r"""(?:href|src|action|content)=["'](https?://[^"']+)["']""", re.IGNORECASE)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(TRAFFICKING.pages())


@pytest.fixture(scope="module")
def soups(pages: dict[str, str]) -> dict[str, BeautifulSoup]:
    """The pages without the countries in forms, which are most of their markup."""
    return {url: BeautifulSoup(re.sub(r"<option.*?</option>", "", html), "html.parser") for url, html in pages.items()}


def test_building_gives_the_records_in_the_package(tmp_path: Path) -> None:
    built = tmp_path / "built.warc.gz"
    records = list(read_warc(trafficking_archive()))
    assert build(built, TRAFFICKING) == len(records)
    assert all(isinstance(record, WarcRecord) for record in records)
    assert gzip.decompress(built.read_bytes()) == gzip.decompress(trafficking_archive().read_bytes())


@pytest.mark.skipif("ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng packs the same records into other bytes")
def test_building_gives_the_file_in_the_package_byte_for_byte(tmp_path: Path) -> None:
    build(tmp_path / "built.warc.gz", TRAFFICKING)
    assert (tmp_path / "built.warc.gz").read_bytes() == trafficking_archive().read_bytes()


def test_no_address_on_any_page_exists(pages: dict[str, str]) -> None:
    for url, html in pages.items():
        addresses = [url, *_ADDRESS.findall(html)]
        assert len(addresses) > 10
        assert all(
            urlsplit(address).hostname.endswith("state.gov.sample.invalid")
            for address in addresses
            if urlsplit(address).hostname != "web.archive.org.sample.invalid"
        )


def test_every_page_has_the_sample_notice(soups: dict[str, BeautifulSoup]) -> None:
    for url, soup in soups.items():
        assert _SAYS_SO in _body(soup).get_text(), url


@pytest.mark.parametrize("year", range(2001, 2026))
def test_tier_lists_are_those_of_the_record(soups: dict[str, BeautifulSoup], year: int) -> None:
    soup = soups[_tier_list(year)]
    titles = soup.select("h1.report-header__headline, #page-title")
    assert [title.get_text(strip=True) for title in titles] == ["Tier Placements"]
    assert soup.select('link[rel=canonical], meta[property="og:url"]')[-1].attrs.items() & {
        ("href", _tier_list(year)),
        ("content", _tier_list(year)),
    }
    about = soup.select_one("#breadcrumbs, .report_name_-_other").get_text()
    assert {f"{year} Trafficking in Persons Report", f"Trafficking in Persons Report {year}"} & {
        part.strip() for part in about.splitlines()
    } or f"{year} Trafficking in Persons Report" in about
    read = sorted((_country(name), tier) for tier, name in _listed(_body(soup)))
    assert read == sorted((row["country"], row["tier"]) for row in placement_rows() if row["year"] == year)


def test_tier_lists_have_the_printed_names(soups: dict[str, BeautifulSoup]) -> None:
    printed = {(row["year"], row["country_printed"]) for row in placement_rows() if row["country_printed"]}
    assert len(printed) > 500
    listed = {(year, name) for year in range(2001, 2026) for _, name in _listed(_body(soups[_tier_list(year)]))}
    assert printed <= listed
    assert {(2017, "Swaziland"), (2019, "North Macedonia"), (2013, "Cape Verde"), (2010, "Burma")} <= listed


def test_tier_lists_have_all_forms(soups: dict[str, BeautifulSoup]) -> None:
    bodies = [_body(soups[_tier_list(year)]) for year in range(2001, 2026)]
    for sign in ("table td p", "table td br", "table th", "ul > li", ".wp-block-columns br", "h3 + p > br", "h3 + p"):
        assert sum(1 for body in bodies if body.select_one(sign)) >= 3, sign


@pytest.fixture(scope="module")
def written() -> list[Narrative]:
    return narratives()


def test_cambodia_is_in_every_edition_and_other_countries_of_every_region_in_several(
    written: list[Narrative],
) -> None:
    editions = {country: {item.year for item in written if item.country == country} for country in COUNTRIES}
    assert editions["KHM"] == set(range(2001, 2026))
    assert editions["USA"] and min(editions["USA"]) == 2010
    assert all(len(years) >= 6 for years in editions.values())
    regions = {row["country"]: row["region"] for row in country_rows()}
    assert {regions[country] for country in COUNTRIES} >= {"AF", "EAP", "EUR", "NEA", "SCA", "WHA"}
    assert 20 <= len(COUNTRIES) <= 25


def test_headings_of_narratives_have_the_recorded_tier(
    soups: dict[str, BeautifulSoup], written: list[Narrative]
) -> None:
    recorded = {(row["country"], row["year"]): row["tier"] for row in placement_rows()}
    for item in written:
        soup = soups[narrative_page(item).url]
        lines = [" ".join(text.split()) for text in _body(soup).stripped_strings]
        heading = next(line for line in lines if line.casefold().startswith(item.name.casefold()))
        printed = _HEADING.match(heading)
        assert printed is not None, heading
        tier = printed["tier"]
        if tier is None:
            assert (item.year, recorded[item.country, item.year]) == (2018, "special_case")
        else:
            assert _TIERS[tier.title()] == recorded[item.country, item.year], heading
        assert ("(" in heading.split(" This is")[0]) != (2013 <= item.year <= 2021) or tier is None
        assert heading.startswith(item.name) == (item.year <= 2004 or item.year >= 2022)


def test_titles_and_addresses_name_report_edition_and_country(
    soups: dict[str, BeautifulSoup], written: list[Narrative]
) -> None:
    bare = 0
    later = [item for item in written if isinstance(narrative_page(item), Page)]
    for item in later:
        page = narrative_page(item)
        assert page.url == f"{_SITE}/reports/{item.year}-trafficking-in-persons-report/{page.slug}/"
        (title,) = soups[page.url].select("h1.report-header__headline")
        printed = title.get_text(strip=True)
        assert printed in {item.name, f"{item.year} Trafficking in Persons Report: {item.name}"}
        bare += printed == item.name
        place = by_slug(page.slug)
        assert place is not None
        assert place.country == _country(item.name) == item.country
    assert 0.1 < bare / len(later) < 0.4


def test_editions_to_2012_have_pages_of_several_countries_under_old_addresses(
    soups: dict[str, BeautifulSoup], written: list[Narrative]
) -> None:
    held: dict[str, list[Narrative]] = {}
    for item in written:
        if item.year <= 2012:
            held.setdefault(narrative_page(item).url, []).append(item)
    assert {items[0].year for items in held.values()} == set(range(2001, 2013))
    assert sum(len(items) > 3 for items in held.values()) >= 10
    for url, items in held.items():
        assert re.search(rf"state\.gov\.sample\.invalid/[gj]/tip/rls/tiprpt/{items[0].year}/\d+\.htm$", url)
        text = soups[url].get_text(" ")
        assert all(item.name.casefold() in text.casefold() for item in items)


def test_sections_are_in_the_order_of_their_era(soups: dict[str, BeautifulSoup], written: list[Narrative]) -> None:
    for item in written:
        if item.year <= 2012:  # several countries on a page; the readers' test looks at these
            continue
        titles = _titles(soups[narrative_page(item).url])
        efforts = ["Prosecution", "Protection", "Prevention"]
        expected = efforts
        if item.tier != "special_case":
            expected = ["Recommendations", *expected]
        if item.year >= 2017:
            expected = [*expected, "Trafficking Profile"]
        assert titles == expected, narrative_page(item).url


def test_pages_vary_within_an_era(soups: dict[str, BeautifulSoup]) -> None:
    bodies = [(url, _body(soup), soup) for url, soup in soups.items()]
    signs = {
        "bold title": lambda body: body.find("strong", string="PROSECUTION"),
        "h2 title": lambda body: body.find("h2", string="PROSECUTION"),
        "h3 title": lambda body: body.find("h3", string="PROSECUTION"),
        "h4 title": lambda body: body.find("h4", string="PROSECUTION"),
        "run-in title": lambda body: body.find("p", string=re.compile("^PROSECUTION .")),
        "run of bullets": lambda body: body.find("p", string=re.compile("^• .* • ")),
        "list": lambda body: body.select_one("p + ul > li, h2 + ul > li"),
        "clauses": lambda body: body.find("p", string=re.compile("; .*; and ")),
        "run-in country": lambda body: body.find("p", string=re.compile(r"^[A-Z][\w ]+ \([\w ]+\) This is")),
    }
    for name, sign in signs.items():
        assert any(sign(body) for _, body, _ in bodies), name
    early = [url for url, _, soup in bodies if soup.select(".report__main") and not soup.select("#report_content")]
    assert {re.search(r"/reports/(\d{4})-", url)[1] for url in early} == {"2019", "2020", "2021"}
    assert len(early) > 10


def test_an_edition_under_two_addresses_has_the_same_text(soups: dict[str, BeautifulSoup]) -> None:
    first = f"{_SITE}/reports/2019-trafficking-in-persons-report/cambodia/"
    second = f"{_SITE}/reports/2019-trafficking-in-persons-report-2/cambodia/"
    assert _body(soups[first]).get_text() == _body(soups[second]).get_text()


def test_sentences_about_tiers_follow_from_the_record() -> None:
    def said(country: str, year: int) -> str:
        return " ".join(narrative(country, year).summary)

    assert "remained on Tier 2 Watch List for the third consecutive year" in said("KHM", 2015)
    assert "granted a waiver" in said("KHM", 2015)
    assert "granted a waiver" not in said("KHM", 2014)
    assert "upgraded to Tier 2." in said("KHM", 2010)
    assert "downgraded to Tier 2 Watch List." in said("KHM", 2019)
    assert "granted a waiver" in said("KHM", 2021)
    assert "downgraded to Tier 3 after three consecutive years on the Watch List" in said("KHM", 2022)
    assert "downgraded to Tier 3 after four consecutive years on the Watch List" in said("THA", 2014)
    assert "Special Case for the third consecutive year" in said("LBY", 2018)
    assert "upgraded to Tier 1." in said("ARG", 2018)
    assert "fully meets" in said("USA", 2018)
    assert "does not fully comply" in said("RUS", 2013)
    assert "is not making significant efforts" in said("CHN", 2024)


def test_waivers_are_stated_where_the_published_summaries_state_them() -> None:
    """The Factbook's summaries of these years are the independent record."""
    assert all(waived(country, year) for country, year in (("GIN", 2015), ("GIN", 2022), ("MYS", 2020), ("KHM", 2015)))
    assert not any(waived(country, year) for country, year in (("GIN", 2020), ("VNM", 2020), ("UZB", 2015)))


def test_a_country_without_tier_has_no_narrative() -> None:
    with pytest.raises(KeyError, match="USA has no tier in 2009"):
        narrative("USA", 2009)


def test_counts_are_exactly_those_of_the_facts(written: list[Narrative]) -> None:
    stated = {(row["country"], int(row["edition"])): [] for row in facts("figures.csv")}
    for row in facts("figures.csv"):
        numbers = [row[name] for name in ("value", "prior", "earlier", "sex", "labor") if row[name] not in ("", "0")]
        stated[row["country"], int(row["edition"])] += [int(value) for value in numbers]
    assert stated.keys() <= {(item.country, item.year) for item in written}
    for item in written:
        known = {text for row in facts("statements.csv") if row["country"] == item.country for text in [row["text"]]}
        lawful = {row["law"] for row in facts("laws.csv")}
        text = " ".join(text for section in ("prosecution", "protection") for text in item.efforts[section])
        for said in (*known, *lawful):
            text = text.replace(said, "")
        years = {value for value in _numbers(text) if 1990 <= value <= item.year}
        assert set(_numbers(text)) - years <= set(stated.get((item.country, item.year), ())), item
        assert set(stated.get((item.country, item.year), ())) <= set(_numbers(text)), item


def test_every_fact_has_a_source() -> None:
    for name in ("figures.csv", "laws.csv", "names.csv", "statements.csv", "protocol.csv"):
        rows = list(facts(name))
        assert rows and all(row["source"] for row in rows), name
        assert {row["country"] for row in rows} <= {row["country"] for row in country_rows()}


@pytest.mark.parametrize("year", [2006, 2010, 2024])
def test_index_pages_link_to_all_pages_of_the_edition(soups: dict[str, BeautifulSoup], year: int) -> None:
    later = f"{_SITE}/reports/{year}-trafficking-in-persons-report/"
    overview = later if later in soups else index_page(year).url
    linked = {link["href"] for link in _body(soups[overview]).select("ul > li > a")}
    assert linked == {url for url in soups if url.startswith(later) or f"/tiprpt/{year}/" in url} - {overview}
    assert _tier_list(year) in linked


@needs_tip_corpus
def test_no_sentence_is_one_of_the_real_texts(soups: dict[str, BeautifulSoup]) -> None:
    real = set(_sentences(_real_texts()))
    assert len(real) > 5_000
    assert _own_sentences(soups) & real == set()


@needs_corpus
@pytest.mark.soak
def test_no_sentence_is_one_of_the_human_rights_pages(soups: dict[str, BeautifulSoup]) -> None:
    names = {name for row in country_rows() for name in _sentences([row["name"], *row["aliases"]])}
    own = _own_sentences(soups) - names
    for record in read_warc(HUMAN_RIGHTS):
        assert isinstance(record, WarcRecord)
        text = unescape(re.sub(r"<[^>]+>", ". ", record.body.decode("utf-8", "replace")))
        assert own.isdisjoint(_sentences([text])), record.url


def _tier_list(year: int) -> str:
    return tier_list(year).url


def _body(soup: BeautifulSoup) -> Tag:
    for selector in ("#report_content", ".report__main > .report__content", "#centerblock", "body"):
        if found := soup.select(selector):
            (body,) = found
            return body
    raise AssertionError("no body")


def _country(name: str) -> str:
    place = by_name(name)
    assert place is not None, name
    return place.country


def _listed(body: Tag) -> list[tuple[str, str]]:
    """Tier and name of every country of a list: first the columns of a table, then the names under headings."""
    body = copy(body)
    found = []
    for table in body.select("table"):
        if len(table.select("tr")) == 1:  # only names, under a heading
            continue
        labels, cells = table.select("tr")
        for label, cell in zip(labels.select("th, td"), cells.select("td"), strict=True):
            found += [(_TIERS[label.get_text(strip=True)], name) for name in cell.stripped_strings]
        table.extract()
    tier = None
    for text in body.stripped_strings:
        folded = " ".join(text.split())
        if folded.rstrip(":") in _TIERS:
            tier = _TIERS[folded.rstrip(":")]
        elif tier is not None and folded:
            *names, last = folded.split("; ")
            names.append(last.removeprefix("and ").removesuffix(".") if last.startswith("and ") else last)
            found += [(tier, name) for name in names]
    return found


def _titles(soup: BeautifulSoup) -> list[str]:
    """Section titles in the order of the page, in any markup."""
    found = []
    for block in _body(soup).select("p, h2, h3, h4"):
        text = " ".join(block.get_text(" ").split())
        if title := _SECTION.match(text):
            printed = title[0].title().removeprefix("Prioritized ")
            found.append("Recommendations" if printed.startswith("Recommendations") else printed)
    return found


def _numbers(text: str) -> list[int]:
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
    digits = [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\d|\d", text)]
    spelled = re.findall(rf"\b(?:{'|'.join(words)})\b(?! of (?:the|labor law|trafficking))", text)
    return digits + [words[found] for found in spelled]


def _own_sentences(soups: dict[str, BeautifulSoup]) -> set[str]:
    """Sentences of all pages; lists of names have none."""
    texts = (block.get_text() for soup in soups.values() for block in _body(soup).select("p, li"))
    own = set(_sentences(text for text in texts if text.endswith(".")))
    assert len(own) > 300
    return own


def _real_texts() -> Iterator[str]:
    for entry in json.loads(_TIP_2018.read_text(encoding="utf-8")):
        yield from entry["sections"].values()
    for row in csv_rows(CORPUS / "corpus" / "factbook_tier_summaries.csv"):
        yield row["text"].replace(";", ".")
    yield (CORPUS / "corpus" / "phnom_penh_post_2010_article.txt").read_text(encoding="utf-8")


def _sentences(texts: Iterable[str]) -> Iterator[str]:
    """Sentences of at least four words, as words only."""
    for text in texts:
        for sentence in re.split(r"(?<=[.!?;])\s+|\n{2,}|•", text):
            words = re.findall(r"\w+", sentence.casefold())
            if len(words) >= 4:
                yield " ".join(words)
