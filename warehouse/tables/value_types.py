"""Whether values surely fit the types of their columns, told without Polars.

Only plain values count: text that can be encoded, numbers within the range of their column, truth values, days, lists
of these, and none. What else fits, Polars says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from warehouse.tables.schema_library import DeclaredColumn, declared_columns

if TYPE_CHECKING:
    import dataframely as dy

_BITS: Final = {"Int8": 8, "Int16": 16, "Int32": 32, "Int64": 64}
_PLAIN: Final = {"String": str, "Bool": bool, "Date": date}


def surely_fit(declaration: type[dy.Schema], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether rows have exactly the columns of a declaration, with plain values of their types."""
    if not rows:
        return True
    columns = declared_columns(declaration)
    return all(row.keys() == columns.keys() for row in rows) and all(
        _all_fit(column, [row[name] for row in rows]) for name, column in columns.items()
    )


def _all_fit(column: DeclaredColumn, values: Sequence[Any]) -> bool:
    present = [value for value in values if value is not None]
    if column.kind in _BITS:
        limit = 1 << (_BITS[column.kind] - 1)
        return all(type(value) is int and -limit <= value < limit for value in present)
    if column.kind == "List":
        return all(type(value) is list for value in present) and _all_fit(column.args[0], [*chain(*present)])
    plain = _PLAIN.get(column.kind)
    return all(type(value) is plain for value in present) and (plain is not str or _can_be_encoded("".join(present)))


def _can_be_encoded(text: str) -> bool:
    """Whether a text has no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
