"""Results of SQL as text, CSV and JSON, chunk by chunk."""

import json
import math
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from warehouse.catalog.query import QueryResult
from warehouse.catalog.visible import visible

_TEXT_ROWS: Final = 10_000
"""The rows of one table of plain text; the next one has widths of its own."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Beginnings of a text that spreadsheets run as a formula, or read as one after white space."""


def as_text(result: QueryResult) -> Iterator[str]:
    """A result as plain tables, with all rows."""
    for rows in result.chunks(_TEXT_ROWS):
        # Polars drops control characters from its tables
        shown = [[visible(value) if isinstance(value, str) else value for value in row] for row in rows]
        cells = pl.DataFrame(shown, schema=result.names, orient="row", infer_schema_length=None, strict=False)
        with pl.Config(
            tbl_rows=-1,
            tbl_cols=-1,
            fmt_str_lengths=80,
            tbl_width_chars=200,
            tbl_hide_dataframe_shape=True,
            tbl_hide_column_data_types=True,
            tbl_formatting="MARKDOWN",
        ):
            yield f"{cells}\n"


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
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = "|".join("" if item is None else str(_json_value(item)) for item in value)
    elif isinstance(value, dict):
        value = json.dumps(_json_value(value), ensure_ascii=False)
    is_text = isinstance(value, str)
    text = str(value)
    if is_text and escape_formulas and text.startswith(_FORMULA_STARTS):
        text = f"'{text}"
    needs_quotes = (is_text and not text) or any(character in text for character in ',"\n\r')
    return '"' + text.replace('"', '""') + '"' if needs_quotes else text


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
