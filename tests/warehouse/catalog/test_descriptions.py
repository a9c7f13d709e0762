"""Other words in a compact file are all that a copy of it has of its own."""

from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from tests.warehouse.staged import reworded, rows
from warehouse.catalog.descriptions import is_described, write_described
from warehouse.staging.parquet import ROW_GROUP, compact_bytes
from warehouse.tables import COUNTRIES, PAGES, TABLES, TIER_EVENTS, Table

ANEW = reworded(PAGES, "words", "How many words the page has")


def compact(folder: Path, table: Table, frame: pl.DataFrame) -> Path:
    path = folder / f"{table.name}.parquet"
    path.write_bytes(compact_bytes(table, frame))
    return path


@pytest.mark.parametrize("name", TABLES)
def test_a_file_says_what_its_declaration_says(tmp_path: Path, name: str) -> None:
    assert is_described(compact(tmp_path, TABLES[name], TABLES[name].empty()), TABLES[name])


def test_other_words_are_seen(tmp_path: Path) -> None:
    path = compact(tmp_path, PAGES, PAGES.empty())
    assert not is_described(path, ANEW)
    assert not is_described(path, TIER_EVENTS)


@pytest.mark.parametrize("count", [0, 3, 300, 2 * ROW_GROUP + 1])
def test_the_copy_is_what_would_have_been_staged(tmp_path: Path, count: int) -> None:
    frame = rows(PAGES, min(count, 300), 0) if count else PAGES.empty()
    if count > 300:
        frame = pl.concat([frame] * (count // 300 + 1)).head(count)
    source = compact(tmp_path, PAGES, frame)
    before = source.read_bytes()
    write_described(source, tmp_path / "copy.parquet", ANEW)
    assert (tmp_path / "copy.parquet").read_bytes() == compact_bytes(ANEW, frame)
    assert source.read_bytes() == before
    assert is_described(tmp_path / "copy.parquet", ANEW)


def test_lists_stay_lists(tmp_path: Path) -> None:
    anew = reworded(COUNTRIES, "aliases", "Other names")
    frame = rows(COUNTRIES, 2, 0).with_columns(aliases=pl.Series([["Kampuchea", "Cambodge"], []]))
    write_described(compact(tmp_path, COUNTRIES, frame), tmp_path / "copy.parquet", anew)
    assert pl.read_parquet(tmp_path / "copy.parquet").equals(frame)
    assert is_described(tmp_path / "copy.parquet", anew)


def test_a_copy_with_other_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = compact(tmp_path, PAGES, rows(PAGES, 3, 0))
    write = pq.ParquetWriter.write_table

    def lose_one(writer: Any, table: Any) -> None:
        write(writer, table.slice(1))

    monkeypatch.setattr(pq.ParquetWriter, "write_table", lose_one)
    with pytest.raises(ValueError, match="does not have the rows of"):
        write_described(source, tmp_path / "copy.parquet", ANEW)
