"""The rows of a table from the readings of news pages, in the order of its key, sorted outside of memory."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl
import pyarrow as pa

from warehouse.staging.leftovers import building_folder
from warehouse.staging.news_batches import PAGE
from warehouse.tables import Table

_MEMORY: Final = "192MB"
_ROWS_AT_ONCE: Final = 32_768


def sorted_rows(
    table: Table,
    paths: Sequence[Path],
    used: pl.DataFrame,
    scratch: Path,
    *,
    nested: str,
    extra: Mapping[str, str] | None = None,
) -> Iterator[pa.Table]:
    """The rows of a table from the readings in use, sorted by the table's key, some at a time.

    Sorted outside of memory where there are many.

    Args:
        table: one of those read from news.
        paths: batch files.
        used: `PAGE` of the readings in use, and what else `extra` names.
        scratch: folder to sort in.
        nested: the list in a reading whose items the rows are made of.
        extra: by column, the SQL that gives its value in place of the row's own: `used.*`, `batch.*` or `item.*`.
    """
    if not paths or used.is_empty():
        return
    taken = {name: f"item.{name}" for name in table.columns} | dict(extra or {})
    columns = ", ".join(f"{value} AS {name}" for name, value in taken.items())
    sql = (
        f"SELECT {columns} FROM (SELECT batch.*, unnest(batch.{nested}) AS item FROM read_parquet($paths) AS batch)"  # noqa: S608
        f" AS batch JOIN used USING ({', '.join(PAGE)}) ORDER BY {', '.join(table.key)}"
    )
    folder = building_folder(scratch, "sorting")
    folder.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "memory_limit": _MEMORY,
        "threads": "2",
        "temp_directory": str(folder),
    }
    try:
        with duckdb.connect(config=settings) as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.register("used", used.to_arrow())
            found = connection.sql(sql, params={"paths": [str(path) for path in paths]})
            reader = found.to_arrow_reader(_ROWS_AT_ONCE)
            for batch in reader:
                yield pa.Table.from_batches([batch]).select(table.columns).cast(table.arrow_schema())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
