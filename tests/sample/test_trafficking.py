"""The Trafficking in Persons part of the sample: made the same every time, true to the record of tiers."""

import gzip
import re
import zlib
from copy import copy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from sources.archive.warc import Record, read_warc
from sources.reference.countries import by_name
from sources.reference.placements import placement_rows
from sources.sample import trafficking_archive
from sources.sample.build import TRAFFICKING, build

_SAYS_SO = "This is a sample text written for the tip-warehouse project; it is no text of the Department of State."
_TIERS = {
    "Tier 1": "1",
    "Tier 2": "2",
    "Tier 2 Watch List": "2WL",
    "Tier 3": "3",
    "Special Case": "special_case",
}
_ADDRESS = re.compile(r'(?:href|src|action|content)="(https?://[^"]+)"')


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(TRAFFICKING.pages())


@pytest.fixture(scope="module")
def soups(pages: dict[str, str]) -> dict[str, BeautifulSoup]:
    return {url: BeautifulSoup(html, "html.parser") for url, html in pages.items()}


def test_building_gives_the_shipped_records(tmp_path: Path) -> None:
    built = tmp_path / "built.warc.gz"
    records = list(read_warc(trafficking_archive()))
    assert build(built, TRAFFICKING) == len(records)
    assert all(isinstance(record, Record) for record in records)
    assert gzip.decompress(built.read_bytes()) == gzip.decompress(trafficking_archive().read_bytes())


@pytest.mark.skipif("ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng packs the same records into other bytes")
def test_building_gives_the_shipped_file_byte_for_byte(tmp_path: Path) -> None:
    build(tmp_path / "built.warc.gz", TRAFFICKING)
    assert (tmp_path / "built.warc.gz").read_bytes() == trafficking_archive().read_bytes()


def test_no_address_on_any_page_exists(pages: dict[str, str]) -> None:
    for url, html in pages.items():
        addresses = [url, *_ADDRESS.findall(html)]
        assert len(addresses) > 10
        assert {urlsplit(address).hostname for address in addresses} <= {
            "www.state.gov.sample.invalid",
            "web.archive.org.sample.invalid",
        }


def test_every_page_says_that_it_is_a_sample(soups: dict[str, BeautifulSoup]) -> None:
    for url, soup in soups.items():
        assert _SAYS_SO in _body(soup).get_text(), url


@pytest.mark.parametrize("year", range(2001, 2026))
def test_tier_lists_say_what_the_record_says(soups: dict[str, BeautifulSoup], year: int) -> None:
    soup = soups[_tier_list(year)]
    assert [title.get_text(strip=True) for title in soup.select("h1.report-header__headline")] == ["Tier Placements"]
    assert soup.select_one("link[rel=canonical]")["href"] == _tier_list(year)
    assert f"{year} Trafficking in Persons Report" in soup.select_one("#breadcrumbs").get_text()
    read = sorted((_country(name), tier) for tier, name in _listed(_body(soup)))
    assert read == sorted((row["country"], row["tier"]) for row in placement_rows() if row["year"] == year)


def test_tier_lists_print_the_names_that_are_known(soups: dict[str, BeautifulSoup]) -> None:
    printed = {(row["year"], row["country_printed"]) for row in placement_rows() if row["country_printed"]}
    assert len(printed) > 500
    listed = {(year, name) for year in range(2001, 2026) for _, name in _listed(_body(soups[_tier_list(year)]))}
    assert printed <= listed
    assert {(2017, "Swaziland"), (2019, "North Macedonia"), (2013, "Cape Verde"), (2010, "Burma")} <= listed


def test_tier_lists_come_in_every_form(soups: dict[str, BeautifulSoup]) -> None:
    bodies = [_body(soups[_tier_list(year)]) for year in range(2001, 2026)]
    for sign in ("table td p", "table td br", "table th", "ul > li", ".wp-block-columns br", "h3 + p > br", "h3 + p"):
        assert sum(1 for body in bodies if body.select_one(sign)) >= 3, sign


def _tier_list(year: int) -> str:
    return f"https://www.state.gov.sample.invalid/reports/{year}-trafficking-in-persons-report/tier-placements/"


def _body(soup: BeautifulSoup) -> Tag:
    (body,) = soup.select("#report_content") or soup.select(".report__main > .report__content")
    return body


def _country(name: str) -> str:
    place = by_name(name)
    assert place is not None, name
    return place.country


def _listed(body: Tag) -> list[tuple[str, str]]:
    """Tier and name of every country of a list: first the columns of a table, then what stands under headings."""
    body = copy(body)
    found = []
    for table in body.select("table"):
        labels, cells = table.select("tr")
        for label, cell in zip(labels.select("th, td"), cells.select("td"), strict=True):
            found += [(_TIERS[label.get_text(strip=True)], name) for name in cell.stripped_strings]
        table.extract()
    tier = None
    for text in body.stripped_strings:
        folded = " ".join(text.split())
        if folded in _TIERS:
            tier = _TIERS[folded]
        elif tier is not None and folded:
            found.append((tier, folded))
    return found
