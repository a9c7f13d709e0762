"""The rows of a table from parsed news pages, in the order of its key; DuckDB sorts many rows on disk."""

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

_MEMORY_LIMIT: Final = "192MB"
_CHUNK_ROWS: Final = 32_768


def sorted_rows(
    table: Table,
    paths: Sequence[Path],
    used: pl.DataFrame,
    scratch: Path,
    *,
    nested: str,
    extra: Mapping[str, str] | None = None,
) -> Iterator[pa.Table]:
    """The rows of a table from the parsed pages in use, sorted by the table's key, in chunks.

    Args:
        table: a table that is read from news.
        paths: the batch files.
        used: `PAGE` of the parsed pages in use, and the columns that `extra` names.
        scratch: the folder for temporary files.
        nested: the list of a parsed page whose items are the rows.
        extra: by column, an SQL expression in place of the row's own value: `used.*`, `batch.*` or `item.*`.
    """
    if not paths or used.is_empty():
        return
    expressions = {name: f"item.{name}" for name in table.columns} | dict(extra or {})
    columns = ", ".join(f"{value} AS {name}" for name, value in expressions.items())
    sql = (
        f"SELECT {columns} FROM (SELECT batch.*, unnest(batch.{nested}) AS item FROM read_parquet($paths) AS batch)"  # noqa: S608
        f" AS batch JOIN used USING ({', '.join(PAGE)}) ORDER BY {', '.join(table.key)}"
    )
    folder = building_folder(scratch, "sorting")
    folder.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "memory_limit": _MEMORY_LIMIT,
        "threads": "2",
        "temp_directory": str(folder),
    }
    try:
        with duckdb.connect(config=settings) as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.register("used", used.to_arrow())
            found = connection.sql(sql, params={"paths": [str(path) for path in paths]})
            reader = found.to_arrow_reader(_CHUNK_ROWS)
            for batch in reader:
                yield pa.Table.from_batches([batch]).select(table.columns).cast(table.arrow_schema())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
