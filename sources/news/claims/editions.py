"""The editions that a tier belongs to, and the number of editions in a row."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sources.language.clauses.lexicon import Item, has, means, says, words
from sources.language.clauses.statements import CHANGES, VERBS
from sources.news.claims.context import SentenceContext
from sources.news.claims.enumerations import Statement
from warehouse.tables.vocabulary import FIRST_EDITION

Editions = tuple[tuple[int | None, bool], ...]
"""Editions, each with whether it is an earlier one than the latest."""


def editions_of(items: Sequence[Item], clause: Statement, at: int, context: SentenceContext) -> Editions:
    """The editions of a tier: the years beside it, those that open the clause, `last year`, else the latest."""
    latest, year = context.calendar.edition, context.calendar.year
    after = _years_after(items, clause, at) or _year_of_verb(items, clause, at)
    years = after or _years_opening(items, clause, at)
    if not years and year is not None and (ago := _years_ago(items, clause, at)):
        years = (year - ago,)
    if not years and clause.kind in ("reason", "relative"):
        before = [item for item in items[max(0, clause.start - 2) : clause.start] if item.kind != "mark"]
        years = tuple(int(item.value) for item in before[-1:] if item.kind == "year")  # `in 2003, when A dipped to`
    if not years and clause.start > 0:
        years = _years_of_sentence(items, clause, year)
    known = [each for each in years if year is None or each <= year]
    return tuple((each, latest is not None and each < latest) for each in known) or ((latest, False),)


def years_named(items: Sequence[Item], clause: Statement, at: int) -> tuple[int, ...]:
    """The years by which a clause, or the beginning of its sentence, names the edition of a tier; not `last year`."""
    own = _years_after(items, clause, at) or _year_of_verb(items, clause, at) or _years_opening(items, clause, at)
    return own or tuple(int(item.value) for item in items[: _OPENING + 1] if item.kind == "year")


def _years_of_sentence(items: Sequence[Item], clause: Statement, year: int | None) -> tuple[int, ...]:
    """The years that open the sentence, for its later clauses: `In 2005, ...`, `Last year’s report ...`."""
    own = items[max(0, clause.start - 2) : clause.end]
    if has(own, "this", "ago", "contrast"):
        return ()
    opening = items[:_OPENING]
    if year is not None and has(opening, "previous"):
        return (year - 1,)
    return tuple(int(item.value) for item in opening if item.kind == "year")[:1]


_OPENING: Final = 3
"""Items at the beginning of a sentence that date all of it."""


def _years_ago(items: Sequence[Item], clause: Statement, at: int) -> int:
    """`two years ago`, `hace dos años`, `last year`; 0 where the clause counts no years back."""
    if items[clause.start].value == "year":
        return 1  # `a year after falling to Tier 3`
    for place in range(clause.start, clause.end):
        if items[place].kind != "ago":
            continue
        before = items[place - 1] if place > clause.start else None
        if before is not None and before.value.isdecimal():
            return int(before.value)
        counted = place + 2 < clause.end and items[place + 2].low in _YEARS and items[place + 1].value.isdecimal()
        if counted and not (place and items[place - 1].kind == "since"):
            return int(items[place + 1].value)
    return int(has_previous(items, clause, at))


_YEARS: Final = words("year")
_ENDS_YEARS: Final = ("tier", "country", "reason", "this", "compare", "rel", "leave", "return", "join", *CHANGES)
_NEAR: Final = 8
_LONGEST_LIST: Final = 24
"""Items after a tier within which its first year stands, and within which a list of years ends."""


def _years_after(items: Sequence[Item], clause: Statement, at: int) -> tuple[int, ...]:
    """The years after a tier: `in 2012, 2013 and 2014`, `from 2012 to 2014`."""
    years: list[int] = []
    for place in range(at + 1, min(clause.end, at + _LONGEST_LIST)):
        item = items[place]
        if item.kind == "first" and has(items[place + 1 : place + 2], "since"):
            break  # `fell to Tier 2 for the first time since 2010`
        if item.kind == "year":
            if _opens_verb(items, place):
                break
            if years and items[place - 1].kind in ("until", "to") and items[place - 2].kind == "year":
                years.extend(range(years[-1] + 1, int(item.value)))
            years.append(int(item.value))
        elif item.kind in _ENDS_YEARS or (item.kind == "word" if years else place > at + _NEAR):
            break
    return tuple(sorted(set(years)))


def _opens_verb(items: Sequence[Item], at: int) -> bool:
    """`on Tier 2 in 2014, and in 2015 fell to`: a year right before a verb of another tier."""
    following = items[at + 1] if at + 1 < len(items) else None
    joined = has(items[max(0, at - 2) : at], "and")
    return joined and following is not None and following.kind in VERBS and following.value != "weak"


def _year_of_verb(items: Sequence[Item], clause: Statement, at: int) -> tuple[int, ...]:
    """The year right before the verb of a second tier."""
    for place in range(at - 1, clause.start, -1):
        if items[place].kind == "tier":
            return ()
        if items[place].kind == "year" and _opens_verb(items, place):
            return (int(items[place].value),)
    return ()


def _years_opening(items: Sequence[Item], clause: Statement, at: int) -> tuple[int, ...]:
    """The years at the beginning of a clause: `In 2014, ...`, `Since 2004 ...`; or right after its verb.

    A year after `for the first time since the report began in` dates no placement.
    """
    first = next((place for place in range(clause.start, at) if items[place].kind == "tier"), at)
    reach = _NEAR if first == at else _OPENING - 1
    found = [
        place for place in range(clause.start, min(first, clause.start + reach + 1)) if items[place].kind == "year"
    ]
    return tuple(sorted({int(items[at].value) for at in found if not has(items[max(0, at - _NEAR) : at], "first")}))


def has_previous(items: Sequence[Item], clause: Statement, at: int) -> bool:
    """Whether a clause says `last year` near a tier."""
    window = items[clause.start : min(clause.end, at + 6)]
    dated = any(here.kind == "previous" and before.kind != "since" for before, here in pairwise(window))
    return (dated or has(window[:1], "previous")) and not has(window, "this")


def lasts(items: Sequence[Item], clause: Statement, at: int) -> bool:
    """Whether a tier held since a year is still held."""
    ended = means(items[clause.end : clause.end + 1], "before") or has(items[clause.start : at], "past")
    return not ended and has(items[clause.start : clause.end], "since")


def is_bygone(items: Sequence[Item], clause: Statement, at: int) -> bool:
    """Whether a tier was held before the edition reported: `had been on the watch list`."""
    before = items[clause.start : at]
    opener = items[clause.start]
    said = next((place for place, item in enumerate(before) if item.kind == "said"), len(before))
    is_reason = clause.kind == "reason" and not has(before, *CHANGES)
    is_after = opener.value in ("after", "years") and has(items[: clause.start], "tier")
    ended = opener.kind == "until" or means(items[clause.end : clause.end + 1], "before")
    return is_reason or is_after or ended or has(before[:said], "past")


def is_first(items: Sequence[Item], clause: Statement, tier: int) -> bool:
    """Whether a tier is reached `for the first time` of all, and not `since 2014`, `in ten years`."""
    at = next((place for place in range(clause.start, clause.end) if items[place].kind == "first"), None)
    if at is None:
        return False
    between = items[min(at, tier) : max(at, tier)]
    pairs = pairwise([*between, items[max(at, tier)]])
    verbs = [item.value for item, after in pairs if item.kind in VERBS and after.kind not in VERBS]
    opens = at < tier
    if sum(value != "weak" and not (opens and value == "be") for value in verbs) > opens:
        return False  # `for the first time A was ranked, and it placed itself on Tier 1`
    ahead = items[at + 1 : at + 8]
    since_year = next((item.value for item in ahead if item.kind == "year"), str(FIRST_EDITION))
    limited = has(ahead[:4], "number", "figure", "years")
    return not limited and ((bool(ahead) and ahead[0].kind != "since") or since_year == str(FIRST_EDITION))


def streak_of(items: Sequence[Item], clause: Statement, tier: int) -> int | None:
    """The number of editions in a row: `for the third year in a row`, `pour la troisième fois consécutive`."""
    for at in range(clause.start + 1, clause.end):
        if has(items[min(at, tier) + 1 : max(at, tier)], "tier"):
            continue
        before = items[at - 1]
        opens = before.kind == "number" and says(items[max(0, at - 4) : at], *_FOR)
        if items[at].low in _EDITION_WORDS and opens:
            return int(before.value) if before.low.endswith(_ORDINAL_ENDS) else None
        if items[at].kind == "years":
            near = (items[place] for place in (at - 1, at - 2, at + 1) if clause.start <= place < clause.end)
            numbers = [item.value for item in near if item.kind in ("number", "figure")][:1]
            if numbers and numbers[0].isdecimal():
                return int(numbers[0])
    return None


_EDITION_WORDS: Final = words("edition")
_FOR: Final = words("for")
_ORDINAL_ENDS: Final = tuple(words("ordinal_end"))
