"""A table that is staged again has the files of a fresh staging; those of unchanged partitions are not made again."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.staging import parquet
from warehouse.staging.area import StagingArea
from warehouse.staging.replaced import Replaced
from warehouse.tables import NEWS_QUOTES, Table

TABLE: Table = NEWS_QUOTES

Quotes = dict[tuple[str, int, str, int], str | None]
"""Speaker by country, year, article and ordinal."""

keys = st.tuples(
    st.sampled_from(("GHA", "NOR", "ZMB")), st.integers(2018, 2020), st.sampled_from("ab"), st.integers(1, 2)
)
quotes = st.dictionaries(keys, st.none() | st.sampled_from(("Ann", "Bob")), max_size=8)


def frame(rows: Quotes) -> pl.DataFrame:
    schema = TABLE.polars_schema()
    some: dict[str, Any] = {
        name: 1 if dtype.is_integer() else [] if dtype == pl.List(pl.String) else "a" for name, dtype in schema.items()
    }
    return TABLE.frame(
        [
            {**some, "country": country, "year": year, "article_id": article, "ordinal": ordinal, "speaker": speaker}
            for (country, year, article, ordinal), speaker in rows.items()
        ]
    )


def stage(area: StagingArea, rows: Quotes, how: str, version: str = "1") -> dict[str, Any]:
    """Stages rows whole or in chunks of three, and returns the files."""
    made_with = {"code": version, "schema": "", "libraries": {}}
    data = frame(rows)
    if how == "whole":
        staged = area.write_table(TABLE, data, made_with=made_with)
    else:
        staged = area.write_sorted_table(TABLE, chunks_of(data), made_with=made_with)
    return {path: file.sha256 for path, file in staged.files.items()}


def chunks_of(data: pl.DataFrame) -> Iterator[pa.Table]:
    for start in range(0, max(data.height, 1), 3):
        yield data.slice(start, 3).to_arrow().cast(TABLE.arrow_schema())


def on_disk(area: StagingArea) -> set[str]:
    return {str(path.relative_to(area.folder)) for path in area.folder.rglob("*.parquet")}


@pytest.mark.parametrize("how", ["whole", "in chunks"])
@settings(max_examples=12)
@given(before=quotes, after=quotes)
def test_staged_again_or_fresh(how: str, before: Quotes, after: Quotes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        area, fresh = StagingArea(Path(folder, "again")), StagingArea(Path(folder, "fresh"))
        stage(area, before, how)
        assert stage(area, after, how) == stage(fresh, after, how)
        assert on_disk(area) == on_disk(fresh)


@settings(max_examples=25)
@given(before=quotes, after=quotes)
def test_rows_that_are_replaced_give_the_files_of_a_fresh_staging(before: Quotes, after: Quotes) -> None:
    same = {key: speaker for key, speaker in before.items() if key[2] == "b"}
    now = {**same, **{key: speaker for key, speaker in after.items() if key[2] == "a"}}
    rows = frame({key: speaker for key, speaker in sorted(now.items()) if key[2] == "a"})
    made_with = {"code": "1", "schema": "", "libraries": {}}
    with tempfile.TemporaryDirectory() as folder:
        area, fresh = StagingArea(Path(folder, "again")), StagingArea(Path(folder, "fresh"))
        replaced = Replaced("article_id", ["a"], rows.to_arrow().cast(TABLE.arrow_schema()))
        assert area.replace_rows(TABLE, replaced, made_with=made_with) is None
        stage(area, dict(sorted(before.items())), "in chunks")
        assert area.replace_rows(TABLE, replaced, made_with={**made_with, "code": "2"}) is None
        staged = area.replace_rows(TABLE, replaced, made_with=made_with)
        assert staged is not None
        assert {path: file.sha256 for path, file in staged.files.items()} == stage(
            fresh, dict(sorted(now.items())), "in chunks"
        )
        assert on_disk(area) == on_disk(fresh)


def test_rows_of_a_damaged_file_are_not_handed_on(tmp_path: Path) -> None:
    area, made_with = StagingArea(tmp_path), {"code": "1", "schema": "", "libraries": {}}
    rows: Quotes = {("GHA", 2018, "a", 1): "Ann", ("GHA", 2018, "b", 1): "Bob"}
    files = stage(area, rows, "in chunks")
    path = tmp_path / "compact/news_quotes.parquet"
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data.replace(b"Bob", b"Rob"))  # the same size, as after a fault of the disk
    assert area.read(TABLE.name)["speaker"].to_list() == ["Ann", "Rob"]
    replaced = Replaced("article_id", ["a"], frame(rows).head(1).to_arrow().cast(TABLE.arrow_schema()))
    assert area.replace_rows(TABLE, replaced, made_with=made_with) is None
    assert stage(area, rows, "in chunks") == files
    assert area.read(TABLE.name)["speaker"].to_list() == ["Ann", "Bob"]


ROWS: Quotes = {(country, 2018, "a", 1): "Ann" for country in ("GHA", "NOR", "ZMB")}


@pytest.mark.parametrize("version", ["1", "2"])
def test_only_another_version_makes_all_files_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    area = StagingArea(tmp_path)
    stage(area, ROWS, "whole")
    made: list[int] = []
    write = parquet._bytes

    def counted(arrow: pa.Table, *, with_schema: bool) -> bytes:
        made.append(arrow.num_rows)
        return write(arrow, with_schema=with_schema)

    monkeypatch.setattr(parquet, "_bytes", counted)
    stage(area, {**ROWS, ("NOR", 2018, "a", 1): "Bob"}, "whole", version)
    assert len(made) == (2 if version == "1" else 4)  # the compact file, and one partition or all


@pytest.mark.parametrize("how", ["whole", "in chunks"])
def test_a_missing_file_is_made_again(tmp_path: Path, how: str) -> None:
    area = StagingArea(tmp_path)
    files = stage(area, ROWS, how)
    lost = tmp_path / next(path for path in files if "NOR" in path)
    lost.unlink()
    assert stage(area, ROWS, how) == files
    assert lost.exists()
