"""SQL on a release, read-only: no writing, no files of this machine, no network."""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl


class QueryError(ValueError):
    """The SQL cannot be run; the message says why in one line."""


def query(release: Path, sql: str) -> pl.DataFrame:
    """Runs one SQL statement on a release's DuckDB file.

    Raises:
        QueryError: the statement is wrong, or would do more than read.
    """
    settings: dict[str, Any] = {
        "enable_external_access": "false",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "lock_configuration": "true",
    }
    try:
        with duckdb.connect(str(release / "warehouse.duckdb"), read_only=True, config=settings) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall()
            return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    except duckdb.Error as error:
        raise QueryError(str(error).strip().splitlines()[0]) from error
