"""The denial, and the phrases that zeros and unreported figures share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.state_department.statistics.types import scope_types

_REACH_ITEMS: Final = 30

VERB_FORMS: Final = ("base", "finite", "gerund")

_SUBORDINATE: Final = frozenset("although while though despite since because whereas as".split())

_CLAUSE_BREAKS: Final = frozenset("but although though while however whereas despite unlike given".split())

_UPON: Final = frozenset(("of", "against", "involving", "into", "for", "any", "convict", "prosecute", "or"))


@dataclass(frozen=True, slots=True)
class Denial:
    """A zero or an unreported figure.

    Attributes:
        at: its first item.
        end: place of the item after it.
        measures: the denied measures.
        value: 0, or None where the figure was not reported.
        types: types of trafficking named.
        persons: whether it counts persons rather than cases.
        of_these: whether it refers to the efforts named just before (`such efforts`).
    """

    at: int
    end: int
    measures: tuple[str, ...]
    value: int | None
    types: tuple[str, ...]
    persons: bool
    of_these: bool = False

    def is_of_new(self, items: Sequence[Item]) -> bool:
        """Whether only new cases are denied (`no new prosecutions`); older cases may continue."""
        return any(item.low in ("new", "any new", "initiate new") for item in items[self.at : self.end])


def coordinated(items: Sequence[Item], place: int) -> tuple[list[str], int]:
    """The measures of verbs joined by `and`, `or` and commas, and the place after them."""
    measures: list[str] = []
    while place < len(items):
        item = items[place]
        if item.kind == "act" and item.form in VERB_FORMS:
            measures.append(item.value)
        elif item.kind == "act" and item.value == "victims_repatriated":
            measures[:] = [item.value]
        elif not _joins(items, place):
            break
        place += 1
    return list(dict.fromkeys(measures)), place


def _joins(items: Sequence[Item], place: int) -> bool:
    item = items[place]
    if item.low in ("or", "and", ",", "nor", "in", "the", "facilitate", "successfully", "of"):
        return True
    return item.kind == "adverb"


def measure_nouns(items: Sequence[Item], place: int) -> tuple[list[str], int]:
    """Measures named by nouns, `any investigations, prosecutions, or convictions`, and the place after them."""
    measures: list[str] = []
    end = place
    for ahead in range(place, min(len(items), place + 14)):
        item = items[ahead]
        if item.kind == "act" and item.form == "noun":
            measures.append(item.value)
            end = ahead + 1
        elif item.kind in ("prep", "rel", "aux", "num", "object", "official", "det", "deny") or item.low in ";()—":
            break
    return list(dict.fromkeys(measures)), end


def skip(items: Sequence[Item], place: int, kinds: frozenset[str]) -> int:
    """The place after items of these kinds."""
    while place < len(items) and items[place].kind in kinds:
        place += 1
    return place


def object_end(items: Sequence[Item], place: int) -> int:
    """The place after an object and those joined to it."""
    while place + 1 < len(items) and (items[place + 1].kind == "object" or items[place + 1].low in ("or", "and", "of")):
        place += 1
    return place + 1


def clause_end(items: Sequence[Item], place: int) -> int:
    """The end of the clause around an item."""
    depth = 0
    subordinate = items[0].low in _SUBORDINATE and not any(item.low == "," for item in items[:place])
    for ahead in range(place, min(len(items), place + _REACH_ITEMS)):
        item = items[ahead]
        if item.low == "(":
            depth += 1
        elif item.low == ")":
            depth -= 1
        if depth < 0 or item.low == ";" or item.kind == "compare":
            return ahead
        if subordinate and item.low == "," and ahead > place:
            return ahead
        if (item.low in _CLAUSE_BREAKS and ahead > place) or (item.low == "nor" and items[ahead - 1].low == ","):
            return ahead
    return min(len(items), place + _REACH_ITEMS)


def concerns_officials(items: Sequence[Item], place: int) -> bool:
    """Whether the clause is about officials; zeros about complicity are no national figures."""
    for ahead in range(place, clause_end(items, place)):
        item = items[ahead]
        if item.kind != "official":
            continue
        linked = any(before.low in _UPON for before in items[max(place, ahead - 4) : ahead])
        if linked or item.low in ("complicit", "complicity", "corrupt", "corruption", "officials complicit"):
            return True
    return False


def named_types(items: Sequence[Item], place: int, end: int) -> tuple[str, ...]:
    """The types of trafficking named between two places, or else after them."""
    inside = [item.value for item in items[place:end] if item.kind == "type"]
    return tuple(inside) if inside else scope_types(items, end)


def counts_persons(counted: Item, measures: list[str]) -> bool:
    """Whether the denied count is in persons, not in cases."""
    anyone = counted.low in ("anyone", "anybody")
    return anyone or (counted.kind == "object" and counted.value != "case") or measures[0].startswith("victims")
