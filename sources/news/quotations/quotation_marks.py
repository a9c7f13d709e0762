"""Spans of quotations: text between quotation marks.

A quotation may have several paragraphs. Then each paragraph opens with a mark and only the last one closes.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

MAX_LENGTH: Final = 4_000
"""Characters. A longer text between marks has a mark that was never closed."""
_MAX_OPENERS: Final = 1_000
"""Opening marks that are evaluated. A page with more of them is not an article."""

_OPENERS: Final = ("“", "«", "„", '"')
_CLOSERS: Final = {"“": '"”', '"': '"”', "«": "»", "„": "“”"}


class Quotation(NamedTuple):
    """A quotation: its span including the marks, and its words, with paragraphs joined by a newline."""

    start: int
    end: int
    words: str


def find_quotations(text: str) -> Iterator[Quotation]:
    """The quotations of a text in order, without nested ones."""
    position = 0
    for _ in range(_MAX_OPENERS):
        starts = [start for mark in _OPENERS if (start := text.find(mark, position)) >= 0]
        if not starts:
            return
        start = min(starts)
        end, pieces = _end_and_pieces(text, start)
        words = "\n".join(piece.strip() for piece in pieces if piece.strip()).rstrip(",").strip()
        if words and end - start <= MAX_LENGTH:
            yield Quotation(start, end, words)
        position = end if end > start else start + 1


def _end_and_pieces(text: str, start: int) -> tuple[int, list[str]]:
    """End and pieces of the quotation that opens at `start`; the end is -1 if no mark closes it."""
    mark = text[start]
    pieces: list[str] = []
    position = start + 1
    while position - start <= MAX_LENGTH:
        reach = min(len(text), position + MAX_LENGTH)
        line_end = text.find("\n", position, reach)
        line_end = reach if line_end < 0 else line_end
        closings = [at for closer in _CLOSERS[mark] if (at := text.find(closer, position, line_end)) >= 0]
        if closings:
            pieces.append(text[position : min(closings)])
            return min(closings) + 1, pieces
        pieces.append(text[position:line_end])
        following = _next_paragraph(mark).match(text, line_end)
        if following is None:
            break
        position = following.end()
    return -1, []


@cache
def _next_paragraph(mark: str) -> re.Pattern[str]:
    return re.compile(rf"\s*{re.escape(mark)}")
