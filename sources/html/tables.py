"""Table rows from blocks."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from sources.html.blocks import Block, fold

Row = tuple[str, ...]
"""The cells of a table row by column, from 0. An empty column has an empty text."""


def with_rows(stream: Iterable[Block]) -> Iterator[Block | Row]:
    """Yields the blocks of a page in order, with the blocks of each table row joined to its cells.

    A row with paragraphs in its cells is several blocks. Spaces join the paragraphs of one cell.
    """
    for row, group in groupby(stream, key=lambda block: block.row):
        if row:
            yield _cells(group)
        else:
            yield from group


def _cells(group: Iterable[Block]) -> Row:
    found: dict[int, list[str]] = {}
    for block in group:
        for column, text in enumerate(block.cells, start=block.column):
            found.setdefault(column, []).append(fold(text))
    return tuple(" ".join(filter(None, found.get(column, ()))) for column in range(max(found, default=-1) + 1))
