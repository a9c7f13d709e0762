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
_DATA_ELEMENTS: Final = ("script", "style", "svg", "noscript")
_LD_JSON: Final = "ld+json"
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_ENTITY: Final = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<decimal>\d{1,7}));?")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})")
_ASCII_LOWER: Final = {ord(capital): capital.lower() for capital in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr path".split())
_IMPLIED: Final = frozenset("p li dt dd option tr td th tbody thead tfoot".split())


def clean_markup(page: str, name: str) -> str:
    """The markup of a page without scripts, styles, drawings and invisible characters. JSON-LD is kept.

    Args:
        page: the decoded page.
        name: name of the page in error messages.

    Raises:
        PageProblemError: the cleaned markup is too large, is nested too deep, or can stall a parser.
    """
    markup = _ENTITY.sub(_valid_entity, _CONTROL.sub("", page))
    low = _in_lower_case(markup)
    for element in _DATA_ELEMENTS:
        markup, low = _without_elements(markup, low, element)
    if len(markup) > MAX_MARKUP:
        raise PageProblemError(
            Reason.TOO_LARGE, f"{len(markup):,} characters of markup, the limit is {MAX_MARKUP:,}: {name}"
        )
    try:
        validate_markup(markup)
    except HostileMarkupError as error:
        raise PageProblemError(Reason.HOSTILE_MARKUP, f"{error}: {name}") from error
    if _depth(markup) > MAX_DEPTH:
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
    return _CONTROL.sub("", text)


def _in_lower_case(page: str) -> str:
    """The page in lower case, with every character in its place: some capitals become longer in lower case."""
    low = page.lower()
    return low if len(low) == len(page) else page.translate(_ASCII_LOWER)


def _without_elements(page: str, low: str, element: str) -> tuple[str, str]:
    """The page without the elements of one name, and the same in lower case, in one pass."""
    kept: list[slice] = []
    opening, closing = f"<{element}", f"</{element}"
    at = 0
    while (start := low.find(opening, at)) >= 0:
        after = start + len(opening)
        if low[after : after + 1].isalnum():
            kept.append(slice(at, after))
            at = after
            continue
        end = low.find(closing, after)
        stop = low.find(">", end) + 1 if end >= 0 else 0
        if stop <= 0:
            kept.append(slice(at, start))
            at = len(page)
            break
        is_metadata = _LD_JSON in low[after : low.find(">", after) + 1]
        kept.append(slice(at, stop if is_metadata else start))
        at = stop
    kept.append(slice(at, len(page)))
    return "".join(page[part] for part in kept), "".join(low[part] for part in kept)


def _depth(page: str) -> int:
    """The nesting depth of elements, approximately as a parser counts it."""
    stack: list[str] = []
    deepest = 0
    for end, written in _TAG.findall(page):  # with match objects it takes twice as long
        name = written.lower()
        if name in _VOID:
            continue
        if not end:
            if not (name in _IMPLIED and stack and stack[-1] == name):
                stack.append(name)
                deepest = max(deepest, len(stack))
            if deepest > MAX_DEPTH:
                return deepest
        elif name in stack[-20:]:
            while stack.pop() != name:
                pass
    return deepest
