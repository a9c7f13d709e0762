"""Output that is longer than the terminal goes to a pager; in a pipe everything is printed."""

import os
import shutil
import sys
from collections.abc import Iterator
from itertools import chain

import click

from orchestration.cli.escaped_streams import PAGER_FORM


def terminal_width() -> int | None:
    """The characters of a line of the terminal; None where standard output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_paged(parts: Iterator[str]) -> None:
    """Prints text in parts, through the pager of `PAGER` (by default less) where it is longer than the terminal."""
    if not sys.stdout.isatty():
        for part in parts:
            click.echo(part, nl=False)
        return
    head, lines = [], 0
    height = shutil.get_terminal_size().lines
    for part in parts:
        head.append(part)
        lines += part.count("\n")
        if lines >= height:
            # a terminal that closes early, and text of pages that cannot give commands to it
            os.environ.setdefault("LESS", PAGER_FORM)
            click.echo_via_pager(chain(head, parts), color=False)
            return
    click.echo("".join(head), nl=False)
