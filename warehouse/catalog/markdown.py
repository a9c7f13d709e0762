"""Markdown with escaped text: pages are hostile, so none of their text may become markup."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from warehouse.catalog.visible import visible

_SIGNS: Final = re.compile(r"[\\`*\[\]<>&!_~#|]")


def escaped(text: str) -> str:
    """The text in one line that Markdown and HTML show as it stands.

    A text without signs of markup stays as it is. Any other is a code span, which needs no escapes: its fence is longer
    than any run of backticks in it. A table cell ends at a `|` even there, so that one sign is replaced by `¦`.
    """
    line = visible(" ".join(text.split()))
    if not _SIGNS.search(line):
        return line
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line.replace('|', '¦')}{pad}{fence}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with escaped cells."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def bullets(lines: Iterable[str]) -> str:
    """A list with escaped lines."""
    return "\n".join(f"- {escaped(line)}" for line in lines)
