"""Rejection of hostile markup before parsing.

HTML5 tree building takes time quadratic in the depth of open elements and in the attributes of one tag, and no parser
has a limit. Pages with far more tags than any report, or with one enormous tag, are therefore scanned before parsing.
"""

import re
from collections import Counter
from typing import Final

MANY_TAGS: Final = 12_000
"""Real pages have up to nine thousand. Below this number the worst nesting parses within a second."""

MAX_OPEN: Final = 1_000

MAX_ATTRIBUTES: Final = 1_000

_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{8000,}")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_BETWEEN_ATTRIBUTES: Final = re.compile(r"[\s/]+")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr path rect circle".split()
)
_CLOSED_BY_THEMSELVES: Final = frozenset("p li dt dd option optgroup tr td th tbody thead tfoot colgroup rt rp".split())


class HostileMarkupError(ValueError):
    """Markup that would block the parsers."""


def validate_markup(text: str) -> None:
    """Raises for text that cannot be parsed in reasonable time.

    Raises:
        HostileMarkupError: too many elements are open at once, or one tag has too many attributes.
    """
    for found in _LONG_TAG.finditer(text):
        if len(_BETWEEN_ATTRIBUTES.findall(_QUOTED.sub("", found[0]))) > MAX_ATTRIBUTES:
            raise HostileMarkupError(f"one tag has more than {MAX_ATTRIBUTES} attributes")
    _validate_nesting(text)


def _validate_nesting(text: str) -> None:
    if text.count("<") <= MANY_TAGS:
        return
    stack: list[str] = []
    opened: Counter[str] = Counter()
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name in _VOID:
            continue
        if found[1]:
            if opened[name]:
                while (closed := stack.pop()) != name:
                    opened[closed] -= 1
                opened[name] -= 1
        elif not (name in _CLOSED_BY_THEMSELVES and opened[name]):
            stack.append(name)
            opened[name] += 1
            if len(stack) > MAX_OPEN:
                raise HostileMarkupError(f"more than {MAX_OPEN} elements are open at once")
