"""Results of SQL as text, CSV and JSON, chunk by chunk."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

from warehouse.catalog.fitted_text import fitted
from warehouse.catalog.query import QueryResult
from warehouse.catalog.visible import visible

_TEXT_ROWS: Final = 10_000
"""The rows of one table of plain text; the next one has widths of its own."""

_ALIGNED_CHARACTERS: Final = 60
"""Columns are aligned up to this width where lines are not wrapped."""

_NEW_LINE: Final = re.compile(r"\s*[\r\n]+\s*")

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Beginnings of a text that spreadsheets run as a formula, or read as one after white space."""


def as_text(result: QueryResult, width: int | None = None) -> Iterator[str]:
    """A result as plain tables in Markdown, with all rows and whole values; see `fitted` for a terminal.

    Args:
        result: the result.
        width: the characters of a line, where long values are wrapped; None for one line a row.
    """
    for rows in result.chunks(_TEXT_ROWS):
        cells = [[visible(_text_of(value)) for value in row] for row in rows]
        names = [visible(name) for name in result.names]
        yield fitted(names, cells, width) if width is not None else _one_line_each(names, cells)


def _text_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return value
    return json.dumps(_json_value(value), ensure_ascii=False)


def _one_line_each(names: list[str], rows: list[list[str]]) -> str:
    lines = [[_NEW_LINE.sub(" ", cell) for cell in row] for row in rows]
    columns = list(zip(*[names, *lines], strict=True))
    widths = [min(max(map(len, column)), _ALIGNED_CHARACTERS) for column in columns]
    padded = (" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in lines)
    head = " | ".join(name.ljust(width) for name, width in zip(names, widths, strict=True))
    rule = "|".join("-" * (width + 2) for width in widths)
    return "".join(f"{line}\n" for line in (f"| {head} |", f"|{rule}|", *(f"| {line} |" for line in padded)))


def to_csv(result: QueryResult, *, escape_formulas: bool = False) -> Iterator[str]:
    """A result as CSV; lists become their items separated by `|`, null an empty cell, an empty text `""`.

    Args:
        result: the result.
        escape_formulas: write an apostrophe before a text that a spreadsheet would run as a formula.
    """
    yield ",".join(_csv_cell(name, escape_formulas) for name in result.names) + "\n"
    for rows in result.chunks():
        yield "".join(",".join(_csv_cell(value, escape_formulas) for value in row) + "\n" for row in rows)


def _csv_cell(value: Any, escape_formulas: bool) -> str:
    if value is None:
        return ""
    is_text = isinstance(value, str | list | tuple | dict)
    text = cell_text(value)
    if is_text and escape_formulas and text.startswith(_FORMULA_STARTS):
        text = f"'{text}"
    needs_quotes = (is_text and not text) or any(character in text for character in ',"\n\r')
    return '"' + text.replace('"', '""') + '"' if needs_quotes else text


def cell_text(value: Any) -> str:
    """A value that is not null as the text of a cell; items of a list are separated by `|`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "|".join("" if item is None else str(_json_value(item)) for item in value)
    if isinstance(value, dict):
        return json.dumps(_json_value(value), ensure_ascii=False)
    return str(value)


def to_json(result: QueryResult) -> Iterator[str]:
    """A result as a JSON array of objects; NaN and infinity, which JSON does not have, become null."""
    separator = "["
    for rows in result.chunks():
        for row in rows:
            fields = {name: _json_value(value) for name, value in zip(result.names, row, strict=True)}
            yield separator + json.dumps(fields, ensure_ascii=False, allow_nan=False)
            separator = ", "
    yield "[]\n" if separator == "[" else "]\n"


def _json_value(value: Any) -> Any:
    """A value that JSON has: null for NaN and infinity, text for what has no type of its own."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _json_value(item) for name, item in value.items()}
    if isinstance(value, bytes | bytearray):
        return "".join(chr(byte) if 32 <= byte < 127 and byte != 92 else f"\\x{byte:02X}" for byte in value)
    return str(value)
