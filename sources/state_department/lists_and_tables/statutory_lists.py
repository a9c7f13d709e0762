"""Reads the lists of governments that the TIP Report prints besides its tiers.

A heading or a sentence that ends with a colon names the list. The names follow as list items, table cells, short
paragraphs or in one paragraph. These pages have other lists too (who is a child soldier by law, which assistance is
restricted), so names count as the list only if at least half of them are countries.

The phrases that name a list are in `_LISTS`; a new list or wording belongs there. Verdicts that mention a list are read
with `sources/state_department/tiers/verdict_phrases`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from sources.html.blocks import Block
from sources.problems import PageProblemError
from sources.reference.countries import by_name
from warehouse.tables.vocabulary import Reason

_LISTS: Final = {
    "cspa": re.compile(r"\bchild\s+soldiers?\s+(?:recruitment\s+)?prevention\s+act\b|\bCSPA\b", re.IGNORECASE),
    "policy_or_pattern": re.compile(r"\bpolic(?:y|ies)[”\"’']?\s+or\s+[“\"‘']?patterns?\b", re.IGNORECASE),
}
_LEAD_IN: Final = re.compile(r"[^:]{10,600}:$")
_RUN_IN: Final = re.compile(r"(?P<lead>[^:]{10,600}):\s+(?P<names>[^:]+)$")
_NAME_END: Final = re.compile(r"[\s*†‡§\d.]+$")
_SEPARATORS: Final = " ,;."
_LONGEST_NAME_WORDS: Final = 9
_LONGEST_RUN_CHARACTERS: Final = 4000
"""The names of all countries are shorter."""
_LONGEST_ITEM_CHARACTERS: Final = 60
_KNOWN_NAMES_PER_UNRESOLVED_NAME: Final = 4
_JOINING: Final = frozenset(("and", "&", "the"))


class ListedCountry(NamedTuple):
    """A country on a list: value of the list vocabulary, ISO code, and name as printed."""

    list: str
    country: str
    printed: str


@dataclass
class StatutoryLists:
    """The countries on the lists of a page, and the names that could not be resolved."""

    listed: list[ListedCountry] = field(default_factory=list)
    unresolved: list[tuple[str, str]] = field(default_factory=list)


class _Names(NamedTuple):
    """The names in one block or several: known names with their country, and unresolved names."""

    known: list[tuple[str, str]]
    unresolved: list[str]


def read_statutory_lists(stream: Sequence[Block], *, title: str, name: str) -> StatutoryLists:
    """Reads every statutory list of a page.

    Args:
        stream: the blocks of the page.
        title: the page's title, which names the list of names without another heading.
        name: name of the page in messages, normally its URL.

    Raises:
        PageProblemError: there is no list, there are two of one kind, or a country has two names on one list.
    """
    found: dict[str, _Names] = {}
    for kind, names in _candidates(stream, title):
        if kind in found:
            raise PageProblemError(Reason.NO_ROWS, f"two lists that can be {kind}: {name}")
        found[kind] = names
    missing = _introduced_lists(stream) - found.keys()
    if missing or not found:
        absent = " and ".join(sorted(missing)) or "statutory list"
        raise PageProblemError(Reason.NO_ROWS, f"no countries found for {absent}: {name}")
    lists = StatutoryLists()
    for kind, names in found.items():
        lists.listed.extend(_listed(kind, names, name))
        lists.unresolved.extend((kind, printed) for printed in names.unresolved)
    return lists


def _listed(kind: str, names: _Names, name: str) -> Iterator[ListedCountry]:
    printed_as: dict[str, str] = {}
    for printed, country in names.known:
        if printed_as.setdefault(country, printed) != printed:
            both = f"{printed_as[country]} and {printed}"
            raise PageProblemError(Reason.UNREADABLE_ROWS, f"{both} on the list {kind} are one country: {name}")
    for country, printed in printed_as.items():
        yield ListedCountry(kind, country, printed)


def _candidates(stream: Sequence[Block], title: str) -> Iterator[tuple[str, _Names]]:
    """Groups of names, each with its list."""
    kind = _kind(title)
    for is_item, group in groupby(stream, key=_is_item):
        if is_item:
            names = _names_in_blocks(group)
            if kind and names.known and len(names.known) >= len(names.unresolved):
                yield kind, names
            continue
        for block in group:
            kind = _kind_after(block, kind)
            if (run_in := _RUN_IN.match(block.text)) and (named := _kind(run_in["lead"])):
                names = _names_in_text(run_in["names"])
                if _are_names(names):
                    yield named, names


def _introduced_lists(stream: Sequence[Block]) -> set[str]:
    """The lists that sentences with a colon introduce."""
    kinds = {_kind(block.text) for block in stream if _LEAD_IN.match(block.text)}
    return {kind for kind in kinds if kind}


def _kind_after(block: Block, kind: str | None) -> str | None:
    """The list of the names after a block. Headings and introductory sentences set it, other text does not."""
    if block.kind == "heading":
        return _kind(block.text)
    if _LEAD_IN.match(block.text):
        return _kind(block.text) or kind
    return kind


def _kind(text: str) -> str | None:
    """The only list that a text names; None if it names none or several."""
    kinds = [kind for kind, form in _LISTS.items() if form.search(text)]
    return kinds[0] if len(kinds) == 1 else None


def _is_item(block: Block) -> bool:
    """Whether a block can be one or more names: an item, a cell, or a paragraph of names only."""
    if block.kind in ("list_item", "table_row"):
        return True
    return block.kind == "paragraph" and ":" not in block.text and _are_names(_names_in_text(block.text))


def _are_names(names: _Names) -> bool:
    """Whether a text is a series of names, with few unresolved names, and not a sentence."""
    return bool(names.known) and len(names.known) >= _KNOWN_NAMES_PER_UNRESOLVED_NAME * len(names.unresolved)


def _names_in_blocks(group: Iterator[Block]) -> _Names:
    """The names of several items or cells; one item can have several names."""
    known: list[tuple[str, str]] = []
    unresolved: list[str] = []
    for block in group:
        for printed in block.lines:
            names = _names_in_text(printed)
            if names.unresolved and not _are_names(names):  # the item is one unresolved name
                unresolved.append(printed)
            else:
                known.extend(names.known)
                unresolved.extend(names.unresolved)
    return _Names(known, unresolved)


def _names_in_text(text: str) -> _Names:
    """The names of a text, the longest at each position, and the words between them."""
    if len(text) <= _LONGEST_ITEM_CHARACTERS and (place := by_name(_NAME_END.sub("", text))):
        return _Names([(_NAME_END.sub("", text), place.country)], [])
    if len(text) > _LONGEST_RUN_CHARACTERS:
        return _Names([], [text])
    words = text.split()
    known: list[tuple[str, str]] = []
    unresolved: list[list[str]] = []
    start = last = 0
    while start < len(words):
        found = _longest_name_at(words, start)
        if found is not None:
            printed, country, start = found
            known.append((printed, country))
            last = start
            continue
        if words[start].casefold() not in _JOINING:
            if start == last or not unresolved:
                unresolved.append([])
            unresolved[-1].append(words[start])
        start += 1
    return _Names(known, [" ".join(run).strip(_SEPARATORS) for run in unresolved])


def _longest_name_at(words: list[str], start: int) -> tuple[str, str, int] | None:
    """The longest name that begins at a word: printed form, country, and index of the word after it."""
    for end in range(min(start + _LONGEST_NAME_WORDS, len(words)), start, -1):
        printed = _NAME_END.sub("", " ".join(words[start:end]).strip(_SEPARATORS))
        if place := by_name(printed):
            return printed, place.country, end
    return None
