"""Read-only SQL on a release, without access to other files or the network."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import polars as pl


class QueryError(ValueError):
    """The SQL cannot be run; the message has the reason in one line."""


def query(release: Path, sql: str) -> pl.DataFrame:
    """Runs one SQL statement on a release's DuckDB file.

    Raises:
        QueryError: the statement is wrong, or does more than read.
    """
    settings: dict[str, Any] = {
        "enable_external_access": "false",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "lock_configuration": "true",
        "temp_directory": "",  # the default folder is inside the release, which is never written to
    }
    try:
        with duckdb.connect(str(release / "warehouse.duckdb"), read_only=True, config=settings) as connection:
            cursor = connection.execute(sql)
            if cursor is None:
                raise QueryError("there is no statement in it")
            names = _unique([column[0] for column in cursor.description or ()])
            rows = cursor.fetchall()
            return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    except duckdb.Error as error:
        raise QueryError(str(error).strip().splitlines()[0]) from error


def _unique(names: list[str]) -> list[str]:
    """Column names with a number after repeated ones: `year`, `year_1`."""
    seen: set[str] = set()
    unique = []
    for name in names:
        candidates = (name if number == 0 else f"{name}_{number}" for number in count())
        unique.append(next(candidate for candidate in candidates if candidate not in seen))
        seen.add(unique[-1])
    return unique


def as_text(result: pl.DataFrame) -> str:
    """A result as a plain table, with all rows."""
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        fmt_str_lengths=80,
        tbl_width_chars=200,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        tbl_formatting="MARKDOWN",
    ):
        return f"{result}\n"


def to_csv(result: pl.DataFrame) -> str:
    """A result as CSV; lists become their items separated by `|`."""
    lists = [name for name, dtype in result.schema.items() if isinstance(dtype, pl.List)]
    return result.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join("|")).write_csv()


def to_json(result: pl.DataFrame) -> str:
    """A result as a JSON array of objects."""
    return json.dumps(result.to_dicts(), ensure_ascii=False, default=str) + "\n"
