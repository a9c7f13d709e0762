"""Building tables: each from its inputs, by the function of its build specification, into the staging area."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa

from assets.pipeline.home import Home
from assets.pipeline.inputs import edition_metadata, handed, input_digests
from assets.pipeline.lock import writing
from assets.pipeline.versions import build_code, build_version
from warehouse.builds.build import Build, View
from warehouse.builds.registry import all_builds
from warehouse.builds.version import Version
from warehouse.staging.staged_table import StagedTable


@dataclass(frozen=True)
class Built:
    """A table as it was staged, and what charts look at."""

    staged: StagedTable
    view: View


def build_table(home: Home, build: Build) -> Built:
    """Makes a table of its inputs and stages it.

    Raises:
        BusyError: another process is staging the table.
        FileNotFoundError: an input is not staged.
    """
    with writing(home.folder, f"table {build.name}"):
        version = build_version(build)
        inputs = input_digests(build, edition_metadata(home), staged_digests(home, build.tables))
        rows = build.make(**{name: handed(home, build, given) for name, given in build.inputs.items()})
        home.staging.record_code(version.code, build_code(build).files)
        if home.staging.table(build.name) is not None and home.staging.damaged_table(build.name) is not None:
            home.staging.mark_dirty(build.name)  # else a file whose note is right would be taken as it is
        if isinstance(rows, pl.DataFrame):
            same = _unchanged_years(home, build, inputs, version)
            staged = home.staging.write_table(
                build.table, rows, inputs=inputs, made_with=version.metadata, unchanged_years=same
            )
        else:
            chunks = _arrow(build, rows)
            staged = home.staging.write_sorted_table(build.table, chunks, inputs=inputs, made_with=version.metadata)
    return Built(staged, view_of(home, build))


def view_of(home: Home, build: Build) -> View:
    """A staged table and the staged tables that it was made from."""
    return View(home.staging.scan(build.name), {name: home.staging.scan(name) for name in build.tables})


def staged_digests(home: Home, tables: Iterable[str] | None = None) -> dict[str, str]:
    """The digests of staged tables; of all by default."""
    names = all_builds() if tables is None else tables
    found = {name: home.staging.table(name) for name in names}
    return {name: staged.digest for name, staged in found.items() if staged is not None}


def _unchanged_years(home: Home, build: Build, inputs: Mapping[str, str], version: Version) -> set[int]:
    """The years of a table read from editions whose partitions can be kept: same editions, same version."""
    before = home.staging.table(build.name)
    if build.editions is None or before is None or Version.from_metadata(before.made_with) != version:
        return set()
    return {int(year) for year, made_from in inputs.items() if before.inputs.get(year) == made_from}


def _arrow(build: Build, chunks: Iterable[Any]) -> Iterator[pa.Table]:
    schema = build.table.arrow_schema()
    return (chunk.to_arrow().cast(schema) if isinstance(chunk, pl.DataFrame) else chunk for chunk in chunks)
