"""Partitions whose rows are those of the last staging: their files stay, and are not made again to be compared."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.staging.parquet import PARTITION_COLUMNS, ROW_GROUP, DamagedError
from warehouse.staging.sorted_rows import by_partition
from warehouse.staging.staged_table import StagedTable
from warehouse.staging.table_files import TableFiles, compact_path
from warehouse.tables import Table

Partition = tuple[str, int]
"""Country and year."""


def trusted_rows(
    folder: Path, table: Table, files: TableFiles, before: StagedTable | None, made_with: Mapping[str, Any] | None
) -> Path | None:
    """The compact file of the last staging; None where it is not known to hold the rows of the partition files.

    Another version of the code may write the same rows as other bytes.

    Args:
        folder: the staging area.
        table: the declaration.
        files: the files of the table.
        before: its manifest.
        made_with: the version of the code that makes the rows now.
    """
    compact = compact_path(table.name)
    is_same_version = before is not None and before.made_with == dict(made_with or {})
    return folder / compact if is_same_version and compact in files.recorded and (folder / compact).exists() else None


def changed_partitions(table: Table, rows: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Country and year of every partition whose rows differ from those before, or that is new or gone."""
    ours, theirs = (
        frame.select(*table.columns, _rows=pl.len().over(PARTITION_COLUMNS), _is_there=pl.lit(value=True))
        for frame in (rows, before)
    )
    both = ours.join(theirs, on=table.key, how="full", coalesce=True, nulls_equal=True, suffix="_before")
    values = [name for name in ours.columns if name not in table.key]
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in values)
    return both.filter(differs).select(PARTITION_COLUMNS).unique()


def compared_partitions(
    table: Table, chunks: Iterable[pa.Table], before: Path | None
) -> Iterator[tuple[str, int, Iterator[pa.Table], bool]]:
    """The partitions of rows in the order of the key, their rows, and whether these are the rows before.

    Args:
        table: the declaration.
        chunks: the rows.
        before: the compact file of the last staging; None where its rows cannot be trusted.
    """
    pieces = by_partition(table, chunks)
    if before is None:
        for (country, year), of_partition in groupby(pieces, key=itemgetter(0, 1)):
            yield country, year, (rows for _, _, rows in of_partition), False
        return
    old = _whole_partitions(by_partition(table, _row_groups(before)))
    last = next(old, None)
    for place, rows in _whole_partitions(pieces):
        while last is not None and last[0] < place:
            last = next(old, None)
        is_same = last is not None and last[0] == place and rows.equals(last[1])
        yield *place, iter([rows]), is_same


def _whole_partitions(pieces: Iterable[tuple[str, int, pa.Table]]) -> Iterator[tuple[Partition, pa.Table]]:
    for place, of_partition in groupby(pieces, key=itemgetter(0, 1)):
        yield place, pa.concat_tables(rows for _, _, rows in of_partition)


def _row_groups(path: Path) -> Iterator[pa.Table]:
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ROW_GROUP):
                yield pa.Table.from_batches([batch])
    except (pa.ArrowException, OSError) as error:
        raise DamagedError(f"{path} is damaged; run again to make it again") from error
