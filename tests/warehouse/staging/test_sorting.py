"""Rows come out of the readings in use in the order of the key, and nothing is left of the sorting."""

from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from warehouse.staging.news_batches import PAGE, BatchFiles
from warehouse.staging.sorting import sorted_rows
from warehouse.tables import ARTICLE_COUNTRIES, READ_FROM_NEWS


def reading(page: str, *countries: tuple[str, int, int]) -> dict[str, Any]:
    nested: dict[str, Any] = {table.name: [] for table in READ_FROM_NEWS}
    items = [
        {"country": country, "year": year, "article_id": f"{number:016x}", "role": "about", "mentions": number}
        for country, year, number in countries
    ]
    told = {"page_key": page, "captured_at": "1", "page_digest": "d", "outcome": "read", "words": 7, "quarantine": []}
    return told | nested | {ARTICLE_COUNTRIES.name: items}


def used(*pages: str, **columns: list[Any]) -> pl.DataFrame:
    frame = pl.DataFrame({"page_key": pages, "captured_at": ["1"] * len(pages), "page_digest": ["d"] * len(pages)})
    assert tuple(frame.columns) == PAGE
    return frame.with_columns(**{name: pl.Series(values) for name, values in columns.items()})


def readings(folder: Path) -> list[Path]:
    batches = BatchFiles(folder / "batches")
    batches.write("a", [reading("p", ("NOR", 2018, 5), ("GHA", 2019, 4)), reading("q", ("GHA", 2018, 3))])
    batches.write("b", [reading("r", ("GHA", 2018, 1), ("NOR", 2018, 2))])
    return [batches.path("a"), batches.path("b")]


def rows_of(folder: Path, pages: pl.DataFrame, **options: Any) -> list[tuple[Any, ...]]:
    chunks = list(
        sorted_rows(
            ARTICLE_COUNTRIES, readings(folder), pages, folder / "scratch", nested=ARTICLE_COUNTRIES.name, **options
        )
    )
    assert all(chunk.schema.equals(ARTICLE_COUNTRIES.arrow_schema()) for chunk in chunks)
    assert not (folder / "scratch").exists() or list((folder / "scratch").iterdir()) == []
    frame = pl.from_arrow(pa.concat_tables(chunks))
    assert isinstance(frame, pl.DataFrame)
    return frame.select("country", "year", "mentions").rows()


def test_rows_of_the_readings_in_use_come_in_the_order_of_the_key(tmp_path: Path) -> None:
    assert rows_of(tmp_path, used("p", "q", "r")) == [
        ("GHA", 2018, 1), ("GHA", 2018, 3), ("GHA", 2019, 4), ("NOR", 2018, 2), ("NOR", 2018, 5),
    ]  # fmt: skip
    assert rows_of(tmp_path, used("p", "none")) == [("GHA", 2019, 4), ("NOR", 2018, 5)]


def test_columns_may_be_taken_from_elsewhere(tmp_path: Path) -> None:
    pages = used("p", "r", year=[2001, 2002])
    extra = {"mentions": "batch.words + item.mentions", "year": "used.year"}
    assert rows_of(tmp_path, pages, extra=extra) == [
        ("GHA", 2001, 11), ("GHA", 2002, 8), ("NOR", 2001, 12), ("NOR", 2002, 9),
    ]  # fmt: skip


def test_no_readings_give_no_rows(tmp_path: Path) -> None:
    name = ARTICLE_COUNTRIES.name
    assert list(sorted_rows(ARTICLE_COUNTRIES, [], used("p"), tmp_path, nested=name)) == []
    none = used("p").clear()
    assert list(sorted_rows(ARTICLE_COUNTRIES, readings(tmp_path), none, tmp_path / "scratch", nested=name)) == []
    assert not (tmp_path / "scratch").exists()
    assert list(sorted_rows(ARTICLE_COUNTRIES, [tmp_path / "not there"], none, tmp_path, nested=name)) == []


def test_many_rows_come_some_at_a_time(tmp_path: Path) -> None:
    batches = BatchFiles(tmp_path / "batches")
    batches.write("a", [reading("p", *(("NOR", 2018, number) for number in range(1, 40_001)))])
    chunks = sorted_rows(
        ARTICLE_COUNTRIES, [batches.path("a")], used("p"), tmp_path / "scratch", nested=ARTICLE_COUNTRIES.name
    )
    first = next(chunks)
    assert len(list((tmp_path / "scratch").iterdir())) == 1
    assert max(first.num_rows, *(chunk.num_rows for chunk in chunks)) <= 32_768
    assert list((tmp_path / "scratch").iterdir()) == []


def test_two_tables_may_be_sorted_at_once(tmp_path: Path) -> None:
    paths = readings(tmp_path)
    one, other = (
        sorted_rows(ARTICLE_COUNTRIES, paths, used("p"), tmp_path / "scratch", nested=ARTICLE_COUNTRIES.name)
        for _ in range(2)
    )
    assert next(one).num_rows == next(other).num_rows == 2
    assert [*one, *other] == []
    assert list((tmp_path / "scratch").iterdir()) == []
