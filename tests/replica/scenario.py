"""A scenario: the declaration of the replica's web, day by day."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from tests.replica.replies import Page, Reply, Status

T = TypeVar("T")
ALWAYS = range(10_000)
NOT_FOUND = Status(404)
NO_ROBOTS = Status(404)


@dataclass(frozen=True)
class Fault:
    """A fault that replaces the page, at paths that match completely.

    Attributes:
        path: regular expression of paths.
        reply: the reply.
        days: days with the fault.
        times: how often it happens for each path and day, before the page is served; None for always.
    """

    path: str
    reply: Reply
    days: range = ALWAYS
    times: int | None = None


@dataclass(frozen=True)
class Site:
    """A host.

    Attributes:
        pages: by path, the page from each day of a change on, as (day, reply); the first is its publication.
        faults: the first matching fault is the reply.
        robots: text or reply of robots.txt, by its first day.
        service: the reply for a path with its query, where no page has one; None without a reply.
    """

    pages: Mapping[str, Sequence[tuple[int, Reply]]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    robots: Sequence[tuple[int, str | Reply]] = ((0, NO_ROBOTS),)
    service: Callable[[str], Reply | None] | None = None


class Scenario:
    """Sites by host name, and the number of requests by path and day."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self.sites = dict(sites)
        self._visits: Counter[tuple[str, str, int]] = Counter()
        self._lock = Lock()

    def reply(self, host: str, path: str, day: int) -> Reply:
        """The reply of a host to a path on a day."""
        site = self.sites.get(host)
        if site is None:
            return Status(421)
        with self._lock:
            self._visits[host, path, day] += 1
            visits = self._visits[host, path, day]
        for fault in site.faults:
            is_within_times = fault.times is None or visits <= fault.times
            if day in fault.days and is_within_times and re.fullmatch(fault.path, path):
                return fault.reply
        if path == "/robots.txt":
            robots = _current(site.robots, day)
            return Page(robots.encode(), content_type="text/plain") if isinstance(robots, str) else robots or NO_ROBOTS
        served = site.service(path) if site.service is not None else None
        return _current(site.pages.get(path, ()), day) or served or NOT_FOUND


def _current(versions: Sequence[tuple[int, T]], day: int) -> T | None:
    return next((reply for since, reply in reversed(versions) if day >= since), None)


def once(body: bytes, **options: object) -> list[tuple[int, Reply]]:
    """A page that exists from the first day and never changes."""
    return [(0, Page(body, **options))]  # type: ignore[arg-type]
