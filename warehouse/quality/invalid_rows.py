"""Rows that violate the declaration of their table, found before the table is staged."""

from dataclasses import dataclass

import polars as pl

from warehouse.tables import Table


@dataclass(frozen=True)
class InvalidRow:
    """A row and the names of the rules that it violates."""

    row: dict[str, object]
    rules: list[str]


def find_invalid_rows(table: Table, frame: pl.DataFrame) -> list[InvalidRow]:
    """The rows that violate the declaration of the table."""
    if table.schema.is_valid(frame):  # nearly always, and it copies no rows
        return []
    _, failure = table.schema.filter(frame)
    details = failure.details()
    rules = [name for name in details.columns if name not in frame.columns]
    return [
        InvalidRow({name: row[name] for name in frame.columns}, [rule for rule in rules if row[rule] == "invalid"])
        for row in details.iter_rows(named=True)
    ]
