"""A clock that moves only when somebody waits for it."""

from datetime import UTC, date, datetime, time, timedelta

FIRST_NIGHT = date(2026, 9, 1)


class SimulatedClock:
    """Sleeping takes no time and moves the clock."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or evening_of(0)
        self.slept = 0.0

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept += seconds
        self._now += timedelta(seconds=seconds)

    def go_to(self, moment: datetime) -> None:
        """Lets the time pass until a moment."""
        assert moment >= self._now, f"{moment} is before {self._now}"
        self._now = moment


def evening_of(night: int) -> datetime:
    """22:00 UTC of a night, counted from the first."""
    return datetime.combine(FIRST_NIGHT + timedelta(days=night), time(22), UTC)
