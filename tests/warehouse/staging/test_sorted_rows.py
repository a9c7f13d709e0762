"""Tables are written from rows that come in order, some at a time, and are the same however they come."""

import itertools
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.staging.files import file_digest
from warehouse.staging.parquet import COMPACT_ROW_GROUP, ROW_GROUP
from warehouse.staging.sorted_rows import RowFile, by_partition
from warehouse.tables import ARTICLE_COUNTRIES as TABLE

SCHEMA = pa.schema([("n", pa.int64())])


def numbers(*bounds: int) -> list[pa.Table]:
    """Rows numbered from the first bound to the last, divided at those between."""
    return [pa.table({"n": range(start, end)}, schema=SCHEMA) for start, end in itertools.pairwise(bounds)]


def written(path: Path, chunks: list[pa.Table], *, with_schema: bool = False) -> RowFile:
    file = RowFile(path, SCHEMA, with_schema=with_schema)
    for chunk in chunks:
        file.add(chunk)
    return file


def test_a_file_is_written_beside_its_place_and_put_there(tmp_path: Path) -> None:
    file = written(tmp_path / "deep" / "er" / "a.parquet", numbers(0, 2, 5))
    assert file.rows == 5
    sha256, size = file.finish()
    assert not file.path.exists()
    assert (sha256, size) == (file_digest(file.partial), file.partial.stat().st_size)
    file.place()
    assert list(file.path.parent.iterdir()) == [file.path]
    assert pq.read_table(file.path)["n"].to_pylist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("is_finished", [False, True])
def test_a_dropped_file_leaves_what_lies_in_its_place(tmp_path: Path, is_finished: bool) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"old")
    file = written(path, numbers(0, ROW_GROUP + 1))
    if is_finished:
        file.finish()
    assert file.partial.exists()
    file.discard()
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"


def test_a_file_that_was_never_begun_is_dropped(tmp_path: Path) -> None:
    written(tmp_path / "a.parquet", []).discard()
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_rows_has_its_columns(tmp_path: Path) -> None:
    file = written(tmp_path / "a.parquet", [])
    file.finish()
    assert file.rows == 0
    assert pq.read_table(file.partial).equals(SCHEMA.empty_table())


@pytest.mark.parametrize(
    ("bounds", "groups"),
    [
        ((0, ROW_GROUP), [ROW_GROUP]),
        ((0, ROW_GROUP + 1), [ROW_GROUP, 1]),
        ((0, 1, ROW_GROUP, ROW_GROUP + 1), [ROW_GROUP, 1]),
        ((0, 5, 2 * ROW_GROUP + 3), [ROW_GROUP, ROW_GROUP, 3]),
        ((0, 2 * ROW_GROUP), [ROW_GROUP, ROW_GROUP]),
    ],
)
def test_row_groups_are_the_same_however_rows_come(tmp_path: Path, bounds: tuple[int, ...], groups: list[int]) -> None:
    file = written(tmp_path / "a.parquet", numbers(*bounds))
    whole = written(tmp_path / "b.parquet", numbers(0, bounds[-1]))
    assert file.finish() == whole.finish()
    found = pq.read_metadata(file.partial)
    assert [found.row_group(number).num_rows for number in range(found.num_row_groups)] == groups
    assert pq.read_table(file.partial)["n"].to_pylist() == list(range(bounds[-1]))
    assert file.rows == bounds[-1]


def test_a_compact_file_has_the_same_row_groups_in_chunks_and_as_a_whole(tmp_path: Path) -> None:
    count = 2 * COMPACT_ROW_GROUP + 1
    file = written(tmp_path / "a.parquet", numbers(0, 5, count), with_schema=True)
    file.finish()
    found = pq.read_metadata(file.partial)
    groups = [found.row_group(number).num_rows for number in range(found.num_row_groups)]
    assert groups == [COMPACT_ROW_GROUP, COMPACT_ROW_GROUP, 1]


def test_whole_row_groups_are_written_while_rows_come(tmp_path: Path) -> None:
    """Else a table would be held as a whole."""
    file = written(tmp_path / "a.parquet", numbers(0, ROW_GROUP))
    assert not file.partial.exists()
    file.add(numbers(ROW_GROUP, ROW_GROUP + 1)[0])
    assert file.partial.exists()


@pytest.mark.parametrize(("count", "compression"), [(0, "UNCOMPRESSED"), (3, "UNCOMPRESSED"), (4, "ZSTD"), (5, "ZSTD")])
def test_few_rows_are_not_compressed(tmp_path: Path, count: int, compression: str) -> None:
    file = written(tmp_path / "a.parquet", numbers(0, count))
    file.finish()
    assert pq.read_metadata(file.partial).row_group(0).column(0).compression == compression


@pytest.mark.parametrize("with_schema", [True, False])
def test_descriptions_and_statistics_stand_in_compact_files_alone(tmp_path: Path, with_schema: bool) -> None:
    file = written(tmp_path / "a.parquet", numbers(0, 4), with_schema=with_schema)
    file.finish()
    metadata = pq.read_metadata(file.partial)
    column = metadata.row_group(0).column(0)
    found = (bool(metadata.metadata), column.is_stats_set, "RLE_DICTIONARY" in column.encodings)
    assert found == (with_schema,) * 3


def chunk(*keys: tuple[str, int, int]) -> pa.Table:
    rows = [(country, year, f"{number:016x}", "about", number) for country, year, number in keys]
    return pl.DataFrame(rows, schema=TABLE.polars_schema(), orient="row").to_arrow()


def test_rows_are_divided_where_the_country_or_the_year_changes() -> None:
    chunks = [
        chunk(("GHA", 2018, 1), ("GHA", 2018, 2), ("GHA", 2019, 3), ("NOR", 2019, 4)),
        chunk(),
        chunk(("NOR", 2019, 5), ("NOR", 2020, 6), ("NOR", 2020, 7)),
        chunk(("TGO", 2021, 8)),
    ]
    parts = list(by_partition(TABLE, chunks))
    assert [(country, year, rows["mentions"].to_pylist()) for country, year, rows in parts] == [
        ("GHA", 2018, [1, 2]),
        ("GHA", 2019, [3]),
        ("NOR", 2019, [4]),
        ("NOR", 2019, [5]),
        ("NOR", 2020, [6, 7]),
        ("TGO", 2021, [8]),
    ]
    assert all(rows.schema.equals(TABLE.arrow_schema(without=("country", "year"))) for _, _, rows in parts)
