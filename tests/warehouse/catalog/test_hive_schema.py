"""Partitions read with the shipped schema concatenate with the compact file, in each engine."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from tests.warehouse.staged import rows
from warehouse.catalog.duckdb_file import build_duckdb
from warehouse.catalog.hive_schema import HIVE_SCHEMA, hive_schema
from warehouse.staging.area import StagingArea
from warehouse.tables import PAGES, REPORT_SECTIONS, TABLES

ROWS = 3
COMPACT = "compact/pages.parquet"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of a release, its schema of the paths and its DuckDB file; a quote is in its name."""
    folder = tmp_path_factory.mktemp("a release's folder")
    staging = StagingArea(folder)
    staging.write_table(PAGES, rows(PAGES, ROWS, 0))
    staging.write_table(REPORT_SECTIONS, REPORT_SECTIONS.empty())  # a macro reads it
    (folder / "hive_schema.json").write_text(json.dumps(hive_schema()))
    build_duckdb(folder, folder / "warehouse.duckdb")
    return folder


@pytest.fixture(scope="module")
def types(release: Path) -> dict[str, dict[str, str]]:
    """The types in the file of the release."""
    found: dict[str, dict[str, str]] = json.loads((release / "hive_schema.json").read_text())["types"]
    return found


def partitioning(types: dict[str, dict[str, str]]) -> ds.Partitioning:
    schema = pa.schema([(name, pa.type_for_alias(type_)) for name, type_ in types["arrow"].items()])
    return ds.partitioning(schema, flavor="hive")


def test_polars(release: Path, types: dict[str, dict[str, str]]) -> None:
    schema = {name: getattr(pl, type_) for name, type_ in types["polars"].items()}
    parts = pl.read_parquet(release / "tables/pages/**/*.parquet", hive_partitioning=True, hive_schema=schema)
    compact = pl.read_parquet(release / COMPACT)
    both = pl.concat([compact, parts.select(compact.columns)])
    assert (both.height, both.schema) == (2 * ROWS, compact.schema)
    assert parts.select(compact.columns).sort(PAGES.key).equals(compact)


def test_duckdb(release: Path) -> None:
    with duckdb.connect(str(release / "warehouse.duckdb"), read_only=True) as connection:

        def result(sql: str) -> list[tuple[object, ...]]:
            return connection.execute(sql, [str(release)]).fetchall()

        assert result("SELECT count(*) FROM (FROM pages UNION ALL FROM partitions(?, 'pages'))") == [(2 * ROWS,)]
        assert result("FROM pages EXCEPT FROM partitions(?, 'pages')") == []
        types = result("SELECT DISTINCT typeof(country), typeof(year) FROM partitions(?, 'pages')")
    assert types == [tuple(HIVE_SCHEMA["duckdb"].values())]


def test_pyarrow(release: Path, types: dict[str, dict[str, str]]) -> None:
    parts = ds.dataset(release / "tables/pages", partitioning=partitioning(types)).to_table()
    compact = pq.read_table(release / COMPACT, partitioning=None)
    both = pa.concat_tables([compact, parts.select(compact.column_names)], promote_options="default")
    assert (both.num_rows, both.schema.field("year").type) == (2 * ROWS, pa.int16())


def test_pandas(release: Path, types: dict[str, dict[str, str]]) -> None:
    parts = pd.read_parquet(release / "tables/pages", partitioning=partitioning(types))
    compact = pd.read_parquet(release / COMPACT)
    both = pd.concat([compact, parts[compact.columns]])
    assert len(both) == 2 * ROWS
    assert (both.dtypes == compact.dtypes).all()


def test_the_types_that_engines_infer_are_those_of_the_docs(release: Path) -> None:
    docs = (Path(__file__).resolve().parents[3] / "docs/using.md").read_text(encoding="utf-8")
    folder = release / "tables/pages"
    polars = pl.read_parquet(folder / "**/*.parquet", hive_partitioning=True).schema
    with duckdb.connect() as connection:
        sql = "SELECT typeof(country), typeof(year) FROM read_parquet(?, hive_partitioning = true) LIMIT 1"
        in_duckdb = connection.execute(sql, [f"{folder}/**/*.parquet"]).fetchone()
    arrow = ds.dataset(folder, partitioning="hive").schema
    pandas = pd.read_parquet(folder).dtypes
    inferred = {
        "Polars": (polars["country"], polars["year"]),
        "DuckDB": in_duckdb,
        "pyarrow": (arrow.field("country").type, arrow.field("year").type),
        "pandas": (pandas["country"], pandas["year"]),
    }
    for engine, (country, year) in inferred.items():
        assert f"| {engine} | {country} | {year} |" in docs


def test_every_partitioned_table_has_these_columns_in_its_paths() -> None:
    for table in TABLES.values():
        if table.partitioned:
            declared = table.polars_schema()
            assert {name: str(declared[name]) for name in ("country", "year")} == HIVE_SCHEMA["polars"]
            assert list(declared)[:2] == ["country", "year"], "the macro puts them first"
