"""What the replica's web is like, night by night: a declaration that tests write down."""

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
    """What happens instead of the page, at paths that match wholly.

    Attributes:
        path: regular expression of paths.
        reply: what is answered.
        nights: nights it happens in.
        times: how often a night it happens at each path, before the page is served after all; None for always.
    """

    path: str
    reply: Reply
    nights: range = ALWAYS
    times: int | None = None


@dataclass(frozen=True)
class Site:
    """A host.

    Attributes:
        pages: by path: the page of each night it changes in, as (night, reply), the first being that of publication.
        faults: the first that applies is answered.
        robots: text or reply of robots.txt, by the night it is so from.
        service: answers what no page does, from the path with its query; None where it has nothing either.
    """

    pages: Mapping[str, Sequence[tuple[int, Reply]]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    robots: Sequence[tuple[int, str | Reply]] = ((0, NO_ROBOTS),)
    service: Callable[[str], Reply | None] | None = None


class Scenario:
    """Sites by host name, and how often each path was asked for in each night."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self.sites = dict(sites)
        self._visits: Counter[tuple[str, str, int]] = Counter()
        self._lock = Lock()

    def reply(self, host: str, path: str, night: int) -> Reply:
        """What a host answers to a path in a night."""
        site = self.sites.get(host)
        if site is None:
            return Status(421)
        with self._lock:
            self._visits[host, path, night] += 1
            visits = self._visits[host, path, night]
        for fault in site.faults:
            in_time = fault.times is None or visits <= fault.times
            if night in fault.nights and in_time and re.fullmatch(fault.path, path):
                return fault.reply
        if path == "/robots.txt":
            robots = _current(site.robots, night)
            return Page(robots.encode(), content_type="text/plain") if isinstance(robots, str) else robots or NO_ROBOTS
        served = site.service(path) if site.service is not None else None
        return _current(site.pages.get(path, ()), night) or served or NOT_FOUND


def _current(versions: Sequence[tuple[int, T]], night: int) -> T | None:
    return next((reply for since, reply in reversed(versions) if night >= since), None)


def once(body: bytes, **options: object) -> list[tuple[int, Reply]]:
    """A page that is there from the first night and never changes."""
    return [(0, Page(body, **options))]  # type: ignore[arg-type]
