"""The dry run of a crawl: the due pages, without any request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sources.archive.page_archive import PageArchive
from sources.fetch.clock import crawl_day
from sources.fetch.memory.records import HostState
from sources.fetch.memory.state import FetchState
from sources.fetch.settings import HOST_RULES, HostRule, rule_of
from sources.fetch.wanted.known_links import Discover, KnownLinks
from sources.fetch.wanted.plan import Only, Order, Plan, WantedPage


@dataclass(frozen=True)
class DuePage:
    """A due page with the reason."""

    page: WantedPage
    reason: str


@dataclass(frozen=True)
class DryRun:
    """The known pages that a crawl would request. Pages below unknown index pages are not among them.

    Attributes:
        due: due pages, in the order of the requests.
        wanted: number of known pages, due or not.
        paused_hosts: paused hosts; a crawl would skip their due pages.
        rules: the pace of the hosts.
    """

    due: list[DuePage]
    wanted: int
    paused_hosts: list[HostState]
    rules: Mapping[str, HostRule] = field(default_factory=lambda: HOST_RULES)

    def by_host(self) -> dict[str, list[DuePage]]:
        """Due pages by host."""
        hosts: dict[str, list[DuePage]] = {}
        for item in self.due:
            hosts.setdefault(item.page.host, []).append(item)
        return dict(sorted(hosts.items()))

    def least_seconds(self, host: str) -> float:
        """Minimum seconds for the due pages of a host, at its interval."""
        return len(self.by_host().get(host, ())) * rule_of(host, self.rules, HostRule()).interval_seconds


def dry_run(
    archive: PageArchive,
    wanted: Iterable[WantedPage],
    now: datetime,
    *,
    discover: Discover,
    only: Only | None = None,
    rules: Mapping[str, HostRule] = HOST_RULES,
) -> DryRun:
    """The requests that `crawl` would make now, from the same arguments and the `rules` of its settings."""
    state = FetchState(archive.index)
    plan = Plan(state, archive.index, crawl_day(now), only)
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
    ordered = [item for _, item in sorted(due, key=lambda pair: pair[0])]
    return DryRun(ordered, len(plan), state.paused_hosts(now), rules)
