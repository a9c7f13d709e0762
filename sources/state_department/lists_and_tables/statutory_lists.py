"""The lists of governments that the TIP Report prints beside its tiers.

A heading or a sentence that ends in a colon says which list it is; the names follow as list items, table cells, short
paragraphs or all in one paragraph. Lists of other things stand on these pages too (whom the law calls a child soldier,
which assistance it stops): what follows counts as the list only if at least half of it are countries.
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
_MARK: Final = re.compile(r"[\s*†‡§\d.]+$")
_SEPARATORS: Final = " ,;."
_LONGEST_NAME: Final = 9  # words
_LONGEST_RUN: Final = 4000  # characters; all countries of the world take less
_LONGEST_ITEM: Final = 60  # characters
_NAMES_TO_A_STRANGER: Final = 4
_JOINING: Final = frozenset(("and", "&", "the"))


class Listed(NamedTuple):
    """A country on a list: the value of the list vocabulary, ISO code, and the name as printed."""

    list: str
    country: str
    printed: str


@dataclass
class Lists:
    """What was read from a page: the countries listed, and names on its lists that no reference knows."""

    listed: list[Listed] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)


class _Names(NamedTuple):
    """Names that one block or run of blocks holds: known ones with their country, and the rest."""

    known: list[tuple[str, str]]
    unknown: list[str]


def read_statutory_lists(stream: Sequence[Block], *, title: str, name: str) -> Lists:
    """Reads every statutory list of a page.

    Args:
        stream: the blocks of the page.
        title: the page's title, which names the list of names that stand under no other heading.
        name: what messages call the page, normally its URL.

    Raises:
        PageProblemError: there is no list, two of one kind, or a country twice under different names on one.
    """
    found: dict[str, _Names] = {}
    for kind, names in _candidates(stream, title):
        if kind in found:
            raise PageProblemError(Reason.NO_ROWS, f"two lists that could be {kind}, not one: {name}")
        found[kind] = names
    missing = _announced(stream) - found.keys()
    if missing or not found:
        what = " and ".join(sorted(missing)) or "statutory list"
        raise PageProblemError(Reason.NO_ROWS, f"no countries found for {what}: {name}")
    lists = Lists()
    for kind, names in found.items():
        lists.listed.extend(_listed(kind, names, name))
        lists.unknown.extend((kind, printed) for printed in names.unknown)
    return lists


def _listed(kind: str, names: _Names, name: str) -> Iterator[Listed]:
    printed_as: dict[str, str] = {}
    for printed, country in names.known:
        if printed_as.setdefault(country, printed) != printed:
            both = f"{printed_as[country]} and {printed}"
            raise PageProblemError(Reason.UNREADABLE_ROWS, f"{both} on the list {kind} are one country: {name}")
    for country, printed in printed_as.items():
        yield Listed(kind, country, printed)


def _candidates(stream: Sequence[Block], title: str) -> Iterator[tuple[str, _Names]]:
    """Runs of names, each with the list it stands under."""
    kind = _kind(title)
    for is_item, group in groupby(stream, key=_is_item):
        if is_item:
            names = _in_blocks(group)
            if kind and names.known and len(names.known) >= len(names.unknown):
                yield kind, names
            continue
        for block in group:
            kind = _kind_after(block, kind)
            if (run_in := _RUN_IN.match(block.text)) and (of := _kind(run_in["lead"])):
                names = _in_run(run_in["names"])
                if _are_names(names):
                    yield of, names


def _announced(stream: Sequence[Block]) -> set[str]:
    """The lists that a sentence leads in to."""
    kinds = {_kind(block.text) for block in stream if _LEAD_IN.match(block.text)}
    return {kind for kind in kinds if kind}


def _kind_after(block: Block, kind: str | None) -> str | None:
    """The list that names after a block belong to: headings and lead-ins say so, other text changes nothing."""
    if block.kind == "heading":
        return _kind(block.text)
    if _LEAD_IN.match(block.text):
        return _kind(block.text) or kind
    return kind


def _kind(text: str) -> str | None:
    """The one list a text names."""
    kinds = [kind for kind, form in _LISTS.items() if form.search(text)]
    return kinds[0] if len(kinds) == 1 else None


def _is_item(block: Block) -> bool:
    """Whether a block may be a name or several: an item or cell, or a paragraph of nothing but names."""
    if block.kind in ("list_item", "table_row"):
        return True
    return block.kind == "paragraph" and ":" not in block.text and _are_names(_in_run(block.text))


def _are_names(names: _Names) -> bool:
    """Whether a text is a row of names, a few of which may be unknown, rather than a sentence that names countries."""
    return bool(names.known) and len(names.known) >= _NAMES_TO_A_STRANGER * len(names.unknown)


def _in_blocks(group: Iterator[Block]) -> _Names:
    """The names of a run of items, one an item or cell, unless one holds several."""
    known: list[tuple[str, str]] = []
    unknown: list[str] = []
    for block in group:
        for printed in block.lines:
            names = _in_run(printed)
            if names.unknown and not _are_names(names):  # an item is one name, and this one is not known
                unknown.append(printed)
            else:
                known.extend(names.known)
                unknown.extend(names.unknown)
    return _Names(known, unknown)


def _in_run(text: str) -> _Names:
    """The names of a text, the longest possible at each place, and the words between them that are no names."""
    if len(text) <= _LONGEST_ITEM and (place := by_name(_MARK.sub("", text))):
        return _Names([(_MARK.sub("", text), place.country)], [])
    if len(text) > _LONGEST_RUN:
        return _Names([], [text])
    words = text.split()
    known: list[tuple[str, str]] = []
    unknown: list[list[str]] = []
    start = last = 0
    while start < len(words):
        found = _name_at(words, start)
        if found is not None:
            printed, country, start = found
            known.append((printed, country))
            last = start
            continue
        if words[start].casefold() not in _JOINING:
            if start == last or not unknown:
                unknown.append([])
            unknown[-1].append(words[start])
        start += 1
    return _Names(known, [" ".join(run).strip(_SEPARATORS) for run in unknown])


def _name_at(words: list[str], start: int) -> tuple[str, str, int] | None:
    """The longest name that begins at a word: as printed, its country, and the word after it."""
    for end in range(min(start + _LONGEST_NAME, len(words)), start, -1):
        printed = _MARK.sub("", " ".join(words[start:end]).strip(_SEPARATORS))
        if place := by_name(printed):
            return printed, place.country, end
    return None
