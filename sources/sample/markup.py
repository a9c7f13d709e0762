"""Converts paragraphs of the sample to HTML.

Markers: `**lead**` words that open a paragraph, `*title*` italics, `[words](address)` a link, `~` a no-break space,
a paragraph `---` a rule.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

_RULE: Final = "---"
_BOLD_FROM: Final = 2021
"""Since this edition the first words of a paragraph are bold; before, they are underlined."""


def paragraphs(texts: Iterable[str], year: int) -> str:
    """Paragraphs in the markup of an edition."""
    return "\n".join("<hr />" if text == _RULE else f"<p>{_inline(text, year)}</p>" for text in texts)


def _inline(text: str, year: int) -> str:
    lead = "b" if year >= _BOLD_FROM else "u"
    html = escape(text, quote=False).replace("~", "&nbsp;")
    html = re.sub(r"\*\*([^*]+)\*\*", rf"<{lead}>\1</{lead}>", html)
    html = re.sub(r"\*([^*]+)\*", r"<i>\1</i>", html)
    return re.sub(
        r"\[([^]]+)\]\((\S+?)\)",
        r'<a class="" href="\2" target="_self"><span class="external-link-title">\1</span></a>',
        html,
    )
