"""Rows of the tables as readers make them: dicts by column name, checked when they are made."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from warehouse.tables import TABLES

Row = dict[str, Any]
"""A row of a table: column name to value."""

_OF_THE_PAGE: Final[tuple[str, ...]] = ("country", "year", "family", "area", "source_url", "page_digest", "origin")
"""The columns that rows read from a page share with the row of the page, where their table has them."""


class RowShapeError(TypeError):
    """A row has other columns than its table."""


def checked(table: str, row: Row) -> Row:
    """The same row, if it has exactly the columns of its table.

    Raises:
        RowShapeError: a column is missing or unknown; the message names table and column.
    """
    names = _names(table)
    if row.keys() != names:
        wrong = [f"misses the column {name!r}" for name in TABLES[table].columns if name not in row]
        wrong += [f"has the unknown column {name!r}" for name in row if name not in names]
        raise RowShapeError(f"a row of {table} {', '.join(wrong)}")
    return row


def completed(table: str, rows: Iterable[Row], page: Row) -> list[Row]:
    """Rows read from a page, with those columns of their table that say which page they are from.

    Args:
        table: the table.
        rows: its rows as a reader makes them; what a row says itself of its country, area... comes first.
        page: the row of the page.

    Raises:
        RowShapeError: with them, a row does not have exactly the columns of its table.
    """
    order = _order(table)
    given = {name: page[name] for name in _OF_THE_PAGE if name in order}
    found = (checked(table, {**given, **row}) for row in rows)
    return [{name: row[name] for name in order} for row in found]


@cache
def _order(table: str) -> tuple[str, ...]:
    return tuple(TABLES[table].columns)


@cache
def _names(table: str) -> frozenset[str]:
    return frozenset(TABLES[table].columns)
