"""Results of SQL as an Excel workbook."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from warehouse.catalog.query import QueryResult
from warehouse.catalog.query_output import cell_text
from warehouse.catalog.visible import visible

MAX_ROWS: Final = 1_048_575
"""The rows of a sheet of Excel, without its header."""

MAX_CHARACTERS: Final = 32_767
"""The characters of a cell of Excel."""

_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same day in every workbook, so that the same rows give the same bytes."""

_LARGEST_EXACT: Final = 2**53
"""Excel holds numbers as doubles; larger integers are written as text."""


class TooManyRowsError(ValueError):
    """A sheet of Excel cannot hold the rows."""


@dataclass
class Written:
    """What was written.

    Attributes:
        rows: the rows without the header.
        cut: cells that are longer than a cell of Excel may be; they end with an ellipsis.
    """

    rows: int = 0
    cut: int = 0


def to_xlsx(result: QueryResult, file: Path, *, sheet: str = "rows") -> Written:
    """Writes a result as a workbook with one sheet. Texts are never run as formulas, and addresses are no links.

    Args:
        result: the result.
        file: the path of the workbook; it is written anew.
        sheet: the name of the sheet; Excel allows 31 characters.

    Raises:
        TooManyRowsError: there are more rows than a sheet holds; the file is removed.
    """
    import xlsxwriter  # noqa: PLC0415 - imported only for workbooks

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    written = Written()
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"created": _CREATED})
        worksheet = workbook.add_worksheet(sheet[:31])
        bold = workbook.add_format({"bold": True})
        worksheet.freeze_panes(1, 0)
        for column, name in enumerate(result.names):
            worksheet.write_string(0, column, visible(name), bold)
        for row in _rows(result):
            written.rows += 1
            if written.rows > MAX_ROWS:
                break
            _write_row(worksheet, row, written)
    if written.rows > MAX_ROWS:
        file.unlink(missing_ok=True)
        raise TooManyRowsError(f"a sheet of Excel holds {MAX_ROWS:,} rows; select fewer, or write CSV")
    return written


def _rows(result: QueryResult) -> Iterable[tuple[Any, ...]]:
    for chunk in result.chunks():
        yield from chunk


def _write_row(worksheet: Any, row: tuple[Any, ...], written: Written) -> None:
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, bool):
            worksheet.write_boolean(written.rows, column, value)
        elif _is_number_of_excel(value):
            worksheet.write_number(written.rows, column, value)
        else:
            text = visible(cell_text(value))
            if len(text) > MAX_CHARACTERS:
                written.cut += 1
                text = text[: MAX_CHARACTERS - 1] + "…"
            worksheet.write_string(written.rows, column, text)


def _is_number_of_excel(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) <= _LARGEST_EXACT
    return isinstance(value, float) and math.isfinite(value)
