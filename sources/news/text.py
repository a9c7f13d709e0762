"""The running text of a news page's markup."""

import re
from typing import Final

from trafilatura import extract

from sources.html.guard import HostileMarkupError, validate_markup
from sources.news.boilerplate import trim_article
from sources.problems import PageProblemError
from warehouse.tables.vocabulary import Reason

_SHORT: Final = 400
"""Characters; a precise reading that gives less than this is tried again less strictly."""

MAX_MARKUP: Final = 2 * 1024 * 1024
"""Characters of markup, scripts and styles apart. News pages have a tenth of it."""

MAX_DEPTH: Final = 240
"""Elements inside each other. libxml2 cuts a tree at 256; readers that recurse fail beyond a few hundred."""

_LAST: Final = 0x10FFFF
_DATA_ELEMENTS: Final = ("script", "style", "svg", "noscript")
_LD_JSON: Final = "ld+json"
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_ENTITY: Final = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<decimal>\d{1,7}));?")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})")
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr path".split())
_IMPLIED: Final = frozenset("p li dt dd option tr td th tbody thead tfoot".split())


def lighten(page: str, name: str) -> str:
    """A page's markup without scripts, styles, drawings and invisible characters; its JSON-LD stays.

    Raises:
        PageProblemError: what is left is too large, nested too deep, or made to stall a parser.
    """
    light = _ENTITY.sub(_kept, _CONTROL.sub("", page))
    for element in _DATA_ELEMENTS:
        light = _without(light, element)
    if len(light) > MAX_MARKUP:
        raise PageProblemError(
            Reason.TOO_LARGE, f"{len(light):,} characters of markup, the limit is {MAX_MARKUP:,}: {name}"
        )
    try:
        validate_markup(light)
    except HostileMarkupError as error:
        raise PageProblemError(Reason.HOSTILE_MARKUP, f"{error}: {name}") from error
    if _depth(light) > MAX_DEPTH:
        raise PageProblemError(Reason.HOSTILE_MARKUP, f"elements are nested deeper than {MAX_DEPTH}: {name}")
    return light


def _kept(entity: re.Match[str]) -> str:
    """A numeric entity as it stands, or nothing where it means a character that no text holds: one of these makes
    lxml give up on the whole page. Those from 128 to 159 stay: in pages they mean quotation marks and dashes."""
    code = int(entity["hex"], 16) if entity["hex"] else int(entity["decimal"])
    impossible = code > _LAST or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE
    if impossible or (not 0x80 <= code <= 0x9F and _CONTROL.match(chr(code))):
        return ""
    return entity[0]


def without_controls(text: str) -> str:
    """The text without control characters and those that are not seen or turn the direction of writing."""
    return _CONTROL.sub("", text)


def article_text(light: str, title: str | None, name: str) -> str:
    """The article's paragraphs, one a line, without headline, menus, captions of links and comments.

    Args:
        light: markup that `lighten` has passed.
        title: the headline.
        name: what to call the page in an error.

    Raises:
        PageProblemError: the markup cannot be read.
    """
    try:
        text = _extract(light, precise=True)
        if len(text) < _SHORT:
            text = _extract(light, precise=False)
    except (ValueError, RecursionError, AssertionError, TypeError, AttributeError) as error:
        raise PageProblemError(
            Reason.HOSTILE_MARKUP, f"{type(error).__name__} while reading the markup: {name}"
        ) from error
    return trim_article(without_controls(text), title)  # entities stand for such characters too


def _extract(light: str, *, precise: bool) -> str:
    text = extract(light, favor_precision=precise, include_comments=False, include_tables=False, fast=True)
    return text or ""


def _without(page: str, element: str) -> str:
    """The page without the elements of one name, in one pass."""
    pieces: list[str] = []
    low = page.lower()
    if len(low) != len(page):  # a few capitals grow when lowered; positions must agree
        low = "".join(character.lower() if character.isascii() else character for character in page)
    opening, closing = f"<{element}", f"</{element}"
    at = 0
    while (start := low.find(opening, at)) >= 0:
        after = start + len(opening)
        if low[after : after + 1].isalnum():
            pieces.append(page[at:after])
            at = after
            continue
        end = low.find(closing, after)
        stop = low.find(">", end) + 1 if end >= 0 else 0
        if stop <= 0:
            pieces.append(page[at:start])
            return "".join(pieces)
        is_metadata = _LD_JSON in low[after : low.find(">", after) + 1]
        pieces.append(page[at : stop if is_metadata else start])
        at = stop
    pieces.append(page[at:])
    return "".join(pieces)


def _depth(page: str) -> int:
    """How deep elements are nested, roughly as a parser would see it."""
    stack: list[str] = []
    deepest = 0
    for found in _TAG.finditer(page):
        name = found[2].lower()
        if name in _VOID:
            continue
        if not found[1]:
            if not (name in _IMPLIED and stack and stack[-1] == name):
                stack.append(name)
                deepest = max(deepest, len(stack))
            if deepest > MAX_DEPTH:
                return deepest
        elif name in stack[-20:]:
            while stack.pop() != name:
                pass
    return deepest
