"""StagingArea: deterministic bytes, and only what changed is written."""

import os
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
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
from warehouse.staging.area import CHUNK_ROWS, EditionKey, StagingArea
from warehouse.staging.files import digest, write_file
from warehouse.staging.leftovers import building_folder, partial_file, remove_leftovers
from warehouse.staging.parquet import DamagedError
from warehouse.tables import COUNTRY_YEARS, NEWS_QUOTES, QUARANTINE, TABLES, TIER_RECORD, Table


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
    first = one.write_table(COUNTRY_YEARS, panel(ROWS))
    second = other.write_table(COUNTRY_YEARS, panel(dict(reversed(ROWS.items()))))
    assert first.digest == second.digest
    assert first.files == second.files


def test_staging_twice_touches_nothing(staging: StagingArea) -> None:
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    before = snapshot(staging.folder)
    assert staging.write_table(COUNTRY_YEARS, panel(ROWS)).changed == 0
    assert snapshot(staging.folder) == before


def test_one_changed_row_rewrites_one_partition_and_the_compact_file(staging: StagingArea) -> None:
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    before = snapshot(staging.folder)
    staged = staging.write_table(COUNTRY_YEARS, panel({**ROWS, ("NOR", 2018): 50}))
    changed = {path for path, state in snapshot(staging.folder).items() if before[path] != state}
    assert changed == {"compact/country_years.parquet", "tables/country_years/country=NOR/year=2018/part-0.parquet"}
    assert staged.changed == 2


def test_a_partition_without_rows_is_removed(staging: StagingArea) -> None:
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    staging.write_table(COUNTRY_YEARS, panel({("NOR", 2018): 5}))
    assert len(snapshot(staging.folder)) == 2


def test_years_made_from_the_same_are_not_made_again(staging: StagingArea) -> None:
    inputs = {"2018": "a", "2019": "b"}
    staging.write_table(COUNTRY_YEARS, panel(ROWS), inputs=inputs)
    changed_both = panel({**ROWS, ("NOR", 2018): 50, ("NOR", 2019): 60})
    staged = staging.write_table(COUNTRY_YEARS, changed_both, inputs={**inputs, "2019": "c"}, unchanged_years={2018})
    assert staged.inputs == {"2018": "a", "2019": "c"}
    partitions = [path for path in staged.files if path.startswith("tables/")]
    assert len(partitions) == 3
    kept = pq.read_table(staging.folder / "tables/country_years/country=NOR/year=2018/part-0.parquet")
    assert kept["words"].to_pylist() == [5]


def test_four_readers_agree_on_the_partitions(staging: StagingArea) -> None:
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
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
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    schema = pq.read_schema(staging.folder / "tables/country_years/country=NOR/year=2018/part-0.parquet")
    assert not {"country", "year"} & set(schema.names)


def test_compact_files_describe_their_columns(staging: StagingArea) -> None:
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    schema = pq.read_schema(staging.folder / "compact/country_years.parquet")
    assert all(field.metadata[b"description"] for field in schema)
    assert schema.field("tier").metadata[b"one_of"] == b"1, 2, 2WL, 3, special_case, unranked"
    assert schema.field("country").metadata[b"refers_to"] == b"countries.country"
    assert (schema.metadata[b"table"], schema.metadata[b"key"]) == (b"country_years", b"country, year")


def test_a_changed_description_gives_the_same_digest_and_the_files_of_a_fresh_staging(
    staging: StagingArea, tmp_path: Path
) -> None:
    before = staging.write_table(COUNTRY_YEARS, panel(ROWS))
    other = replace(COUNTRY_YEARS, grain="something else, named last")
    again = staging.write_table(other, panel(ROWS), unchanged_years={2018, 2019})
    fresh = StagingArea(tmp_path / "fresh").write_table(other, panel(ROWS))
    assert before.digest == again.digest == fresh.digest
    assert again.files == fresh.files
    assert b"named last" in pq.read_schema(staging.folder / "compact/country_years.parquet").metadata[b"grain"]
    assert schema_version(other) == schema_version(COUNTRY_YEARS)


