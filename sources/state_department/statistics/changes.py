"""Reads counts of a measure that a noun names once: changes of a count, and series after a colon.

`The number of convictions increased from 12 in 2016 to 30 in 2017`, `prosecutions: 53 in 2016 and 49 in 2017`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import Phrase, read_phrase
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, of_object

_REACH_ITEMS: Final = 12
_BY_HOW_MUCH: Final = frozenset(("in", ",", "by", "half", "percent"))
_LONGEST_SUBJECT_ITEMS: Final = 20
_CLAUSE_MARKS: Final = frozenset((",", ";", "(", ":", "—", "–"))
_CLAUSE_WORDS: Final = frozenset("while whereas although though but however that when".split())
_NAMING: Final = frozenset(("det", "more", "type", "data", "adverb", "object", "act", "aux", "prep", "period", "year"))
_AFTER_COLON_NOUN: Final = frozenset("efforts statistics figures numbers data results".split())


@dataclass(frozen=True, slots=True)
class NamedCounts:
    """The measure that a noun names, and its numbers.

    Attributes:
        measure: the measure.
        persons: whether the noun names persons (`the number of traffickers convicted`).
        types: types of trafficking named.
        start: the item of the `from`, or -1 without an earlier number.
        numbers: the items of the current numbers.
        earlier: the item of the earlier number, or -1.
        end: index of the item after the last number.
    """

    measure: str
    persons: bool
    types: tuple[str, ...]
    start: int
    numbers: tuple[int, ...]
    earlier: int
    end: int


def read_change(items: Sequence[Item], rise: int) -> NamedCounts | None:
    """`convictions fell from 61 in 2010 to 44 in 2011`, `an increase in prosecutions from three to five`."""
    first = next(
        (at for at in range(rise + 1, min(len(items), rise + _REACH_ITEMS)) if _precedes_number(items, at)), None
    )
    if first is None:
        return None
    named = _named(items[rise + 1 : first]) if _has_action(items[rise + 1 : first]) else _named(_subject(items, rise))
    if named is None or not _only_adverbs(items[rise + 1 : first], named_here=_has_action(items[rise + 1 : first])):
        return None
    places = {items[first].low: first + 1}
    end = read_phrase(items, first + 2).end
    second = next((at for at in range(end, min(len(items), end + 6)) if items[at].low in ("from", "to")), None)
    if (
        second is not None
        and _precedes_number(items, second)
        and items[second].low not in places
        and _dated(items[end:second])
    ):
        places[items[second].low] = second + 1
        end = read_phrase(items, second + 2).end
    if "to" not in places or not all(_noun_fits(read_phrase(items, at + 1), named[0]) for at in places.values()):
        return None
    earlier = places.get("from", -1)
    return NamedCounts(*named, earlier - 1 if earlier >= 0 else -1, (places["to"],), earlier, end)


def read_amount(items: Sequence[Item], verb: int) -> NamedCounts | None:
    """`convictions in 2011 totaled 15`, `the number of prosecutions reached 34`."""
    at = next((at for at in range(verb + 1, min(len(items), verb + 3)) if items[at].kind == "num"), None)
    named = _named(_subject(items, verb))
    if at is None or named is None:
        return None
    phrase = read_phrase(items, at + 1)
    return NamedCounts(*named, -1, (at,), -1, phrase.end) if _noun_fits(phrase, named[0]) else None


def read_series(items: Sequence[Item], colon: int) -> NamedCounts | None:
    """`prosecutions: 53 in 2016 and 49 in 2017`; every number has its year."""
    before = items[max(0, colon - 4) : colon]
    if before and before[-1].low in _AFTER_COLON_NOUN:
        before = before[:-1]
    if not before or before[-1].kind != "act" or before[-1].form != "noun":
        return None
    numbers: list[int] = []
    at = colon + 1
    while (
        at + 2 < len(items) and items[at].kind == "num" and items[at + 1].low == "in" and items[at + 2].kind == "year"
    ):
        numbers.append(at)
        at += 3
        while at < len(items) and items[at].low in (",", "and"):
            at += 1
    if not numbers:
        return None
    return NamedCounts(
        before[-1].value, False, tuple(i.value for i in before if i.kind == "type"), -1, tuple(numbers), -1, at
    )


def _precedes_number(items: Sequence[Item], at: int) -> bool:
    """Whether an item is a `from` or `to` before a number."""
    return items[at].low in ("from", "to") and at + 1 < len(items) and items[at + 1].kind == "num"


def _has_action(between: Sequence[Item]) -> bool:
    return any(item.kind == "act" for item in between)


def _only_adverbs(between: Sequence[Item], *, named_here: bool) -> bool:
    """Whether only adverbs and dates are between: `increased significantly, from`."""
    if named_here:
        return True
    return all(
        item.kind in ("adverb", "year", "period", "det", "misc") or item.low in _BY_HOW_MUCH or item.low.endswith("ly")
        for item in between
    )


def _dated(between: Sequence[Item]) -> bool:
    """Whether only a date is between two numbers."""
    return all(
        item.kind in ("year", "period", "det", "month", "misc") or item.low in ("in", "during", ",") for item in between
    )


def _subject(items: Sequence[Item], rise: int) -> Sequence[Item]:
    """The words of the clause before its verb."""
    start = rise
    while (
        start > max(0, rise - _LONGEST_SUBJECT_ITEMS)
        and items[start - 1].low not in _CLAUSE_MARKS
        and items[start - 1].low not in _CLAUSE_WORDS
    ):
        start -= 1
    return items[start:rise]


def _named(words: Sequence[Item]) -> tuple[str, bool, tuple[str, ...]] | None:
    """The only measure that a noun phrase names; None if it names none, several or other things."""
    acts = [item for item in words if item.kind == "act"]
    if any(item.kind == "receive" for item in words):
        served = any(item.kind == "service" for item in words) and any(item.value == "victim" for item in words)
        counted = words[0].kind in ("det", "data") and any(item.kind == "data" for item in words)
        return ("victims_assisted", True, ()) if served and counted and not acts else None
    objects = [item.value for item in words if item.kind == "object"]
    if len(acts) != 1 or not all(item.kind in _NAMING or item.low == "by" for item in _before_agent(words)):
        return None
    act = acts[0]
    if act.form == "noun":
        persons = False
        measure: str | None = act.value
    elif act.form == "finite" and objects and any(item.kind == "data" for item in words):
        measure, persons = of_object(act.value, objects[0]), objects[0] != "case"
    else:
        return None
    if measure is None:
        return None
    persons = persons or measure not in LAW_ENFORCEMENT
    return measure, persons, tuple(item.value for item in words if item.kind == "type")


def _before_agent(words: Sequence[Item]) -> Sequence[Item]:
    """The words up to `by the government` or to a comma at the end; `law enforcement` says who acts."""
    words = [item for item in words if item.low != "law enforcement"]
    words = words[:-1] if words and words[-1].low == "," else words
    agent = next((at for at, item in enumerate(words) if item.low == "by" and len(words) - at <= 5), len(words))
    return words[:agent]


def _noun_fits(phrase: Phrase, measure: str) -> bool:
    """Whether a number's own noun is that of the measure, or none."""
    if phrase.head == "measure":
        return phrase.measures == (measure,)
    return phrase.head == "bare" or of_object(measure, phrase.head) == measure
