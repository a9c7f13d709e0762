"""Builds tables: calls the function of a build specification with its inputs and stages the rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa

from assets.pipeline.build.inputs import decisions_digest, edition_metadata, input_digests, input_rows, replaced_news
from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.plan.versions import build_code, build_version
from warehouse.builds.build import Build, View
from warehouse.builds.registry import all_builds
from warehouse.builds.version import Version
from warehouse.staging.staged_table import StagedTable


@dataclass(frozen=True)
class BuiltTable:
    """A staged table, and the view for its charts and listings."""

    staged: StagedTable
    view: View


def build_table(home: Home, build: Build) -> BuiltTable:
    """Builds a table from its inputs and stages it.

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
        staged = _with_changes(home, build, inputs, version) or _all_rows(home, build, inputs, version)
    return BuiltTable(staged, view_of(home, build))


def _with_changes(home: Home, build: Build, inputs: Mapping[str, str], version: Version) -> StagedTable | None:
    """Stages only the rows that change; None where that cannot be done."""
    before = home.staging.table(build.name)
    if before is None or build.news is None:
        return None
    replaced = replaced_news(home, build.table, build.news, before.inputs)
    if replaced is None:
        return None
    return home.staging.replace_rows(build.table, replaced, inputs=inputs, made_with=version.metadata)


def _all_rows(home: Home, build: Build, inputs: Mapping[str, str], version: Version) -> StagedTable:
    rows = build.make(**{name: input_rows(home, build, source) for name, source in build.inputs.items()})
    if isinstance(rows, pl.DataFrame):
        same = _unchanged_years(home, build, inputs, version)
        return home.staging.write_table(
            build.table, rows, inputs=inputs, made_with=version.metadata, unchanged_years=same
        )
    chunks = _arrow_chunks(build, rows)
    return home.staging.write_sorted_table(build.table, chunks, inputs=inputs, made_with=version.metadata)


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
