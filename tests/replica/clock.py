"""A simulated clock: only waiting moves it."""

from datetime import UTC, date, datetime, time, timedelta

FIRST_DAY = date(2026, 9, 1)


class SimulatedClock:
    """`sleep` takes no time and moves the clock."""

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
        """Moves the clock to a moment."""
        assert moment >= self._now, f"{moment} is before {self._now}"
        self._now = moment


def evening_of(day: int) -> datetime:
    """22:00 UTC on a crawl day, counted from the first."""
    return datetime.combine(FIRST_DAY + timedelta(days=day), time(22), UTC)
