"""The Arrow schema of a table, for its Parquet files; apart, because a command that reads one page needs no PyArrow."""

from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from warehouse.tables.declaration import Column, Table


@cache
def arrow_schema(table: "Table", without: tuple[str, ...]) -> pa.Schema:
    """The schema, with descriptions in the metadata, without some of the columns."""
    types = table.polars_schema()
    fields = [
        pa.field(
            column.name,
            arrow_type(types[column.name]),
            nullable=column.nullable,
            metadata=_field_metadata(table, column),
        )
        for column in table.describe()
        if column.name not in without
    ]
    described = {"table": table.name, "grain": table.grain}
    return pa.schema(fields, metadata=described | {"key": ", ".join(table.key)})


def _field_metadata(table: "Table", column: "Column") -> dict[str, str]:
    """The metadata of a column: description, values, and the column that it refers to."""
    metadata = {"description": column.description}
    if column.vocabulary:
        metadata["one_of"] = ", ".join(column.vocabulary)
    for key in table.foreign_keys:
        if key.columns == (column.name,):
            metadata["refers_to"] = f"{key.table}.{key.target[0]}"
    return metadata


def arrow_type(dtype: Any) -> pa.DataType:
    """The plain Arrow type: `string` rather than `large_string`, which not every reader supports."""
    if dtype == pl.String:
        return pa.string()
    if isinstance(dtype, pl.List):
        return pa.list_(arrow_type(dtype.inner))
    return pl.Series([], dtype=dtype).to_arrow().type
