"""Stated zeros and figures said not to be reported. Three things are kept apart: `did not convict any traffickers`
is zero, `did not report the number of convictions` is a figure not reported, and silence is no row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.state_department.statistics.lexicon import Item
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, of_object
from sources.state_department.statistics.types import scope_types

_REACH: Final = 30  # items
_FILLERS: Final = frozenset(("adverb", "more", "conj", "word"))
_VERB_FORMS: Final = ("base", "finite", "gerund")
_BREAKDOWN: Final = frozenset(
    "foreign child children minor minors adult adults male men boys girls female women domestic transnational lgbti "
    "foreigners government-employed boy girl local national nationals north sub internal".split()
)
"""Words that make a zero one of a breakdown by age, gender or nationality, which is not recorded."""

_SUBORDINATE: Final = frozenset("although while though despite since because whereas as".split())

_OBJECT_REACH: Final = 10  # items
_OF_OBJECT: Final = frozenset(("prep", "object", "type", "word", "more", "adverb", "year", "det"))
"""What may stand between a denied verb's object and the next verb."""

_STARTS: Final = frozenset(
    "initiate open launch begin conduct obtain secure achieve complete pursue commence make undertake".split()
)

_CLAUSE_BREAKS: Final = frozenset("but although though while however whereas despite unlike given".split())

_UPON: Final = frozenset(("of", "against", "involving", "into", "for", "any", "convict", "prosecute", "or"))

_PART_OF_STATE: Final = frozenset(
    "unit units shelter shelters center centers centre centres embassy hotline ngo ngos agencies office division "
    "facility facilities consulate hospital state states province provinces region regions".split()
)
"""Who does not speak for the country when it is said not to have reported."""

_NARROWER: Final = frozenset(
    "this these those that among ongoing pending benefits subsidies continued involving provincial municipal".split()
)
_GIVEN: Final = frozenset("available reported provided collected compiled published disclosed maintained kept".split())
_SENTENCES: Final = frozenset("sentences sentencing penalties sentence".split())

_PLACES: Final = frozenset(("through", "among", "at", "as"))
"""What follows where only one way of finding victims is spoken of: `any victims through this centre`."""

_NO_COUNT: Final = frozenset("reports report indication indications evidence cases instances".split())


@dataclass(frozen=True, slots=True)
class Denial:
    """A zero or an unreported figure.

    Attributes:
        at: the item it begins with.
        end: place of the item after it.
        measures: what it speaks of.
        value: 0, or null where the figure was not reported.
        types: types of trafficking named.
        persons: whether it counts persons rather than cases.
        of_these: it speaks of the efforts the text named just before (`such efforts`).
    """

    at: int
    end: int
    measures: tuple[str, ...]
    value: int | None
    types: tuple[str, ...]
    persons: bool
    of_these: bool = False

    def is_of_new(self, items: Sequence[Item]) -> bool:
        """Whether only new cases are denied (`no new prosecutions`), so that older ones may go on."""
        return any(item.low in ("new", "any new", "initiate new") for item in items[self.at : self.end])


def read_denials(items: Sequence[Item]) -> list[Denial]:
    """The denials of a sentence, in order."""
    found: list[Denial] = []
    for at, item in enumerate(items):
        if found and at < found[-1].end:
            continue
        denial = None
        if item.kind == "deny" or (item.kind == "fail" and _fails_in_court(items, at)):
            denial = _denied_verb(items, at)
        elif item.kind == "data":
            denial = _unavailable(items, at)
        elif item.kind == "none" and item.low == "no":
            denial = _acted_on_none(items, at) or _no_object(items, at) or _no_data_given(items, at)
        while denial is not None:
            found.append(denial)
            denial = _next_verb(items, denial) if item.kind in ("deny", "fail") and denial.value == 0 else None
    return found


def _next_verb(items: Sequence[Item], last: Denial) -> Denial | None:
    """`did not open any investigations, prosecute any suspects, or convict any traffickers`: the next verb denied."""
    for place in range(last.end, min(len(items) - 1, last.end + _OBJECT_REACH)):
        item = items[place]
        if item.low in (",", "or", "and", "nor"):
            verb = _skip(items, place, frozenset(("mark", "conj", "adverb")))
            if verb < len(items) and items[verb].form == "base" and items[verb].kind == "act":
                return _zero_acts(items, verb, verb)
            if verb < len(items) and items[verb].low in _STARTS:
                return _zero_objects(items, verb, verb + 1)
        elif item.kind not in _OF_OBJECT:
            return None
    return None


