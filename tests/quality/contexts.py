"""Small contexts of checks: some rows of some tables; every other table is empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from warehouse.quality.check import Check, CheckResult, run_check
from warehouse.tables import TABLES, TIER_RECORD

Row = Mapping[str, Any]
"""Values of some columns of a row; the others are null."""

_DECLARED = {**TABLES, TIER_RECORD.name: TIER_RECORD}


@dataclass(frozen=True)
class Tables:
    """Tables now and in the release, and the facts beside them."""

    now: Mapping[str, pl.DataFrame]
    before: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)

    def frame(self, table: str) -> pl.DataFrame:
        return self.now[table] if table in self.now else rows(table)

    def scan(self, table: str) -> pl.LazyFrame:
        return self.frame(table).lazy()

    def facts(self) -> Mapping[str, Any]:
        return self.told

    def released(self, table: str) -> pl.DataFrame | None:
        return self.before.get(table)

    def scan_released(self, table: str) -> pl.LazyFrame | None:
        found = self.released(table)
        return found.lazy() if found is not None else None


def rows(table: str, *each: Row) -> pl.DataFrame:
    """Rows of a table, in the order in which they are given."""
    schema = _DECLARED[table].polars_schema()
    assert all(row.keys() <= schema.keys() for row in each), table
    return pl.DataFrame([dict.fromkeys(schema) | dict(row) for row in each], schema=schema, orient="row")


def at(country: str, year: int, **values: Any) -> Row:
    """A row of a country and edition."""
    return {"country": country, "year": year, **values}


def result(
    rules: Iterable[Check],
    check: str,
    *,
    facts: Mapping[str, Any] | None = None,
    before: Mapping[str, Iterable[Row]] | None = None,
    **now: Iterable[Row],
) -> CheckResult:
    """What one of some rules says.

    Args:
        rules: the rules.
        check: the name of the rule.
        facts: what is known beside the tables.
        before: rows of the release by table; a table that is not named is not in the release.
        now: rows by table.
    """
    context = Tables(
        {table: rows(table, *each) for table, each in now.items()},
        {table: rows(table, *each) for table, each in (before or {}).items()},
        facts or {},
    )
    (rule,) = [rule for rule in rules if rule.name == check]
    found = run_check(rule, context, {})
    assert found.observed != "the check could not be run", found.failing
    return found
