"""The pace of requests to each host: at least its interval between two requests."""

from datetime import datetime, timedelta

from sources.fetch.clock import Clock
from sources.fetch.memory.state import FetchState
from sources.fetch.settings import FetchSettings


class Pacing:
    """The time of the next allowed request to each host."""

    def __init__(self, clock: Clock, settings: FetchSettings, state: FetchState) -> None:
        self._clock = clock
        self._settings = settings
        self._state = state
        self._asked: dict[str, datetime | None] = {}
        self._not_before: dict[str, datetime] = {}
        self._robots: dict[str, float] = {}

    def interval_seconds(self, host: str) -> float:
        """Seconds between two requests to a host: the rule of the project, or a longer Crawl-delay of the host."""
        return max(self._settings.rule(host).interval_seconds, self._robots.get(host, 0.0))

    def slow_down(self, host: str, interval_seconds: float) -> None:
        """Records the Crawl-delay of a host."""
        self._robots[host] = interval_seconds

    def delay(self, host: str, seconds: float) -> None:
        """Sends no request to a host for a number of seconds."""
        until = self._clock.now() + timedelta(seconds=seconds)
        self._not_before[host] = max(until, self._not_before.get(host, until))

    def ready_at(self, host: str) -> datetime:
        """When a host may be asked next; in the past where it may be asked at once."""
        if host not in self._asked:
            self._asked[host] = self._state.last_asked(host)  # an interrupted run may have asked just now
        asked = self._asked[host]
        ready = asked + timedelta(seconds=self.interval_seconds(host)) if asked else self._clock.now()
        return max(ready, self._not_before.get(host, ready))

    def wait(self, host: str) -> None:
        """Waits until a host may be asked."""
        self.wait_until(self.ready_at(host))

    def asked(self, host: str) -> None:
        """Records that a host has answered or failed now. The interval begins at this moment, also for a slow host."""
        self._asked[host] = self._clock.now()

    def wait_until(self, moment: datetime) -> None:
        """Waits until a moment."""
        while (seconds := (moment - self._clock.now()).total_seconds()) > 0:
            self._clock.sleep(seconds)