def _acted_on_none(items: Sequence[Item], at: int) -> Denial | None:
    """`convicted no traffickers`, `prosecuted and convicted no one`."""
    first = at
    while first > 0 and (_is_finite(items[first - 1]) or (first < at and items[first - 1].low in (",", "and", "or"))):
        first -= 1
    if first == at or not _is_finite(items[first]) or (first > 0 and items[first - 1].kind in ("aux", "object")):
        return None
    measures, _ = _coordinated(items, first)
    return _zero(items, at, at + 1, measures, need_any=False)


def _is_finite(item: Item) -> bool:
    return item.kind == "act" and item.form in ("finite", "gerund")


def _denied_verb(items: Sequence[Item], at: int) -> Denial | None:
    """`did not convict any traffickers`, `did not report the number of convictions`."""
    place = _skip(items, at + 1, frozenset(("adverb",)))
    if place >= len(items):
        return None
    item = items[place]
    if (item.kind in ("report", "give") and item.form == "base") or item.low == "have":
        return _unreported(items, at, place + 1)
    if item.kind == "start" or item.low == "obtained":
        return _zero_objects(items, at, place + 1)
    if item.kind == "act" and item.form in _VERB_FORMS:
        return _zero_acts(items, at, place)
    return None


def _zero_acts(items: Sequence[Item], at: int, place: int) -> Denial | None:
    """`did not investigate or prosecute any suspected traffickers`."""
    measures, place = _coordinated(items, place)
    if place < len(items) and items[place].low == "report":  # `did not prosecute or report ...`
        return None
    return _zero(items, at, place, measures, need_any=not _is_absolute(items[at]))


def _is_absolute(denying: Item) -> bool:
    """`has never convicted a trafficker`, `has yet to convict a trafficker`: a zero without `any`."""
    return "never" in denying.low or denying.low.endswith("yet to")


def _coordinated(items: Sequence[Item], place: int) -> tuple[list[str], int]:
    """The measures of verbs joined by `and`, `or` and commas, and the place after them."""
    measures: list[str] = []
    while place < len(items):
        item = items[place]
        if item.kind == "act" and item.form in _VERB_FORMS:
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


def _zero(items: Sequence[Item], at: int, place: int, measures: list[str], *, need_any: bool) -> Denial | None:
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
    end = _object_end(items, object_at)
    if _concerns_officials(items, place) or _is_narrower(items, end, measures):
        return None
    counted = items[object_at]
    if counted.kind == "object":
        measures = [fit for measure in measures if (fit := of_object(measure, counted.value)) is not None]
    if not measures:
        return None
    types = _types(items, place, end)
    return Denial(at, end, tuple(dict.fromkeys(measures)), 0, types, _persons(counted, measures))


def _is_narrower(items: Sequence[Item], end: int, measures: list[str]) -> bool:
    """`any victims through this centre`, `any victims in these inspections`: one programme, and no national zero."""
    one_way = end < len(items) and items[end].low in _PLACES and measures[:1] == ["victims_identified"]
    return one_way or any(item.low in ("this", "these", "those") for item in items[end : end + 5])


def _zero_objects(items: Sequence[Item], at: int, place: int) -> Denial | None:
    """`did not initiate any investigations`, `did not secure any convictions`."""
    place = _skip(items, place, frozenset(("start", "conj", "adverb")))
    measures, object_at = _measure_nouns(items, place)
    said = any(item.low.startswith("any") or item.low == "a single" for item in items[place:object_at])
    if not measures or not (said or _is_absolute(items[at])) or _concerns_officials(items, place):
        return None
    return Denial(at, object_at, tuple(measures), 0, _types(items, place, object_at), False)


def _measure_nouns(items: Sequence[Item], place: int) -> tuple[list[str], int]:
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


def _unreported(items: Sequence[Item], at: int, place: int) -> Denial | None:
    """What the text says no figure was given for."""
    if any(item.low in _PART_OF_STATE for item in items[max(0, at - 4) : at]):
        return None
    place = _skip(items, place, frozenset(("report", "conj", "adverb")))
    limit = _clause_end(items, place)
    if place >= limit or _concerns_officials(items, place):
        return None
    if (denial := _reporting_acts(items, at, place)) is not None:
        return denial
    data_at = next((ahead for ahead in range(place, min(limit, place + 9)) if items[ahead].kind == "data"), None)
    if data_at is not None:
        return _no_data(items, at, place, data_at, limit)
    measures, end = _measure_nouns(items, place)
    direct = items[place].kind == "act" and items[place].form == "noun"
    if measures and "victims_referred" not in measures and (items[place].kind == "any" or direct):
        return Denial(at, end, tuple(measures), None, _types(items, place, end), False)
    return None


