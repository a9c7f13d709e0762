"""Frames as Parquet: the same rows give the same bytes, partition by partition."""

import io

import polars as pl
import pyarrow.parquet as pq

from warehouse.staging.parquet import ROW_GROUP, compact_bytes, partition_bytes, partition_rows, plain_bytes
from warehouse.tables import ARTICLE_COUNTRIES as TABLE


def rows(*keys: tuple[str, int, int]) -> pl.DataFrame:
    """Rows with a role and a number of mentions; ids are numbers."""
    return pl.DataFrame(
        [(country, year, f"{number:016x}", "about", number) for country, year, number in keys],
        schema=TABLE.polars_schema(),
        orient="row",
    )


def opened(data: bytes) -> pq.ParquetFile:
    return pq.ParquetFile(io.BytesIO(data))


def test_a_compact_file_has_descriptions_and_statistics_and_a_plain_one_neither() -> None:
    frame = rows(("NOR", 2018, 1), ("NOR", 2018, 2))
    compact, plain = opened(compact_bytes(TABLE, frame)), opened(plain_bytes(TABLE, frame))
    for file in (compact, plain):
        assert pl.from_arrow(file.read()).equals(frame)
    column, bare = (file.metadata.row_group(0).column(0) for file in (compact, plain))
    assert (column.is_stats_set, bare.is_stats_set) == (True, False)
    assert ("RLE_DICTIONARY" in column.encodings, "RLE_DICTIONARY" in bare.encodings) == (True, False)
    assert (b"ARROW:schema" in compact.metadata.metadata, plain.metadata.metadata is None) == (True, True)
    assert compact.schema_arrow.metadata[b"table"] == b"article_countries"


def test_every_partition_has_its_rows_in_the_order_of_the_key() -> None:
    frame = rows(("NOR", 2019, 3), ("NOR", 2018, 9), ("GHA", 2018, 4), ("NOR", 2018, 2), ("GHA", 2018, 5))
    parts = [
        (country, year, rows.num_rows, partition_bytes(rows)) for country, year, rows in partition_rows(TABLE, frame)
    ]
    assert [(country, year, count) for country, year, count, _ in parts] == [
        ("GHA", 2018, 2), ("NOR", 2018, 2), ("NOR", 2019, 1),
    ]  # fmt: skip
    held = [opened(data).read() for *_, data in parts]
    assert [part["mentions"].to_pylist() for part in held] == [[4, 5], [2, 9], [3]]
    assert held[0].schema.names == ["article_id", "role", "mentions"]
    assert not any(opened(data).metadata.row_group(0).column(0).is_stats_set for *_, data in parts)
    assert list(partition_rows(TABLE, rows())) == []


def test_what_is_little_is_not_compressed() -> None:
    """A row of exactly 2,048 bytes is little, one of a byte more is not."""

    def partition(length: int) -> tuple[int, str]:
        frame = rows(("NOR", 2018, 1)).with_columns(article_id=pl.lit("a" * length))
        ((_, _, only),) = partition_rows(TABLE, frame)
        read = opened(partition_bytes(only))
        return read.read().nbytes, str(read.metadata.row_group(0).column(0).compression)

    length = 2_048 - partition(0)[0]
    assert partition(length) == (2_048, "UNCOMPRESSED")
    assert partition(length + 1) == (2_049, "ZSTD")


def test_large_tables_are_divided_into_row_groups() -> None:
    frame = rows(("NOR", 2018, 0)).select(pl.all().repeat_by(ROW_GROUP + 1).explode())
    assert row_groups(plain_bytes(TABLE, frame)) == [32_768, 1]
    assert row_groups(compact_bytes(TABLE, frame)) == [4_096] * 8 + [1]


def row_groups(data: bytes) -> list[int]:
    groups = opened(data).metadata
    return [groups.row_group(number).num_rows for number in range(groups.num_row_groups)]
