"""Rejection of hostile markup before parsing.

HTML5 tree building takes time quadratic in the depth of open elements, in the attributes of one tag and in the options
of one list, and no parser has a limit. Pages are therefore scanned before parsing, in time linear in their length.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

MAX_TAGS: Final = 200_000
"""Twenty times the tags of the largest real page."""

MANY_TAGS: Final = 12_000
"""Below this number the worst nesting parses within a second."""

MAX_OPTIONS: Final = 5_000
"""Options of all lists of a page. Real pages have up to seven hundred. Ten times as many take a minute to parse."""

MAX_OPEN: Final = 1_000
"""Elements that are open at once. Real pages have up to 440, with elements that are never closed."""

MAX_ATTRIBUTES: Final = 1_000

_MAX_ATTRIBUTE_PAIRS: Final = 60_000_000
"""Pairs of attributes of one tag, over all tags: parsers compare each attribute with all others of its tag."""

MAX_REOPENED: Final = 500_000
"""Elements such as `b` and `font` that stay open over the end of a paragraph are opened again in each further one."""

MAX_UNCLOSED_FORMATTING: Final = 250
"""Elements of formatting that stay open. BeautifulSoup takes a second for so many, and quadratic time for more."""

_MIN_LONG_TAG_CHARACTERS: Final = 300
_MIN_LONGEST_TAG_CHARACTERS: Final = 8_000
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{8000,}")
_ANY_TAG: Final = re.compile(r"<[a-zA-Z][^>]{300,}")
_ANY_TAG_WITH_QUOTES: Final = re.compile(r"<[a-zA-Z](?:[^>\"']++|\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))*+")
_OPTION: Final = re.compile(r"<opt(?:ion|group)", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_BETWEEN_ATTRIBUTES: Final = re.compile(r"[\s/]+")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr path rect circle".split()
)
_FORMATTING: Final = frozenset("b big code em font i s small strike strong tt u".split())
_FORMATTING_NAME: Final = "|".join(
    "".join(f"[{letter}{letter.upper()}]" for letter in name) for name in sorted(_FORMATTING)
)
"""In small and capital letters; a pattern that ignores case is twice as slow."""

_FORMATTING_LETTERS: Final = "".join(sorted({letter for name in _FORMATTING for letter in (name[0], name[0].upper())}))
"""First letters: a look at one letter rules out most tags, in half the time."""

_SPACE: Final = r"\t\n\f\r "  # of HTML; `\s` has more
_ATTRIBUTES: Final = (
    rf"(?:[{_SPACE}/]++(?:[a-zA-Z_:][\w:.-]*+"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"[^\"]*+\"|'[^']*+'|[^{_SPACE}\"'=<>`]++))?+)?+)*+"
)
_FORMATTING_START: Final = re.compile(rf"<(?=[{_FORMATTING_LETTERS}])(?:{_FORMATTING_NAME})[\s/>]")
_FORMATTING_TAG: Final = re.compile(rf"<({_FORMATTING_NAME})({_ATTRIBUTES})>")
_CLOSED_FORMATTING: Final = re.compile(
    rf"<(?=[{_FORMATTING_LETTERS}])({_FORMATTING_NAME}){_ATTRIBUTES}>"
    rf"(?:[^<]++|</?(?:a|br|img|span|sub|sup){_ATTRIBUTES}>)*+</\1[{_SPACE}/>]"
)
"""An element of formatting that surely ends: it has only text and tags that keep no end tag from its effect."""

_MAX_SAME_FORMATTING: Final = 3  # of elements with the same tag only three are opened again
_CLOSED_BY_THEMSELVES: Final = frozenset("p li dt dd option tr td th tbody thead tfoot colgroup".split())


class HostileMarkupError(ValueError):
    """Markup that would block the parsers."""


def validate_markup(text: str) -> None:
    """Raises for text that cannot be parsed in reasonable time.

    Raises:
        HostileMarkupError: there are too many tags or options, too many elements are open at once, or tags have too
            many attributes.
    """
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise HostileMarkupError(f"the page has more than {MAX_TAGS:,} tags")
    if tags > MAX_OPTIONS and len(_OPTION.findall(text)) > MAX_OPTIONS:
        raise HostileMarkupError(f"the page has more than {MAX_OPTIONS:,} options")
    _validate_attributes(text)
    if tags > MANY_TAGS:
        _validate_nesting(text)
    if len(_FORMATTING_START.findall(text)) * tags > MAX_REOPENED:
        same = Counter(_open_formatting(text)).values()
        if sum(min(number, _MAX_SAME_FORMATTING) for number in same) * tags > MAX_REOPENED:
            raise HostileMarkupError(f"formatting could be opened again more than {MAX_REOPENED:,} times")


def validate_for_soup(text: str) -> None:
    """Raises for text that `validate_markup` accepts and that BeautifulSoup cannot parse in reasonable time.

    Raises:
        HostileMarkupError: too many elements of formatting stay open.
    """
    if sum(1 for _ in _open_formatting(text)) > MAX_UNCLOSED_FORMATTING:
        raise HostileMarkupError(f"more than {MAX_UNCLOSED_FORMATTING} elements of formatting may be never closed")


def _validate_attributes(text: str) -> None:
    tags = _ANY_TAG.findall(text)  # with match objects it takes twice as long
    for tag in tags:
        for found in _LONG_TAG.finditer(tag) if len(tag) > _MIN_LONGEST_TAG_CHARACTERS else ():
            if len(_BETWEEN_ATTRIBUTES.findall(_QUOTED.sub("", found[0]))) > MAX_ATTRIBUTES:
                raise HostileMarkupError(f"one tag has more than {MAX_ATTRIBUTES} attributes")
    # A quoted value can contain the end of a tag, and a text can contain a quotation mark: both readings count.
    if max(_attribute_pairs(tags), _attribute_pairs(_ANY_TAG_WITH_QUOTES.findall(text))) > _MAX_ATTRIBUTE_PAIRS:
        raise HostileMarkupError("many tags have hundreds of attributes")


def _attribute_pairs(tags: Iterable[str]) -> int:
    pairs = 0
    for found in tags:
        if len(found) >= _MIN_LONG_TAG_CHARACTERS:
            attributes = len(_BETWEEN_ATTRIBUTES.findall(_QUOTED.sub("", found)))
            pairs += attributes * attributes // 2
    return pairs


def _validate_nesting(text: str) -> None:
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


def _open_formatting(text: str) -> Iterator[object]:
    """The tags of formatting that may stay open, each with its attributes: all that are not closed at once.

    An end tag further away is no proof. It can stand in a comment, in an attribute or in a list of options, where
    parsers ignore it. Of 601 real pages none has more than 61 such tags, and 11 where three of a kind are counted.
    """
    closed = {found.start() for found in _CLOSED_FORMATTING.finditer(text)}
    for found in _FORMATTING_START.finditer(text):
        if found.start() not in closed:
            tag = _FORMATTING_TAG.match(text, found.start())
            yield (tag[1].lower(), tag[2]) if tag is not None else found.start()
