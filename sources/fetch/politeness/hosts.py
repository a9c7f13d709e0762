"""How hosts receive us, and which of them are left alone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from sources.fetch.clock import end_of_crawl_day
from sources.fetch.memory.records import HostState
from sources.fetch.memory.state import FetchState
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.request.page import Fetched
from sources.fetch.settings import FetchSettings

LONGEST_REST: Final = timedelta(days=7)
"""A host that asks to be left alone for longer is tried once a week."""

_REFUSALS: Final[frozenset[Outcome]] = frozenset(("blocked", "challenge", "refused", "transient"))


class Hosts:
    """The hosts of one night. One that refuses us again and again rests until the next.

    How often it refused is remembered over nights, so that a host that still refuses rests after one try.
    """

    def __init__(self, state: FetchState, settings: FetchSettings, night: date) -> None:
        self._state = state
        self._settings = settings
        self._night = night
        self._known: dict[str, HostState] = {}

    def __getitem__(self, name: str) -> HostState:
        if name not in self._known:
            self._known[name] = self._state.host(name)
        return self._known[name]

    def after(self, name: str, fetched: Fetched, now: datetime) -> HostState:
        """How a host stands after an answer; nothing is remembered yet."""
        host = self[name]
        if fetched.outcome not in _REFUSALS:
            return HostState(name) if fetched.status is not None else host
        host = replace(host, refusals=host.refusals + 1, rests_until=None, reason="")
        wait = fetched.wait or 0.0
        rests = fetched.host_wide or host.refusals >= self._settings.refusals_in_a_row
        if not rests and wait <= self._settings.longest_wait:
            return host
        until = max(end_of_crawl_day(self._night), now + min(timedelta(seconds=wait), LONGEST_REST))
        reason = f"{host.refusals} refused in a row, the last: {fetched.outcome}, {fetched.detail}"
        return replace(host, rests_until=until, reason=reason)

    def keep(self, host: HostState) -> None:
        """Remembers how a host stands; inside a transaction."""
        if host != self[host.host]:
            self._state.keep_host(host)
            self._known[host.host] = host
