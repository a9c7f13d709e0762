"""Compact files for readers in an object store: a row group has whole countries, and about four megabytes.

A reader of one country then requests the end of the file and one row group, and not the whole file.
"""

from collections.abc import Iterator
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_GROUP_BYTES: Final = 1 << 22
"""Size of a row group in memory, from which the next country begins another one; compressed it is about a third."""


def grouped_by_country(data: bytes) -> bytes:
    """The bytes of a compact file, with the same rows, types and descriptions, in row groups by country.

    A table without a country, or small enough for one row group, is returned as it is.
    """
    rows = pq.read_table(pa.BufferReader(data))
    if "country" not in rows.schema.names or rows.nbytes <= _GROUP_BYTES:
        return data
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, rows.schema, compression="zstd", store_schema=True, write_statistics=True) as writer:
        for group in _groups(rows):
            writer.write_table(group, row_group_size=max(group.num_rows, 1))
    return bytes(sink.getvalue())


def _groups(rows: pa.Table) -> Iterator[pa.Table]:
    """The rows in order, divided between countries."""
    start = 0
    for end in _country_ends(rows):
        if rows.slice(start, end - start).nbytes >= _GROUP_BYTES:
            yield rows.slice(start, end - start)
            start = end
    if start < rows.num_rows:
        yield rows.slice(start)


def _country_ends(rows: pa.Table) -> list[int]:
    """After which rows another country begins."""
    countries = rows["country"].combine_chunks()
    ends = pc.indices_nonzero(pc.not_equal(countries[:-1], countries[1:])).to_pylist()
    return [end + 1 for end in ends]
