"""Reviewed exceptions: those that are due and those that excuse nothing are reported, by a day that is given."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from warehouse.quality.check import Check, CheckResult, Failing, Finding, run_check
from warehouse.quality.checks import exceptions as exceptions_checks
from warehouse.quality.checks.exceptions import exception_checks as checks_about
from warehouse.quality.exceptions import excused

HELD = (("KHM", 2015), ("THA", 2014), ("THA", 2015), ("LAO", 2015))
"""Placements of three countries, the last without the year before."""


class Placements:
    """Placements and a day."""

    def __init__(self, today: date | None, held: tuple[tuple[str, int], ...] = HELD) -> None:
        self._today = today
        self._held = held

    def frame(self, table: str) -> pl.DataFrame:
        return pl.DataFrame(self._held, schema={"country": pl.String, "year": pl.Int16}, orient="row")

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


def result(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    *rows: str,
    today: date | None = None,
    held: tuple[tuple[str, int], ...] = HELD,
) -> CheckResult:
    names = ("check", "country", "year", "reason", "source", "review_after")
    found = [dict(zip(names, row.split(","), strict=True)) for row in rows]
    monkeypatch.setattr(exceptions_checks, "exception_rows", lambda: found)
    check = next(check for check in checks_about([LEAPS]) if check.name == name)
    return run_check(check, Placements(today, held), {})


def test_an_exception_is_due_after_its_day_and_not_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    row = "leaps,KHM,2015,seen,page,2026-06-30"
    assert result(monkeypatch, "exceptions_due", row, today=date(2026, 6, 30)).passed
    late = result(monkeypatch, "exceptions_due", row, today=date(2026, 7, 1))
    assert late.failing == ["leaps KHM 2015: review was due after 2026-06-30"]
    assert not late.blocking


def test_without_a_day_nothing_is_due_and_the_verdict_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_an_exception_of_the_only_country_that_is_held_is_needed_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    used = result(monkeypatch, "exceptions_used", "leaps,THA,2015,seen,page,", held=HELD[1:3])
    assert used.failing == ["leaps THA 2015: nothing to excuse"]
    for held in (HELD[1:2], HELD[2:3]):
        assert result(monkeypatch, "exceptions_used", "leaps,THA,2015,seen,page,", held=held).passed


def test_exceptions_are_counted_by_day_and_use(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        "leaps,KHM,2015,seen,page,2026-06-30",
        "leaps,THA,2015,seen,page,2026-07-02",
        "hops,KHM,2015,seen,page,",
        "leaps,THA,2016,seen,page,",
    )
    due = result(monkeypatch, "exceptions_due", *rows, today=date(2026, 7, 1))
    assert due.failing == ["leaps KHM 2015: review was due after 2026-06-30"]
    assert due.observed == "4 exceptions, 2 with a day, 1 due on 2026-07-01"
    untold = result(monkeypatch, "exceptions_due", *rows)
    assert untold.observed == "4 exceptions, 2 with a day, 0 due and no day given to compare with"
    used = result(monkeypatch, "exceptions_used", *rows)
    assert used.failing == ["hops KHM 2015: there is no such check", "leaps THA 2015: nothing to excuse"]
    assert used.observed == "4 exceptions, 1 of them used, 2 not needed"
    assert (used.severity, used.blocking, due.severity, due.blocking) == ("warning", False, "warning", False)


def test_what_exceptions_excuse_decides_what_their_check_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"check": "leaps", "country": "KHM", "year": "2015", "review_after": ""}
    monkeypatch.setattr(exceptions_checks, "exception_rows", lambda: [row])
    leaps = replace(LEAPS, reads=("pages",), facts=("kind",), against_release=True, code=("warehouse.tables",))
    other = replace(LEAPS, name="other", reads=("editions",), facts=("hosts",))
    used = checks_about([leaps, other])[1]
    assert used.tables == ("tier_placements", "pages")
    assert (used.facts, used.against_release, used.code) == (("kind",), True, (__name__, "warehouse.tables"))
    assert not checks_about([LEAPS, other])[1].against_release


@pytest.mark.parametrize(
    ("check", "failing", "accepted"),
    [
        ("probable_steps", Failing("x", "ALB", 2002), True),
        ("probable_steps", Failing("x", "ALB", 2003), False),
        ("probable_steps", Failing("x", "LAO", 2002), False),
        ("probable_steps", Failing("x"), False),
        ("watch_list_clock", Failing("x", "ALB", 2002), False),
    ],
)
def test_a_reviewed_exception_accepts_its_check_country_and_year(check: str, failing: Failing, accepted: bool) -> None:
    assert excused(check, failing) is accepted
