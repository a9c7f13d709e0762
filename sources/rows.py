"""Rows of the tables from readers: values by column name, validated when they are made."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from warehouse.tables import TABLES

Row = dict[str, Any]
"""A row of a table: column name to value."""

_PAGE_COLUMNS: Final[tuple[str, ...]] = ("country", "year", "family", "area", "source_url", "page_digest", "origin")
"""Columns that a row copies from the row of its page, where its table has them."""


class RowShapeError(TypeError):
    """The columns of a row are not those of its table."""


def validated(table: str, row: Row) -> Row:
    """The same row, if it has exactly the columns of its table.

    Raises:
        RowShapeError: a column is missing or unknown; the message names table and column.
    """
    names = _column_names(table)
    if row.keys() != names:
        wrong = [f"misses the column {name!r}" for name in TABLES[table].columns if name not in row]
        wrong += [f"has the unknown column {name!r}" for name in row if name not in names]
        raise RowShapeError(f"a row of {table} {', '.join(wrong)}")
    return row


def completed(table: str, rows: Iterable[Row], page: Row) -> list[Row]:
    """Rows of a page with the columns that identify the page.

    Args:
        table: the table.
        rows: its rows from a reader; their own country, area... override those of the page.
        page: the row of the page.

    Raises:
        RowShapeError: a completed row does not have exactly the columns of its table.
    """
    order = _column_order(table)
    of_page = {name: page[name] for name in _PAGE_COLUMNS if name in order}
    complete = (validated(table, {**of_page, **row}) for row in rows)
    return [{name: row[name] for name in order} for row in complete]


@cache
def _column_order(table: str) -> tuple[str, ...]:
    return tuple(TABLES[table].columns)


@cache
def _column_names(table: str) -> frozenset[str]:
    return frozenset(TABLES[table].columns)
