"""robots.txt: disallowed addresses and the requested interval of each host."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from sources.fetch.clock import Clock
from sources.fetch.memory.records import RobotsState, StoredRobots
from sources.fetch.memory.state import FetchState
from sources.fetch.outcome.challenge import looks_like_challenge
from sources.fetch.politeness.robots_text import NoRobotsFileError, decode_robots
from sources.fetch.request.addresses import redirect_target
from sources.fetch.request.transport import Answer, ExchangeError
from sources.fetch.settings import PRODUCT, FetchSettings

MAX_ROBOTS_BYTES: Final = 512 * 1024
"""RFC 9309 asks crawlers to read at least 500 KiB."""

_LONGEST_INTERVAL_SECONDS: Final = 86_400.0
_MAX_REDIRECTS: Final = 5

Get = Callable[[str, int], Answer]


@dataclass(frozen=True)
class Robots:
    """The robots.txt of one host.

    Attributes:
        state: see `RobotsState`. Pages may be fetched only in the state `rules`.
        detail: the answer of the host, in one line.
        rules: the parsed file; None where the host has none.
    """

    state: RobotsState
    detail: str
    rules: Protego | None = None

    def allows(self, url: str) -> bool:
        """Whether an address may be fetched."""
        return self.state == "rules" and (self.rules is None or self.rules.can_fetch(url, PRODUCT))

    @property
    def interval_seconds(self) -> float:
        """The interval between requests that the host asks for; 0 without one."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(PRODUCT)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        seconds = max(per_request, float(self.rules.crawl_delay(PRODUCT) or 0.0))
        return min(max(seconds, 0.0), _LONGEST_INTERVAL_SECONDS) if isfinite(seconds) else _LONGEST_INTERVAL_SECONDS


class RobotsFiles:
    """The robots.txt of every host, stored until it expires."""

    def __init__(self, state: FetchState, get: Get, clock: Clock, settings: FetchSettings) -> None:
        """Sets up the store.

        Args:
            state: stores the files.
            get: requests an address, with a maximum size of the body.
            clock: the time.
            settings: how long the files are valid.
        """
        self._state = state
        self._get = get
        self._clock = clock
        self._settings = settings
        self._read: dict[str, tuple[datetime, Robots]] = {}

    def has_valid(self, url: str) -> bool:
        """Whether the robots.txt for an address is stored and has not expired."""
        return self._stored_robots(_origin(url)) is not None

    def robots_for(self, url: str) -> Robots:
        """The robots.txt for an address. Requests it where it is not stored or has expired."""
        origin = _origin(url)
        robots = self._stored_robots(origin)
        if robots is None:
            fresh = self._request_robots(origin)
            self._state.store_robots(fresh)
            robots = _parsed(fresh)
            self._read[origin] = fresh.expires_at, robots
        return robots

    def _stored_robots(self, origin: str) -> Robots | None:
        if origin not in self._read and (stored := self._state.robots(origin)) is not None:
            self._read[origin] = stored.expires_at, _parsed(stored)
        expires_at, robots = self._read.get(origin, (None, None))
        return robots if expires_at is not None and self._clock.now() < expires_at else None

    def expires_at(self, url: str) -> datetime:
        """When the last robots.txt for an address expires."""
        return self._read[_origin(url)][0]

    def _request_robots(self, origin: str) -> StoredRobots:
        try:
            answer = self._follow_redirects(robots_address(origin))
        except ExchangeError as error:
            state: RobotsState = "refused" if error.failure == "refused" else "failing"
            return self._stored(origin, state, f"robots.txt is unavailable: {error.detail}", "")
        status = answer.status
        if status == 200 and looks_like_challenge(answer.body):
            return self._stored(origin, "blocked", "a bot wall protects robots.txt", "")
        if status == 200:
            return self._read_answer(origin, answer)
        detail = f"robots.txt: the server answered {status}"
        if status in (401, 403):
            return self._stored(origin, "blocked", detail, "")
        if 400 <= status < 500 and status not in (408, 425, 429):
            return self._stored(origin, "rules", detail, "")  # without robots.txt everything is allowed
        return self._stored(origin, "failing", detail, "")

    def _read_answer(self, origin: str, answer: Answer) -> StoredRobots:
        """The rules of a body. A body whose end is unknown, or that is another file, counts as a failure."""
        if not answer.is_whole:
            return self._stored(origin, "failing", "robots.txt may be truncated: its headers do not show its end", "")
        try:
            return self._stored(origin, "rules", "", decode_robots(answer.body))
        except NoRobotsFileError as error:
            return self._stored(origin, "failing", f"another file in place of robots.txt: {error}", "")

    def _follow_redirects(self, url: str) -> Answer:
        """The robots.txt after redirects. `get` refuses redirects to other hosts than those of the source."""
        origin = url
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._get(url, MAX_ROBOTS_BYTES)
            target = answer.header("Location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            url = redirect_target(url, target)
        raise ExchangeError("transient", f"more than {_MAX_REDIRECTS} redirects from {origin}")

    def _stored(self, origin: str, state: RobotsState, detail: str, text: str) -> StoredRobots:
        hours = self._settings.robots_hours if state == "rules" else self._settings.robots_retry_minutes / 60
        now = self._clock.now()
        return StoredRobots(origin, state, detail, text, now, now + timedelta(hours=hours))


def robots_address(url: str) -> str:
    """The address of the robots.txt for an address."""
    return f"{_origin(url)}/robots.txt"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}"


def _parsed(stored: StoredRobots) -> Robots:
    rules = Protego.parse(stored.text) if stored.state == "rules" and stored.text else None
    return Robots(stored.state, stored.detail, rules)
