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

_FORMATTING_END: Final = re.compile(rf"</(?:{_FORMATTING_NAME})[\s/>]")
_FORMATTING_START: Final = re.compile(rf"<(?=[{_FORMATTING_LETTERS}])(?:{_FORMATTING_NAME})[\s/>]")
_FORMATTING_TAG: Final = re.compile(rf"<(/?)(?=[{_FORMATTING_LETTERS}])({_FORMATTING_NAME})(?=[\s/>])")
_MAX_SAME_FORMATTING: Final = 3  # of elements with the same tag only three are opened again
_MAX_TAG_CHARACTERS: Final = 200
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
        _validate_formatting(text, tags)


def validate_for_soup(text: str) -> None:
    """Raises for text that `validate_markup` accepts and that BeautifulSoup cannot parse in reasonable time.

    Raises:
        HostileMarkupError: too many elements of formatting stay open.
    """
    if len(_FORMATTING_START.findall(text)) - len(_FORMATTING_END.findall(text)) > MAX_UNCLOSED_FORMATTING:
        raise HostileMarkupError(f"more than {MAX_UNCLOSED_FORMATTING} elements of formatting are never closed")


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


def _validate_formatting(text: str, tags: int) -> None:
    """Counts elements that parsers open again, as if each other tag ended all elements but those of formatting."""
    if max((count for _, count in _open_formatting(text, _FORMATTING_TAG)), default=0) * tags <= MAX_REOPENED:
        return  # elements of formatting are few beside all tags
    reopened = 0
    for is_formatting, count in _open_formatting(text, _TAG):
        if not is_formatting:
            reopened += count
            if reopened > MAX_REOPENED:
                raise HostileMarkupError(f"formatting would be opened again more than {MAX_REOPENED:,} times")


def _open_formatting(text: str, tag_pattern: re.Pattern[str]) -> Iterator[tuple[bool, int]]:
    """For each tag, whether it is one of formatting, and how many elements of formatting are open after it."""
    active: dict[str, Counter[str]] = {}
    count = 0
    for found in tag_pattern.finditer(text):
        name = found[2].lower()
        if name not in _FORMATTING:
            yield False, count
            continue
        same = active.setdefault(name, Counter())
        if found[1]:
            if same:
                tag, number = same.popitem()
                count -= 1
                if number > 1:
                    same[tag] = number - 1
        else:
            end = text.find(">", found.end(), found.end() + _MAX_TAG_CHARACTERS)
            tag = text[found.end() : end] if end >= 0 else str(found.start())
            if same[tag] < _MAX_SAME_FORMATTING:
                same[tag] += 1
                count += 1
        yield True, count
