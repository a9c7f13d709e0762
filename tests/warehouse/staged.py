"""Warehouses made up for publishing: as many country-years as wanted, of which any release can be told by its rows.

Every country-year carries the number of the version that last changed it. Version 0 writes them all, each later one
changes every tenth of them in `CHANGING`, so that what a whole release holds follows from its number alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from assets.pipeline.home.home import Home
from warehouse.quality.check import Finding, run_check
from warehouse.quality.registry import all_checks
from warehouse.quality.results import inputs_of
from warehouse.quality.staged_context import StagedContext
from warehouse.release.publish import Published, publish
from warehouse.staging.area import StagingArea
from warehouse.staging.files import to_json, write_file
from warehouse.tables import TABLES, TIER_RECORD, Table
from warehouse.tables.schema_library import declared_columns

STAGED = (*(table for table in TABLES.values() if table.in_identity), TIER_RECORD)
PARTITIONED = [table.name for table in STAGED if table.partitioned]
CHANGING = ("country_years", "report_sections", "pages")
SHOWN = {"country_years": "country_name", "report_sections": "text", "pages": "title_printed"}
"""By table, the column in which a row says which version it is of."""
STRIDE = 10
_FIRST_YEAR = 2001


def country_years(count: int) -> list[tuple[str, int]]:
    """The first so many country-years, 25 to a country."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [
        (f"{letters[number // 650 % 26]}{letters[number // 25 % 26]}X", _FIRST_YEAR + number % 25)
        for number in range(count)
    ]


def version_of(place: int, version: int, stride: int = STRIDE) -> int:
    """The version that last changed the country-year at a place, in a release of a version."""
    return max(0, version - (version - place) % stride)


def rows(table: Table, count: int, version: int, stride: int = STRIDE) -> pl.DataFrame:
    """One row for every country-year, as it stands in a version."""
    schema = table.polars_schema()
    places = country_years(count)
    changing = table.name in CHANGING
    said = [f"version {version_of(place, version if changing else 0, stride)}" for place in range(count)]
    known: dict[str, Any] = {
        "country": [country for country, _ in places],
        "year": [year for _, year in places],
    }
    columns = []
    for name, dtype in schema.items():
        if name in known:
            columns.append(pl.Series(name, known[name], dtype=dtype))
        elif name == SHOWN.get(table.name):
            columns.append(pl.Series(name, said, dtype=dtype))
        else:
            columns.append(pl.Series(name, [_some(dtype)] * count, dtype=dtype))
    return pl.DataFrame(columns)


def _some(dtype: Any) -> Any:
    """A value of a type."""
    if dtype.is_integer():
        return 1
    return {pl.String: "a", pl.Boolean: False, pl.Date: date(2001, 1, 1)}.get(dtype, [])


def stage(staging: StagingArea, counts: Mapping[str, int], version: int, stride: int = STRIDE) -> None:
    """Stages a version of all tables, those of `counts` with so many country-years, the others without rows."""
    for table in STAGED:
        count = counts.get(table.name, 0)
        staging.write_table(table, rows(table, count, version, stride) if count else table.empty())


def pass_all(home: Home) -> None:
    """Records of every check that it passed: what is staged here means nothing, only how it is published counts."""
    current = home.releases.last()
    context = StagedContext(home.staging, None, {})
    for check in all_checks().values():
        inputs = inputs_of(check, home.staging, current.path if current else None, context.facts())
        passing = replace(check, find=lambda _: Finding([], "made up", "made up"))
        result = run_check(passing, context, inputs)
        write_file(home.staging.folder / "check_results" / f"{check.name}.json", to_json(vars(result)))


def release_version(
    home: Home, counts: Mapping[str, int], version: int, stride: int = STRIDE, presentation: str | None = None
) -> Published:
    """Stages and publishes a version."""
    stage(home.staging, counts, version, stride)
    return publish_staged(home, presentation)


def publish_staged(home: Home, presentation: str | None = None) -> Published:
    """Publishes what is staged, which passes all checks."""
    pass_all(home)
    return publish(home.staging, home.releases, kind="real", presentation=presentation)


def reworded(table: Table, column: str, description: str) -> Table:
    """A table of which nothing but the description of a column is another."""
    columns = dict(declared_columns(table.declaration))
    options = {**columns[column].options, "description": description}
    columns[column] = replace(columns[column], options=options)
    return replace(table, declaration=type(table.declaration.__name__, (table.declaration,), columns))
