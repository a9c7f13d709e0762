"""Paragraphs of text that is wrapped by line ends, and sentences that have grown together.

Pages wrap text with `<br>`, `<pre>` or line ends. A line continues where the one before is long and does not end a
sentence, or where a whole text is wrapped at one width.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

_SENTENCE_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$")
_LIST_ITEM: Final = re.compile(r"^(?:[-–•*·●■]|\(?\d{1,3}[.)])\s")
_UNFINISHED: Final = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|but|by|for|from|her|his|in|into|is|its|more|of|on|or|that|the|their|to|was|were|which|who"
    r"|with|de|del|el|la|los|las|y|e|o|du|des|le|les|et|à|da|do|das|dos))$",
    re.IGNORECASE,
)
"""Ends of lines after which a sentence goes on."""
_MIN_WRAPPED: Final = 45
"""Characters of the shortest line that is wrapped rather than ended."""
_MAX_WRAPPED: Final = 120
"""Characters of the longest line that is wrapped; longer lines are paragraphs."""
_MIN_SHARE: Final = 0.6
_NARROW: Final = 22
"""Characters by which a wrapped line may be shorter than the width: the longest word that did not fit."""
_GLUED: Final = re.compile(
    r"[.!?](?:(?<=[a-zß-öø-ÿ]{2}[.!?])(?=[A-ZÀ-Þ][a-zß-öø-ÿ]+[\s,’'])"
    r"|(?<=[a-zß-öø-ÿ][.!?])[”»](?=[A-ZÀ-Þ“][a-zß-öø-ÿ]))"
)
"""The end of a sentence without a space after it. A pattern that begins with its mark is found ten times as fast."""


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The paragraphs of lines; empty lines separate paragraphs and are left out.

    A line that begins with a small letter continues the one before, if that does not end a sentence. In a text that is
    wrapped at one width, every line of about that width is continued.
    """
    paragraphs: list[str] = []
    for line, is_continuation in zip(lines, [False, *continued(lines)], strict=False):
        if is_continuation:
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        elif line:
            paragraphs.append(line)
    return paragraphs


def continued(lines: Sequence[str]) -> list[bool]:
    """Whether each line but the last is continued by the next one."""
    width = _width(lines)
    has_gaps = any(not line for line in lines)
    return [
        bool(before and line) and _continues(before, line, width, has_gaps=has_gaps) for before, line in pairwise(lines)
    ]


def separated(paragraph: str) -> str:
    """The paragraph with a space between sentences that have none: `report.In the`."""
    return _GLUED.sub(r"\g<0> ", paragraph)


def _continues(before: str, line: str, width: int | None, *, has_gaps: bool) -> bool:
    """Whether a line continues the one before.

    A line that ends with a sentence may be the last one of its paragraph, unless gaps separate the paragraphs.
    """
    if _LIST_ITEM.match(line) or len(before) > _MAX_WRAPPED:
        return False
    is_full = width is not None and width - _NARROW <= len(before) <= width
    ends_sentence = _SENTENCE_END.search(before) is not None
    if ends_sentence and not has_gaps:
        return False
    if is_full and len(before) + 1 + len(line.split(maxsplit=1)[0]) > (width or 0):
        return True  # the first word of this line did not fit into the one before
    if len(before) < _MIN_WRAPPED or ends_sentence:
        return False
    return line[:1].islower() or _UNFINISHED.search(before) is not None


def _width(lines: Sequence[str]) -> int | None:
    """The width at which a text is wrapped; None for a text whose lines are paragraphs."""
    lengths = [len(line) for line in lines if line]
    if len(lengths) < 3 or max(lengths) > _MAX_WRAPPED or max(lengths) < _MIN_WRAPPED:
        return None
    width = max(lengths)
    unfinished = sum(1 for line in _inner(lines) if _SENTENCE_END.search(line) is None)
    full = sum(1 for line in _inner(lines) if len(line) >= width - _NARROW)
    inner = sum(1 for _ in _inner(lines))
    is_wrapped = inner > 1 and full >= _MIN_SHARE * inner and unfinished >= _MIN_SHARE * inner
    return width if is_wrapped else None


def _inner(lines: Sequence[str]) -> Iterator[str]:
    """The lines that another line follows directly."""
    return (line for line, following in pairwise(lines) if line and following)
