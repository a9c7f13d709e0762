"""The rows that the readers make from the TIP pages of the sample are the facts that the pages were written from."""

from collections import Counter, defaultdict

import pytest

from sources.archive.capture import Capture, digest_of
from sources.archive.warc import WarcRecord, read_warc
from sources.reference.placements import placement_rows
from sources.sample import trafficking_archive
from sources.sample.trafficking.narratives import narratives
from sources.state_department.editions import resolve_pages
from sources.state_department.pages import ParsedPage, read_page


@pytest.fixture(scope="module")
def editions() -> dict[int, list[ParsedPage]]:
    read: dict[int, list[ParsedPage]] = defaultdict(list)
    for record in read_warc(trafficking_archive()):
        assert isinstance(record, WarcRecord)
        capture = Capture(record.url, "2025-01-01T00:00:00Z", record.body, digest_of(record.body), "sample")
        parsed = read_page(capture)
        assert parsed.page is not None, record.url
        read[parsed.page["year"]].append(parsed)
    return {year: resolve_pages(pages) for year, pages in read.items()}


def rows(editions: dict[int, list[ParsedPage]], table: str) -> list[dict[str, object]]:
    return [row for pages in editions.values() for parsed in pages for row in parsed.rows.get(table, ())]


def test_nothing_is_rejected(editions: dict[int, list[ParsedPage]]) -> None:
    assert [row for pages in editions.values() for parsed in pages for row in parsed.quarantine] == []
    outcomes = Counter(parsed.page["outcome"] for pages in editions.values() for parsed in pages)
    assert set(outcomes) == {"read", "superseded", "not_a_report"}
    assert outcomes["superseded"] == 2


def test_lists_give_the_recorded_placements(editions: dict[int, list[ParsedPage]]) -> None:
    listed = [row for row in rows(editions, "tier_sightings") if row["place"] == "placement_list"]
    assert sorted((row["country"], row["year"], row["tier"]) for row in listed) == sorted(
        (row["country"], row["year"], row["tier"]) for row in placement_rows()
    )


def test_headings_and_verdicts_agree_with_the_record(editions: dict[int, list[ParsedPage]]) -> None:
    recorded = {(row["country"], row["year"]): row["tier"] for row in placement_rows()}
    sightings = [row for row in rows(editions, "tier_sightings") if row["place"] != "placement_list"]
    assert all(row["tier"] == recorded[row["country"], row["year"]] for row in sightings)
    headed = {(row["country"], row["year"]) for row in sightings if row["place"] == "heading"}
    untitled = {(item.country, item.year) for item in narratives() if (item.year, item.tier) == (2018, "special_case")}
    assert headed == {(item.country, item.year) for item in narratives()} - untitled


def test_every_narrative_is_read_once_in_the_layout_of_its_era(editions: dict[int, list[ParsedPage]]) -> None:
    sections = rows(editions, "report_sections")
    assert max(Counter((row["country"], row["year"], row["position"]) for row in sections).values()) == 1
    assert {(row["country"], row["year"]) for row in sections} == {(item.country, item.year) for item in narratives()}
    kinds = {
        (year, parsed.page["layout"], parsed.page["kind"])
        for year, pages in editions.items()
        for parsed in pages
        if parsed.sections
    }
    assert {(year, "tip_tables", "narratives") for year in range(2001, 2009)} <= kinds
    assert {(year, "tip_centerblock", "narratives") for year in range(2008, 2013)} <= kinds
    assert {(year, "tip_centerblock", "country") for year in (2013, 2014, 2015)} <= kinds


def test_sections_are_in_the_order_of_their_edition(editions: dict[int, list[ParsedPage]]) -> None:
    orders: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows(editions, "report_sections"):
        orders[row["country"], row["year"]].append(row["section"])
    efforts = ["prosecution", "protection", "prevention"]
    for item in narratives():
        found = [section for section in orders[item.country, item.year] if section != "other"]
        found = found if item.year >= 2017 else [section for section in found if section != "profile"]
        first, last = (
            (["profile"], ["profile"]) if item.year >= 2017 else ([], [])
        )  # every narrative begins with the sample notice
        expected = {2001: [], 2002: [], 2003: ["prevention", "prosecution", "protection"]}.get(item.year, efforts)
        asked = ["recommendations"] if item.year >= 2010 and item.tier != "special_case" else []
        assert found == [*first, "verdict", *asked, *expected, *last], item


def test_boxes_are_no_part_of_a_narrative_section(editions: dict[int, list[ParsedPage]]) -> None:
    box = "it is no part of what is said of"
    sections = Counter(row["section"] for row in rows(editions, "report_sections") if box in row["text"])
    assert set(sections) == {"other"}
    assert sections["other"] > 30
