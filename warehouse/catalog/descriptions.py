"""The words of the declarations inside compact Parquet files: readers find them in the schema's metadata."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.tables import Table


def is_described(path: Path, table: Table) -> bool:
    """Whether a compact file says of its table and columns what the declaration says."""
    return _words(pq.read_schema(path)) == _words(table.arrow_schema())


def write_described(source: Path, target: Path, table: Table) -> None:
    """Writes a compact file once more with the words of the declaration; rows, row groups and encoding stay.

    A row group is held at a time.

    Args:
        source: the compact file, of the columns and types declared.
        target: where the other one goes.
        table: the declaration.

    Raises:
        ValueError: the new file does not hold the same rows.
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
                raise ValueError(f"{target} does not hold the rows of {source}, of which only descriptions changed")


def _words(schema: pa.Schema) -> tuple[Any, dict[str, Any]]:
    return schema.metadata, {field.name: field.metadata for field in schema}


def _compression(file: pq.ParquetFile) -> str:
    used = str(file.metadata.row_group(0).column(0).compression) if file.num_row_groups else "UNCOMPRESSED"
    return "none" if used == "UNCOMPRESSED" else used.lower()


def _same_rows(old: pq.ParquetFile, new: pq.ParquetFile) -> bool:
    return old.num_row_groups == new.num_row_groups and all(
        old.read_row_group(number).equals(new.read_row_group(number)) for number in range(old.num_row_groups)
    )
