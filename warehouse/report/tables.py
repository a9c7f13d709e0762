"""The tables of a release as rows for the site."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.staging.table_files import compact_path
from warehouse.tables import TABLES

Row = dict[str, Any]


class ReleaseTables:
    """The compact files of a release. A table or column that it does not have is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def frame(self, table: str, columns: Sequence[str] = ()) -> pl.DataFrame:
        """The rows of a table in the order of its key.

        Args:
            table: its name.
            columns: the columns to read; all that are declared where it is empty. One that is not there is null.
        """
        path = self.folder / compact_path(table)
        declared = TABLES.get(table)
        if declared is None or not path.exists():
            empty = declared.empty() if declared else pl.DataFrame()
            return _with_columns(empty, columns or empty.columns)
        if not columns:
            return pl.read_parquet(path, hive_partitioning=False)
        there = [name for name in columns if name in pl.read_parquet_schema(path)]
        return _with_columns(pl.read_parquet(path, columns=there, hive_partitioning=False), columns)

    def head(self, table: str, rows: int) -> pl.DataFrame:
        """The first rows of a table with all its columns; the others are not read."""
        path = self.folder / compact_path(table)
        return pl.read_parquet(path, n_rows=rows, hive_partitioning=False) if path.exists() else TABLES[table].empty()

    def rows(self, table: str, columns: Sequence[str] = ()) -> list[Row]:
        """As `frame`, as dicts."""
        return self.frame(table, columns).to_dicts()


def grouped(rows: Sequence[Row], column: str | Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """Rows by the value of a column, or by what a function makes of a row, in their order."""
    key = itemgetter(column) if isinstance(column, str) else column
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _with_columns(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    missing: Mapping[str, pl.Expr] = {name: pl.lit(None) for name in columns if name not in frame.columns}
    return frame.with_columns(**missing).select(columns) if columns else frame
