"""Assigns each count its period, and its role: current, or a comparison."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.periods import Period
from sources.state_department.statistics.mentions import CountGroup, CountMention

_EXCLUDED_PERIODS: Final = ("span", "moment")
_COMPARED_WITH: Final = (("as", "in"), ("than", "in"))
"""`twice as many as in 2008`."""

_EDGES: Final = tuple((edge, "of") for edge in ("end", "close", "beginning", "conclusion", "start"))
_BREAKDOWNS: Final = ("paren", "dash", "include")


def assign_roles(items: Sequence[Item], groups: Sequence[CountGroup], periods: Sequence[Period], edition: int) -> None:
    """Sets the period and role of every count in place. Counts over several years lose their measure."""
    for group in groups:
        if not group.mentions:
            continue
        _own_periods(items, groups, group, periods)
        _shared_periods(items, group, periods, edition)
        _parents_by_place(items, groups, group)
        _right_parent(group)
        _is_part_of_parent(group)
        for mention in group.mentions:
            mention.role = _role(mention, group, edition)
            if mention.period is None and group.kind in _BREAKDOWNS and group.parents:
                mention.period = group.parents[-1].period
            if mention.period is not None and mention.period.kind in _EXCLUDED_PERIODS:
                mention.measures = ()
        group.mentions[:] = [each for mention in group.mentions for each in _each_year(items, mention, edition)]
    _imply_bases(groups)


def _imply_bases(groups: Sequence[CountGroup]) -> None:
    """Gives an undated count the kind of year of the counts that it is compared with."""
    compared = [m.period.kind for group in groups for m in group.mentions if m.period and m.role == "comparison"]
    basis = "calendar" if "year" in compared else "reporting_period" if "previous" in compared else "unclear"
    for group in groups:
        for mention in group.mentions:
            mention.implied_basis = basis


def is_breakdown(mention: CountMention) -> bool:
    """Whether a count is a part of another one of the same period."""
    group = mention.group
    if group.kind not in _BREAKDOWNS or not group.parents or mention.role != group.parents[-1].role:
        return False
    parent = group.parents[-1].period
    if mention.period is None or mention.period.kind == "earlier" or parent is None:
        return True
    return mention.period.years == parent.years


def _right_parent(group: CountGroup) -> None:
    """`compared to 324 in 2016, including ...` breaks down the count that the parts add up to."""
    if group.kind != "include" or not group.parents or group.parents[-1].group.kind != "compare":
        return
    total = sum(mention.value or 0 for mention in group.mentions)
    candidates = [group.parents[-1], *reversed(group.parents[-1].group.parents)]
    fitting = [candidate for candidate in candidates if candidate.value == total]
    if fitting:
        group.parents = fitting[:1]


def _own_periods(
    items: Sequence[Item], groups: Sequence[CountGroup], group: CountGroup, periods: Sequence[Period]
) -> None:
    """Assigns the period right after a count."""
    starts = [mention.at for other in groups for mention in other.mentions]
    starts += [other.start for other in groups]
    starts += [at for at, item in enumerate(items) if item.kind == "compare"]
    for mention in group.mentions:
        after = _past_asides(groups, mention.end)
        bound = min((start for start in starts if start >= after), default=10**9)
        bound = min(bound, group.end) if group.end > mention.end else bound
        reach = bound if after == mention.end else min(bound, after + 3)
        mention.period = next((period for period in periods if after <= period.at < reach), None)
        if mention.period is not None and _dates_something_else(items, mention, mention.period):
            mention.period = None


def _past_asides(groups: Sequence[CountGroup], at: int) -> int:
    """The index after brackets right after a count: `67 defendants (60 for sex trafficking) in 2017`."""
    for group in groups:
        if group.kind == "paren" and group.start == at:
            return group.end + 1
    return at


def _dates_something_else(items: Sequence[Item], mention: CountMention, period: Period) -> bool:
    """Whether a period after a count dates another thing: how the victims were found before, when a law was passed."""
    between = items[mention.end : period.at]
    lead = [item.low for item in items[max(0, period.at - 4) : period.at] if item.kind != "det" and item.low != "a"]
    if lead[-1:] == ["from"] and mention.group.kind not in ("compare", "paren") and period.kind != "span":
        return not any(item.kind == "rise" for item in between)
    compared = tuple(lead[-2:]) in _COMPARED_WITH and mention.group.kind != "compare"
    of_a_case = period.kind == "moment" and any(item.kind == "rel" for item in between)
    if compared or of_a_case or tuple(lead[-2:]) in _EDGES:
        return True
    if mention.head == "denial":
        return period.kind == "span" or len(between) > 8 or any(item.low in ("since", "after") for item in between)
    if mention.governed:
        return any(item.kind == "act" and item.form == "finite" for item in between[:1])
    return False


def _dates_clause(items: Sequence[Item], period: Period) -> bool:
    """`In 2017, ...`, and not `an increase from the previous year`."""
    if period.kind == "span":
        return True
    before = [
        item.low for item in items[max(0, period.at - 3) : period.at] if item.kind not in ("det", "month", "misc")
    ]
    return not before or before[-1] in ("in", "during", "for", "by", "of", "year", "throughout", "both", ",", "(")


def _shared_periods(items: Sequence[Item], group: CountGroup, periods: Sequence[Period], edition: int) -> None:
    """Counts of a list share the period at its end, `12 sex and five labor cases in 2016`, or the one before it."""
    if group.kind == "compare" and group.mentions and (when := _opened_by(items, group, periods)) is not None:
        group.mentions[0].period = group.mentions[0].period or when
    following: Period | None = None
    at = 0
    for mention in reversed(group.mentions):
        joined = mention.end < at <= mention.end + 2  # `114 investigations and 13 prosecutions in 2016`
        shared = following is not None and (group.kind != "main" or joined or _is_current(following, edition))
        if mention.period is None and shared:
            mention.period = following
        following, at = mention.period, mention.at
    if not group.mentions:
        return
    first = group.mentions[0]
    opening = [
        period
        for period in periods
        if group.start <= period.at < first.at and (group.kind == "compare" or _dates_clause(items, period))
    ]
    if not opening and items[group.start].low == "but":
        start = max((at for at in range(group.start) if items[at].low == ";"), default=0)
        opening = [p for p in periods if start <= p.at < start + 8 and _dates_clause(items, p) and p.kind == "previous"]
    if opening and group.kind in ("main", "compare"):
        for mention in group.mentions:
            mention.period = mention.period or opening[-1]


def _opened_by(items: Sequence[Item], group: CountGroup, periods: Sequence[Period]) -> Period | None:
    """`in comparison with 2007, when courts convicted 14 traffickers`: the period that a clause of its own tells of."""
    end = group.mentions[0].at
    if not any(item.low == "when" for item in items[group.start : end]):
        return None
    return next((period for period in periods if group.start <= period.at < end), None)


def _types_by_place(groups: Sequence[CountGroup], group: CountGroup, bare: list[CountMention]) -> bool:
    """`(60 for sex trafficking and seven for labor trafficking) ..., compared with 54 (37 and 17, respectively)`."""
    for other in groups[: groups.index(group)]:
        typed = [mention for mention in other.mentions if mention.types and mention.measures]
        if other.kind in _BREAKDOWNS and len(typed) == len(bare) == len(other.mentions) and group.parents:
            for mention, like in zip(bare, typed, strict=True):
                mention.types = like.types
                mention.measures, mention.inherited, mention.parent = (
                    group.parents[-1].measures,
                    True,
                    group.parents[-1],
                )
            return True
    return False


def _parents_by_place(items: Sequence[Item], groups: Sequence[CountGroup], group: CountGroup) -> None:
    """`five, four, and three, respectively`: as many bare counts as the statement before has, in the same order."""
    said = any(item.kind == "respectively" for item in items[group.start : group.end])
    bare = [m for m in group.mentions if (m.is_bare or (said and m.inherited)) and not m.types]
    parents = [parent for parent in group.parents if parent.measures]
    if said and len(bare) > 1 and _types_by_place(groups, group, bare):
        return
    if said and group.kind == "paren" and parents:
        parents = [mention for mention in parents[-1].group.mentions if mention.measures]
        parents = parents[-len(bare) :]
    elif group.kind != "compare":
        return
    if len(bare) < 2 or len(bare) != len(parents) or len(bare) != len(group.mentions):
        return
    if not said and len({mention.period for mention in bare}) > 1:
        return
    for mention, parent in zip(bare, parents, strict=True):
        mention.parent, mention.measures, mention.persons, mention.inherited = (
            parent, parent.measures, parent.persons, True,
        )  # fmt: skip
        mention.types = parent.types


def _is_part_of_parent(group: CountGroup) -> None:
    """Where the counts of an aside add up to the count before it they are its parts, whatever years they name."""
    if group.kind not in _BREAKDOWNS or len(group.mentions) < 2 or not group.parents:
        return
    values = [mention.value for mention in group.mentions]
    if None not in values and sum(value or 0 for value in values) == group.parents[-1].value:
        for mention in group.mentions:
            mention.period = group.parents[-1].period
            mention.parent = group.parents[-1]


def _role(mention: CountMention, group: CountGroup, edition: int) -> str:
    period = mention.period
    if period is None or period.kind in ("earlier", "span", "moment"):
        if group.kind == "compare":
            return "comparison"
        return group.parents[-1].role if group.parents and group.kind in _BREAKDOWNS else "current"
    if group.kind in _BREAKDOWNS and group.parents and _same(period, group.parents[-1].period):
        return group.parents[-1].role
    return "current" if _is_current(period, edition) and not _is_previous_in_words(period) else "comparison"


def _same(period: Period, other: Period | None) -> bool:
    """Whether two periods are the same, wherever they are named."""
    return other is not None and (period.kind, period.years) == (other.kind, other.years)


def _is_previous_in_words(period: Period) -> bool:
    return period.kind == "previous"


def _is_current(period: Period, edition: int) -> bool:
    """Whether a period is the one that the edition reports on."""
    if period.kind == "reporting":
        return not period.years or max(period.years) >= edition - 1
    return period.kind == "year" and max(period.years) >= edition - 1


def _each_year(items: Sequence[Item], mention: CountMention, edition: int) -> list[CountMention]:
    """`six in both 2016 and 2015` is one count for each year; without `both` it is left out unless it is zero."""
    period = mention.period
    if period is None or len(period.years) < 2 or period.kind != "year":
        return [mention]
    both = period.at > 0 and items[period.at - 1].low in ("both", "each")
    same = mention.inherited and (mention.is_bare or mention.copied)
    if not both and mention.value not in (0, None) and not (same and mention.parent is not None):
        mention.measures = ()
        return [mention]
    years = [Period("year", (year,), period.at, period.end) for year in period.years]
    copies = [replace(mention, period=year) for year in years]
    for copy in copies:
        copy.role = _role(copy, mention.group, edition)
    return copies
