"""StagingArea: deterministic bytes, and only what changed is written."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from warehouse.builds.schema_version import schema_version
from warehouse.catalog.dictionary import dictionary
from warehouse.catalog.duckdb_file import build_duckdb
from warehouse.staging.area import DamagedError, EditionKey, StagingArea
from warehouse.staging.files import write_file
from warehouse.staging.leftovers import building_folder, partial_file, remove_leftovers
from warehouse.tables import COUNTRY_YEARS, QUARANTINE, TABLES


def panel(words: dict[tuple[str, int], int]) -> pl.DataFrame:
    return COUNTRY_YEARS.frame(
        [
            {
                "country": country,
                "year": year,
                "country_name": country.title(),
                "region": "EUR",
                "words": count,
                "sections": 1,
                "words_human_rights": count,
                "news_articles": 0,
                "news_claims": 0,
                "news_claims_exact": 0,
            }
            for (country, year), count in words.items()
        ]
    )


ROWS = {("NOR", 2018): 5, ("NOR", 2019): 6, ("GHA", 2018): 7}


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*.parquet")
    }


@pytest.fixture
def staging(tmp_path: Path) -> StagingArea:
    return StagingArea(tmp_path / "staging")


def test_same_rows_same_bytes_whatever_their_order(tmp_path: Path) -> None:
    one, other = StagingArea(tmp_path / "one"), StagingArea(tmp_path / "other")
    first = one.put_table(COUNTRY_YEARS, panel(ROWS))
    second = other.put_table(COUNTRY_YEARS, panel(dict(reversed(ROWS.items()))))
    assert first.digest == second.digest
    assert first.files == second.files


def test_staging_twice_touches_nothing(staging: StagingArea) -> None:
    staging.put_table(COUNTRY_YEARS, panel(ROWS))
    before = snapshot(staging.folder)
    assert staging.put_table(COUNTRY_YEARS, panel(ROWS)).changed == 0
    assert snapshot(staging.folder) == before


def test_one_changed_row_rewrites_one_partition_and_the_compact_file(staging: StagingArea) -> None:
    staging.put_table(COUNTRY_YEARS, panel(ROWS))
    before = snapshot(staging.folder)
    staged = staging.put_table(COUNTRY_YEARS, panel({**ROWS, ("NOR", 2018): 50}))
    changed = {path for path, state in snapshot(staging.folder).items() if before[path] != state}
    assert changed == {"compact/country_years.parquet", "tables/country_years/country=NOR/year=2018/part-0.parquet"}
    assert staged.changed == 2


def test_a_partition_without_rows_is_removed(staging: StagingArea) -> None:
    staging.put_table(COUNTRY_YEARS, panel(ROWS))
    staging.put_table(COUNTRY_YEARS, panel({("NOR", 2018): 5}))
    assert len(snapshot(staging.folder)) == 2


def test_years_made_from_the_same_are_not_made_again(staging: StagingArea) -> None:
    inputs = {"2018": "a", "2019": "b"}
    staging.put_table(COUNTRY_YEARS, panel(ROWS), inputs=inputs)
    changed_both = panel({**ROWS, ("NOR", 2018): 50, ("NOR", 2019): 60})
    staged = staging.put_table(COUNTRY_YEARS, changed_both, inputs={**inputs, "2019": "c"}, unchanged_years={2018})
    assert staged.inputs == {"2018": "a", "2019": "c"}
    partitions = [path for path in staged.files if path.startswith("tables/")]
    assert len(partitions) == 3
    kept = pq.read_table(staging.folder / "tables/country_years/country=NOR/year=2018/part-0.parquet")
    assert kept["words"].to_pylist() == [5]


def test_four_readers_agree_on_the_partitions(staging: StagingArea) -> None:
    staging.put_table(COUNTRY_YEARS, panel(ROWS))
    root = staging.folder / "tables/country_years"
    expected = sorted((country, year, words) for (country, year), words in ROWS.items())
    with_polars = pl.read_parquet(root / "**/*.parquet", hive_partitioning=True)
    with_duckdb = duckdb.sql(f"FROM read_parquet('{root}/**/*.parquet', hive_partitioning = true)").pl()
    with_pandas = pl.from_pandas(pd.read_parquet(root).astype({"country": str, "year": int}))
    with_arrow = pl.from_arrow(ds.dataset(root, partitioning="hive").to_table())
    for frame in (with_polars, with_duckdb, with_pandas, with_arrow):
        found = frame.select("country", pl.col("year").cast(pl.Int64), pl.col("words").cast(pl.Int64))
        assert sorted(found.rows()) == expected


def test_key_columns_are_in_the_path_and_not_in_the_file(staging: StagingArea) -> None:
    staging.put_table(COUNTRY_YEARS, panel(ROWS))
    schema = pq.read_schema(staging.folder / "tables/country_years/country=NOR/year=2018/part-0.parquet")
    assert not {"country", "year"} & set(schema.names)


def test_compact_files_describe_their_columns(staging: StagingArea) -> None:
    staging.put_table(COUNTRY_YEARS, panel(ROWS))
    schema = pq.read_schema(staging.folder / "compact/country_years.parquet")
    assert all(field.metadata[b"description"] for field in schema)
    assert schema.field("tier").metadata[b"one_of"] == b"1, 2, 2WL, 3, special_case, unranked"
    assert schema.field("country").metadata[b"refers_to"] == b"countries.country"
    assert (schema.metadata[b"table"], schema.metadata[b"key"]) == (b"country_years", b"country, year")


def test_a_changed_description_gives_the_same_digest_and_the_files_of_a_fresh_staging(
    staging: StagingArea, tmp_path: Path
) -> None:
    before = staging.put_table(COUNTRY_YEARS, panel(ROWS))
    other = replace(COUNTRY_YEARS, one_row_is="something else, named last")
    again = staging.put_table(other, panel(ROWS), unchanged_years={2018, 2019})
    fresh = StagingArea(tmp_path / "fresh").put_table(other, panel(ROWS))
    assert before.digest == again.digest == fresh.digest
    assert again.files == fresh.files
    assert b"named last" in pq.read_schema(staging.folder / "compact/country_years.parquet").metadata[b"one_row_is"]
    assert schema_version(other) == schema_version(COUNTRY_YEARS)


def test_the_database_file_describes_its_tables_and_columns(staging: StagingArea, tmp_path: Path) -> None:
    for table in TABLES.values():
        staging.put_table(table, panel(ROWS) if table is COUNTRY_YEARS else table.empty())
    build_duckdb(staging.folder, tmp_path / "warehouse.duckdb", release_name="0123456789ab")
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
        tables = dict(connection.sql("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        columns = "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal"
        comments = dict(connection.sql(columns).fetchall())
    assert "Key: country, year. Made from: report_sections" in tables["country_years"]
    assert comments["country_years.tier"].endswith("One of: 1, 2, 2WL, 3, special_case, unranked")
    assert all(comments.values())


def test_replacing_a_file_leaves_links_to_it_as_they_were(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"old")
    os.link(tmp_path / "a", tmp_path / "release")
    write_file(tmp_path / "a", b"new")
    assert (tmp_path / "release").read_bytes() == b"old"


def test_editions_are_listed_and_dropped(staging: StagingArea) -> None:
    for key in (EditionKey("human_rights", 2018), EditionKey(None, None)):
        staging.put_edition(key, {QUARANTINE.name: QUARANTINE.empty()}, {"inputs": "x"})
    assert staging.editions() == [EditionKey("human_rights", 2018), EditionKey(None, None)]
    staging.drop_edition(EditionKey(None, None))
    assert staging.editions() == [EditionKey("human_rights", 2018)]


@pytest.mark.parametrize("damage", [b"", b"PAR1 no more"])
def test_what_a_power_cut_left_unwritten_is_made_anew(staging: StagingArea, damage: bytes) -> None:
    key = EditionKey("human_rights", 2018)
    staging.put_edition(key, {QUARANTINE.name: QUARANTINE.empty()}, {"inputs": "x"})
    staging.put_table(COUNTRY_YEARS, panel(ROWS))
    (staging.folder / "editions/human_rights/2018/quarantine.parquet").write_bytes(damage)
    (staging.folder / "compact/country_years.parquet").write_bytes(damage)
    with pytest.raises(DamagedError, match=r"quarantine\.parquet is damaged; run again"):
        staging.edition_rows(QUARANTINE)
    with pytest.raises(DamagedError, match=r"country_years\.parquet is damaged; run again"):
        staging.read(COUNTRY_YEARS.name)
    assert staging.edition(key) is None
    assert staging.table(COUNTRY_YEARS.name) is None
    staging.put_table(COUNTRY_YEARS, panel(ROWS))
    assert staging.read(COUNTRY_YEARS.name).height == len(ROWS)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_stages_empty(staging: StagingArea, table) -> None:
    assert staging.put_table(table, table.empty()).rows == 0
    assert staging.read(table.name).schema == table.polars_schema()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_is_described(table) -> None:
    assert all(column.description for column in table.describe())
    assert table.key


def test_the_year_of_a_table_says_which_year_it_is() -> None:
    said = {name: column.description for name, table in TABLES.items() for column in table.describe()
            if column.name == "year" and column.key}  # fmt: skip
    published = {name for name, description in said.items() if description == "The year of publication"}
    assert published == {"news_articles", "article_countries", "news_quotes", "article_texts"}
    assert {name for name, description in said.items() if "the claim speaks of" in description} == {
        "news_claims", "claim_checks",
    }  # fmt: skip


def test_the_dictionary_in_docs_is_up_to_date() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs/dictionary.md"
    assert docs.read_text(encoding="utf-8") == dictionary(), "run `make dictionary`"


def test_only_what_dead_processes_left_is_swept(tmp_path: Path) -> None:
    """A process of our own number that is not this one is dead too: in a container every run has the same number."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mine = partial_file(tmp_path / "deep" / "a.parquet")
    mine.parent.mkdir()
    building_folder(tmp_path, "y").mkdir()
    theirs = [f".a.parquet.{number}-01234567.partial" for number in (dead.pid, os.getpid())]
    for name in (mine.name, *theirs):
        (mine.parent / name).write_bytes(b"half")
    (tmp_path / f".x.{dead.pid}-01234567.building/tables").mkdir(parents=True)
    (tmp_path / f".current.{dead.pid}-01234567.partial").symlink_to("nowhere")
    assert remove_leftovers(tmp_path, but=("deep",)) == 2
    assert remove_leftovers(tmp_path) == len(theirs)
    assert mine.exists()
    assert building_folder(tmp_path, "y").exists()
