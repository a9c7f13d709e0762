"""The DuckDB file of a release: tables with comments, macros and views; it needs no other file."""

import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from warehouse.builds.registry import lineage_of
from warehouse.catalog.analyst_kit import DEFINITIONS
from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES, Table

DUCKDB_FILE: Final = "warehouse.duckdb"
"""Its path in a release."""

_MEMORY_LIMIT: Final = "256MB"
"""The memory of DuckDB while it writes; more goes to a temporary file."""

_STORAGE_VERSION: Final = "v1.2.0"
"""The oldest format in which comments and macros are kept; DuckDB 1.2 and later read it."""


@dataclass(frozen=True)
class FileBefore:
    """The DuckDB file of a release before, made by the same code, and what differs from it.

    Attributes:
        path: the file.
        changed: by table with other rows, the countries whose rows differ; None for all of its rows.
    """

    path: Path
    changed: Mapping[str, Collection[str] | None]


def build_duckdb(release: Path, target: Path, *, release_name: str = "", before: FileBefore | None = None) -> None:
    """Writes the DuckDB file of a release from its compact files.

    Args:
        release: its folder, with `compact/`.
        target: the file to write.
        release_name: for the table `release`.
        before: the file of the release before: only rows that differ are written anew, behind the others.
    """
    target.unlink(missing_ok=True)
    if before is not None:
        shutil.copyfile(before.path, target)
    config: dict[str, Any] = {
        "memory_limit": _MEMORY_LIMIT,
        "storage_compatibility_version": _STORAGE_VERSION,
        "threads": 1,  # partitions are linked beside it; a second thread needs forty megabytes more
    }
    with duckdb.connect(str(target), config=config) as connection:
        connection.execute("SET enable_progress_bar = false")
        if before is None:
            _create_all(connection, release, release_name)
        else:
            connection.begin()
            for name, countries in before.changed.items():
                _replace(connection, name, release / compact_path(name), countries)
            connection.execute("UPDATE release SET release = ?", [release_name])
            connection.commit()


def _replace(connection: duckdb.DuckDBPyConnection, table: str, path: Path, countries: Collection[str] | None) -> None:
    """Replaces the rows of some countries of a table, or all of them, by those of a compact file."""
    some, given = "", []
    if countries is not None:
        some, given = "WHERE list_contains(?, country)", [sorted(countries)]
    connection.execute(f"DELETE FROM {table} {some}", given)  # noqa: S608 - a declared name
    connection.execute(
        f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet(?, hive_partitioning = false) {some}",  # noqa: S608
        [str(path), *given],
    )


def _create_all(connection: duckdb.DuckDBPyConnection, release: Path, release_name: str) -> None:
    for table in TABLES.values():
        path = release / compact_path(table.name)
        if path.exists():
            connection.begin()  # one flush to disk instead of one for each of its comments
            _create(connection, table, path)
            connection.commit()
    connection.begin()
    # only tests write some tables without the others
    has_tables = all((release / compact_path(name)).exists() for name in TABLES)
    for definition in DEFINITIONS:
        if has_tables or not definition.needs_tables:
            for statement in definition.statements():
                connection.execute(statement)
    connection.execute("CREATE TABLE release AS SELECT ? AS release", [release_name])
    connection.execute("COMMENT ON TABLE release IS 'Which release this file is part of'")
    connection.execute("COMMENT ON COLUMN release.release IS 'The name of the release, as `tip releases` lists it'")
    connection.commit()


def _create(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    connection.execute(
        f"CREATE TABLE {table.name} AS SELECT * FROM read_parquet(?, hive_partitioning = false)",  # noqa: S608
        [str(path)],
    )
    connection.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(_comment(table))}")
    for column in table.describe():
        connection.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS {_quoted(column.meaning)}")


def _comment(table: Table) -> str:
    return f"One row is {table.grain}. Key: {', '.join(table.key)}. Made from: {lineage_of(table.name)}."


def _quoted(text: str) -> str:
    """A text as an SQL literal; comments take no parameters."""
    return "'" + text.replace("'", "''") + "'"
