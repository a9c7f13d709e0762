"""Days in the value of a field or in a line of text: ISO 8601, RFC 822, seconds since 1970, names of months, numbers.

Every form has one fixed length at most, so reading takes time linear in the length of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sources.news.article.dates.months import WORD_OF_MONTH, month_of
from sources.news.article.dates.place import Order, Place

MAX_FIELD: Final = 500
"""Characters of a field or a line that are read."""

_TIME: Final = (
    r"(?:(?:T|\s|,\s?|\s[–—|-]\s|T%20|&#x?T;)(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d|60)"
    r"(?:[.,]\d{1,9})?)?\s?(?P<half>[AaPp]\.?[Mm]\b\.?)?\s?(?P<zone>Z\b|UTC\b|GMT\b|[+-](?:0\d|1[0-4]):?(?:[0-5]\d)?)?)?"
)
_YEAR: Final = r"(?:19|20)\d\d"
_ISO: Final = re.compile(
    rf"(?<![\d/.-])(?P<year>{_YEAR})(?P<mark>[-/.]?)(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])"
    rf"(?!\d){_TIME}"
)
_ASIAN: Final = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})\s?[年년]\s?(?P<month>1[0-2]|0?[1-9])\s?[月월]\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?[日일]"
)
_DAY: Final = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_MONTH: Final = rf"(?P<month>{WORD_OF_MONTH.pattern})\.?"
_DAY_MONTH_YEAR: Final = re.compile(
    rf"(?<![\d.:/-]){_DAY}(?:st|nd|rd|th|er|º|ª|\.)?(?:\s|\s(?:de|of|d['’])\s|[-/.])?{_MONTH}"
    rf"(?:,?\s|,?\s(?:de|del|of)\s|[-/.])(?P<year>{_YEAR}|25[56]\d)(?!\d)"
    rf"{_TIME}",
    re.IGNORECASE,
)
_MONTH_DAY_YEAR: Final = re.compile(
    rf"(?<!\w){_MONTH}(?:\s|[-/.]){_DAY}(?:st|nd|rd|th)?(?:,\s?|\.?\s|[-/])(?P<year>{_YEAR})(?!\d){_TIME}",
    re.IGNORECASE,
)
_YEAR_MONTH_DAY: Final = re.compile(
    rf"(?<![\w-])(?P<year>{_YEAR})(?:,?\s|[-/.])\s?{_MONTH}(?:\s|[-/.]){_DAY}(?![\d:])", re.IGNORECASE
)
_NUMBERS: Final = re.compile(
    rf"(?<![\d/.,:-])(?P<first>3[01]|[12]\d|0?[1-9])(?P<mark>[-/.]|\.\s)(?P<second_number>3[01]|[12]\d|0?[1-9])(?P=mark)"
    rf"(?P<year>{_YEAR}|\d\d)(?![\d/]|[.,:-]\d){_TIME}"
)
_BEFORE_SECOND: Final = re.compile(r"/(?<=\d/)[0-3]?\d/\d\d")
"""The part of three numbers from the first slash on. A pattern that begins with it is found twenty times as fast."""
_UNIX_DATE: Final = re.compile(
    rf"(?<!\w)(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s(?P<month>[A-Z][a-z][a-z])\s{{1,2}}{_DAY}\s"
    rf"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))\s(?P<zone>[A-Z]{{1,4}}\s|[+-]\d{{4}}\s)?"
    rf"(?P<year>{_YEAR})"
)
_EPOCH: Final = re.compile(r"^\s*(?P<seconds>[189]\d{8}|1\d{9})(?P<milli>\d{3})?(?:\.0+)?\s*$")
_BUDDHIST: Final = 543  # years of the Thai calendar before ours
_NEW_CENTURY: Final = 69


@dataclass(frozen=True)
class Day:
    """A day as a text gives it.

    Attributes:
        day: the day; where two are possible, the more probable one.
        others: other days that the same text can mean: day and month exchanged, or the day in another time zone.
        is_undecided: whether nothing says which of day and month comes first.
        start: where it begins in the text.
        end: where it ends.
    """

    day: date
    others: tuple[date, ...] = ()
    is_undecided: bool = False
    start: int = 0
    end: int = 0


def day_of_field(value: str, place: Place) -> Day | None:
    """The first day in the value of a field; None if there is none."""
    text = value[:MAX_FIELD]
    epoch = _EPOCH.match(text)
    if epoch is not None:
        return _day_of_moment(datetime.fromtimestamp(int(epoch["seconds"]), UTC), place, epoch)
    return next(days_in(text, place), None)


def days_in(text: str, place: Place) -> Iterator[Day]:
    """The days in a line of text in order; their spans do not overlap."""
    forms = _FORMS if _HAS_YEAR.search(text) else _FORMS_WITHOUT_YEAR
    found = [
        (match.start(), -match.end(), form, match)
        for form, pattern in enumerate(forms)
        for match in pattern.finditer(text)
    ]
    position = 0
    for start, _, _, match in sorted(found, key=lambda one: one[:3]):
        if start < position:
            continue
        day = _numbers(match, place) if match.re is _NUMBERS else _named(match, place)
        if day is not None:
            yield day
            position = match.end()


def order_in(text: str) -> Order | None:
    """The order in the dates of numbers that can be read in one order only; None for none, or for both orders."""
    orders = set()
    for slash in _BEFORE_SECOND.finditer(text):
        starts = (max(0, slash.start() - 2), slash.start() - 1)
        match = next((found for start in starts if (found := _NUMBERS.match(text, start))), None)
        if match is not None and (int(match["first"]) > 12) != (int(match["second_number"]) > 12):
            orders.add(Order.DAY_FIRST if int(match["first"]) > 12 else Order.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else None


_FORMS: Final = (_ISO, _UNIX_DATE, _DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _YEAR_MONTH_DAY, _ASIAN, _NUMBERS)
_FORMS_WITHOUT_YEAR: Final = (_NUMBERS,)
"""The form that can have two digits for the year; most lines have no year of four, and need no other pattern."""

_HAS_YEAR: Final = re.compile(rf"{_YEAR}|25[56]\d")


def _named(match: re.Match[str], place: Place) -> Day | None:
    """The day of a form that says which of its parts is the month."""
    month = int(match["month"]) if match["month"].isdigit() else month_of(match["month"])
    year = int(match["year"])
    if month is None:
        return None
    return _at_place(match, place, year - _BUDDHIST if year > 2500 else year, month, int(match["day"]))


def _numbers(match: re.Match[str], place: Place) -> Day | None:
    """The day of three numbers, with day and month in the order of the place."""
    first, second, year = int(match["first"]), int(match["second_number"]), int(match["year"])
    if year < 100:
        year += 2000 if year < _NEW_CENTURY else 1900
    dotted = match["mark"] != "/" and match["mark"] != "-"
    by_place = Order.DAY_FIRST if dotted else place.order
    day_first = _at_place(match, place, year, second, first)
    month_first = _at_place(match, place, year, first, second)
    if day_first is None or month_first is None or day_first.day == month_first.day:
        return day_first or month_first
    chosen, other = (month_first, day_first) if by_place is Order.MONTH_FIRST else (day_first, month_first)
    others = (*chosen.others, other.day) if by_place is None else chosen.others
    return Day(chosen.day, others, by_place is None, match.start(), match.end())


def _at_place(match: re.Match[str], place: Place, year: int, month: int, day: int) -> Day | None:
    """The day at the place of publication; None for a day that no calendar has."""
    try:
        written = date(year, month, day)
    except ValueError:
        return None
    fields = match.groupdict()
    zone = fields.get("zone")
    if not fields.get("hour") or not zone or not zone.strip():
        return Day(written, start=match.start(), end=match.end())
    hour = int(fields["hour"]) % 24
    if (half := fields.get("half")) and hour <= 12:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    offset = _offset(zone.strip())
    if offset is None:
        return Day(written, start=match.start(), end=match.end())
    try:
        local = datetime(year, month, day, hour, int(fields["minute"]))
        moment = (local - offset).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    if offset and (not place.zones or any(moment.astimezone(z).utcoffset() == offset for z in place.zones)):
        return Day(written, start=match.start(), end=match.end())
    return _day_of_moment(moment, place, match, written)


def _day_of_moment(moment: datetime, place: Place, match: re.Match[str], written: date | None = None) -> Day:
    """The day of a moment at the place of publication.

    The day as written stays possible: some sites write their local time as UTC. Where the place is not known, the days
    before and after are possible too, as far as a time zone has them at that moment.
    """
    written = written or moment.date()
    if place.zones:
        days = [moment.astimezone(zone).date() for zone in place.zones]
        most = max(days, key=lambda day: (days.count(day), day == written))
        return Day(most, tuple(sorted({*days, written} - {most})), False, match.start(), match.end())
    near = {written}
    if moment.hour < 12:
        near.add((moment - timedelta(hours=12)).date())
    if moment.hour >= 10:
        near.add((moment + timedelta(hours=14)).date())
    return Day(written, tuple(sorted(near - {written})), False, match.start(), match.end())


def _offset(zone: str) -> timedelta | None:
    """The offset of a time zone from UTC; None for a name without a fixed one."""
    if zone in ("Z", "UTC", "GMT"):
        return timedelta(0)
    digits = zone[1:].replace(":", "")
    if zone[0] not in "+-" or not digits.isdigit():
        return None
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4] or 0))
    return -size if zone[0] == "-" else size
