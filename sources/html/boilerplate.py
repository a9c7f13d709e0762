"""Separation of report and boilerplate on pages without an element for the report, such as pages of layout tables.

No tags are read here. A layout defines the start and end of the report by lines of the page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sources.html.blocks import Block, fold

_MAX_HEADER_BLOCKS: Final = 600
"""Maximum number of blocks of menus and headers before the report."""

_LONG_LINE_CHARACTERS: Final = 300
_SENTENCE_END: Final = re.compile(r"[\w)”\"]\. +[\"“(]?[A-Z]")
_LAYOUT_ROW_SHARE: Final = 0.4
"""A table row with sentences and this share of a page's text is a row of a layout table, not a row of data."""


@dataclass(frozen=True)
class BoilerplateRules:
    """Patterns of lines around the report of a page.

    Attributes:
        required: a line of the page must match, otherwise the page is of another layout.
        begins: lines before the report; the report begins after the last of them.
        ends: the first line after the report.
        noise: navigation lines within the report, such as a link to the top.
    """

    required: re.Pattern[str]
    begins: re.Pattern[str]
    ends: re.Pattern[str]
    noise: re.Pattern[str]

    def fits(self, stream: Iterable[Block]) -> bool:
        """Whether a page has the required line."""
        return any(self.required.search(line) for block in stream for line in block.lines)

    def part(self, stream: Sequence[Block]) -> tuple[list[Block], list[Block]]:
        """The blocks before the report, and the report."""
        plain = without_boilerplate(stream)
        headers = enumerate(plain[:_MAX_HEADER_BLOCKS], 1)
        start = max((number for number, block in headers if _has_line(block, self.begins)), default=0)
        body = plain[start:]
        end = next((number for number, block in enumerate(body) if _has_line(block, self.ends)), len(body))
        return plain[:start], [block for block in body[:end] if not self.noise.match(block.text)]


def _has_line(block: Block, pattern: re.Pattern[str]) -> bool:
    return any(pattern.match(line) for line in block.lines)


def without_boilerplate(stream: Sequence[Block]) -> list[Block]:
    """Blocks with rows of layout tables converted to paragraphs, and paragraphs split at empty lines.

    A row that contains other rows belongs to a layout table, and so does a row with sentences and a large share of the
    page's text. Rows of data and boxes in the text do not change.
    """
    layout_rows = _layout_rows(stream)
    result: list[Block] = []
    for block in stream:
        plain = _without_row(block) if block.row in layout_rows else block
        result += _split_at_empty_lines(plain) if plain.kind == "paragraph" else [plain]
    return result


def _without_row(block: Block) -> Block:
    return block._replace(kind="paragraph" if block.kind == "table_row" else block.kind, row=0, column=0)


def _layout_rows(stream: Sequence[Block]) -> set[int]:
    size: dict[int, int] = {}
    prose: set[int] = set()
    enclosing: set[int] = set()
    deepest = 0
    for block in stream:
        size[block.row] = size.get(block.row, 0) + len(block.text)
        if 0 < block.row < deepest:
            enclosing.add(block.row)
        deepest = max(deepest, block.row)
        if any(len(line) > _LONG_LINE_CHARACTERS and _SENTENCE_END.search(line) for line in block.lines):
            prose.add(block.row)
    total = sum(size.values())
    return {
        row for row in size if row and (row in enclosing or (row in prose and size[row] > total * _LAYOUT_ROW_SHARE))
    }


def _split_at_empty_lines(block: Block) -> list[Block]:
    """The paragraphs of a block with double line breaks between paragraphs instead of tags."""
    pieces = [piece.strip("\n") for piece in re.split(r"\n{2,}|\t", block.printed)]
    pieces = [piece for piece in pieces if piece.strip()]
    if len(pieces) < 2:
        return [block]
    texts = [fold(piece) for piece in pieces]
    leads = [block.lead if number == 0 and text.startswith(block.lead) else "" for number, text in enumerate(texts)]
    return [
        block._replace(text=text, lead=lead, printed=piece)
        for text, lead, piece in zip(texts, leads, pieces, strict=True)
    ]
