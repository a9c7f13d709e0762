"""Tables larger than memory, written from rows in the order of the key.

The same rows give the same bytes, whatever the size of the chunks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.staging.files import file_digest
from warehouse.staging.leftovers import partial_file
from warehouse.staging.parquet import COMPACT_ROW_GROUP, PARTITION_COLUMNS, ROW_GROUP
from warehouse.tables import Table

_COMPRESSED_FROM_ROWS: Final = 4


@dataclass
class RowFile:
    """A Parquet file that is written row group by row group to a partial file.

    Attributes:
        path: its final path.
        schema: its schema.
        with_schema: whether it has column descriptions and statistics, as compact files do.
        rows: the number of its rows.
    """

    path: Path
    schema: pa.Schema
    with_schema: bool
    rows: int = 0
    _pending: list[pa.Table] = field(default_factory=list)
    _pending_rows: int = 0
    _writer: pq.ParquetWriter | None = None

    @property
    def _row_group(self) -> int:
        return COMPACT_ROW_GROUP if self.with_schema else ROW_GROUP

    @property
    def partial(self) -> Path:
        """The path of the partial file."""
        return Path(partial_file(self.path))

    def add(self, rows: pa.Table) -> None:
        """Appends rows."""
        self.rows += rows.num_rows
        self._pending.append(rows)
        self._pending_rows += rows.num_rows
        while self._pending_rows > self._row_group:
            whole = pa.concat_tables(self._pending)
            self._write(whole.slice(0, self._row_group))
            self._pending = [whole.slice(self._row_group)]
            self._pending_rows = self._pending[0].num_rows

    @property
    def is_begun(self) -> bool:
        """Whether some rows are in the partial file already."""
        return self._writer is not None

    def whole(self) -> bytes:
        """The bytes of a file that is not begun: its rows fit into one row group."""
        sink = pa.BufferOutputStream()
        rows = self._pending_table()
        with self._writer_to(sink, rows) as writer:
            writer.write_table(rows.combine_chunks(), row_group_size=self._row_group)
        return bytes(sink.getvalue())

    def finish(self) -> tuple[str, int]:
        """Closes the partial file and returns its digest and size."""
        self._write(self._pending_table())
        assert self._writer is not None
        self._writer.close()
        return file_digest(self.partial), self.partial.stat().st_size

    def place(self) -> None:
        """Moves the partial file to its final path in one step."""
        self.partial.replace(self.path)

    def discard(self) -> None:
        """Removes the partial file; a file at the final path stays."""
        if self._writer is not None:
            self._writer.close()
        self.partial.unlink(missing_ok=True)

    def _pending_table(self) -> pa.Table:
        # `schema.empty_table` imports pandas
        return pa.concat_tables(self._pending or [pa.Table.from_batches([], schema=self.schema)])

    def _write(self, rows: pa.Table) -> None:
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = self._writer_to(self.partial, rows)
        self._writer.write_table(rows.combine_chunks(), row_group_size=self._row_group)

    def _writer_to(self, target: Path | pa.NativeFile, first: pa.Table) -> pq.ParquetWriter:
        """A writer of which these are the first rows."""
        return pq.ParquetWriter(
            target,
            self.schema,
            compression="zstd" if first.num_rows >= _COMPRESSED_FROM_ROWS else "none",
            store_schema=self.with_schema,
            use_dictionary=self.with_schema,
            write_statistics=self.with_schema,
        )


def by_partition(table: Table, chunks: Iterable[pa.Table]) -> Iterator[tuple[str, int, pa.Table]]:
    """Country, year and their rows without these columns; a partition may have several consecutive pieces."""
    schema = table.arrow_schema(without=PARTITION_COLUMNS)
    for chunk in chunks:
        if not chunk.num_rows:
            continue
        country, year = chunk.column("country").combine_chunks(), chunk.column("year").combine_chunks()
        bounds = [0, *_changes(country, year), chunk.num_rows]
        rows = chunk.select(schema.names).cast(schema)
        for start, end in pairwise(bounds):
            yield country[start].as_py(), year[start].as_py(), rows.slice(start, end - start)


def _changes(country: pa.Array, year: pa.Array) -> list[int]:
    """The rows at which a new partition begins."""
    differs = pc.or_(
        pc.not_equal(country.slice(1), country.slice(0, len(country) - 1)),
        pc.not_equal(year.slice(1), year.slice(0, len(year) - 1)),
    )
    return [row + 1 for row in pc.indices_nonzero(differs).to_pylist()]
