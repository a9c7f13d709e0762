"""Reads stated zeros: `did not convict any traffickers`, `there were no convictions`, `prosecuted no one`."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.state_department.statistics.denied import (
    Denial,
    concerns_officials,
    coordinated,
    counts_persons,
    measure_nouns,
    named_types,
    object_end,
    skip,
)
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, of_object

_BREAKDOWN: Final = frozenset(
    "foreign child children minor minors adult adults male men boys girls female women domestic transnational lgbti "
    "foreigners government-employed boy girl local national nationals north sub internal".split()
)
"""Words of a breakdown by age, gender or nationality; its zeros are not recorded."""

_OBJECT_REACH_ITEMS: Final = 10

_OF_OBJECT: Final = frozenset(("prep", "object", "type", "word", "more", "adverb", "year", "det"))
"""Kinds of words that may be between the object of a denied verb and the next verb."""

_STARTS: Final = frozenset(
    "initiate open launch begin conduct obtain secure achieve complete pursue commence make undertake".split()
)

_PLACES: Final = frozenset(("through", "among", "at", "as"))
"""Words after which only one way to identify victims is meant: `any victims through this centre`."""

_NO_COUNT: Final = frozenset("reports report indication indications evidence cases instances".split())


def next_verb_denied(items: Sequence[Item], last: Denial) -> Denial | None:
    """`did not open any investigations, prosecute any suspects, or convict any traffickers`: the next verb denied."""
    for place in range(last.end, min(len(items) - 1, last.end + _OBJECT_REACH_ITEMS)):
        item = items[place]
        if item.low in (",", "or", "and", "nor"):
            verb = skip(items, place, frozenset(("mark", "conj", "adverb")))
            if verb < len(items) and items[verb].form == "base" and items[verb].kind == "act":
                return zero_of_acts(items, verb, verb)
            if verb < len(items) and items[verb].low in _STARTS:
                return zero_of_objects(items, verb, verb + 1)
        elif item.kind not in _OF_OBJECT:
            return None
    return None


def acted_on_none(items: Sequence[Item], at: int) -> Denial | None:
    """`convicted no traffickers`, `prosecuted and convicted no one`."""
    first = at
    while first > 0 and (_is_finite(items[first - 1]) or (first < at and items[first - 1].low in (",", "and", "or"))):
        first -= 1
    if first == at or not _is_finite(items[first]) or (first > 0 and items[first - 1].kind in ("aux", "object")):
        return None
    measures, _ = coordinated(items, first)
    return read_zero(items, at, at + 1, measures, need_any=False)


def _is_finite(item: Item) -> bool:
    return item.kind == "act" and item.form in ("finite", "gerund")


def zero_of_acts(items: Sequence[Item], at: int, place: int) -> Denial | None:
    """`did not investigate or prosecute any suspected traffickers`."""
    measures, place = coordinated(items, place)
    if place < len(items) and items[place].low == "report":  # `did not prosecute or report ...`
        return None
    return read_zero(items, at, place, measures, need_any=not _is_absolute(items[at]))


def _is_absolute(denying: Item) -> bool:
    """`has never convicted a trafficker`, `has yet to convict a trafficker`: a zero without `any`."""
    return "never" in denying.low or denying.low.endswith("yet to")


def read_zero(items: Sequence[Item], at: int, place: int, measures: list[str], *, need_any: bool) -> Denial | None:
    """A zero, if what follows is a general object: any traffickers, any victims, any cases."""
    has_any = False
    object_at = None
    for ahead in range(place, min(len(items), place + 8)):
        item = items[ahead]
        if item.kind == "any" or item.low == "any":
            has_any = True
        elif item.low in ("anyone", "anybody"):
            has_any, object_at = True, ahead
            break
        elif item.kind == "object" or (item.kind == "act" and item.form == "noun"):
            object_at = ahead
            break
        elif item.low in _BREAKDOWN or item.kind in ("official", "reject", "num", "det", "prep", "mark"):
            return None
    if object_at is None or (need_any and not has_any) or items[object_at].low in _BREAKDOWN:
        return None
    end = object_end(items, object_at)
    if concerns_officials(items, place) or _is_narrower(items, end, measures):
        return None
    counted = items[object_at]
    if counted.kind == "object":
        measures = [fit for measure in measures if (fit := of_object(measure, counted.value)) is not None]
    if not measures:
        return None
    types = named_types(items, place, end)
    return Denial(at, end, tuple(dict.fromkeys(measures)), 0, types, counts_persons(counted, measures))


def _is_narrower(items: Sequence[Item], end: int, measures: list[str]) -> bool:
    """`any victims through this centre`, `any victims in these inspections`: one program, not a national zero."""
    one_way = end < len(items) and items[end].low in _PLACES and measures[:1] == ["victims_identified"]
    return one_way or any(item.low in ("this", "these", "those") for item in items[end : end + 5])


def zero_of_objects(items: Sequence[Item], at: int, place: int) -> Denial | None:
    """`did not initiate any investigations`, `did not secure any convictions`."""
    place = skip(items, place, frozenset(("start", "conj", "adverb")))
    measures, object_at = measure_nouns(items, place)
    said = any(item.low.startswith("any") or item.low == "a single" for item in items[place:object_at])
    if not measures or not (said or _is_absolute(items[at])) or concerns_officials(items, place):
        return None
    return Denial(at, object_at, tuple(measures), 0, named_types(items, place, object_at), False)


def fails_in_court(items: Sequence[Item], at: int) -> bool:
    """`failed to convict any traffickers`; a failure to identify victims is about a single screening."""
    return at + 1 < len(items) and items[at + 1].kind == "act" and items[at + 1].value in LAW_ENFORCEMENT


def nothing_counted(items: Sequence[Item], at: int) -> Denial | None:
    """`there were no convictions`, `no traffickers were convicted`, `no victims were identified`."""
    measures, end = measure_nouns(items, at + 1)
    between = items[at + 1 : end]
    if any(item.low in _NO_COUNT or item.low in _BREAKDOWN or item.kind == "data" for item in between[:4]):
        return None
    if measures and len(between) <= 10 and not concerns_officials(items, at + 1):
        return Denial(at, end, tuple(measures), 0, named_types(items, at, end), False)
    return _no_persons(items, at)


def _no_persons(items: Sequence[Item], at: int) -> Denial | None:
    object_at = next((ahead for ahead in range(at + 1, min(len(items), at + 5)) if items[ahead].kind == "object"), None)
    if object_at is None or any(item.low in _BREAKDOWN for item in items[at + 1 : object_at + 1]):
        return None
    if any(item.kind not in ("word", "type", "more", "object") for item in items[at + 1 : object_at]):
        return None
    place = skip(items, object_at + 1, frozenset(("aux", "adverb", "object")))
    if place >= len(items) or items[place].kind != "act" or items[place].form != "finite":
        return None
    measures, end = coordinated(items, place)
    measures = [fit for measure in measures if (fit := of_object(measure, items[object_at].value)) is not None]
    if not measures or (end < len(items) and items[end - 1].low == "in" and "victims_assisted" in measures):
        return None
    return Denial(at, end, tuple(measures), 0, named_types(items, at, end), True)
