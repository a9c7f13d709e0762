"""Plain text as a page: every line that holds text is a paragraph, unless the text is wrapped to a width."""

import re
from itertools import pairwise
from typing import Final

from sources.html.blocks import Block, fold
from sources.html.layout import Layout, Page

PLAIN_TEXT: Final = Layout(name="plain_text", root="", title="")

_TAG: Final = re.compile(r"<(?:!doctype|html|head|body|div|p|h[1-6]|table|br|span|section|article)\b", re.IGNORECASE)
_START: Final = 4096  # characters in which a page in HTML has shown its first tag

_WIDTHS: Final = range(40, 121)
"""Lengths of the longest line at which a text can be wrapped; a paragraph that stands on one line is longer."""
_FILLED: Final = 0.8
"""How full a wrapped line is with the next one's first word: wrapping breaks only where that word has no room."""
_SENTENCE_END: Final = re.compile(r"[.!?:;][”’\"')\]]*$")
_ITEM: Final = re.compile(r"(?:[-*•·–—]|\(?(?:\d{1,2}|[a-z])[.)])\s")


def is_plain_text(text: str) -> bool:
    """Whether a text holds no markup."""
    return _TAG.search(text[:_START]) is None


def open_text(text: str, title: str) -> Page:
    """A text as a page."""
    paragraphs = [Block("paragraph", line, printed=line) for line in map(fold, text.splitlines()) if line]
    return Page(PLAIN_TEXT, title, paragraphs, [])


def unwrapped(text: str) -> str:
    """The text with one line a paragraph: where it is wrapped to a width, the lines of a paragraph are joined.

    A text is wrapped if some line of it goes on in small letters. A line goes on in the next one if it is about as
    long as the longest, does not end a sentence, and neither of the two is a heading in capitals or begins an item of
    a list.
    """
    lines = [line.strip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    if width not in _WIDTHS:
        return text
    goes_on = [_goes_on(line, following, width) for line, following in pairwise(lines)]
    if not any(joined and lines[at + 1][0].islower() for at, joined in enumerate(goes_on)):
        return text
    parts = lines[:1]
    for joined, following in zip(goes_on, lines[1:], strict=True):
        parts += (" " if joined else "\n", following)
    return "".join(parts)


def _goes_on(line: str, following: str, width: int) -> bool:
    if not line or not following or line.isupper() or following.isupper() or _ITEM.match(following):
        return False
    if _SENTENCE_END.search(line) and not following[0].islower():
        return False
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > _FILLED * width
