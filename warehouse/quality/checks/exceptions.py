"""Checks on the reviewed exceptions: those that are due for review, and those that excuse nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.quality.exceptions import exception_rows

_TABLE: Final = "tier_placements"


def exception_checks(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The checks on exceptions.

    Args:
        checks: all other checks; exceptions name them.
    """
    known = {check.name: check for check in checks}
    excepted = [known[name] for name in sorted({row["check"] for row in exception_rows()}) if name in known]
    return (
        Check(
            name="exceptions_due",
            table=_TABLE,
            severity="warning",
            blocking=False,
            reason="An accepted anomaly is reviewed again after the day that was set when it was accepted.",
            advice="Review the rows in warehouse/quality/data/exceptions.csv and set another day, or delete them.",
            find=lambda context: _due(context.facts().get("today"), exception_rows()),
            facts=("today",),
        ),
        Check(
            name="exceptions_used",
            table=_TABLE,
            severity="warning",
            blocking=False,
            reason="An exception that excuses nothing would hide the next anomaly of its country and year.",
            advice="Delete the rows from warehouse/quality/data/exceptions.csv.",
            find=lambda context: _unused(context, known, exception_rows()),
            reads=tuple(dict.fromkeys(name for check in excepted for name in check.tables)),
            facts=tuple(dict.fromkeys(name for check in excepted for name in check.facts)),
            against_release=any(check.against_release for check in excepted),
            code=tuple(dict.fromkeys(module for check in excepted for module in (check.module, *check.code))),
        ),
    )


def _due(today: date | None, rows: Sequence[Mapping[str, str]]) -> Finding:
    """Exceptions whose review day has passed; `today` comes from the caller, so that the check reads no clock."""
    dated = [row for row in rows if row["review_after"]]
    due = [row for row in dated if today is not None and date.fromisoformat(row["review_after"]) < today]
    failing = [f"{_named(row)}: review was due after {row['review_after']}" for row in due]
    when = f"on {today}" if today else "and no day given to compare with"
    return Finding(failing, f"{len(rows)} exceptions, {len(dated)} with a day, {len(due)} due {when}", "none due")


def _unused(context: CheckContext, checks: Mapping[str, Check], rows: Sequence[Mapping[str, str]]) -> Finding:
    """Exceptions without a failure, where the table of the check has rows of the country in that year and the year
    before: most anomalies are changes between two editions."""
    failing: list[str | Failing] = []
    used = 0
    for check in sorted({row["check"] for row in rows}):
        of_check = [row for row in rows if row["check"] == check]
        if check not in checks:
            failing += [f"{_named(row)}: there is no such check" for row in of_check]
            continue
        found = checks[check].find(context).failing
        failed = {(item.country, item.year) for item in found if isinstance(item, Failing)}
        held = set(context.frame(checks[check].table).select("country", pl.col("year").cast(pl.Int64)).iter_rows())
        for row in of_check:
            place = (row["country"], int(row["year"]))
            used += place in failed
            if place not in failed and {place, (place[0], place[1] - 1)} <= held:
                failing.append(f"{_named(row)}: nothing to excuse")
    return Finding(failing, f"{len(rows)} exceptions, {used} of them used, {len(failing)} not needed", "all needed")


def _named(row: Mapping[str, str]) -> str:
    return f"{row['check']} {row['country']} {row['year']}"
