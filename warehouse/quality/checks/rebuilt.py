"""Checks that build each computed table again and compare the rows.

Every build with `rebuilds_as` has one. Where the rows of a country are made of its own rows, those that the check
compared before, and their inputs, are not compared again, but for a few.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final, cast

import polars as pl

from warehouse.builds.build import Build, Editions, Input, Reference, Staged
from warehouse.builds.by_country import digests_by_country, made_of, rows_of, whole_inputs
from warehouse.builds.registry import all_builds
from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.staging.files import digest
from warehouse.tables import Table

_CHUNK_ROWS: Final = 8_192

_DRAWN_BELOW: Final = "05"
"""One country in fifty is compared again although nothing of it changed: a digest that begins below this."""


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
    now = _digests_by_country(build, context) if build.is_by_country else {}
    again = _compared_again(now, context.verified()) if now else None
    if again is None:
        given = {name: _input_rows(build, source, context) for name, source in build.inputs.items()}
        staged = context.scan(build.name)
    else:
        given = {
            name: rows_of(build, source, context.scan, again)
            if isinstance(source, Staged)
            else _input_rows(build, source, context)
            for name, source in build.inputs.items()
        }
        staged = context.scan(build.name).filter(pl.col("country").is_in(again)).collect().lazy()
    made = build.make(**given)
    chunks = iter([made]) if isinstance(made, pl.DataFrame) else made
    failing: list[Failing] = []
    compared = 0
    for rows in chunks:
        of_chunk = staged.slice(compared, None if isinstance(made, pl.DataFrame) else rows.height)
        failing += _differences(build.table, rows, of_chunk.collect())
        compared += rows.height
    expected = staged.select(pl.len()).collect().item()
    if expected > compared and not isinstance(made, pl.DataFrame):
        failing += _differences(build.table, build.table.empty(), staged.slice(compared).collect())
    observed = f"{expected} rows made again, {len(failing)} differ"
    if again is not None:
        observed += f"; those of {len(now) - len(again)} other countries are as compared before"
    return Finding(failing, observed, "the same rows", now)


def _digests_by_country(build: Build, context: CheckContext) -> dict[str, str]:
    """By country, digests of what its rows are made of and of the rows, both computed from the rows themselves."""

    def digests(table: str) -> dict[str, str]:
        return digests_by_country(context.scan(table))

    whole = "".join(str(context.frame(name).hash_rows().sort().to_list()) for name in whole_inputs(build))
    inputs, rows = made_of(build, digests, context.scan, digest(whole.encode())), digests(build.name)
    return {country: f"{inputs.get(country)} {rows.get(country)}" for country in inputs.keys() | rows.keys()}


def _compared_again(now: Mapping[str, str], before: Mapping[str, str]) -> list[str] | None:
    """The countries that differ from those compared before, and a few others, other ones each time; None for all."""
    if not before:
        return None
    drawn_with = digest(str(sorted(now.items())).encode())
    return sorted(
        country
        for country, found in now.items()
        if before.get(country) != found or digest(f"{drawn_with} {country}".encode())[:2] < _DRAWN_BELOW
    )


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
