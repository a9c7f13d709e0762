"""Tables too large to hold, written from rows that come in the order of the key.

The same rows give the same bytes however they are divided as they come.
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
from warehouse.staging.parquet import PARTITION_COLUMNS, ROW_GROUP
from warehouse.tables import Table

_FEW: Final = 4  # rows: what little they are costs more to compress than to keep


@dataclass
class RowFile:
    """A Parquet file that is written row group by row group beside its place.

    Attributes:
        path: its place.
        schema: of the file.
        with_schema: whether column descriptions and statistics go into it, as in compact files.
        rows: how many it has.
    """

    path: Path
    schema: pa.Schema
    with_schema: bool
    rows: int = 0
    _held: list[pa.Table] = field(default_factory=list)
    _held_rows: int = 0
    _writer: pq.ParquetWriter | None = None

    @property
    def partial(self) -> Path:
        """Where it is written."""
        return Path(partial_file(self.path))

    def add(self, rows: pa.Table) -> None:
        """Adds rows at its end."""
        self.rows += rows.num_rows
        self._held.append(rows)
        self._held_rows += rows.num_rows
        while self._held_rows > ROW_GROUP:
            whole = pa.concat_tables(self._held)
            self._write(whole.slice(0, ROW_GROUP))
            self._held = [whole.slice(ROW_GROUP)]
            self._held_rows = self._held[0].num_rows

    def finish(self) -> tuple[str, int]:
        """Closes the file, still beside its place; its digest and size."""
        self._write(pa.concat_tables(self._held) if self._held else self.schema.empty_table())
        assert self._writer is not None
        self._writer.close()
        return file_digest(self.partial), self.partial.stat().st_size

    def place(self) -> None:
        """Puts it in its place in one step."""
        self.partial.replace(self.path)

    def drop(self) -> None:
        """Forgets it: what lies in its place stays."""
        if self._writer is not None:
            self._writer.close()
        self.partial.unlink(missing_ok=True)

    def _write(self, rows: pa.Table) -> None:
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(
                self.partial,
                self.schema,
                compression="zstd" if rows.num_rows >= _FEW else "none",
                store_schema=self.with_schema,
                use_dictionary=self.with_schema,
                write_statistics=self.with_schema,
            )
        self._writer.write_table(rows.combine_chunks(), row_group_size=ROW_GROUP)


def by_partition(table: Table, chunks: Iterable[pa.Table]) -> Iterator[tuple[str, int, pa.Table]]:
    """Country, year and the rows of it, without these columns; a partition may come in several pieces, one after the
    other."""
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
    """Where the next partition begins."""
    differs = pc.or_(
        pc.not_equal(country.slice(1), country.slice(0, len(country) - 1)),
        pc.not_equal(year.slice(1), year.slice(0, len(year) - 1)),
    )
    return [at + 1 for at in pc.indices_nonzero(differs).to_pylist()]
