"""The time a crawl lives in. Tests put their own in its place, so that a month of nights takes minutes."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol

_NIGHT_BEGINS: Final = timedelta(hours=12)


class Clock(Protocol):
    """What a crawl asks of time. Time limits on a single response are not asked here: the network's time is real."""

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
    """The night a moment belongs to, named by the day it begins on: from noon to noon UTC.

    Noon in UTC is early morning in Washington: a crawl that runs past midnight is still in the same night.
    """
    return (moment - _NIGHT_BEGINS).date()


def end_of_crawl_day(night: date) -> datetime:
    """When a night is over."""
    return datetime(night.year, night.month, night.day, tzinfo=UTC) + _NIGHT_BEGINS + timedelta(days=1)


def stamp(moment: datetime) -> str:
    """A moment as the archive writes it: ISO 8601 in UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    """A moment from its ISO 8601 form."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