def _reporting_acts(items: Sequence[Item], at: int, place: int) -> Denial | None:
    """`did not report convicting any traffickers`, `did not report prosecuting or convicting any traffickers`."""
    if items[place].kind == "start" and items[place].low.endswith("ing"):
        measures, end = _measure_nouns(items, place + 1)
        gerund = end < len(items) - 2 and items[end].low in ("or", "and") and items[end + 1].form == "gerund"
        if measures and gerund and items[end + 1].kind == "act":
            measures.append(items[end + 1].value)
            end += 2
        return Denial(at, end, tuple(measures), None, _types(items, place, end), False) if measures else None
    if not (items[place].kind == "act" and items[place].form == "gerund"):
        return None
    measures, after = _coordinated(items, place)
    named = _skip(items, after, frozenset(("word", "more", "type")))
    general = named < len(items) and items[named].value == "offender" and items[named].low.endswith("s")
    zero = _zero(items, at, after, measures, need_any=not general)
    return None if zero is None else Denial(at, zero.end, zero.measures, None, zero.types, zero.persons)


def _no_data(items: Sequence[Item], at: int, place: int, data_at: int, limit: int) -> Denial | None:
    """`did not provide data on ...`, `did not report how many ...`, `did not provide investigative data`."""
    data = items[data_at]
    end = data_at + 1
    before = [_adjective_measure(item.low) for item in items[place:data_at]]
    measures = [measure for measure in before if measure]
    persons = False
    skipped = data.low == "details" or items[place].low == "if" or items[data_at - 1].low == "of"
    if not measures and not skipped:
        measures, persons, end = _asked_for(items, data_at, limit)
    if measures:
        return Denial(at, end, tuple(dict.fromkeys(measures)), None, _types(items, data_at, end), persons)
    following = items[data_at + 1 : data_at + 4]
    regardless = data.low == "whether" and items[data_at - 1].low == "of"
    if data.low == "details" or items[place].low == "if" or regardless:
        return None
    if data.low in ("data", "statistics", "information", "figures") and any(
        item.low in ("such", "these", "those") for item in following
    ):
        return Denial(at, data_at + 1, (), None, (), True, of_these=True)
    return None


def _fails_in_court(items: Sequence[Item], at: int) -> bool:
    """`failed to convict any traffickers`; failing to identify victims is said of one screening or another."""
    return at + 1 < len(items) and items[at + 1].kind == "act" and items[at + 1].value in LAW_ENFORCEMENT


def _no_data_given(items: Sequence[Item], at: int) -> Denial | None:
    """`no data on convictions were available`."""
    data_at = at + 1
    if data_at >= len(items) or items[data_at].kind != "data":
        return None
    measures, persons, end = _asked_for(items, data_at, _clause_end(items, data_at))
    said = any(item.low in _GIVEN for item in items[end : end + 5])
    if not measures or not said or _concerns_officials(items, data_at):
        return None
    return Denial(at, end, tuple(measures), None, _types(items, data_at, end), persons)


def _unavailable(items: Sequence[Item], data_at: int) -> Denial | None:
    """`statistics on prosecutions were not available`, `conviction data were unavailable`."""
    limit = min(len(items), data_at + 12)
    at = next((ahead for ahead in range(data_at + 1, limit) if items[ahead].kind == "aux"), limit)
    said = [item.low for item in items[at + 1 : at + 3]]
    if said[:1] != ["unavailable"] and not (said[:1] == ["not"] and said[1] in _GIVEN):
        return None
    measures, persons, end = _asked_for(items, data_at, at)
    measures = measures or [
        each for item in items[max(0, data_at - 3) : data_at] if (each := _adjective_measure(item.low))
    ]
    if not measures or _concerns_officials(items, data_at):
        return None
    return Denial(data_at, max(end, at), tuple(measures), None, _types(items, data_at, at), persons)


def _adjective_measure(word: str) -> str | None:
    return {
        "investigative": "investigations",
        "investigation": "investigations",
        "prosecution": "prosecutions",
        "prosecutorial": "prosecutions",
        "conviction": "convictions",
        "victim identification": "victims_identified",
    }.get(word)


