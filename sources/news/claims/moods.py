"""What the words before a tier say of it: left or arrived at, asserted or expected or denied, risen or fallen."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item, back, find, has, means, says, words
from sources.language.clauses.statements import CHANGES, VERBS
from sources.news.claims.enumerations import Statement

_STATES_NOTHING: Final = frozenset(("wish", "condition", "rule", "deny"))
CHANGE_OF: Final = {"up": "upgraded", "down": "downgraded", "same": "unchanged"}


_INFINITIVE: Final = words("infinitive")
_PURPOSES: Final = _INFINITIVE - {"to"}
_FAR_FROM: Final = 5
"""Items between `from` and a tier, at most."""


def is_former(items: Sequence[Item], clause: Statement, at: int, anchor: int) -> bool:
    """Whether the countries left a tier: `from Tier 3`, `removed from the watch list`, `sort de la liste`.

    Args:
        items: the items of the sentence.
        clause: the clause of the tier.
        at: the tier.
        anchor: where the words begin that tie the tier to its countries.
    """
    inside = {place for group in clause.groups for place in range(group.start, group.end)}
    for place in range(at - 1, max(clause.start, anchor) - 1, -1):
        if place not in inside and (former := _says_former(items, clause, place, at)) is not None:
            return former
    return False


def _says_former(items: Sequence[Item], clause: Statement, place: int, at: int) -> bool | None:
    """Whether a word before a tier says that it was left, or that it was not; None where it says neither."""
    item = items[place]
    if item.value == "leave" or (item.kind in ("up", "down") and item.low.endswith("from")):
        return True
    reach = 1 if item.low == "former" else _FAR_FROM
    if item.kind == "from" and at - place <= reach and not says(items[place:at], ","):
        return item.value == "off" or _is_move(items, clause, place)
    if item.kind == "leave":
        return not _is_left_on(items, place, at)
    arrives = item.kind == "to" and at - place < _FAR_FROM and item.low != "a"
    placed = item.kind in (*CHANGES, "tier", "join", "return") or (item.kind == "place" and item.value != "weak")
    return False if arrives or placed else None


def _is_left_on(items: Sequence[Item], place: int, at: int) -> bool:
    """`left it on Tier 3`, `left unranked as a special case`: the country stays."""
    stays = means(items[place + 1 : at], "weak")
    return items[place].value == "stay" and stays


def _is_move(items: Sequence[Item], clause: Statement, at: int) -> bool:
    """Whether the verb before a word such as `from` says that somebody moved; `received` does not."""
    said = [item for item in items[clause.start : at] if item.kind in VERBS or item.value == "leave"]
    before = [item for item in said if item.value != "weak"]
    after = has(items[at : clause.end], "to", "up", "down")
    last = before[-1] if before else None
    return (last is None and after) or (
        last is not None and (last.kind in ("up", "down", "leave", "return") or last.value in ("move", "leave"))
    )


def mood_of(items: Sequence[Item], clauses: Sequence[Statement], number: int, at: int) -> str:
    """Whether a tier, or a verb of change, is `asserted`, `expected` or `denied`.

    Args:
        items: the items of the sentence.
        clauses: its clauses.
        number: the number of the clause.
        at: the tier or the verb.
    """
    clause = clauses[number]
    before = items[clause.start : at]
    if has(before[-2:], "previous"):
        return "asserted"  # `last year's Tier 3`
    if items[0].low in _INFINITIVE and len(items) > 1 and items[1].kind in VERBS:
        comma = next((place for place, item in enumerate(items) if item.low == ","), len(items))
        if at < comma:
            return "denied"  # `To be taken off the Watch List, A has to`
    condition = next((place for place in range(at) if items[place].kind == "condition"), None)
    if items[0].low == "had":
        return "denied"  # `Had the report listened, A would be on Tier 3`
    if condition is not None or _is_denied(items, clause, at) or _is_governed(items, clause, number, at):
        return "denied"
    return "expected" if _is_expected(items, clause, number, at) else "asserted"


def _is_denied(items: Sequence[Item], clause: Statement, at: int) -> bool:
    """Whether the clause itself denies it: `not`, `kept out of`, `kept from advancing`, a waiver of the downgrade."""
    before = items[clause.start : at]
    kinds = {item.kind for item in before}
    waived = items[at].kind != "waiver" and has(items[clause.start : clause.end], "waiver")
    spared = (waived and "leave" in kinds) or ("waiver" in kinds and bool(kinds & {"from", "deny", "down"}))
    kept = next((place for place, item in enumerate(before) if item.value == "keep"), None)
    kept_from = kept is not None and has(before[kept:], "from") and kinds & {"up", "down"}
    kept_out = "same" in kinds and means(before[-3:], "out")
    later = means(items[at : clause.end], "next")
    return bool(kinds & _STATES_NOTHING or spared or kept_from or kept_out or later or _is_purpose(before))


def _is_purpose(before: Sequence[Item]) -> bool:
    """`para subir al nivel 1`, `pour sortir du niveau 3`: the last verb says what somebody wants."""
    verb = find(before, back(len(before), len(before)), VERBS - {"place"})
    if verb is None or verb == 0:
        return False
    return before[verb - 1].low in _PURPOSES and before[verb].low.endswith(("r", "re"))


def _is_governed(items: Sequence[Item], clause: Statement, number: int, at: int) -> bool:
    """Whether a rule or a wish outside the clause governs it."""
    if clause.kind == "relative":
        return False
    if has(items[clause.start if clause.kind == "reason" else 0 : at], "rule"):
        return True
    goes_on = number > 0 and clause.kind in ("joined", "reason")
    return goes_on and has(items[: clause.start], "wish")


def _is_expected(items: Sequence[Item], clause: Statement, number: int, at: int) -> bool:
    if has(items[clause.start : at], "forecast"):
        return True
    opening = items[clause.start + 1 : clause.start + 3]
    goes_on = number > 0 and clause.kind == "joined" and not means(opening, "be")
    return goes_on and has(items[: clause.start], "forecast")


_LONGEST_AUXILIARY: Final = 3
"""Letters; `is`, `was` and `has` stand beside a verb of change."""


def change_before(items: Sequence[Item], clause: Statement, at: int) -> str | None:
    """The change that the last verb before a tier says; that of a word right after it where there is none."""
    for place in range(at - 1, clause.start - 1, -1):
        kind = items[place].kind
        if kind in CHANGES:
            return CHANGE_OF[kind]
        if kind == "leave" and _is_left_on(items, place, at):
            return "unchanged" if has(items[place + 1 : at], "it", "country") else None
        is_placing = kind in ("place", "return") and items[place].value != "weak"
        if kind == "tier" or (is_placing and len(items[place].low) > _LONGEST_AUXILIARY):
            return None
    return None
