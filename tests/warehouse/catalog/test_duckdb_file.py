"""The DuckDB file made from that of the release before has what a new one has."""

from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.small_release import ROWS, write_release
from warehouse.catalog.duckdb_file import DUCKDB_FILE, FileBefore, build_duckdb
from warehouse.tables import TABLES

CATALOG = {
    "tables": "SELECT table_name, comment, estimated_size FROM duckdb_tables() ORDER BY ALL",
    "columns": "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() ORDER BY ALL",
    "views": "SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
    "macros": "SELECT function_name, parameters, comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL",
}


def content_of(path: Path) -> dict[str, list[Any]]:
    queries = {**CATALOG, **{name: f"FROM {name} ORDER BY ALL" for name in (*TABLES, "release")}}
    with duckdb.connect(str(path), read_only=True) as connection:
        return {name: connection.execute(query).fetchall() for name, query in queries.items()}


def test_rows_that_differ_take_the_place_of_those_before(tmp_path: Path) -> None:
    before = write_release(tmp_path / "before")
    placed = [row for row in ROWS["tier_placements"] if row["country"] != "VEN"]
    placed = [{**row, "tier": "3"} if (row["country"], row["year"]) == ("THA", 2014) else row for row in placed]
    rows = {**ROWS, "tier_placements": [*placed, {"country": "KHM", "year": 2015, "tier": "2"}], "statutory_lists": []}
    after = write_release(tmp_path / "after", rows)
    changed = {"tier_placements": ["KHM", "THA", "VEN"], "statutory_lists": None}
    target = tmp_path / "target.duckdb"
    build_duckdb(after, target, release_name="after", before=FileBefore(before / DUCKDB_FILE, changed))
    assert content_of(target) == content_of(after / DUCKDB_FILE)
    assert content_of(before / DUCKDB_FILE) != content_of(target)
