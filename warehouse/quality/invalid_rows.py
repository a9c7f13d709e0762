"""Telling good rows from bad ones before they are staged."""

from dataclasses import dataclass

import polars as pl

from warehouse.tables import Table


@dataclass(frozen=True)
class Bad:
    """A row that breaks rules of its table, and which."""

    row: dict[str, object]
    rules: list[str]


def find_bad_rows(table: Table, frame: pl.DataFrame) -> list[Bad]:
    """Rows that break the table's declaration, with the names of the rules they break."""
    good, failure = table.schema.filter(frame)
    if good.height == frame.height:
        return []
    details = failure.details()
    rules = [name for name in details.columns if name not in frame.columns]
    return [
        Bad({name: row[name] for name in frame.columns}, [rule for rule in rules if row[rule] == "invalid"])
        for row in details.iter_rows(named=True)
    ]
