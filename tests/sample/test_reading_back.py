"""The sample's TIP pages through the readers alone: every fact they were written from comes back."""

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
        reading = read_page(capture)
        assert reading.page is not None, record.url
        read[reading.page["year"]].append(reading)
    return {year: resolve_pages(readings) for year, readings in read.items()}


def rows(editions: dict[int, list[ParsedPage]], table: str) -> list[dict[str, object]]:
    return [row for readings in editions.values() for reading in readings for row in reading.rows.get(table, ())]


def test_nothing_is_set_aside(editions: dict[int, list[ParsedPage]]) -> None:
    assert [row for readings in editions.values() for reading in readings for row in reading.quarantine] == []
    outcomes = Counter(reading.page["outcome"] for readings in editions.values() for reading in readings)
    assert set(outcomes) == {"read", "superseded", "not_a_report"}
    assert outcomes["superseded"] == 2


def test_lists_give_the_record_of_placements(editions: dict[int, list[ParsedPage]]) -> None:
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
        (year, reading.page["layout"], reading.page["kind"])
        for year, readings in editions.items()
        for reading in readings
        if reading.sections
    }
    assert {(year, "tip_tables", "narratives") for year in range(2001, 2009)} <= kinds
    assert {(year, "tip_centerblock", "narratives") for year in range(2008, 2013)} <= kinds
    assert {(year, "tip_centerblock", "country") for year in (2013, 2014, 2015)} <= kinds


def test_sections_come_in_the_order_of_their_edition(editions: dict[int, list[ParsedPage]]) -> None:
    orders: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows(editions, "report_sections"):
        orders[row["country"], row["year"]].append(row["section"])
    efforts = ["prosecution", "protection", "prevention"]
    for item in narratives():
        found = [section for section in orders[item.country, item.year] if section != "other"]
        found = found if item.year >= 2017 else [section for section in found if section != "profile"]
        first, last = (["profile"], ["profile"]) if item.year >= 2017 else ([], [])  # a note opens every narrative
        expected = {2001: [], 2002: [], 2003: ["prevention", "prosecution", "protection"]}.get(item.year, efforts)
        asked = ["recommendations"] if item.year >= 2010 and item.tier != "special_case" else []
        assert found == [*first, "verdict", *asked, *expected, *last], item


def test_what_stands_beside_a_narrative_is_not_mixed_into_it(editions: dict[int, list[ParsedPage]]) -> None:
    said = "it is no part of what is said of"
    holding = Counter(row["section"] for row in rows(editions, "report_sections") if said in row["text"])
    assert set(holding) == {"other"}
    assert holding["other"] > 30
