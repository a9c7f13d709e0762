"""Checks on coverage: which rows they name on either side of each boundary, and what they count."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.coverage_rules import COVERAGE_RULES


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(COVERAGE_RULES, check, **tables)


def edition(year: int, family: str = "tip", **values: Any) -> Row:
    return {"family": family, "year": year, **values}


def test_editions_that_are_held_in_part_are_named() -> None:
    said = found(
        "editions_complete",
        editions=[
            edition(2017, held=0, expected=9, status="partial"),
            edition(2018, held=1, expected=9, status="partial"),
            edition(2019, held=2, expected=2, status="complete"),
        ],
    )
    assert said.failing == ["tip 2018: 1 of 9 countries"]
    assert said.observed == "2 editions held, 1 of them in part"


@pytest.mark.parametrize(("held", "passes"), [(94, True), (100, True), (105, True), (106, False)])
def test_an_edition_may_have_a_twentieth_more_countries_than_expected(held: int, passes: bool) -> None:
    said = found("editions_not_over", editions=[edition(2018, held=held, expected=100), edition(2019, held=3)])
    assert said.failing == ([] if passes else [f"tip 2018: {held} countries, 100 expected"])
    assert said.observed == f"{int(not passes)} editions with more countries than expected"
    assert said.expected == "at most 5% more"


def test_editions_count_the_countries_that_pages_show() -> None:
    page = {"family": "tip", "outcome": "read", "kind": "country", "area": "main"}
    said = found(
        "editions_agree_with_pages",
        editions=[
            edition(2017, country_pages=0),
            edition(2018, country_pages=2),
            edition(2019, country_pages=1),
            edition(2020, country_pages=1),
        ],
        pages=[at(country, year, **page) for country in ("KHM", "LAO") for year in (2018, 2020)],
    )
    assert said.failing == ["tip 2019: country_pages says 1, pages 0", "tip 2020: country_pages says 1, pages 2"]
    assert said.observed == "2 editions disagree with pages"


def report(country: str, year: int, count: int, family: str = "human_rights", area: str = "main") -> list[Row]:
    """The parts of a report with so many sections, the first of them in two parts."""
    names = ["executive_summary", "executive_summary", *(f"section_{number}" for number in range(1, count))]
    return [at(country, year, family=family, area=area, section=name) for name in names]


def test_human_rights_reports_have_a_summary_and_every_numbered_section() -> None:
    said = found(
        "human_rights_sections_present",
        report_sections=[
            *report("KHM", 2022, 8),
            *report("KHM", 2023, 8),
            *report("KHM", 2024, 4),
            *report("LAO", 2023, 7),
            *report("LAO", 2024, 3),
            *report("THA", 2024, 8),
            *report("CHN", 2023, 2, area="tibet"),
            *report("VNM", 2023, 2, family="tip"),
        ],
    )
    assert said.failing == ["LAO 2023: 7 of 8 sections", "LAO 2024: 3 of 4 sections", "THA 2024: 8 of 4 sections"]
    assert said.observed == "3 reports without all their sections"


def narrative(country: str, year: int, *sections: str, family: str = "tip", area: str = "main") -> list[Row]:
    return [at(country, year, family=family, area=area, section=name) for name in sections]


def test_narratives_have_their_sections_since_2003_and_a_verdict_before() -> None:
    said = found(
        "narratives_whole",
        report_sections=[
            *narrative("KHM", 2002, "verdict"),
            *narrative("KHM", 2003, "verdict", "prosecution", "protection", "prevention", "profile"),
            *narrative("LAO", 2002, "prosecution"),
            *narrative("LAO", 2003, "verdict", "protection"),
            *narrative("THA", 2003, "profile", family="human_rights"),
            *narrative("CHN", 2003, "profile", area="tibet"),
        ],
    )
    assert said.failing == ["LAO 2002: no verdict", "LAO 2003: no prosecution, prevention"]
    assert said.observed == "4 narratives, 2 without all their sections"


END = date(2018, 3, 31)


@pytest.mark.parametrize(
    ("days", "passes"), [(-1, False), (0, True), (1, True), (90, True), (548, True), (549, False), (None, True)]
)
def test_an_edition_comes_out_within_a_year_and_a_half_of_its_period(days: int | None, passes: bool) -> None:
    released = None if days is None else END + timedelta(days=days)
    said = found("edition_dates_fit", editions=[edition(2018, release_date=released, period_end=END)])
    assert said.failing == ([] if passes else [f"tip 2018: released {released}, reports up to 2018-03-31"])
    assert said.observed == f"1 editions, {int(not passes)} with odd dates"


@pytest.mark.parametrize(("year", "passes"), [(2017, False), (2018, True), (2019, False)])
def test_the_period_of_an_edition_ends_in_its_year(year: int, passes: bool) -> None:
    released = date(2018, 6, 30)
    assert found("edition_dates_fit", editions=[edition(year, release_date=released, period_end=END)]).passed == passes
    assert found("edition_dates_fit", editions=[edition(year, period_end=END)]).passed == passes


@pytest.mark.parametrize(("days", "passes"), [(-1, False), (0, False), (1, True), (2, True)])
def test_editions_come_out_one_after_the_other(days: int, passes: bool) -> None:
    first = date(2018, 12, 30)
    second = first + timedelta(days=days)
    said = found(
        "edition_dates_fit",
        editions=[
            edition(2019, release_date=second),
            edition(2018, release_date=first),
            edition(2018, "human_rights", release_date=first),
        ],
    )
    assert said.failing == ([] if passes else [f"tip 2019: released {second}, reports up to None"])


def test_headings_that_no_vocabulary_knows_are_named() -> None:
    said = found(
        "headings_known",
        pages=[
            {"source_url": "https://a", "unknown_headings": ["Weather"]},
            {"source_url": "https://b", "unknown_headings": ["Sun", "Rain"]},
            {"source_url": "https://c", "unknown_headings": []},
            {"source_url": "https://d"},
        ],
    )
    assert said.failing == ["https://a: Weather", "https://b: Sun | Rain"]
    assert said.observed == "2 pages with headings no vocabulary knows"


def test_the_panel_says_the_words_and_tiers_of_the_other_tables() -> None:
    said = found(
        "panel_agrees",
        country_years=[
            at("KHM", 2018, words=5, tier="2"),
            at("KHM", 2019, words=0),
            at("LAO", 2018, words=4, tier="2"),
            at("LAO", 2019, words=5, tier="3"),
            at("LAO", 2020, words=5),
            at("LAO", 2021, words=1),
        ],
        report_sections=[
            at("KHM", 2018, words=2),
            at("KHM", 2018, words=3),
            at("LAO", 2018, words=5),
            at("LAO", 2019, words=5),
            at("LAO", 2020, words=5),
            at("THA", 2018, words=5),
        ],
        tier_placements=[
            at("KHM", 2018, tier="2"),
            at("LAO", 2018, tier="2"),
            at("LAO", 2019, tier="2"),
            at("LAO", 2020, tier="2"),
            at("THA", 2019, tier="2"),
        ],
    )
    assert said.failing == [f"LAO {year}" for year in range(2018, 2022)] + ["THA 2018", "THA 2019"]
    assert said.observed == "6 rows disagree with other tables"
