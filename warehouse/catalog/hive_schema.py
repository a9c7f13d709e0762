"""`hive_schema.json`: the types of the columns in the paths of `tables/`, for each engine.

Parquet files do not hold them, so an engine infers them from the paths, each in its own way.
"""

from typing import Any, Final

HIVE_SCHEMA: Final[dict[str, dict[str, str]]] = {
    "polars": {"country": "String", "year": "Int16"},
    "duckdb": {"country": "VARCHAR", "year": "SMALLINT"},
    "arrow": {"country": "string", "year": "int16"},
}
"""By engine, the type of each column in the paths: that of `compact/`, in the names of the engine."""


def hive_schema() -> dict[str, Any]:
    """The content of the file."""
    return {"path": "tables/<table>/country=<country>/year=<year>/part-0.parquet", "types": HIVE_SCHEMA}
