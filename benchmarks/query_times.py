"""Times of queries on a release: `python -m benchmarks.query_times RELEASE duckdb|polars compact|tables`.

Prints a JSON object: by query, milliseconds of the first and of the second time.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pyarrow  # noqa: F401 - otherwise the first query imports it

Query = Callable[[pl.LazyFrame], pl.LazyFrame]
"""A query on the rows of a table."""

WORD = "trafficking"
IS_KHM, IS_2020 = pl.col("country") == "KHM", pl.col("year") == 2020
POLARS: dict[str, tuple[str, Query]] = {
    "point": ("country_years", lambda rows: rows.filter(IS_KHM & IS_2020)),
    "one country": ("report_sections", lambda rows: rows.filter(IS_KHM)),
    "one year": ("report_sections", lambda rows: rows.filter(IS_2020)),
    "full scan": ("report_sections", lambda rows: rows.group_by("country").agg(pl.col("words").sum())),
    "full text": ("report_sections", lambda rows: rows.filter(pl.col("text").str.contains(WORD, literal=True))),
    "claims of a country": ("news_claims", lambda rows: rows.filter(IS_KHM)),
}
"""By name of the query, its table and its expression."""

DUCKDB: dict[str, tuple[str, str]] = {
    "point": ("country_years", "SELECT * FROM {} WHERE country = 'KHM' AND year = 2020"),
    "one country": ("report_sections", "SELECT * FROM {} WHERE country = 'KHM'"),
    "one year": ("report_sections", "SELECT * FROM {} WHERE year = 2020"),
    "full scan": ("report_sections", "SELECT country, sum(words) FROM {} GROUP BY country"),
    "full text": ("report_sections", f"SELECT * FROM {{}} WHERE contains(text, '{WORD}')"),
    "claims of a country": ("news_claims", "SELECT * FROM {} WHERE country = 'KHM'"),
}
"""The same in SQL; the braces stand for the rows of the table."""


def main(release: Path, engine: str, form: str) -> None:
    """Runs every query twice and prints the times."""
    run = _duckdb_query if engine == "duckdb" else _polars_query
    times = {}
    for name in POLARS:
        times[name] = []
        for _ in range(2):
            began = time.perf_counter()
            run(release, name, form)
            times[name].append(1000 * (time.perf_counter() - began))
    print(json.dumps(times))


_CONNECTION = duckdb.connect()


def _duckdb_query(release: Path, name: str, form: str) -> int:
    table, sql = DUCKDB[name]
    source = f"read_parquet('{_files(release, table, form)}', hive_partitioning = true)"
    return _CONNECTION.sql(sql.format(source)).to_arrow_table().num_rows


def _polars_query(release: Path, name: str, form: str) -> int:
    table, query = POLARS[name]
    hive = {"country": pl.String, "year": pl.Int16} if form == "tables" else None
    rows = pl.scan_parquet(_files(release, table, form), hive_partitioning=form == "tables", hive_schema=hive)
    return query(rows).collect().height


def _files(release: Path, table: str, form: str) -> str:
    return f"{release}/compact/{table}.parquet" if form == "compact" else f"{release}/tables/{table}/**/*.parquet"


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3])
