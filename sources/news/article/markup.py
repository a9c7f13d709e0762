"""Cleaning of a news page's markup before extraction."""

import re
from typing import Final

from sources.html.guard import HostileMarkupError, validate_markup
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

MAX_MARKUP: Final = 2 * 1024 * 1024
"""Characters of markup without scripts and styles. News pages have a tenth of this."""

MAX_DEPTH: Final = 240
"""Nesting of elements. libxml2 cuts a tree at 256; recursive parsers fail beyond a few hundred."""

_LAST_CODE_POINT: Final = 0x10FFFF
_DATA_ELEMENTS: Final = (b"script", b"style", b"svg", b"noscript")
_LD_JSON: Final = b"ld+json"
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_PLAIN_ASCII: Final = bytes(code for code in range(128) if not _CONTROL.match(chr(code)))
_ENTITY: Final = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<decimal>\d{1,7}));?")
_TAG: Final = re.compile(rb"<(/?)([a-z][a-z0-9]{0,30})")
_VOID: Final = frozenset(b"area base br col embed hr img input link meta param source track wbr path".split())
_IMPLIED: Final = frozenset(b"p li dt dd option tr td th tbody thead tfoot".split())


def clean_markup(page: str, name: str) -> str:
    """The markup of a page without scripts, styles, drawings and invisible characters. JSON-LD is kept.

    Args:
        page: the decoded page.
        name: name of the page in error messages.

    Raises:
        PageProblemError: the cleaned markup is too large, is nested too deep, or can stall a parser.
    """
    data = _ENTITY.sub(_valid_entity, without_controls(page)).encode("utf-8", "surrogatepass")
    low = data.lower()  # of bytes, only ASCII letters: every character keeps its place
    for element in _DATA_ELEMENTS:
        data, low = _without_elements(data, low, element)
    markup = data.decode("utf-8", "surrogatepass")
    if len(markup) > MAX_MARKUP:
        raise PageProblemError(
            Reason.TOO_LARGE, f"{len(markup):,} characters of markup, the limit is {MAX_MARKUP:,}: {name}"
        )
    try:
        validate_markup(markup)
    except HostileMarkupError as error:
        raise PageProblemError(Reason.HOSTILE_MARKUP, f"{error}: {name}") from error
    if _depth(low) > MAX_DEPTH:
        raise PageProblemError(Reason.HOSTILE_MARKUP, f"elements are nested deeper than {MAX_DEPTH}: {name}")
    return markup


def _valid_entity(entity: re.Match[str]) -> str:
    """The numeric entity, or an empty string for a character that is invalid in text.

    One invalid character makes lxml reject the whole page. Entities from 128 to 159 are kept: in pages they stand for
    quotation marks and dashes.
    """
    code = int(entity["hex"], 16) if entity["hex"] else int(entity["decimal"])
    impossible = code > _LAST_CODE_POINT or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE
    if impossible or (not 0x80 <= code <= 0x9F and _CONTROL.match(chr(code))):
        return ""
    return entity[0]


def without_controls(text: str) -> str:
    """The text without control characters, invisible characters and direction marks."""
    return _CONTROL.sub("", text) if _CONTROL.search(unusual_characters(text)) else text


def unusual_characters(text: str) -> str:
    """The text without all plain ASCII: a pattern takes ten times as long over all characters as over those left."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN_ASCII).decode("utf-8", "surrogatepass")


def _without_elements(page: bytes, low: bytes, element: bytes) -> tuple[bytes, bytes]:
    """The page without the elements of one name, and the same in lower case, in one pass."""
    kept: list[slice] = []
    opening, closing = b"<" + element, b"</" + element
    at = 0
    while (start := low.find(opening, at)) >= 0:
        after = start + len(opening)
        if low[after : after + 4].decode("utf-8", "ignore")[:1].isalnum():
            kept.append(slice(at, after))
            at = after
            continue
        end = low.find(closing, after)
        stop = low.find(b">", end) + 1 if end >= 0 else 0
        if stop <= 0:
            kept.append(slice(at, start))
            at = len(page)
            break
        is_metadata = _LD_JSON in low[after : low.find(b">", after) + 1]
        kept.append(slice(at, stop if is_metadata else start))
        at = stop
    if not kept:
        return page, low
    kept.append(slice(at, len(page)))
    return b"".join(page[part] for part in kept), b"".join(low[part] for part in kept)


def _depth(low: bytes) -> int:
    """The nesting depth of elements of a page in lower case, approximately as a parser counts it."""
    stack: list[bytes] = []
    deepest = 0
    for end, name in _TAG.findall(low):  # with match objects it takes twice as long
        if name in _VOID:
            continue
        if not end:
            if not (name in _IMPLIED and stack and stack[-1] == name):
                stack.append(name)
                if len(stack) > deepest:
                    deepest = len(stack)
                    if deepest > MAX_DEPTH:
                        return deepest
        elif stack and stack[-1] == name:
            stack.pop()
        elif name in stack[-20:]:
            while stack.pop() != name:
                pass
    return deepest