def test_the_database_file_describes_its_tables_and_columns(staging: StagingArea, tmp_path: Path) -> None:
    for table in TABLES.values():
        staging.write_table(table, panel(ROWS) if table is COUNTRY_YEARS else table.empty())
    build_duckdb(staging.folder, tmp_path / "warehouse.duckdb", release_name="0123456789ab")
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
        tables = dict(connection.sql("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        columns = (
            "SELECT described.table_name || '.' || column_name, described.comment "
            "FROM duckdb_columns() AS described JOIN duckdb_tables() USING (table_oid)"
        )
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
        staging.write_edition(key, {QUARANTINE.name: QUARANTINE.empty()}, {"inputs": "x"})
    assert staging.editions() == [EditionKey("human_rights", 2018), EditionKey(None, None)]
    staging.remove_edition(EditionKey(None, None))
    assert staging.editions() == [EditionKey("human_rights", 2018)]


@pytest.mark.parametrize("damage", [b"", b"PAR1 no more"])
def test_what_a_power_cut_left_unwritten_is_made_anew(staging: StagingArea, damage: bytes) -> None:
    key = EditionKey("human_rights", 2018)
    staging.write_edition(key, {QUARANTINE.name: QUARANTINE.empty()}, {"inputs": "x"})
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    (staging.folder / "editions/human_rights/2018/quarantine.parquet").write_bytes(damage)
    (staging.folder / "compact/country_years.parquet").write_bytes(damage)
    with pytest.raises(DamagedError, match=r"quarantine\.parquet is damaged; run again"):
        staging.edition_rows(QUARANTINE)
    with pytest.raises(DamagedError, match=r"country_years\.parquet is damaged; run again"):
        staging.read(COUNTRY_YEARS.name)
    assert staging.edition(key) is None
    assert staging.table(COUNTRY_YEARS.name) is None
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    assert staging.read(COUNTRY_YEARS.name).height == len(ROWS)


def test_a_compact_file_that_rotted_is_made_anew_with_the_next_rows(staging: StagingArea) -> None:
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    path = staging.folder / "compact/country_years.parquet"
    time = path.stat().st_mtime_ns
    data = bytearray(path.read_bytes())
    data[4:200] = bytes(196)
    path.write_bytes(data)
    os.utime(path, ns=(time, time))
    changed = panel({**ROWS, ("NOR", 2018): 50})
    with pytest.raises(DamagedError, match="run again to make it again"):
        staging.write_table(COUNTRY_YEARS, changed)
    staging.write_table(COUNTRY_YEARS, changed)
    assert staging.read(COUNTRY_YEARS.name).sort("country", "year")["words"].to_list() == [7, 50, 6]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_stages_empty(staging: StagingArea, table) -> None:
    assert staging.write_table(table, table.empty()).rows == 0
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
    docs = Path(__file__).resolve().parents[3] / "docs/dictionary.md"
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
    assert remove_leftovers(tmp_path, skipped=("deep",)) == 2
    assert remove_leftovers(tmp_path) == len(theirs)
    assert mine.exists()
    assert building_folder(tmp_path, "y").exists()


def quarantined(*places: str, year: int | None = 2018) -> pl.DataFrame:
    told = {"table": "pages", "reason": "empty", "record": "", "detail": "x", "family": "human_rights", "year": year}
    return QUARANTINE.frame([told | {"source_url": place} for place in places])


EDITIONS = (EditionKey("human_rights", 2018), EditionKey("human_rights", 2019), EditionKey(None, None))


def staged_editions(staging: StagingArea) -> None:
    for key, place in zip(EDITIONS, "bac", strict=True):
        staging.write_edition(key, {QUARANTINE.name: quarantined(place, year=key.year)}, {"inputs": place})


def test_where_an_edition_lies() -> None:
    assert [key.folder for key in EDITIONS] == ["human_rights/2018", "human_rights/2019", "unknown"]
    assert len({EditionKey("tip", 2018), EditionKey("tip", 2018), EditionKey("tip", 2019)}) == 2


def test_the_rows_of_all_editions_or_of_some(staging: StagingArea) -> None:
    staged_editions(staging)
    assert staging.edition_rows(QUARANTINE)["source_url"].to_list() == ["a", "b", "c"]
    assert staging.edition_rows(QUARANTINE, EDITIONS[:1])["source_url"].to_list() == ["b"]
    assert staging.edition_rows(QUARANTINE, iter(EDITIONS[1:]))["source_url"].to_list() == ["a", "c"]
    for nothing in (staging.edition_rows(QUARANTINE, []), staging.edition_rows(COUNTRY_YEARS)):
        assert nothing.is_empty()
    assert staging.edition_rows(COUNTRY_YEARS).schema == COUNTRY_YEARS.polars_schema()


def test_an_edition_is_noted_with_its_files(staging: StagingArea) -> None:
    staged_editions(staging)
    noted = staging.edition(EDITIONS[0])
    data = (staging.folder / "editions/human_rights/2018/quarantine.parquet").read_bytes()
    assert noted == {"inputs": "b", "files": {"quarantine": {"sha256": digest(data), "bytes": len(data)}}}
    assert staging.edition(EditionKey("tip", 2018)) is None


def test_only_the_files_of_an_edition_that_changed_are_written(staging: StagingArea) -> None:
    key = EDITIONS[0]
    folder = staging.folder / "editions/human_rights/2018"

    def put(place: str, **note: object) -> dict[str, int]:
        frames = {QUARANTINE.name: quarantined(place), COUNTRY_YEARS.name: panel(ROWS)}
        staging.write_edition(key, frames, note)
        return {path.name: path.stat().st_ino for path in folder.glob("*.parquet")}

    first = put("a", inputs="1")
    assert put("a", inputs="2") == first
    assert staging.edition(key)["inputs"] == "2"
    second = put("b", inputs="2")
    assert second["country_years.parquet"] == first["country_years.parquet"]
    assert second["quarantine.parquet"] != first["quarantine.parquet"]
    (folder / "quarantine.parquet").unlink()
    assert put("b", inputs="2").keys() == first.keys()
    os.truncate(folder / "quarantine.parquet", 5)
    assert staging.damaged_edition(key) == "quarantine.parquet"
    put("b", inputs="2")
    assert staging.damaged_edition(key) is None


def test_a_damaged_edition_is_known(staging: StagingArea) -> None:
    key = EDITIONS[0]
    assert staging.damaged_edition(key) == "edition.json"
    staging.write_edition(key, {QUARANTINE.name: quarantined("a")}, {"batches": ["u"]})
    assert staging.damaged_edition(key) == "batches/u.parquet"
    staging.batches(key).write("u", [])
    assert staging.damaged_edition(key) is None
    (staging.folder / "editions/human_rights/2018/quarantine.parquet").unlink()
    assert staging.damaged_edition(key) == "quarantine.parquet"
    staging.remove_edition(key)
    staging.remove_edition(key)
    assert staging.editions() == []


def test_a_damaged_table_is_known(staging: StagingArea) -> None:
    assert staging.damaged_table(COUNTRY_YEARS.name) == "country_years.json"
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    assert staging.damaged_table(COUNTRY_YEARS.name) is None
    path = "tables/country_years/country=NOR/year=2018/part-0.parquet"
    (staging.folder / path).unlink()
    assert staging.damaged_table(COUNTRY_YEARS.name) == path


def test_what_is_staged_of_a_table(staging: StagingArea) -> None:
    assert staging.table(COUNTRY_YEARS.name) is None
    staged = staging.write_table(COUNTRY_YEARS, panel(ROWS), inputs={"pages": "x"}, made_with={"code": "1"})
    assert staged.changed == 4
    assert staging.table(COUNTRY_YEARS.name) == replace(staged, changed=0)
    assert (staged.rows, staged.inputs, staged.made_with) == (3, {"pages": "x"}, {"code": "1"})
    assert {path: file.rows for path, file in staged.files.items()} == {
        "compact/country_years.parquet": 3,
        **{f"tables/country_years/country={c}/year={y}/part-0.parquet": 1 for c, y in ROWS},
    }
    with pytest.raises(FrozenInstanceError):
        staged.rows = 1
    staging.mark_dirty(COUNTRY_YEARS.name)
    assert staging.table(COUNTRY_YEARS.name) is None
    again = staging.write_table(COUNTRY_YEARS, panel(ROWS))
    assert (again.changed, again.inputs) == (0, {})
    assert staging.table(COUNTRY_YEARS.name) == again


def test_a_note_is_written_where_something_in_it_is_another(staging: StagingArea) -> None:
    def noted(**options: object) -> int:
        staging.write_table(COUNTRY_YEARS, panel(ROWS), **options)
        return (staging.folder / "manifests/country_years.json").stat().st_ino

    first = noted(inputs={"pages": "x"})
    assert noted(inputs={"pages": "x"}) == first
    second = noted(inputs={"pages": "y"})
    assert second != first
    assert noted(inputs={"pages": "y"}, made_with={"code": "1"}) != second
    assert staging.table(COUNTRY_YEARS.name).made_with == {"code": "1"}


def test_the_digest_of_a_table_follows_its_values(tmp_path: Path) -> None:
    def put(table: Table, frame: pl.DataFrame) -> str:
        return StagingArea(tmp_path / str(len(list(tmp_path.iterdir())))).write_table(table, frame).digest

    assert put(QUARANTINE, quarantined("a")) == put(QUARANTINE, quarantined("a"))
    assert put(QUARANTINE, quarantined("a")) != put(QUARANTINE, quarantined("b"))
    assert put(COUNTRY_YEARS, panel(ROWS)) != put(COUNTRY_YEARS, panel({**ROWS, ("NOR", 2018): 50}))
    moved = {("NOR", 2018): 5, ("NOR", 2020): 6, ("GHA", 2018): 7}
    assert put(COUNTRY_YEARS, panel(ROWS)) != put(COUNTRY_YEARS, panel(moved))
    assert put(QUARANTINE, quarantined()) != put(TIER_RECORD, TIER_RECORD.empty())


def test_a_table_without_partitions_is_one_file(staging: StagingArea) -> None:
    staged = staging.write_table(QUARANTINE, quarantined("a", "b"))
    assert list(staged.files) == ["compact/quarantine.parquet"]
    before = snapshot(staging.folder)
    assert staging.write_table(QUARANTINE, quarantined("a", "b")).changed == 0
    assert snapshot(staging.folder) == before
    assert staging.write_table(QUARANTINE, quarantined("a")).changed == 1
    assert staging.read(QUARANTINE.name)["source_url"].to_list() == ["a"]


def test_years_are_made_again_where_what_was_noted_cannot_be_trusted(staging: StagingArea) -> None:
    staging.write_table(COUNTRY_YEARS, panel(ROWS))
    staging.mark_dirty(COUNTRY_YEARS.name)
    changed = panel({**ROWS, ("NOR", 2018): 50})
    assert staging.write_table(COUNTRY_YEARS, changed, unchanged_years={2018, 2019}).changed == 2
    kept = pq.read_table(staging.folder / "tables/country_years/country=NOR/year=2018/part-0.parquet")
    assert kept["words"].to_pylist() == [50]


def test_all_years_are_kept_and_the_compact_file_with_them(staging: StagingArea) -> None:
    first = staging.write_table(COUNTRY_YEARS, panel(ROWS))
    before = snapshot(staging.folder)
    again = staging.write_table(COUNTRY_YEARS, panel(ROWS), unchanged_years={2018, 2019})
    assert (again.files, again.changed, snapshot(staging.folder)) == (first.files, 0, before)
    (staging.folder / "compact/country_years.parquet").unlink()
    assert staging.write_table(COUNTRY_YEARS, panel(ROWS), unchanged_years={2018, 2019}).changed == 1
    assert staging.read(COUNTRY_YEARS.name).height == len(ROWS)


def test_rows_that_come_sorted_are_staged_like_any_others(tmp_path: Path) -> None:
    frame = panel({(country, year): year for country in ("GHA", "NOR") for year in range(2010, 2014)})
    arrow = frame.to_arrow().cast(COUNTRY_YEARS.arrow_schema())
    whole, sorted_ = StagingArea(tmp_path / "whole"), StagingArea(tmp_path / "sorted")
    expected = whole.write_table(COUNTRY_YEARS, frame)
    divided = [arrow.slice(0, 3), arrow.slice(3, 0), arrow.slice(3)]
    staged = sorted_.write_sorted_table(COUNTRY_YEARS, divided, inputs={"pages": "x"}, made_with={"code": "1"})
    assert (staged.rows, staged.changed, staged.inputs, staged.made_with) == (8, 9, {"pages": "x"}, {"code": "1"})
    assert staged.files.keys() == expected.files.keys()
    assert {path: file.rows for path, file in staged.files.items()} == {
        path: file.rows for path, file in expected.files.items()
    }
    assert sorted_.read(COUNTRY_YEARS.name).equals(whole.read(COUNTRY_YEARS.name))
    for path in expected.files:
        assert pq.read_table(sorted_.folder / path).equals(pq.read_table(whole.folder / path))
        described = pq.read_metadata(sorted_.folder / path).metadata is not None
        assert described is path.startswith("compact/"), path
    again = sorted_.write_sorted_table(COUNTRY_YEARS, [arrow], inputs={"pages": "x"}, made_with={"code": "1"})
    assert (again.digest, again.files, again.changed) == (staged.digest, staged.files, 0)
    fewer = sorted_.write_sorted_table(COUNTRY_YEARS, [arrow.slice(0, 4)])
    assert (fewer.rows, len(fewer.files), len(snapshot(sorted_.folder))) == (4, 5, 5)
    none = sorted_.write_sorted_table(COUNTRY_YEARS, [])
    assert (none.rows, list(none.files)) == (0, ["compact/country_years.parquet"])


def test_a_partition_whose_rows_come_in_pieces_is_one_file(staging: StagingArea) -> None:
    frame = NEWS_QUOTES.frame(
        [
            {"country": "NOR", "year": 2018, "article_id": "0" * 16, "ordinal": number, "quote": "q", "char_start": 0,
             "char_end": 1, "source_url": "u", "page_digest": "0" * 64, "origin": "archive"}
            for number in range(1, 8)
        ]
    )  # fmt: skip
    arrow = frame.to_arrow().cast(NEWS_QUOTES.arrow_schema())
    staged = staging.write_sorted_table(NEWS_QUOTES, [arrow.slice(0, 2), arrow.slice(2, 1), arrow.slice(3)])
    path = "tables/news_quotes/country=NOR/year=2018/part-0.parquet"
    assert (staged.files[path].rows, staged.rows) == (7, 7)
    assert pq.read_table(staging.folder / path)["ordinal"].to_pylist() == [1, 2, 3, 4, 5, 6, 7]


def test_a_table_is_gone_through_in_chunks(staging: StagingArea) -> None:
    frame = quarantined(*(f"{number:05}" for number in range(CHUNK_ROWS + 1)))
    staging.write_table(QUARANTINE, frame)
    chunks = list(staging.chunks(QUARANTINE.name))
    assert [chunk.height for chunk in chunks] == [8_192, 1]
    assert pl.concat(chunks).equals(frame)
    assert staging.scan(QUARANTINE.name).select("source_url").collect().height == CHUNK_ROWS + 1


def test_a_table_that_is_not_staged_cannot_be_read(staging: StagingArea) -> None:
    for ask in (staging.scan, staging.read, lambda name: next(staging.chunks(name))):
        with pytest.raises(FileNotFoundError):
            ask(QUARANTINE.name)


def test_the_files_of_a_code_are_noted_once(staging: StagingArea) -> None:
    assert staging.code("a" * 64) == {}
    staging.record_code("a" * 64, {"warehouse/x.py": "1"})
    staging.record_code("a" * 24 + "b" * 40, {"warehouse/x.py": "2"})
    assert staging.code("a" * 64) == {"warehouse/x.py": "1"}
    assert staging.code("b" * 64) == {}
    assert [path.name for path in (staging.folder / "code").iterdir()] == [f"{'a' * 24}.json"]


def test_leftovers_are_swept_everywhere_but_among_the_partitions(staging: StagingArea) -> None:
    name = f".a.{os.getpid()}-01234567.partial"
    for place in ("tables", "compact", "editions/tip/2018"):
        (staging.folder / place).mkdir(parents=True)
        (staging.folder / place / name).write_bytes(b"half")
    staging.remove_leftovers()
    assert [path.parent.name for path in staging.folder.rglob(name)] == ["tables"]
