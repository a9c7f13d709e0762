"""Spans of quotations: text between quotation marks of the usual kinds, also where the two marks do not fit together.

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

_CLOSERS: Final = {
    "“": ("”", '"', "“", "''"),
    "”": ("”", '"'),
    "„": ("“", "”", '"'),
    '"': ('"', "”", "“"),
    "«": ("»",),
    "»": ("«",),
    "‘‘": ("’’", '"', "”"),
    "``": ("''", '"', "”"),
    "''": ("''",),
    "‘": ("’",),
}
"""Closing marks by opening mark."""
_OPENER: Final = re.compile("|".join(sorted(_CLOSERS, key=len, reverse=True)))
_BEFORE_OPENER: Final = re.compile(r"(?:^|[\s(\[—–:\u00a0-])$")
_MIN_WORDS_IN_SINGLE_MARKS: Final = 3


class Quotation(NamedTuple):
    """A quotation: its span including the marks, and its words, with paragraphs joined by a newline."""

    start: int
    end: int
    words: str


def find_quotations(text: str) -> Iterator[Quotation]:
    """The quotations of a text in order, without nested ones."""
    position = 0
    for _ in range(_MAX_OPENERS):
        opening = _OPENER.search(text, position)
        if opening is None:
            return
        mark, start = opening[0], opening.start()
        if not _can_open(text, start, mark):
            position = opening.end()
            continue
        end, pieces = _end_and_pieces(text, start, mark)
        words = "\n".join(piece.strip() for piece in pieces if piece.strip()).rstrip(",").strip()
        is_quotation = bool(words) and end - start <= MAX_LENGTH and not _is_apostrophe(mark, words)
        if is_quotation:
            yield Quotation(start, end, words)
        position = end if end > start and is_quotation else opening.end()


def _can_open(text: str, start: int, mark: str) -> bool:
    """Whether a mark opens a quotation. Marks that also close, and apostrophes, need a space before and none after."""
    if mark in ("“", "„", '"', "«", "``", "‘‘"):
        return True
    following = text[start + len(mark) : start + len(mark) + 1]
    return _BEFORE_OPENER.search(text[max(0, start - 1) : start]) is not None and not following.isspace()


def _is_apostrophe(mark: str, words: str) -> bool:
    """Whether single marks are apostrophes, or the marks of a word or a name."""
    return mark == "‘" and len(words.split()) < _MIN_WORDS_IN_SINGLE_MARKS


def _end_and_pieces(text: str, start: int, mark: str) -> tuple[int, list[str]]:
    """End and pieces of the quotation that opens at `start`; the end is -1 if no mark closes it."""
    pieces: list[str] = []
    position = start + len(mark)
    while position - start <= MAX_LENGTH:
        reach = min(len(text), position + MAX_LENGTH)
        line_end = text.find("\n", position, reach)
        line_end = reach if line_end < 0 else line_end
        closing = next(
            (found for found in _closer(mark).finditer(text, position, line_end) if _can_close(text, found)), None
        )
        if closing is not None:
            pieces.append(text[position : closing.start()])
            return closing.end(), pieces
        pieces.append(text[position:line_end])
        following = _next_paragraph(mark).match(text, line_end)
        if following is None:
            break
        position = following.end()
    return -1, []


def _can_close(text: str, found: re.Match[str]) -> bool:
    """Whether a mark closes: no letter follows a mark that also opens, and no space is before it."""
    if found[0] not in ("“", "’", "''", "«", "»"):
        return True
    following = text[found.end() : found.end() + 1]
    before = text[found.start() - 1 : found.start()]
    if found[0] == "’":
        return not following.isalnum() and before in ",.!?…;—"
    return not following.isalnum() and (not before.isspace() or found[0] in "«»")


@cache
def _closer(mark: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_CLOSERS[mark], key=len, reverse=True))))


@cache
def _next_paragraph(mark: str) -> re.Pattern[str]:
    return re.compile(rf"\s*{re.escape(mark)}")
