"""Reads figures that are not reported: `did not provide data on convictions`, `statistics were unavailable`."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.state_department.statistics.denied import (
    Denial,
    clause_end,
    concerns_officials,
    coordinated,
    measure_nouns,
    named_types,
    skip,
)
from sources.state_department.statistics.zeros import read_zero

_PART_OF_STATE: Final = frozenset(
    "unit units shelter shelters center centers centre centres embassy hotline ngo ngos agencies office division "
    "facility facilities consulate hospital state states province provinces region regions".split()
)
"""Words for parts of a state, whose missing reports are no missing national figure."""

_NARROWER: Final = frozenset(
    "this these those that among ongoing pending benefits subsidies continued involving provincial municipal".split()
)

_GIVEN: Final = frozenset("available reported provided collected compiled published disclosed maintained kept".split())

_SENTENCES: Final = frozenset("sentences sentencing penalties sentence".split())


def read_unreported(items: Sequence[Item], at: int, place: int) -> Denial | None:
    """The denial of a figure that the text says was not reported."""
    if any(item.low in _PART_OF_STATE for item in items[max(0, at - 4) : at]):
        return None
    place = skip(items, place, frozenset(("report", "conj", "adverb")))
    limit = clause_end(items, place)
    if place >= limit or concerns_officials(items, place):
        return None
    if (denial := _reporting_acts(items, at, place)) is not None:
        return denial
    data_at = next((ahead for ahead in range(place, min(limit, place + 9)) if items[ahead].kind == "data"), None)
    if data_at is not None:
        return _no_data(items, at, place, data_at, limit)
    measures, end = measure_nouns(items, place)
    direct = items[place].kind == "act" and items[place].form == "noun"
    if measures and "victims_referred" not in measures and (items[place].kind == "any" or direct):
        return Denial(at, end, tuple(measures), None, named_types(items, place, end), False)
    return None


def _reporting_acts(items: Sequence[Item], at: int, place: int) -> Denial | None:
    """`did not report convicting any traffickers`, `did not report prosecuting or convicting any traffickers`."""
    if items[place].kind == "start" and items[place].low.endswith("ing"):
        measures, end = measure_nouns(items, place + 1)
        gerund = end < len(items) - 2 and items[end].low in ("or", "and") and items[end + 1].form == "gerund"
        if measures and gerund and items[end + 1].kind == "act":
            measures.append(items[end + 1].value)
            end += 2
        return Denial(at, end, tuple(measures), None, named_types(items, place, end), False) if measures else None
    if not (items[place].kind == "act" and items[place].form == "gerund"):
        return None
    measures, after = coordinated(items, place)
    named = skip(items, after, frozenset(("word", "more", "type")))
    general = named < len(items) and items[named].value == "offender" and items[named].low.endswith("s")
    zero = read_zero(items, at, after, measures, need_any=not general)
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
        return Denial(at, end, tuple(dict.fromkeys(measures)), None, named_types(items, data_at, end), persons)
    following = items[data_at + 1 : data_at + 4]
    regardless = data.low == "whether" and items[data_at - 1].low == "of"
    if data.low == "details" or items[place].low == "if" or regardless:
        return None
    if data.low in ("data", "statistics", "information", "figures") and any(
        item.low in ("such", "these", "those") for item in following
    ):
        return Denial(at, data_at + 1, (), None, (), True, of_these=True)
    return None


def no_data_given(items: Sequence[Item], at: int) -> Denial | None:
    """`no data on convictions were available`."""
    data_at = at + 1
    if data_at >= len(items) or items[data_at].kind != "data":
        return None
    measures, persons, end = _asked_for(items, data_at, clause_end(items, data_at))
    said = any(item.low in _GIVEN for item in items[end : end + 5])
    if not measures or not said or concerns_officials(items, data_at):
        return None
    return Denial(at, end, tuple(measures), None, named_types(items, data_at, end), persons)


def data_unavailable(items: Sequence[Item], data_at: int) -> Denial | None:
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
    if not measures or concerns_officials(items, data_at):
        return None
    return Denial(data_at, max(end, at), tuple(measures), None, named_types(items, data_at, at), persons)


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
            return [], False, data_at  # one program, one stage or one condition, not a national figure
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
    """Whether another figure is compared with the missing one."""
    for ahead in range(place, len(items)):
        if items[ahead].kind == "compare":
            return any(item.kind == "num" for item in items[ahead + 1 : ahead + 4])
    return False
