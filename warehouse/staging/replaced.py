"""The rows of the last staging of a table, some of them replaced by others; all in the order of the key."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.staging.parquet import PARTITION_COLUMNS, ROW_GROUP, DamagedError
from warehouse.tables import Table

Partition = tuple[str, int]
"""Country and year."""


@dataclass(frozen=True)
class Replaced:
    """Rows in place of others.

    Attributes:
        column: a column of the table.
        values: the rows with these values of it are replaced.
        rows: all rows with these values that the table has now, in the order of the key.
    """

    column: str
    values: Collection[str]
    rows: pa.Table

    def places(self, before: Path) -> set[Partition]:
        """The partitions that have such rows, before or now.

        Args:
            before: the compact file with the rows of the last staging.
        """
        with _damage_named(before):
            old = pl.scan_parquet(before).filter(pl.col(self.column).is_in(list(self.values)))
            places = old.select(PARTITION_COLUMNS).unique().collect()
        now = cast("pl.DataFrame", pl.from_arrow(self.rows.select(PARTITION_COLUMNS))).unique()
        return {*places.rows(), *now.rows()}


def with_replaced(table: Table, before: Path, replaced: Replaced) -> Iterator[pa.Table]:
    """All rows of a table in chunks: those of the last staging that stay, and the new ones.

    Args:
        table: the declaration.
        before: the compact file with the rows of the last staging.
        replaced: which rows are replaced, and by which.
    """
    gone = pa.array(list(replaced.values), pa.string())
    keys = list(zip(*(replaced.rows[name].to_pylist() for name in table.key), strict=True))
    at = 0
    for chunk in _row_groups(before):
        last = tuple(chunk[name][-1].as_py() for name in table.key)
        until = bisect_right(keys, last)
        stays = pc.invert(pc.is_in(chunk[replaced.column], value_set=gone))
        is_same = until == at and pc.all(stays).as_py()
        yield chunk if is_same else _sorted(table, chunk.filter(stays), replaced.rows.slice(at, until - at))
        at = until
    yield replaced.rows.slice(at)


def rows_in(places: Set[Partition], chunks: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows of some partitions."""
    wanted = pl.DataFrame(sorted(places), schema={"country": pl.String, "year": pl.Int16}, orient="row")
    countries = pa.array(sorted({country for country, _ in places}), pa.string())
    for chunk in chunks:
        some = chunk.filter(pc.is_in(chunk["country"], value_set=countries))
        if some.num_rows:
            found = cast("pl.DataFrame", pl.from_arrow(some.select(PARTITION_COLUMNS)))
            at = found.with_row_index("at").join(wanted, on=PARTITION_COLUMNS, how="semi", maintain_order="left")["at"]
            yield some.take(at.to_arrow())


def _sorted(table: Table, *rows: pa.Table) -> pa.Table:
    schema = table.arrow_schema()
    frame = cast("pl.DataFrame", pl.from_arrow(pa.concat_tables(each.cast(schema) for each in rows)))
    return frame.sort(table.key).to_arrow().cast(schema)


def _row_groups(path: Path) -> Iterator[pa.Table]:
    with _damage_named(path), pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROW_GROUP):
            yield pa.Table.from_batches([batch])


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError) as error:
        raise DamagedError(f"{path} is damaged; run again to make it again") from error
