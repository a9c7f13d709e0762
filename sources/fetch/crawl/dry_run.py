"""What a night would ask for, told before anything is asked."""

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
    """A page that would be asked for, and why."""

    page: WantedPage
    reason: str


@dataclass(frozen=True)
class DryRun:
    """What a night would ask for as far as is known; pages on index pages not yet held come on top.

    Attributes:
        due: pages, in the order they would be asked for.
        wanted: pages known in all, due or not.
        resting: hosts that would be left alone, their due pages with them.
        rules: how fast hosts are asked.
    """

    due: list[DuePage]
    wanted: int
    resting: list[HostState]
    rules: Mapping[str, HostRule] = field(default_factory=lambda: HOST_RULES)

    def by_host(self) -> dict[str, list[DuePage]]:
        """Due pages of each host."""
        hosts: dict[str, list[DuePage]] = {}
        for item in self.due:
            hosts.setdefault(item.page.host, []).append(item)
        return dict(sorted(hosts.items()))

    def least_seconds(self, host: str) -> float:
        """How long the due pages of a host take at the least, at its pace."""
        return len(self.by_host().get(host, ())) * rule_of(host, self.rules, HostRule()).interval


def dry_run(
    archive: PageArchive,
    wanted: Iterable[WantedPage],
    now: datetime,
    *,
    discover: Discover,
    only: Only | None = None,
    rules: Mapping[str, HostRule] = HOST_RULES,
) -> DryRun:
    """What `crawl` would ask for now, without asking: the arguments are the same, `rules` of its settings."""
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
    return DryRun(ordered, len(plan), state.resting_hosts(now), rules)
