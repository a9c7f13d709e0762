"""Reviewed exceptions: those that are due and those that excuse nothing are reported, by a day that is given."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from warehouse.quality import exception_rules
from warehouse.quality.check import Check, CheckResult, Failing, Finding, run_check
from warehouse.quality.exception_rules import exception_checks as checks_about


class Placements:
    """Placements of three countries, the last without the year before, and a day."""

    def __init__(self, today: date | None) -> None:
        self._today = today

    def frame(self, table: str) -> pl.DataFrame:
        rows = {"country": ["KHM", "THA", "THA", "LAO"], "year": [2015, 2014, 2015, 2015]}
        return pl.DataFrame(rows, schema={"country": pl.String, "year": pl.Int16})

    def scan(self, table: str) -> pl.LazyFrame:
        return self.frame(table).lazy()

    def facts(self) -> Mapping[str, Any]:
        return {"today": self._today}

    def released(self, table: str) -> pl.DataFrame | None:
        return None

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        return None


LEAPS = Check(
    "leaps", "tier_placements", "warning", False, "", "", lambda _: Finding([Failing("KHM leaps", "KHM", 2015)], "", "")
)


def result(monkeypatch: pytest.MonkeyPatch, name: str, *rows: str, today: date | None = None) -> CheckResult:
    names = ("check", "country", "year", "reason", "source", "review_after")
    found = [dict(zip(names, row.split(","), strict=True)) for row in rows]
    monkeypatch.setattr(exception_rules, "exception_rows", lambda: found)
    rule = next(rule for rule in checks_about([LEAPS]) if rule.name == name)
    return run_check(rule, Placements(today), {})


def test_an_exception_is_due_after_its_day_and_not_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    row = "leaps,KHM,2015,seen,page,2026-06-30"
    assert result(monkeypatch, "exceptions_due", row, today=date(2026, 6, 30)).passed
    late = result(monkeypatch, "exceptions_due", row, today=date(2026, 7, 1))
    assert late.failing == ["leaps KHM 2015: review was due after 2026-06-30"]
    assert not late.blocking


def test_without_a_day_nothing_is_due_and_the_result_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = result(monkeypatch, "exceptions_due", "leaps,KHM,2015,seen,page,2001-01-01")
    assert found.passed
    assert "no day given" in found.observed


@pytest.mark.parametrize(
    ("row", "failing"),
    [
        ("leaps,KHM,2015,seen,page,", []),
        ("leaps,THA,2015,seen,page,", ["leaps THA 2015: nothing to excuse"]),
        ("leaps,THA,2016,seen,page,", []),  # not held: it may be needed when it is
        ("leaps,LAO,2015,seen,page,", []),  # nothing to leap from
        ("hops,KHM,2015,seen,page,", ["hops KHM 2015: there is no such check"]),
    ],
)
def test_exceptions_that_excuse_nothing_are_named(
    monkeypatch: pytest.MonkeyPatch, row: str, failing: list[str]
) -> None:
    assert result(monkeypatch, "exceptions_used", row).failing == failing
