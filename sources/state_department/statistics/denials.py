"""Reads stated zeros and figures that are not reported.

`did not convict any traffickers` is a zero, `did not report the number of convictions` is an unreported figure, and a
text without either gives no row. The phrases are in `zeros`, `unreported` and `data/lexicon.csv`.
"""

from collections.abc import Sequence

from sources.language.clauses.lexicon import Item
from sources.state_department.statistics.denied import VERB_FORMS, Denial, skip
from sources.state_department.statistics.unreported import data_unavailable, no_data_given, read_unreported
from sources.state_department.statistics.zeros import (
    acted_on_none,
    fails_in_court,
    next_verb_denied,
    nothing_counted,
    zero_of_acts,
    zero_of_objects,
)


def read_denials(items: Sequence[Item]) -> list[Denial]:
    """The denials of a sentence, in order."""
    found: list[Denial] = []
    for at, item in enumerate(items):
        if found and at < found[-1].end:
            continue
        denial = None
        if item.kind == "deny" or (item.kind == "fail" and fails_in_court(items, at)):
            denial = _denied_verb(items, at)
        elif item.kind == "data":
            denial = data_unavailable(items, at)
        elif item.kind == "none" and item.low == "no":
            denial = acted_on_none(items, at) or nothing_counted(items, at) or no_data_given(items, at)
        while denial is not None:
            found.append(denial)
            denial = next_verb_denied(items, denial) if item.kind in ("deny", "fail") and denial.value == 0 else None
    return found


def _denied_verb(items: Sequence[Item], at: int) -> Denial | None:
    """`did not convict any traffickers`, `did not report the number of convictions`."""
    place = skip(items, at + 1, frozenset(("adverb",)))
    if place >= len(items):
        return None
    item = items[place]
    if (item.kind in ("report", "give") and item.form == "base") or item.low == "have":
        return read_unreported(items, at, place + 1)
    if item.kind == "start" or item.low == "obtained":
        return zero_of_objects(items, at, place + 1)
    if item.kind == "act" and item.form in VERB_FORMS:
        return zero_of_acts(items, at, place)
    return None
