"""Plain text tables for commands: a long cell is wrapped on a terminal, and stays on one line in a pipe."""

import io
import shutil
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import click

from warehouse.catalog.visible import visible

_PIPE_WIDTH: Final = 1_000_000


def print_table(
    rows: Iterable[Sequence[object]], header: Sequence[str] = (), *, right_aligned: Collection[int] = ()
) -> None:
    """Prints rows with aligned columns.

    Args:
        rows: the cells of each row; None is an empty cell.
        header: the column names; empty for a table without a header.
        right_aligned: numbers of the columns with right-aligned cells.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    lines = [["" if cell is None else str(cell) for cell in row] for row in rows]
    columns = header or [""] * max(map(len, lines), default=0)
    if not columns:
        return
    table = Table(box=None, show_header=bool(header), pad_edge=False, padding=(0, 1))
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number in right_aligned else "left", overflow="fold")
    for cells in lines:
        table.add_row(*(Text(visible(cell)) for cell in cells))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPE_WIDTH
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())