def _asked_for(items: Sequence[Item], data_at: int, limit: int) -> tuple[list[str], bool, int]:
    """The measures of the rest of the clause after `data on`, `the number of`, `how many` or `whether`."""
    measures: list[str] = []
    persons, end = False, data_at + 1
    receives = False
    for ahead in range(data_at + 1, limit):
        item = items[ahead]
        if item.low in _SENTENCES or (item.low in _NARROWER and not _compared_later(items, ahead)):
            return [], False, data_at  # one programme, one stage or one state of things, and no national figure
        if item.kind == "act" and item.value not in ("sentenced", "victims_released"):
            if item.form == "noun" and (receives or items[ahead - 1].low in ("for", "in", "during", "to")):
                continue
            measures.append(item.value)
            end = ahead + 1
        elif item.kind == "object":
            persons = persons or item.value != "case"
            end = max(end, ahead + 1) if measures else end
        elif item.kind in ("receive", "give"):
            receives = True
        elif item.kind == "service" and receives:
            measures.append("victims_repatriated" if item.value == "repatriation" else "victims_assisted")
            end = ahead + 1
        elif item.kind in ("verb", "crime", "compare", "rise", "num", "official", "misc"):
            break
    victims = any(measure.startswith("victims") for measure in measures)
    return list(dict.fromkeys(measures)), persons or victims, end


def _compared_later(items: Sequence[Item], place: int) -> bool:
    """Whether a figure is held against the one that is missing, so that it is one of a series."""
    for ahead in range(place, len(items)):
        if items[ahead].kind == "compare":
            return any(item.kind == "num" for item in items[ahead + 1 : ahead + 4])
    return False


def _no_object(items: Sequence[Item], at: int) -> Denial | None:
    """`there were no convictions`, `no traffickers were convicted`, `no victims were identified`."""
    measures, end = _measure_nouns(items, at + 1)
    between = items[at + 1 : end]
    if any(item.low in _NO_COUNT or item.low in _BREAKDOWN or item.kind == "data" for item in between[:4]):
        return None
    if measures and len(between) <= 10 and not _concerns_officials(items, at + 1):
        return Denial(at, end, tuple(measures), 0, _types(items, at, end), False)
    return _no_persons(items, at)


def _no_persons(items: Sequence[Item], at: int) -> Denial | None:
    object_at = next((ahead for ahead in range(at + 1, min(len(items), at + 5)) if items[ahead].kind == "object"), None)
    if object_at is None or any(item.low in _BREAKDOWN for item in items[at + 1 : object_at + 1]):
        return None
    if any(item.kind not in ("word", "type", "more", "object") for item in items[at + 1 : object_at]):
        return None
    place = _skip(items, object_at + 1, frozenset(("aux", "adverb", "object")))
    if place >= len(items) or items[place].kind != "act" or items[place].form != "finite":
        return None
    measures, end = _coordinated(items, place)
    measures = [fit for measure in measures if (fit := of_object(measure, items[object_at].value)) is not None]
    if not measures or (end < len(items) and items[end - 1].low == "in" and "victims_assisted" in measures):
        return None
    return Denial(at, end, tuple(measures), 0, _types(items, at, end), True)


def _skip(items: Sequence[Item], place: int, kinds: frozenset[str]) -> int:
    while place < len(items) and items[place].kind in kinds:
        place += 1
    return place


def _object_end(items: Sequence[Item], place: int) -> int:
    """The place after an object and those joined to it."""
    while place + 1 < len(items) and (items[place + 1].kind == "object" or items[place + 1].low in ("or", "and", "of")):
        place += 1
    return place + 1


def _clause_end(items: Sequence[Item], place: int) -> int:
    depth = 0
    subordinate = items[0].low in _SUBORDINATE and not any(item.low == "," for item in items[:place])
    for ahead in range(place, min(len(items), place + _REACH)):
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
    return min(len(items), place + _REACH)


def _concerns_officials(items: Sequence[Item], place: int) -> bool:
    """Whether the clause goes on to speak of officials: zeros about complicity are no national figures."""
    for ahead in range(place, _clause_end(items, place)):
        item = items[ahead]
        if item.kind != "official":
            continue
        linked = any(before.low in _UPON for before in items[max(place, ahead - 4) : ahead])
        if linked or item.low in ("complicit", "complicity", "corrupt", "corruption", "officials complicit"):
            return True
    return False


def _types(items: Sequence[Item], place: int, end: int) -> tuple[str, ...]:
    inside = [item.value for item in items[place:end] if item.kind == "type"]
    return tuple(inside) if inside else scope_types(items, end)


def _persons(counted: Item, measures: list[str]) -> bool:
    anyone = counted.low in ("anyone", "anybody")
    return anyone or (counted.kind == "object" and counted.value != "case") or measures[0].startswith("victims")
