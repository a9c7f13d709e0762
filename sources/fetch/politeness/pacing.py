"""How fast each host is asked: never two requests closer together than its interval."""

from datetime import datetime, timedelta

from sources.fetch.clock import Clock
from sources.fetch.memory.state import FetchState
from sources.fetch.settings import FetchSettings


class Pacing:
    """When each host may be asked next."""

    def __init__(self, clock: Clock, settings: FetchSettings, state: FetchState) -> None:
        self._clock = clock
        self._settings = settings
        self._state = state
        self._asked: dict[str, datetime | None] = {}
        self._not_before: dict[str, datetime] = {}
        self._robots: dict[str, float] = {}

    def interval(self, host: str) -> float:
        """Seconds between two requests to a host: our own rule, or its Crawl-delay where that is longer."""
        return max(self._settings.rule(host).interval, self._robots.get(host, 0.0))

    def slow_down(self, host: str, interval: float) -> None:
        """Records the Crawl-delay of a host."""
        self._robots[host] = interval

    def delay(self, host: str, seconds: float) -> None:
        """Leaves a host alone for a while."""
        until = self._clock.now() + timedelta(seconds=seconds)
        self._not_before[host] = max(until, self._not_before.get(host, until))

    def ready_at(self, host: str) -> datetime:
        """When a host may be asked next; in the past where it may be asked at once."""
        if host not in self._asked:
            self._asked[host] = self._state.last_asked(host)  # a run that was broken off may have asked just now
        asked = self._asked[host]
        ready = asked + timedelta(seconds=self.interval(host)) if asked else self._clock.now()
        return max(ready, self._not_before.get(host, ready))

    def wait(self, host: str) -> None:
        """Waits until a host may be asked."""
        self.wait_until(self.ready_at(host))

    def asked(self, host: str) -> None:
        """Records that a host has just answered or failed. The pause begins here: a slow host gets the same pause."""
        self._asked[host] = self._clock.now()

    def wait_until(self, moment: datetime) -> None:
        """Waits for a moment."""
        while (seconds := (moment - self._clock.now()).total_seconds()) > 0:
            self._clock.sleep(seconds)
