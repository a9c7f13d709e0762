"""Tests of the checks of counts against themselves."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks import country_years
from warehouse.quality.checks.statistics_consistency import CHECKS


def count(value: int | None, kind: str = "all", country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"measure": "convictions", "role": "current", "scope": "total", "unit": "persons", "qualifier": "exact"}
    known |= {"position": 4, "ordinal": 1, "char_start": 0, "certainty": "likely", "sentence": f"It says {value}."}
    return at(country, year, **{**known, "trafficking_type": kind, "value": value, **values})


def found(check: str, *counts: Row, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, enforcement_statistics=list(counts), **tables)


@pytest.mark.parametrize(
    ("zero", "figure", "fails"),
    [
        ({}, {}, True),
        ({}, {"kind": "sex"}, True),
        ({"kind": "sex"}, {"kind": "sex"}, True),
        ({"kind": "sex"}, {}, False),
        ({"kind": "sex"}, {"kind": "labor"}, False),
        ({}, {"measure": "arrests"}, False),
        ({}, {"role": "comparison"}, False),
        ({"role": "comparison"}, {}, False),
        ({}, {"scope": "earlier"}, False),
        ({}, {"year": 2017}, False),
        ({}, {"country": "THA"}, False),
    ],
)
def test_a_zero_beside_a_figure_of_the_same_narrative(zero: dict, figure: dict, fails: bool) -> None:
    said = found("statistics_zero_beside_figure", count(0, **zero), count(6, **figure), count(None))
    assert said.failing == (["LAO 2018: convictions 0 and 6: “It says 0.” and “It says 6.”"] if fails else [])
    assert said.observed.endswith("of the same narrative (2018: 1)" if fails else "of the same narrative")


@pytest.mark.parametrize(
    ("types", "fails"),
    [
        ([("sex", 5), ("labor", 5)], False),
        ([("sex", 5), ("labor", 6)], True),
        ([("sex", 5), ("sex", 5), ("labor", 5)], False),
        ([("sex", 11)], True),
    ],
)
def test_figures_by_type_are_no_more_than_the_total_of_the_narrative(types: list, fails: bool) -> None:
    parts = [count(value, kind, position=5) for kind, value in types]
    said = found("statistics_types_within_totals", count(9), count(10), *parts)
    assert said.passed is not fails
    assert said.observed == f"1 totals compared, {int(fails)} exceeded{' (2018: 1)' if fails else ''}"


@pytest.mark.parametrize("values", [{"unit": "cases"}, {"qualifier": "more_than"}, {"scope": "part"}])
def test_only_exact_totals_of_one_unit_are_compared(values: dict) -> None:
    assert found("statistics_types_within_totals", count(10), count(11, "sex", **values)).passed


@pytest.mark.parametrize(("unread", "read", "fails"), [(100, 100, False), (101, 99, True), (101, 50, False)])
def test_an_edition_whose_numbers_are_not_accounted_for(unread: int, read: int, fails: bool) -> None:
    sections = [at("LAO", 2018, numbers_unread=unread), at("LAO", 2018, numbers_unread=None)]
    counts = [count(5, char_start=number) for number in range(read)]
    twice = [count(5, measure="arrests"), count(None, certainty="sure")]  # a number of two measures, and no number
    said = found("numbers_accounted_for", *counts, *twice, report_sections=sections)
    assert said.failing == ([f"2018: {unread} of 200 numbers"] if fails else [])
    share = round(100 * unread / (unread + read))
    assert said.observed.startswith(
        f"{unread} of {unread + read} numbers that may be counts were not read; 2018: {share} % of the numbers unread,"
        f" of {read + 2} counts "
    )


@pytest.mark.parametrize(
    ("before", "now", "fails"),
    [(10, 200, True), (200, 10, True), (11, 200, False), (5, 100, False), (0, 100, True), (None, 500, False)],
)
def test_a_jump_from_the_edition_before(before: int | None, now: int, fails: bool) -> None:
    rows = [at("LAO", 2017, convictions=before), at("LAO", 2018, convictions=now), at("LAO", 2020, convictions=9)]
    said = result(country_years.CHECKS, "figures_follow_edition_before", country_years=rows)
    assert said.failing == ([f"LAO 2018: convictions {now}, the edition before {before}"] if fails else [])
    assert said.observed.endswith("1 jumps (2018: 1)" if fails else "0 jumps")
