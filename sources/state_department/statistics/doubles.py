"""Removes counts that other sentences of the section state better."""

from collections.abc import Sequence
from typing import Final

from sources.state_department.statistics.decisions import TOTAL, Count
from sources.state_department.statistics.measures import LAW_ENFORCEMENT

_LARGEST_COINCIDENCE: Final = 9
"""Counts up to this one may be equal for two authorities by coincidence."""


def without_doubles(counts: Sequence[Count]) -> list[Count]:
    """The counts without repetitions.

    A positive total replaces a zero of the same measure; a figure replaces an unreported one of its sentence. A zero,
    and a repeated larger count of law enforcement, is recorded once.
    """
    current = [each for each in counts if each.role == "current" and each.scope == TOTAL]
    positive = {each.measure for each in current if each.candidate.value and each.trafficking_type == "all"}
    in_sentence = {(each.measure, each.example.start) for each in current if each.candidate.value is not None}
    found: list[Count] = []
    seen: dict[tuple[object, ...], int] = {}
    for each in counts:
        value, denied = each.candidate.value, bool(each.candidate.denied)
        if denied and each.role == "current":
            if value is None and (each.measure, each.example.start) in in_sentence:
                continue
            if value == 0 and each.trafficking_type == "all" and each.measure in positive and not _is_of_new(each):
                continue
        key = (each.measure, each.trafficking_type, value, each.role, each.scope, each.candidate.persons(each.measure))
        once = denied or (
            each.measure in LAW_ENFORCEMENT and each.role == "current" and (value or 0) > _LARGEST_COINCIDENCE
        )
        if seen.setdefault(key, each.example.start) != each.example.start and once:
            continue
        found.append(each)
    return found


def _is_of_new(count: Count) -> bool:
    """Whether only new cases are denied (`no new prosecutions`); older cases may continue."""
    phrase = count.candidate.phrase
    items = count.example.sentence.items[phrase.at : phrase.end]
    return any(item.low in ("new", "any new", "initiate new") for item in items)
