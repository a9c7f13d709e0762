"""Reads the years and reporting periods that a text names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.clauses.lexicon import Item

_YEAR_AFTER: Final = frozenset(
    "fy in for during of from since by through until to both year between throughout and or calendar fiscal than "
    "as".split()
)
_LAST: Final = frozenset(("last", "past", "previous", "preceding", "prior"))
_JOINS: Final = frozenset(("and", "or", ","))
_RANGES: Final = frozenset(("to", "through", "-", "–", "until", "and"))


@dataclass(frozen=True, slots=True)
class Period:
    """A period as printed.

    Attributes:
        kind: `year`, `reporting` (the edition's own), `previous` (the one before), `earlier` (years before, not
            said which), `span` (several years together) or `moment` (a month or day of a single event).
        years: the calendar years named, in printed order.
        at: index of its first item.
        end: index of the item after it.
    """

    kind: str
    years: tuple[int, ...]
    at: int
    end: int


def read_periods(items: Sequence[Item]) -> list[Period]:
    """The periods a sentence names, in order."""
    found: list[Period] = []
    at = 0
    while at < len(items):
        period = _years_before(items, at) or (_period_at(items, at) if items[at].kind in ("period", "year") else None)
        if period is not None:
            found.append(period)
        at = period.end if period is not None else at + 1
    return found


def _years_before(items: Sequence[Item], at: int) -> Period | None:
    """`over the last four years`."""
    ahead = items[at : at + 3]
    counted = len(ahead) == 3 and ahead[1].number is not None and ahead[2].low in ("years", "months")
    return Period("span", (), at, at + 3) if counted and items[at].low in _LAST else None


def _is_since(items: Sequence[Item], at: int) -> bool:
    """`since 2010`, `since its first conviction in 2010`."""
    for place in range(at - 1, max(-1, at - 7), -1):
        if items[place].low == "since" or items[place].kind in ("mark", "num"):
            return items[place].low == "since"
    return False


def _period_at(items: Sequence[Item], at: int) -> Period | None:
    item = items[at]
    if item.kind == "period":
        since = _is_since(items, at)
        return Period("span" if since else item.value, (), at, at + 1)
    if item.kind != "year" or item.number is None:
        return None
    before = items[at - 1] if at > 0 else None
    if before is not None and before.kind == "month":
        return _dated(items, at, item.number.value)
    if before is not None and before.kind != "compare" and before.low not in (*_YEAR_AFTER, ",", "(", "—"):
        return None
    if at + 1 < len(items) and items[at + 1].kind in ("word", "object", "law", "service") and before is not None:
        # `in 2017 police ...` opens a sentence; elsewhere `the 2017 plan` dates something else
        opens = before.low in ("in", "during") and at <= 2
        if not opens and items[at + 1].kind in ("law", "object"):
            return None
    return _years(items, at, item.number.value)


def _years(items: Sequence[Item], at: int, first: int) -> Period:
    """One year, several years each, or a span of years."""
    years, end = [first], at + 1
    while end + 1 < len(items) and items[end].low in (*_JOINS, *_RANGES):
        skip = 2 if items[end].low == "," and items[end + 1].low in ("and", "or") else 1
        following = items[end + skip] if end + skip < len(items) else None
        if following is None or following.kind != "year" or following.number is None:
            break
        is_range = items[end].low in _RANGES and items[end].low != "and"
        if is_range or (items[end].low == "and" and at > 0 and items[at - 1].low == "between"):
            return Period("span", (first, following.number.value), at, end + skip + 1)
        years.append(following.number.value)
        end += skip + 1
    return Period("span" if _is_since(items, at) else "year", tuple(years), at, end)


def _dated(items: Sequence[Item], at: int, year: int) -> Period:
    """A year with a month before it: the end or the beginning of a range of months, or a moment."""
    start = at - 1
    while start > 0 and items[start - 1].kind in ("misc", "month"):
        start -= 1
    around = {items[place].low for place in range(max(0, start - 3), start)}
    ranged = bool(around & {"to", "through", "-", "–", "and", "from", "between", "since", "until", "of"})
    following = items[at + 1].low if at + 1 < len(items) else ""
    after = items[at + 2].kind if at + 2 < len(items) else ""
    last = items[at + 3].number if at + 3 < len(items) else None
    if following in ("to", "through", "-", "–", "until", "and") and after == "month" and last is not None:
        kind = "span" if last.value - year > 1 else "reporting"
        return Period(kind, (year,), at, at + 4)
    if following in ("to", "through", "-", "–", "until", "and") and after == "month":
        return Period("reporting", (year,), at, at + 1)
    return Period("reporting" if ranged else "moment", (year,), at, at + 1)
