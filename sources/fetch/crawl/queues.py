"""Queues of due pages, one for each host. Hosts take turns."""

import heapq
from collections import Counter, defaultdict
from datetime import datetime

from sources.fetch.clock import Clock
from sources.fetch.politeness.hosts import Hosts
from sources.fetch.politeness.pacing import Pacing
from sources.fetch.wanted.plan import Order, WantedPage


class Queues:
    """The due pages of one run, by host and in their order."""

    def __init__(self, hosts: Hosts, pacing: Pacing, clock: Clock) -> None:
        self._hosts = hosts
        self._pacing = pacing
        self._clock = clock
        self._begun = clock.now()
        self._pages: dict[str, list[tuple[Order, WantedPage]]] = defaultdict(list)
        self._turns: Counter[str] = Counter()

    def __len__(self) -> int:
        return sum(len(pages) for pages in self._pages.values())

    def add(self, order: Order, page: WantedPage) -> None:
        """Adds a page to the queue of its host."""
        heapq.heappush(self._pages[page.host], (order, page))

    def pop(self, host: str) -> tuple[Order, WantedPage]:
        """Removes and returns the first page of a host."""
        return heapq.heappop(self._pages[host])

    def next_host(self) -> tuple[str, datetime] | None:
        """The next host and when it may be asked; None where no page is left.

        It is the host that may be asked first. Of several such hosts, the one with the fewest turns is next.
        """
        now = self._clock.now()
        choices = [
            (max(self._pacing.ready_at(host), now), self._turns[host], host)
            for host, pages in self._pages.items()
            if pages and not self._hosts[host].is_paused(now)
        ]
        if not choices:
            return None
        ready, _, host = min(choices)
        self._turns[host] += 1
        return host, ready

    def seconds_left(self, done: int) -> float | None:
        """Estimated seconds for the remaining pages; None before the first page.

        The estimate is the longer of two: the pace so far for all pages, and the longest queue at its host's interval.
        """
        if not done:
            return None
        at_pace_so_far = (self._clock.now() - self._begun).total_seconds() / done * len(self)
        by_host = [len(pages) * self._pacing.interval_seconds(host) for host, pages in self._pages.items()]
        return max(at_pace_so_far, *by_host)
