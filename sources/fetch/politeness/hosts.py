"""Pauses of hosts that refuse requests."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from sources.fetch.clock import end_of_crawl_day
from sources.fetch.memory.records import HostState
from sources.fetch.memory.state import FetchState
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.request.page import Fetched
from sources.fetch.settings import FetchSettings

MAX_PAUSE: Final = timedelta(days=7)
"""A host that asks for a longer pause is tried once a week."""

_REFUSALS: Final[frozenset[Outcome]] = frozenset(("blocked", "challenge", "refused", "transient"))


class Hosts:
    """The hosts of one crawl day. A host with repeated refusals is paused until the next day.

    The number of refusals is stored, so that a host that still refuses on the next day is paused after one request.
    """

    def __init__(self, state: FetchState, settings: FetchSettings, day: date) -> None:
        self._state = state
        self._settings = settings
        self._day = day
        self._known: dict[str, HostState] = {}

    def __getitem__(self, name: str) -> HostState:
        if name not in self._known:
            self._known[name] = self._state.host(name)
        return self._known[name]

    def state_after(self, name: str, fetched: Fetched, now: datetime) -> HostState:
        """The state of a host after an answer. It is not stored yet."""
        host = self[name]
        if fetched.outcome not in _REFUSALS:
            return HostState(name) if fetched.status is not None else host
        host = replace(host, refusals=host.refusals + 1, paused_until=None, reason="")
        wait = fetched.wait_seconds or 0.0
        is_paused = fetched.host_wide or host.refusals >= self._settings.refusals_in_a_row
        if not is_paused and wait <= self._settings.longest_wait_seconds:
            return host
        until = max(end_of_crawl_day(self._day), now + min(timedelta(seconds=wait), MAX_PAUSE))
        reason = f"{host.refusals} refused in a row, the last: {fetched.outcome}, {fetched.detail}"
        return replace(host, paused_until=until, reason=reason)

    def store(self, host: HostState) -> None:
        """Stores the state of a host, inside a transaction."""
        if host != self[host.host]:
            self._state.store_host(host)
            self._known[host.host] = host
