"""What a night would ask for, told before anything is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sources.archive.page_archive import PageArchive
from sources.fetch.clock import night_of
from sources.fetch.known_links import Discover, KnownLinks
from sources.fetch.plan import Only, Order, Plan, WantedPage
from sources.fetch.records import HostState
from sources.fetch.settings import HOST_RULES, HostRule
from sources.fetch.state import FetchState


@dataclass(frozen=True)
class DuePage:
    """A page that would be asked for, and why."""

    page: WantedPage
    reason: str


@dataclass(frozen=True)
class Outlook:
    """What a night would ask for as far as is known; pages on index pages not yet held come on top.

    Attributes:
        due: pages, in the order they would be asked for.
        wanted: pages known in all, due or not.
        resting: hosts that would be left alone, their due pages with them.
    """

    due: list[DuePage]
    wanted: int
    resting: list[HostState]

    def by_host(self) -> dict[str, list[DuePage]]:
        """Due pages of each host."""
        hosts: dict[str, list[DuePage]] = {}
        for item in self.due:
            hosts.setdefault(item.page.host, []).append(item)
        return dict(sorted(hosts.items()))


def outlook(
    archive: PageArchive, wanted: Iterable[WantedPage], now: datetime, *, discover: Discover, only: Only | None = None
) -> Outlook:
    """What `fetch_night` would ask for now, without asking: the arguments are the same."""
    state = FetchState(archive.index)
    plan = Plan(state, archive.index, night_of(now), only)
    links = KnownLinks(archive, state, discover)
    due: list[tuple[Order, DuePage]] = []
    pending = list(wanted)
    while pending:
        page = pending.pop()
        if plan.knows(page):
            continue
        order = plan.add(page)
        if order is not None:
            due.append((order, DuePage(page, plan.reason(page))))
        if page.kind == "index" and plan.knows(page):
            pending += links.below(page)
    return Outlook([item for _, item in sorted(due, key=lambda pair: pair[0])], len(plan), state.resting_hosts(now))


def least_seconds(pages: int, host: str) -> float:
    """How long so many pages of a host take at the least, at its pace."""
    return pages * HOST_RULES.get(host, HostRule()).interval
