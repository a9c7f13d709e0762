"""Rows as text that fits a terminal: a table whose long columns are wrapped, or each row as a list of its values."""

import io
import re
import textwrap
from collections.abc import Sequence
from typing import Final

_SHORT_CHARACTERS: Final = 20
"""A column of at most this width is not wrapped."""

_LEAST_CHARACTERS: Final = 18
"""A wrapped column that would be narrower cannot be read."""

_AROUND: Final = 3
"""The characters between two columns."""

_ORIGIN: Final = re.compile(r"(?:\w+_)?url|page_digest")
"""Columns that name where a row comes from, and that a table can do without."""


def fitted(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Rows as text in lines of a width, with every value whole.

    Where a table would have columns that are too narrow, the addresses of pages are left out, and a line says so. Where
    this is not enough, each row is a list of names and values.

    Args:
        names: the names of the columns.
        rows: the cells of each row.
        width: the characters of a line.
    """
    kept = list(range(len(names)))
    if not _fits(names, rows, width):
        kept = [number for number, name in enumerate(names) if _ORIGIN.fullmatch(name) is None]
    shown = [names[number] for number in kept]
    cells = [[row[number] for number in kept] for row in rows]
    if not shown or not _fits(shown, cells, width):
        return "\n".join(_record(names, row, width) for row in rows) if rows else _table(names, rows, width)
    left_out = [name for name in names if name not in shown]
    note = f"Without {', '.join(left_out)}: the terminal is too narrow. --csv and --json have all columns."
    return _table(shown, cells, width) + (f"{textwrap.fill(note, width)}\n" if left_out else "")


def _is_short(name: str, longest: int) -> bool:
    return longest <= max(_SHORT_CHARACTERS, len(name))


def _longest(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*[names, *rows], strict=True)]


def _fits(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether every column can be read: the short ones whole, and the others with enough characters in a line."""
    longest = _longest(names, rows)
    needed = [
        length if _is_short(name, length) else _LEAST_CHARACTERS for name, length in zip(names, longest, strict=True)
    ]
    return sum(needed) + _AROUND * len(needed) + 1 <= width


def _table(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """A table of a width: short columns keep theirs, and the long ones share the rest, text of words most of it."""
    from rich import box  # noqa: PLC0415 - imported only for a terminal
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.MARKDOWN, show_lines=False)
    columns = zip(*[names, *rows], strict=True)
    for name, length, column in zip(names, _longest(names, rows), columns, strict=True):
        is_short = _is_short(name, length)
        share = 3 if any(" " in cell for cell in column) else 2
        table.add_column(Text(name), overflow="fold", no_wrap=is_short, ratio=None if is_short else share)
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as captured:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines() if line.strip())


def _record(names: Sequence[str], row: Sequence[str], width: int) -> str:
    """A row as lines of a name and its value; the further lines of a long value are indented."""
    indent = min(max(map(len, names)) + 2, width // 2)
    lines = [
        line
        for name, cell in zip(names, row, strict=True)
        for line in textwrap.wrap(cell, width, initial_indent=f"{name:<{indent - 1}} ", subsequent_indent=" " * indent)
        or [name]
    ]
    return "".join(f"{line}\n" for line in lines)
