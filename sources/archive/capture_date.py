"""The time of a capture, from the date of its record."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"
"""How the archive writes the time of a capture."""

FIRST_YEAR: Final = 1991
"""No page of the web is older."""

_CLOCK_ERROR: Final = timedelta(hours=1)
"""How far the clock of a crawler may be ahead."""

_DATE: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?)?)?\s*([Zz]|[+-]\d\d:?\d\d)?", re.ASCII
)
_DIGITS: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII)
_ZONE: Final = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)


class InvalidDateError(ValueError):
    """A date that cannot be the time of a capture."""


def capture_time(text: str | None, now: datetime | None = None) -> str:
    """The time of a capture in UTC, from a WARC-Date or the fourteen digits of an ARC file.

    Args:
        text: the date as written. Without a zone it is UTC; a missing part is the first possible one.
        now: the time to compare with; the clock's without it.

    Raises:
        InvalidDateError: there is no date, it is no date, or it is in the future or before the web.
    """
    time = read_time(text)
    if time is None:
        raise InvalidDateError("it has no date" if not text else f"its date {text[:40]!r} is no date")
    if time.year < FIRST_YEAR:
        raise InvalidDateError(f"its date {text} is before the web")
    if time.strftime(FORMAT) > latest_time(now):
        raise InvalidDateError(f"its date {text} is in the future")
    return time.strftime(FORMAT)


def latest_time(now: datetime | None = None) -> str:
    """The latest time that a capture can have.

    Args:
        now: the time to compare with; the clock's without it.
    """
    return ((now or datetime.now(UTC)) + _CLOCK_ERROR).strftime(FORMAT)


def read_time(text: str | None) -> datetime | None:
    """The time that a date means, in UTC; None for no date."""
    text = (text or "").strip()
    parts = _DIGITS.fullmatch(text) or _DATE.fullmatch(text)
    if parts is None:
        return None
    year, month, day, hour, minute, second, *zone = (*parts.groups(), None)
    try:
        seconds = min(int(second or 0), 59)  # of a leap second
        date = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
        return date.replace(hour=int(hour or 0), minute=int(minute or 0), second=seconds) - _offset(zone[0])
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> timedelta:
    found = _ZONE.fullmatch(zone or "")
    if found is None:
        return timedelta()
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    timezone(offset)  # refuses a day and more
    return offset if found[1] == "+" else -offset
