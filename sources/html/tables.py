"""Table rows put together from blocks."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from sources.html.blocks import Block, fold

Row = tuple[str, ...]
"""The cells of a table row by column, the first at 0; a column nothing stands in is empty."""


def with_rows(stream: Iterable[Block]) -> Iterator[Block | Row]:
    """The blocks of a page in order, with the blocks of a table row put together into its cells.

    A row whose cells hold paragraphs is several blocks; what one cell holds is joined by spaces.
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
