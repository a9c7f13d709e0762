"""Checks that build each computed table again and compare the rows.

Every build with `rebuilds_as` has one.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, cast

import polars as pl

from warehouse.builds.build import Build, Editions, Input, Reference, Staged
from warehouse.builds.registry import all_builds
from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.tables import Table

_CHUNK_ROWS: Final = 8_192


def rebuild_checks() -> Iterator[Check]:
    """One check for every build with `rebuilds_as`."""
    for build in all_builds().values():
        if build.rebuilds_as is not None:
            yield check_of_build(build, build.rebuilds_as)


def check_of_build(build: Build, name: str) -> Check:
    """The check with this name that builds a table again."""
    return Check(
        name=name,
        table=build.name,
        severity="error",
        blocking=True,
        reason=f"Every row of {build.name} is computed from its inputs alone: {build.lineage}.",
        advice=f"Run `tip run --rebuild {build.name}`; if it fails again, the build is not deterministic.",
        find=partial(_find_differences, build),
        reads=build.tables,
        facts=("references",) if build.references else (),
        code=(build.module,),
        owner="data-engineering",
    )


def _find_differences(build: Build, context: CheckContext) -> Finding:
    made = build.make(**{name: _input_rows(build, source, context) for name, source in build.inputs.items()})
    chunks = iter([made]) if isinstance(made, pl.DataFrame) else made
    failing: list[Failing] = []
    compared = 0
    for rows in chunks:
        staged = context.scan(build.name).slice(compared, None if isinstance(made, pl.DataFrame) else rows.height)
        failing += _differences(build.table, rows, staged.collect())
        compared += rows.height
    total = context.scan(build.name).select(pl.len()).collect().item()
    if total > compared and not isinstance(made, pl.DataFrame):
        rest = context.scan(build.name).slice(compared).collect()
        failing += _differences(build.table, build.table.empty(), rest)
    return Finding(failing, f"{total} rows made again, {len(failing)} differ", "the same rows")


def _input_rows(build: Build, source: Input, context: CheckContext) -> Any:
    """The rows of an input, from the staged tables; rows read from pages are those of the table itself."""
    if isinstance(source, Reference):
        return context.facts()["references"][source.name]
    if isinstance(source, Editions):
        return context.frame(build.name)
    staged = cast("Staged", source)
    rows = context.scan(staged.table)
    if staged.columns:
        rows = rows.select(staged.columns)
    return _chunks(rows) if staged.in_chunks else rows.collect()


def _chunks(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    total = rows.select(pl.len()).collect().item()
    for start in range(0, total, _CHUNK_ROWS):
        yield rows.slice(start, _CHUNK_ROWS).collect()


def _differences(table: Table, made: pl.DataFrame, staged: pl.DataFrame) -> list[Failing]:
    """The rows of the staged table that differ from those built again, and the columns that differ."""
    if made.select(table.columns).equals(staged.select(table.columns)):
        return []
    values = [name for name in table.columns if name not in table.key]
    both = staged.with_columns(pl.lit(True).alias("is_staged")).join(
        made.select(table.columns).with_columns(pl.lit(True).alias("is_made")),
        on=table.key,
        how="full",
        coalesce=True,
        suffix="_made",
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_made")) for name in values)
    wrong = both.filter(pl.col("is_staged").is_null() | pl.col("is_made").is_null() | ~same).sort(table.key)
    return [_difference(table, values, row) for row in wrong.iter_rows(named=True)]


def _difference(table: Table, values: list[str], row: dict[str, object]) -> Failing:
    if row["is_staged"] is None:
        what = "missing"
    elif row["is_made"] is None:
        what = "made of nothing"
    else:
        what = ", ".join(name for name in values if row[name] != row[f"{name}_made"])
    named = " ".join(str(row[name]) for name in table.key)
    country, year = row.get("country"), row.get("year")
    return Failing(f"{named}: {what}", str(country) if country else None, int(str(year)) if year else None)
