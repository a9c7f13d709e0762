"""The descriptions in compact Parquet files, in the metadata of their schema."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.tables import Table


def is_described(path: Path, table: Table) -> bool:
    """Whether a compact file has the descriptions of the declaration."""
    return _descriptions(pq.read_schema(path)) == _descriptions(table.arrow_schema())


def write_described(source: Path, target: Path, table: Table) -> None:
    """Writes a copy of a compact file with the descriptions of the declaration; rows, row groups and encoding stay.

    One row group is in memory at a time.

    Args:
        source: the compact file, with the declared columns and types.
        target: the path of the copy.
        table: the declaration.

    Raises:
        ValueError: the copy does not have the same rows.
    """
    schema = table.arrow_schema()
    with pq.ParquetFile(source) as old:
        with pq.ParquetWriter(
            target, schema, compression=_compression(old), store_schema=True, use_dictionary=True, write_statistics=True
        ) as writer:
            for number in range(old.num_row_groups):
                writer.write_table(old.read_row_group(number).cast(schema))
        with pq.ParquetFile(target) as new:
            if not _same_rows(old, new):
                raise ValueError(f"{target} does not have the rows of {source}; only descriptions should differ")


def _descriptions(schema: pa.Schema) -> tuple[Any, dict[str, Any]]:
    return schema.metadata, {field.name: field.metadata for field in schema}


def _compression(file: pq.ParquetFile) -> str:
    used = str(file.metadata.row_group(0).column(0).compression) if file.num_row_groups else "UNCOMPRESSED"
    return "none" if used == "UNCOMPRESSED" else used.lower()


def _same_rows(old: pq.ParquetFile, new: pq.ParquetFile) -> bool:
    return old.num_row_groups == new.num_row_groups and all(
        old.read_row_group(number).equals(new.read_row_group(number)) for number in range(old.num_row_groups)
    )
