"""Small contexts of checks: some rows of some tables; every other table is empty."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from warehouse.quality.check import Check, CheckContext, CheckResult, Failing, Finding, run_check
from warehouse.staging.area import StagingArea
from warehouse.tables import TABLES, TIER_RECORD

Row = Mapping[str, Any]
"""Values of some columns of a row; the others are null."""

_DECLARED = {**TABLES, TIER_RECORD.name: TIER_RECORD}


@dataclass(frozen=True)
class Tables:
    """Tables now and in the release, and the facts beside them."""

    now: Mapping[str, pl.DataFrame]
    before: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    known_facts: Mapping[str, Any] = field(default_factory=dict)

    def frame(self, table: str) -> pl.DataFrame:
        return self.now[table] if table in self.now else rows(table)

    def scan(self, table: str) -> pl.LazyFrame:
        return self.frame(table).lazy()

    def facts(self) -> Mapping[str, Any]:
        return self.known_facts

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
    checks: Iterable[Check],
    name: str,
    *,
    facts: Mapping[str, Any] | None = None,
    before: Mapping[str, Iterable[Row]] | None = None,
    **now: Iterable[Row],
) -> CheckResult:
    """The result of one check.

    Args:
        checks: the checks of a module.
        name: the name of the check.
        facts: the facts beside the tables.
        before: rows of the release by table; the release has no other table.
        now: rows by table.
    """
    context = Tables(
        {table: rows(table, *each) for table, each in now.items()},
        {table: rows(table, *each) for table, each in (before or {}).items()},
        facts or {},
    )
    (check,) = [check for check in checks if check.name == name]
    found = run_check(check, context, {})
    assert found.observed != "the check could not be run", found.failing
    return found


def check_with(find: Callable[[CheckContext], Finding], **values: Any) -> Check:
    """A blocking check on pages."""
    return Check("a_check", "pages", "error", True, "Because.", "Do it.", find, **values)


def finding(*failing: str | Failing) -> Finding:
    """A finding with these failures."""
    return Finding(failing, f"{len(failing)} odd", "none")


def put(staging: StagingArea, table: str, *each: Row) -> None:
    """Stages a table with these rows."""
    staging.write_table(TABLES[table], rows(table, *each))
