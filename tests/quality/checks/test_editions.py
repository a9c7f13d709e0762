"""Tests of the checks on `editions`."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.editions import CHECKS


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def edition(year: int, family: str = "tip", **values: Any) -> Row:
    return {"family": family, "year": year, **values}


def test_editions_that_are_held_in_part_are_named() -> None:
    said = found(
        "editions_complete",
        editions=[
            edition(2017, held=0, expected=9, status="partial"),
            edition(2018, held=1, expected=9, status="partial"),
            edition(2019, held=2, expected=2, status="complete"),
            edition(2020, held=2, expected=2, status="partial"),
            edition(2021, held=2, expected=None, status="partial"),
        ],
    )
    assert said.failing == [
        "tip 2018: 1 of 9 countries",
        "tip 2020: 2 of 2 countries, tiers differ from the published totals",
        "tip 2021: 2 of an unknown number of countries",
    ]
    assert said.observed == "4 editions held, 3 of them in part"


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
