"""Enumerations of countries, and the clauses of a sentence with the enumerations in each."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sources.language.clauses.lexicon import Item, has, means
from sources.language.clauses.model import Clause
from sources.language.clauses.statements import ENUMERATED, read_statements

RELEASING: Final = frozenset(("USA",))
"""The country that makes the report; it is no subject of a placement unless it ranks itself."""
_LONGEST_ALIAS: Final = 2
"""Items between two names of one country: `Myanmar (formerly Burma)`."""


@dataclass(frozen=True)
class Group:
    """Countries that stand in one enumeration.

    Attributes:
        countries: their codes.
        start: the first item.
        end: the item after the last.
    """

    countries: tuple[str, ...]
    start: int
    end: int


@dataclass(slots=True)
class Statement(Clause):
    """A clause with the enumerations of countries in it."""

    groups: list[Group] = field(default_factory=list)


def statements_of(items: Sequence[Item], groups: Sequence[Group]) -> list[Statement]:
    """The clauses of a sentence in order."""
    found = read_statements(items, [(group.start, group.end) for group in groups])
    return [
        Statement(
            each.kind,
            each.start,
            each.end,
            each.parent,
            each.opener,
            groups=[group for group in groups if each.start <= group.start and group.end <= each.end],
        )
        for each in found
    ]


def read_groups(items: Sequence[Item], excluded: frozenset[str] = frozenset()) -> list[Group]:
    """The enumerations of countries in a sentence.

    Args:
        items: the items.
        excluded: countries that are no member, such as the one that makes the report.
    """
    groups: list[Group] = []
    opens = has(items[:1], "contrast", "compare") or means(items[:1], "neighbour")
    for at, item in enumerate(items):
        if item.kind != "country" or item.value in excluded:
            continue
        between = items[groups[-1].end : at] if groups else ()
        same = bool(groups) and groups[-1].countries[-1] == item.value and len(between) <= _LONGEST_ALIAS
        if groups and (
            same
            or _names_some(between)
            or (_are_joined(between) and not (opens and [each.low for each in between] == [","]))
        ):
            last = groups.pop()
            groups.append(Group(tuple(dict.fromkeys((*last.countries, item.value))), last.start, at + 1))
        else:
            groups.append(Group((item.value,), at, at + 1))
    named = (replace(group, countries=tuple(filter(None, group.countries))) for group in groups)
    return [group for group in named if group.countries]


def _names_some(between: Sequence[Item]) -> bool:
    """`A and 14 other countries, including B`: the words between name a number of others, some of which follow."""
    counted = has(between, "number", "figure")
    plain = all(item.kind in ("and", "mark", "word", "number", "figure", "include", "to", "from") for item in between)
    return counted and plain and bool(between) and has(between[-2:], "include")


def _are_joined(between: Sequence[Item]) -> bool:
    """Whether only commas, conjunctions and articles separate two countries."""
    if not between:
        return True  # one missing comma
    joins = sum(item.kind == "and" or item.low in (",", "/", "(", ")", "&", "·", "•") for item in between)
    rest = [item for item in between if not (item.kind == "and" or item.low in (",", "/", "(", ")", "&", "·", "•"))]
    return joins > 0 and len(rest) <= 2 and all(item.low in ENUMERATED or _is_title(item) for item in rest)


def _is_title(item: Item) -> bool:
    return item.kind == "to" and item.low in ("a", "à", "à la", "al", "ao", "au", "aux", "a la")
