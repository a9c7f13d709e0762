"""Tests of the checks over many tables."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.control_totals import CHECKS

ROWS_OF_PAGES = (
    "report_sections",
    "tier_sightings",
    "enforcement_statistics",
    "recommendations",
    "statutory_lists",
    "global_enforcement",
)
READ_FROM_NEWS = ("news_articles", "article_countries", "news_claims", "news_quotes")


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def page(place: int = 0, country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"family": "tip", "source_url": f"https://{place}", "outcome": "read", "kind": "country", "area": "main"}
    return at(country, year, **{**known, **values})


@pytest.mark.parametrize("table", [*ROWS_OF_PAGES, *READ_FROM_NEWS])
def test_something_is_read(table: str) -> None:
    said = found("something_read", **{table: [{"year": 2018}, {"year": 2018}]})
    assert (said.failing, said.observed) == ([], "2 rows read from pages")
    none = found("something_read", pages=[page()], countries=[{"country": "LAO"}])
    assert none.failing == ["no table has a row that was read from a page"]
    assert none.observed == "0 rows read from pages"


READ = (
    "pages",
    "report_sections",
    "tier_sightings",
    "enforcement_statistics",
    "recommendations",
    "statutory_lists",
    "global_enforcement",
)


def as_read(counts: dict[str, dict[str, int]], **tables: list[Row]) -> CheckResult:
    return result(CHECKS, "rows_as_read", facts={"counts": counts}, **tables)


@pytest.mark.parametrize("table", READ)
@pytest.mark.parametrize(("held", "read"), [(3, 3), (2, 3), (4, 3), (0, 1), (1, 0), (0, 0)])
def test_a_table_holds_the_rows_that_were_read(table: str, held: int, read: int) -> None:
    said = as_read({"tip/2018": {table: read}}, **{table: [{"year": 2018}] * held})
    differs = held != read
    assert said.failing == ([f"{table} 2018: {held} rows, {read} were read"] if differs else [])
    assert said.observed == f"{held} rows beside the readers' own counts, {int(differs)} sums differ"


def test_rows_are_counted_over_all_families_of_a_year() -> None:
    counts = {
        "tip/2018": {"pages": 2, "quarantine": 7},
        "human_rights/2018": {"pages": 1},
        "unknown": {"pages": 4},
        "tip/2019": {"recommendations": 1},
    }
    tables: dict[str, list[Row]] = {"pages": [{"year": 2018}] * 3, "recommendations": [{"year": 2019}]}
    said = as_read(counts, **tables)
    assert (said.failing, said.observed) == ([], "4 rows beside the readers' own counts, 0 sums differ")


def test_years_that_only_one_side_knows_are_named() -> None:
    said = as_read({"tip/2018": {"pages": 1}}, pages=[{"year": 2019}], recommendations=[{"year": 2018}])
    assert said.failing == [
        "pages 2018: 0 rows, 1 were read",
        "pages 2019: 1 rows, 0 were read",
        "recommendations 2018: 1 rows, 0 were read",
    ]
    assert said.observed == "2 rows beside the readers' own counts, 3 sums differ"


def counted_through(**tables: list[Row]) -> CheckResult:
    return result(CHECKS, "sequences_without_gaps", **tables)


@pytest.mark.parametrize(
    ("numbers", "passes"), [((1, 2, 3), True), ((1,), True), ((2, 3), False), ((1, 3), False), ((0, 1), False)]
)
def test_recommendations_are_counted_through_from_one(numbers: tuple[int, ...], passes: bool) -> None:
    rows = [at("LAO", 2018, position=number) for number in numbers]
    said = counted_through(recommendations=rows)
    told = f"recommendations LAO 2018: {len(numbers)} rows, position {numbers[0]} to {numbers[-1]}"
    assert said.failing == ([] if passes else [told])
    assert said.observed == f"1 sequences, {int(not passes)} with gaps"


def test_each_table_is_counted_through_within_its_own_groups() -> None:
    said = counted_through(
        report_sections=[
            at("LAO", 2018, family=family, area=area, position=position)
            for family, area, position in [("tip", "main", 1), ("tip", "island", 1), ("human_rights", "main", 2)]
        ],
        enforcement_statistics=[
            at("LAO", 2018, position=position, ordinal=ordinal)
            for position, ordinal in [(1, 1), (1, 2), (4, 1), (5, 3)]
        ],
        tier_sightings=[
            at("LAO", 2018, place="placement_list", position=1),
            at("KHM", 2018, place="placement_list", position=2),
            at("KHM", 2018, place="verdict", position=9),
            at("KHM", 2019, place="placement_list", position=2),
        ],
    )
    assert said.failing == [
        "report_sections LAO 2018 human_rights main: 1 rows, position 2 to 2",
        "enforcement_statistics LAO 2018 5: 1 rows, ordinal 3 to 3",
        "tier_sightings 2019: 1 rows, position 2 to 2",
    ]
    assert said.observed == "8 sequences, 3 with gaps"


RECORDS = (
    "report_sections",
    "tier_sightings",
    "enforcement_statistics",
    "recommendations",
    "statutory_lists",
    "global_enforcement",
)


def found_with_facts(check: str, facts: dict[str, object] | None = None, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, facts=facts, **tables)


def read_page(country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"source_url": "https://a", "page_digest": "d1", "origin": "archive", "outcome": "read", "kind": "country"}
    return at(country, year, **{**known, **values})


def record(country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"source_url": "https://a", "page_digest": "d1", "origin": "archive"}
    return at(country, year, **{**known, **values})


@pytest.mark.parametrize("table", RECORDS)
def test_records_come_from_pages_that_were_read(table: str) -> None:
    said = found_with_facts(
        "records_from_pages_read", pages=[read_page(), read_page("KHM", kind="index")], **{table: [record(), record()]}
    )
    assert (said.failing, said.observed) == ([], "2 records beside their pages, 0 strayed")
    no_page = f"{table}, no page read has its address, digest and origin"
    for values in ({"source_url": "https://b"}, {"page_digest": "d2"}, {"origin": "live"}, {"year": 2017}):
        stray = record(**{"year": 2018, **values}) if "year" not in values else record("LAO", 2017)
        said = found_with_facts("records_from_pages_read", pages=[read_page()], **{table: [record(), stray, stray]})
        assert said.failing == [f"LAO {stray['year']}: {no_page}: {stray['source_url']}"]
        assert said.observed == "3 records beside their pages, 1 strayed"
    said = found_with_facts("records_from_pages_read", pages=[read_page(outcome="quarantined")], **{table: [record()]})
    assert said.failing == [f"LAO 2018: {no_page}: https://a"]


def test_a_page_of_one_country_gives_rows_of_it_alone() -> None:
    said = found_with_facts(
        "records_from_pages_read", pages=[read_page("KHM")], recommendations=[record(), record("KHM")]
    )
    assert said.failing == ["LAO 2018: recommendations, its page is about KHM: https://a"]
    shared = [read_page("WLD", kind="narratives")]
    assert found_with_facts("records_from_pages_read", pages=shared, recommendations=[record(), record("KHM")]).passed
