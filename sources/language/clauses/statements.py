"""Cuts a sentence about placements into clauses that each say one thing of some names.

`segments` nests the clauses of a sentence with counts. Here clauses follow each other: one ends at a semicolon, a dash,
a word of contrast, a reason, a relative pronoun, or before the next name that has a tier or a verb of its own. Both
give `Clause`. The words are rows of `placement_words.csv`.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from sources.language.clauses.lexicon import Item, has, words
from sources.language.clauses.model import Clause
from sources.language.clauses.segments import DASHES

VERBS: Final = frozenset(("up", "down", "same", "place", "leave", "return", "join"))
"""Kinds of verbs that place or move."""
CHANGES: Final = frozenset(("up", "down", "same"))
ENUMERATED: Final = words("enumerated")
"""Words between the members of an enumeration."""
_TOWARDS: Final = words("towards")

Span = tuple[int, int]
"""The first item of an enumeration of names, and the item after its last."""


def read_statements(items: Sequence[Item], names: Sequence[Span]) -> list[Clause]:
    """The clauses of a sentence in order.

    Their kinds are `main`, `relative`, `resumed` (after a relative clause), `reason`, `inert` (after `despite`) and
    `joined` (a verb after `and`).

    Args:
        items: the items of the sentence.
        names: its enumerations of names, which no boundary divides.
    """
    boundaries = dict(_boundaries(items, names))
    if items and items[0].kind == "contrast" and items[0].value == "inert":
        boundaries[0] = "inert"
    starts = sorted({0, *boundaries})
    ends = [*starts[1:], len(items)]
    return [
        Clause(boundaries.get(start, "main"), start, end, -1, items[start].value if start < len(items) else "")
        for start, end in zip(starts, ends, strict=True)
    ]


def _boundaries(items: Sequence[Item], names: Sequence[Span]) -> Iterator[tuple[int, str]]:
    inside = {at for start, end in names for at in range(start, end)}
    insertions = {at for start, end in names for at in (start - 1, end) if _is_insertion(items, start, end)}
    relative_end = _end_of_opening(items)
    for at in range(1, len(items)):
        item, before = items[at], items[at - 1]
        if (at in inside and at - 1 in inside) or at in insertions:
            continue
        if at == relative_end:
            yield at, "resumed"
        elif item.low == ";" or (item.low in DASHES and not _is_label(items, at)):
            yield at, "main"
        elif item.kind == "contrast":
            yield at, "inert" if item.value == "inert" else "main"
        elif item.kind == "reason":
            yield at, "reason"
        elif item.kind == "rel" and (before.low == "," or before.kind in ("country", "tier")) and item.low != "that":
            relative_end = _end_of_relative(items, at)
            yield at, "relative"
        elif (
            (item.low == ":" and not _is_list_head(items, at))
            or _opens_statement(items, names, at)
            or _restates(items, at)
        ):
            yield at, "main"
        elif _goes_on(items, at):
            yield at, "joined"


def _is_insertion(items: Sequence[Item], start: int, end: int) -> bool:
    """Whether dashes enclose names: `Seven governments - A, B and C - fell to`."""
    return start > 0 and end < len(items) and {items[start - 1].low, items[end].low} <= DASHES


def _is_label(items: Sequence[Item], at: int) -> bool:
    """Whether a dash ties a tier to its list: `Tier 3 – A, B`."""
    named = has(items[max(0, at - 2) : at], "tier")
    return named and has(items[at + 1 : at + 3], "country")


def _end_of_opening(items: Sequence[Item]) -> int:
    """The item after the comma that ends an opening such as `Despite calls to keep A on the list,`; -1 without one."""
    opens = any(item.kind == "contrast" and item.value == "inert" for item in items[:2])
    comma = next((at for at, item in enumerate(items) if item.low == ","), None)
    return comma + 1 if opens and comma is not None else -1


def _is_list_head(items: Sequence[Item], at: int) -> bool:
    return has(items[:at], "tier") and has(items[at : at + 3], "country")


def _end_of_relative(items: Sequence[Item], at: int) -> int:
    """The item after the comma that ends a relative clause."""
    for place in range(at + 2, len(items)):
        goes_on = has(items[place + 1 : place + 2], *VERBS, "deny", "past", "this", "again")
        arrives = has(items[place + 1 : place + 2], "to") and has(items[place + 2 : place + 4], "tier")
        if items[place].low == "," and (goes_on or arrives):
            return place + 1
    return -1


def _opens_statement(items: Sequence[Item], names: Sequence[Span], at: int) -> bool:
    """Whether a country begins a new statement: `A is on Tier 2, B on Tier 3`, `A fell, and B stayed on Tier 2`."""
    end = next((end for start, end in names if start == at), None)
    if end is None:
        return False
    led = at >= 2 and (items[at - 1].low in ENUMERATED or items[at - 1].low in _TOWARDS)
    opener = at - 2 if led else at - 1
    is_next = opener >= 0 and (items[opener].low == "," or items[opener].kind == "and")
    has_subject = any(start < at for start, _ in names) or has(items[:at], "it")
    if not is_next or not has_subject:
        return False
    after_comma = items[opener].kind == "and" and opener > 0 and items[opener - 1].low == ","
    stating = ("tier", "join", *CHANGES) if after_comma else ("tier", *CHANGES)
    has_statement = has(items[:at], *stating)
    following = items[end:]
    verb = next((place for place, item in enumerate(following) if item.kind in VERBS or item.kind == "tier"), None)
    has_tier = has(following, "tier")
    return has_statement and verb is not None and verb <= 3 and has_tier


def _restates(items: Sequence[Item], at: int) -> bool:
    """`A is not on Tier 3, it is on Tier 2`: a new statement after a comma alone."""
    if items[at - 1].low != "," or items[at].kind != "it":
        return False
    before = {item.kind for item in items[:at]}
    follows = at + 1 < len(items) and items[at + 1].kind in VERBS
    return follows and before >= {"country", "tier"} and "condition" not in before


def _goes_on(items: Sequence[Item], at: int) -> bool:
    """Whether a verb after a conjunction goes on with the same countries."""
    if items[at].kind != "and" or at + 1 >= len(items):
        return False
    following = next((item for item in items[at + 1 : at + 4] if item.kind not in ("word", "again", "this")), None)
    is_verb = following is not None and following.kind in VERBS and (len(following.low) > 2 or following.value == "be")
    return is_verb and any(item.kind == "tier" or item.kind in VERBS for item in items[:at])
