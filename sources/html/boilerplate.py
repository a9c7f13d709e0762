"""Pages that are wholly laid out in tables, or that mark no element as the report's: the report taken out of its page.

Nothing here knows a tag. A layout says by the words of the page where its report begins and ends.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sources.html.blocks import Block, fold

_MOST_BEFORE: Final = 600
"""Blocks that menus and headers may take before the report begins."""

_LONG_LINE: Final = 300  # characters
_SENTENCE_END: Final = re.compile(r"[\w)”\"]\. +[\"“(]?[A-Z]")
_FRAME_SHARE: Final = 0.4
"""A table row that holds so much of a page's text, in sentences, is there for the layout and no row of data."""


@dataclass(frozen=True)
class BoilerplateRules:
    """What a whole page says around its report.

    Attributes:
        says: what a line of the page must match, or it is none of the layout's.
        begins: lines that stand before the report; it begins behind the last of them.
        ends: the first line behind the report.
        noise: lines among the report that lead elsewhere, such as back to the top.
    """

    says: re.Pattern[str]
    begins: re.Pattern[str]
    ends: re.Pattern[str]
    noise: re.Pattern[str]

    def fits(self, stream: Iterable[Block]) -> bool:
        """Whether a page is of this kind."""
        return any(self.says.search(line) for block in stream for line in block.lines)

    def part(self, stream: Sequence[Block]) -> tuple[list[Block], list[Block]]:
        """What stands before the report, and the report."""
        plain = without_boilerplate(stream)
        start = max((at for at, block in enumerate(plain[:_MOST_BEFORE], 1) if _says(block, self.begins)), default=0)
        body = plain[start:]
        end = next((at for at, block in enumerate(body) if _says(block, self.ends)), len(body))
        return plain[:start], [block for block in body[:end] if not self.noise.match(block.text)]


def _says(block: Block, form: re.Pattern[str]) -> bool:
    return any(form.match(line) for line in block.lines)


def without_boilerplate(stream: Sequence[Block]) -> list[Block]:
    """Blocks with rows of layout tables turned into paragraphs, and paragraphs parted where a line is left empty.

    A row that encloses others is layout, and so is one that holds much of the page's text in sentences. Rows of data
    and boxes in the text stay what they are.
    """
    frames = _frames(stream)
    found: list[Block] = []
    for block in stream:
        plain = _out_of_its_row(block) if block.row in frames else block
        found += _by_empty_lines(plain) if plain.kind == "paragraph" else [plain]
    return found


def _out_of_its_row(block: Block) -> Block:
    return block._replace(kind="paragraph" if block.kind == "table_row" else block.kind, row=0, column=0)


def _frames(stream: Sequence[Block]) -> set[int]:
    size: dict[int, int] = {}
    prose: set[int] = set()
    enclosing: set[int] = set()
    deepest = 0
    for block in stream:
        size[block.row] = size.get(block.row, 0) + len(block.text)
        if 0 < block.row < deepest:
            enclosing.add(block.row)
        deepest = max(deepest, block.row)
        if any(len(line) > _LONG_LINE and _SENTENCE_END.search(line) for line in block.lines):
            prose.add(block.row)
    total = sum(size.values())
    return {row for row in size if row and (row in enclosing or (row in prose and size[row] > total * _FRAME_SHARE))}


def _by_empty_lines(block: Block) -> list[Block]:
    """The paragraphs of a block that parts them by two line breaks instead of tags."""
    pieces = [piece.strip("\n") for piece in re.split(r"\n{2,}|\t", block.printed)]
    pieces = [piece for piece in pieces if piece.strip()]
    if len(pieces) < 2:
        return [block]
    texts = [fold(piece) for piece in pieces]
    leads = [block.lead if at == 0 and text.startswith(block.lead) else "" for at, text in enumerate(texts)]
    return [
        block._replace(text=text, lead=lead, printed=piece)
        for text, lead, piece in zip(texts, leads, pieces, strict=True)
    ]
