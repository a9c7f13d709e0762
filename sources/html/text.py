"""Plain text as a page: every line that holds text is a paragraph."""

import re
from typing import Final

from sources.html.blocks import Block, fold
from sources.html.layout import Layout, Page

PLAIN_TEXT: Final = Layout(name="plain_text", root="", title="")

_TAG: Final = re.compile(r"<(?:!doctype|html|head|body|div|p|h[1-6]|table|br|span|section|article)\b", re.IGNORECASE)
_START: Final = 4096  # characters in which a page in HTML has shown its first tag


def is_plain_text(text: str) -> bool:
    """Whether a text holds no markup."""
    return _TAG.search(text[:_START]) is None


def open_text(text: str, title: str) -> Page:
    """A text as a page."""
    paragraphs = [Block("paragraph", line, printed=line) for line in map(fold, text.splitlines()) if line]
    return Page(PLAIN_TEXT, title, paragraphs, [])
