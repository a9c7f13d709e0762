"""Builds tables: calls the function of a build specification with its inputs and stages the rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import pyarrow as pa

from assets.pipeline.build.inputs import decisions_digest, edition_metadata, input_digests, input_rows, replaced_news
from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.plan.versions import build_code, build_version
from warehouse.builds.build import Build, Staged, View
from warehouse.builds.by_country import made_of, rows_of, whole_inputs
from warehouse.builds.registry import all_builds
from warehouse.builds.version import Version
from warehouse.staging.replaced import Replaced
from warehouse.staging.staged_table import StagedTable

_MOST_COUNTRIES: Final = 0.5
"""The share of the countries from which all rows are made again instead of those of the countries that changed."""


@dataclass(frozen=True)
class BuiltTable:
    """A staged table, and the view for its charts and listings."""

    staged: StagedTable
    view: View


def build_table(home: Home, build: Build, *, whole: bool = False) -> BuiltTable:
    """Builds a table from its inputs and stages it.

    Args:
        home: the home.
        build: its build specification.
        whole: whether to make all rows again, and not only those whose inputs changed.

    Raises:
        BusyError: another process is staging the table.
        FileNotFoundError: an input is not staged.
    """
    with writing(home.folder, f"table {build.name}"):
        version = build_version(build)
        decisions = decisions_digest(home) if build.reads_decisions else ""
        inputs = input_digests(build, edition_metadata(home), staged_digests(home, build.tables), decisions)
        home.staging.record_code(version.code, build_code(build).files)
        if home.staging.table(build.name) is not None and home.staging.damaged_table(build.name) is not None:
            home.staging.mark_dirty(build.name)  # so that staging compares with the files themselves
        by_country = _made_of(home, build, inputs, version)
        staged = None if whole else _with_changes(home, build, inputs, version, by_country)
        staged = staged or _all_rows(home, build, inputs, version, by_country)
    return BuiltTable(staged, view_of(home, build))


def _with_changes(
    home: Home, build: Build, inputs: Mapping[str, str], version: Version, by_country: Mapping[str, str]
) -> StagedTable | None:
    """Stages only the rows that change; None where that cannot be done, or where they are many."""
    before = home.staging.table(build.name)
    if before is None:
        return None
    if build.news is not None:
        replaced = replaced_news(home, build.table, build.news, before.inputs)
    elif build.is_by_country:
        replaced = _replaced_countries(home, build, before.made_of, by_country)
    else:
        return None
    if replaced is None:
        return None
    return home.staging.replace_rows(
        build.table, replaced, inputs=inputs, made_with=version.metadata, made_of=by_country
    )


def _replaced_countries(home: Home, build: Build, before: Mapping[str, str], now: Mapping[str, str]) -> Replaced | None:
    """The rows of the countries that are made of others than before; None where these are most countries."""
    changed = sorted({country for country, _ in before.items() ^ now.items()})
    if len(changed) > _MOST_COUNTRIES * len(before):
        return None
    scan = home.staging.scan
    given = {
        name: rows_of(build, source, scan, changed) if isinstance(source, Staged) else input_rows(home, build, source)
        for name, source in build.inputs.items()
    }
    made = build.make(**given)
    frames = [build.table.empty(), *([made] if isinstance(made, pl.DataFrame) else made)]
    return Replaced("country", changed, pl.concat(frames).to_arrow().cast(build.table.arrow_schema()))


def _made_of(home: Home, build: Build, inputs: Mapping[str, str], version: Version) -> dict[str, str]:
    """By country, the digest of what its rows are made of; empty for other builds."""
    if not build.is_by_country:
        return {}
    whole = [inputs.get(name, "") for name in whole_inputs(build)]
    return made_of(build, home.staging.digests_by_country, home.staging.scan, "\n".join([version.digest, *whole]))


def _all_rows(
    home: Home, build: Build, inputs: Mapping[str, str], version: Version, by_country: Mapping[str, str]
) -> StagedTable:
    rows = build.make(**{name: input_rows(home, build, source) for name, source in build.inputs.items()})
    if isinstance(rows, pl.DataFrame):
        same = _unchanged_years(home, build, inputs, version)
        return home.staging.write_table(
            build.table, rows, inputs=inputs, made_with=version.metadata, unchanged_years=same
        )
    chunks = _arrow_chunks(build, rows)
    return home.staging.write_sorted_table(
        build.table, chunks, inputs=inputs, made_with=version.metadata, made_of=by_country
    )


def view_of(home: Home, build: Build) -> View:
    """A staged table, with the staged tables that it is made from."""
    return View(home.staging.scan(build.name), {name: home.staging.scan(name) for name in build.tables})


def staged_digests(home: Home, tables: Iterable[str] | None = None) -> dict[str, str]:
    """The digests of staged tables; by default of all."""
    names = all_builds() if tables is None else tables
    tables_by_name = {name: home.staging.table(name) for name in names}
    return {name: staged.digest for name, staged in tables_by_name.items() if staged is not None}


def _unchanged_years(home: Home, build: Build, inputs: Mapping[str, str], version: Version) -> set[int]:
    """The years whose partitions are reused, for a table read from editions: same editions, same version."""
    before = home.staging.table(build.name)
    if build.editions is None or before is None or Version.from_metadata(before.made_with) != version:
        return set()
    return {int(year) for year, digest in inputs.items() if before.inputs.get(year) == digest}


def _arrow_chunks(build: Build, chunks: Iterable[Any]) -> Iterator[pa.Table]:
    schema = build.table.arrow_schema()
    return (chunk.to_arrow().cast(schema) if isinstance(chunk, pl.DataFrame) else chunk for chunk in chunks)
