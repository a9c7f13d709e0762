"""Where quotations stand: what is between marks, over paragraphs where each is opened anew and the last is closed."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

LONGEST: Final = 4_000
"""Characters; longer pieces between marks come of a mark that was never closed."""
_MOST: Final = 1_000
"""Opening marks that are looked at; a page with more of them is no article, or no reader's."""

_OPENERS: Final = ("“", "«", "„", '"')
_CLOSERS: Final = {"“": '"”', '"': '"”', "«": "»", "„": "“”"}


class Quotation(NamedTuple):
    """A quotation: its span with the marks, and its words, paragraphs joined by a line end."""

    start: int
    end: int
    words: str


def find_quotations(text: str) -> Iterator[Quotation]:
    """The quotations of a text, in order, none inside another."""
    position = 0
    for _ in range(_MOST):
        starts = [start for mark in _OPENERS if (start := text.find(mark, position)) >= 0]
        if not starts:
            return
        start = min(starts)
        end, pieces = _closed(text, start)
        words = "\n".join(piece.strip() for piece in pieces if piece.strip()).rstrip(",").strip()
        if words and end - start <= LONGEST:
            yield Quotation(start, end, words)
        position = end if end > start else start + 1


def _closed(text: str, start: int) -> tuple[int, list[str]]:
    """End and pieces of the quotation that opens at `start`; an end of -1 where nothing closes it."""
    mark = text[start]
    pieces: list[str] = []
    position = start + 1
    while position - start <= LONGEST:
        reach = min(len(text), position + LONGEST)
        line_end = text.find("\n", position, reach)
        line_end = reach if line_end < 0 else line_end
        closings = [at for closer in _CLOSERS[mark] if (at := text.find(closer, position, line_end)) >= 0]
        if closings:
            pieces.append(text[position : min(closings)])
            return min(closings) + 1, pieces
        pieces.append(text[position:line_end])
        following = _goes_on(mark).match(text, line_end)
        if following is None:
            break
        position = following.end()
    return -1, []


@cache
def _goes_on(mark: str) -> re.Pattern[str]:
    return re.compile(rf"\s*{re.escape(mark)}")
