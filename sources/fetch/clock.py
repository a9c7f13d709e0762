"""The clock of a crawl, and crawl days. Tests use a simulated clock, so that a month takes minutes."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol

_DAY_BEGINS: Final = timedelta(hours=12)


class Clock(Protocol):
    """The clock of a crawl. Timeouts of a single response do not use it: the network runs in real time."""

    def now(self) -> datetime:
        """The time in UTC."""

    def sleep(self, seconds: float) -> None:
        """Waits."""


class SystemClock:
    """The time of the machine."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)


def crawl_day(moment: datetime) -> date:
    """The crawl day of a moment: from noon to noon UTC, with the date of its start.

    Noon in UTC is early morning in Washington, so a crawl that runs past midnight stays on the same crawl day.
    """
    return (moment - _DAY_BEGINS).date()


def end_of_crawl_day(day: date) -> datetime:
    """The end of a crawl day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + _DAY_BEGINS + timedelta(days=1)


def stamp(moment: datetime) -> str:
    """A moment in the format of the archive: ISO 8601 in UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    """A moment from its ISO 8601 form."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
