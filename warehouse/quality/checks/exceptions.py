"""Checks on the reviewed exceptions themselves: those that are due for review, and those that excuse nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.quality.exceptions import exception_rows

_TABLE: Final = "tier_placements"


def exception_checks(rules: Sequence[Check]) -> tuple[Check, ...]:
    """The checks on exceptions.

    Args:
        rules: all other rules; exceptions name them.
    """
    known = {rule.name: rule for rule in rules}
    excepted = [known[name] for name in sorted({row["check"] for row in exception_rows()}) if name in known]
    return (
        Check(
            name="exceptions_due",
            table=_TABLE,
            severity="warning",
            blocking=False,
            reason="An accepted anomaly is looked at again on the day that was set when it was accepted.",
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
            reads=tuple(dict.fromkeys(name for rule in excepted for name in rule.tables)),
            facts=tuple(dict.fromkeys(name for rule in excepted for name in rule.facts)),
            against_release=any(rule.against_release for rule in excepted),
            code=tuple(dict.fromkeys(module for rule in excepted for module in (rule.module, *rule.code))),
        ),
    )


def _due(today: date | None, rows: Sequence[Mapping[str, str]]) -> Finding:
    """Exceptions whose day has passed; the day is the caller's, so that a rule reads no clock."""
    dated = [row for row in rows if row["review_after"]]
    due = [row for row in dated if today is not None and date.fromisoformat(row["review_after"]) < today]
    failing = [f"{_named(row)}: review was due after {row['review_after']}" for row in due]
    when = f"on {today}" if today else "and no day given to compare with"
    return Finding(failing, f"{len(rows)} exceptions, {len(dated)} with a day, {len(due)} due {when}", "none due")


def _unused(context: CheckContext, rules: Mapping[str, Check], rows: Sequence[Mapping[str, str]]) -> Finding:
    """Exceptions that no failure meets, of countries that the check's table holds in that year and the year before:
    most anomalies are steps between two editions."""
    failing: list[str | Failing] = []
    used = 0
    for check in sorted({row["check"] for row in rows}):
        of_check = [row for row in rows if row["check"] == check]
        if check not in rules:
            failing += [f"{_named(row)}: there is no such check" for row in of_check]
            continue
        found = rules[check].find(context).failing
        met = {(item.country, item.year) for item in found if isinstance(item, Failing)}
        held = set(context.frame(rules[check].table).select("country", pl.col("year").cast(pl.Int64)).iter_rows())
        for row in of_check:
            place = (row["country"], int(row["year"]))
            used += place in met
            if place not in met and {place, (place[0], place[1] - 1)} <= held:
                failing.append(f"{_named(row)}: nothing to excuse")
    return Finding(failing, f"{len(rows)} exceptions, {used} of them used, {len(failing)} not needed", "all needed")


def _named(row: Mapping[str, str]) -> str:
    return f"{row['check']} {row['country']} {row['year']}"
