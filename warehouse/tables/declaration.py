"""The declaration of a table: a dataframely schema and the facts that a schema cannot express.

Schema, checks, Parquet metadata, dictionary, data package and user interface all derive from a `Table`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from warehouse.tables.promise import announcement
from warehouse.tables.schema_library import built, declared_columns, dy, pl
from warehouse.tables.value_types import surely_fit

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class ForeignKey:
    """Columns of one table whose values must exist in another."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of the warehouse.

    Attributes:
        name: the table's public name.
        declaration: columns, types, key, vocabularies and row rules.
        grain: what one row is, as text for the dictionary.
        partitioned: written as country/year partitions as well as compact; otherwise compact alone.
        in_identity: whether its rows are part of the release id; check results are not, as some depend on the clock.
        foreign_keys: references to other tables.
    """

    name: str
    declaration: type[dy.Schema]
    grain: str
    partitioned: bool = True
    in_identity: bool = True
    foreign_keys: tuple[ForeignKey, ...] = field(default=())

    @property
    def schema(self) -> type[dy.Schema]:
        """The schema that validates rows."""
        return built(self.declaration)

    @property
    def key(self) -> list[str]:
        """The columns that identify a row, in sorting order."""
        return list(self.schema.primary_key())

    @property
    def columns(self) -> list[str]:
        """All column names in declared order."""
        return list(declared_columns(self.declaration))

    def describe(self) -> list[Column]:
        """The columns with type, description and vocabulary."""
        columns = (Column.of(name, column) for name, column in self.schema.columns().items())
        return [replace(each, description=each.description + announcement(self.name, each.name)) for each in columns]

    def empty(self) -> pl.DataFrame:
        """A frame with the table's columns and no rows."""
        return self.schema.create_empty().lazy().collect()

    def frame(self, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
        """Rows as a frame of the declared types, sorted by the key.

        Raises:
            polars.exceptions.PolarsError: a value does not fit its column's type.
        """
        return self._data(rows).sort(self.key, nulls_last=True)

    def validate_types(self, rows: Sequence[dict[str, Any]]) -> None:
        """Validates that every value fits the type of its column.

        Raises:
            polars.exceptions.PolarsError: a value does not fit its column's type.
        """
        if not surely_fit(self.declaration, rows):
            self._data(rows)

    def _data(self, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
        return pl.DataFrame(rows, schema=self.polars_schema(), orient="row")

    def polars_schema(self) -> pl.Schema:
        """Column name to Polars type."""
        return _polars_schema(self.schema)

    def arrow_schema(self, *, without: Sequence[str] = ()) -> pa.Schema:
        """The schema of the table's Parquet files, with descriptions in the metadata."""
        from warehouse.tables.arrow import arrow_schema

        return arrow_schema(self, tuple(without))


@dataclass(frozen=True)
class Column:
    """A column with its description."""

    name: str
    type: str
    nullable: bool
    key: bool
    description: str
    vocabulary: tuple[str, ...]

    @property
    def meaning(self) -> str:
        """The description, with the declared values."""
        return f"{self.description}. One of: {', '.join(self.vocabulary)}" if self.vocabulary else self.description

    @classmethod
    def of(cls, name: str, column: dy.Column) -> Column:
        """The description of one declared column."""
        from warehouse.tables.arrow import arrow_type

        return cls(
            name=name,
            type=str(arrow_type(column.dtype)),
            nullable=column.nullable,
            key=column.primary_key,
            description=column.description or "",
            vocabulary=tuple((column.metadata or {}).get("vocabulary", ())),
        )


def one_of(vocabulary: Sequence[str], **options: Any) -> dy.String:
    """A text column with the values of a vocabulary."""
    values = list(vocabulary)
    return dy.String(
        check={"in_vocabulary": lambda column: column.is_in(values)},
        metadata={"vocabulary": tuple(values)},
        **options,
    )


@cache
def _polars_schema(schema: type[dy.Schema]) -> pl.Schema:
    return pl.Schema({name: column.dtype for name, column in schema.columns().items()})
