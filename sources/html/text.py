"""Plain text as a page: every line with text is a paragraph, unless the text is wrapped to a width."""

import re
from itertools import pairwise
from typing import Final

from sources.html.blocks import Block, fold
from sources.html.layout import Layout, Page

PLAIN_TEXT: Final = Layout(name="plain_text", root="", title="")

_TAG: Final = re.compile(r"<(?:!doctype|html|head|body|div|p|h[1-6]|table|br|span|section|article)\b", re.IGNORECASE)
_START_CHARACTERS: Final = 4096  # an HTML page has a tag within them

_WRAP_WIDTHS: Final = range(40, 121)
"""Lengths of the longest line of a wrapped text. A paragraph on one line is longer."""
_FILLED_SHARE: Final = 0.8
"""Minimum share of the width of a wrapped line together with the first word of the next line."""
_SENTENCE_END: Final = re.compile(r"[.!?:;][”’\"')\]]*$")
_ITEM: Final = re.compile(r"(?:[-*•·–—]|\(?(?:\d{1,2}|[a-z])[.)])\s")


def is_plain_text(text: str) -> bool:
    """Whether a text has no markup."""
    return _TAG.search(text[:_START_CHARACTERS]) is None


def open_text(text: str, title: str) -> Page:
    """A text as a page."""
    paragraphs = [Block("paragraph", line, printed=line) for line in map(fold, text.splitlines()) if line]
    return Page(PLAIN_TEXT, title, paragraphs, [])


def unwrapped(text: str) -> str:
    """The text with one line for each paragraph. The lines of a wrapped paragraph are joined.

    A text is wrapped if one of its paragraphs continues on a line with a lower-case start. A paragraph continues on the
    next line if its line is about as long as the longest and does not end a sentence. Neither line may be a heading in
    capitals, and the next line may not begin a list item.
    """
    lines = [line.strip() for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    if width not in _WRAP_WIDTHS:
        return text
    continues = [_continues_paragraph(line, following, width) for line, following in pairwise(lines)]
    if not any(joined and following[0].islower() for joined, following in zip(continues, lines[1:], strict=True)):
        return text
    parts = lines[:1]
    for joined, following in zip(continues, lines[1:], strict=True):
        parts += (" " if joined else "\n", following)
    return "".join(parts)


def _continues_paragraph(line: str, following: str, width: int) -> bool:
    if not line or not following or line.isupper() or following.isupper() or _ITEM.match(following):
        return False
    if _SENTENCE_END.search(line) and not following[0].islower():
        return False
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > _FILLED_SHARE * width
