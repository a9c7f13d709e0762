"""A night's news: discovery and fetching, through the same crawl as all pages."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sources.archive.index import Index
from sources.archive.ingest import Assign
from sources.archive.page_archive import PageArchive
from sources.fetch.clock import Clock
from sources.fetch.crawl.crawl import crawl
from sources.fetch.crawl.report import CrawlReport, Progress
from sources.fetch.request.transport import Transport
from sources.fetch.settings import HOST_RULES, FetchSettings, HostRule
from sources.fetch.wanted.plan import WantedPage
from sources.news.discovery.candidates import CandidateOutcome
from sources.news.discovery.coordinator import NewsCoordinator
from sources.news.discovery.model import AdapterName
from sources.registry.publishers import Publisher


@dataclass(frozen=True)
class NewsReport:
    """What a night did for news.

    Attributes:
        night: the crawl.
        read: listings asked for, by adapter and outcome.
        outcomes: candidates by adapter and what became of them tonight; those still waiting are `seen`.
        lines: what people should know, one line each.
    """

    night: CrawlReport
    read: Counter[tuple[AdapterName, str]]
    outcomes: Counter[tuple[AdapterName, CandidateOutcome]]
    lines: list[str]

    @property
    def summary(self) -> str:
        """The report in one line."""
        outcomes: Counter[str] = Counter()
        for (_, outcome), count in self.outcomes.items():
            outcomes[outcome] += count
        listings = sum(self.read.values())
        good = sum(count for (_, outcome), count in self.read.items() if outcome in ("ok", "not_modified"))
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())) or "no candidate settled"
        return (
            f"news of the night of {self.night.crawl_day}: {good} of {listings} listings read; {told};"
            f" {self.night.stored} articles stored, {self.night.left} pages left ({self.night.stopped})"
        )


def fetch_news(
    archive: PageArchive,
    publishers: Mapping[str, Publisher],
    settings: FetchSettings,
    clock: Clock,
    *,
    assign: Assign,
    editions: Iterable[int] | None = None,
    transport: Transport | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> NewsReport:
    """Looks for articles about the report and fetches them, as far as tonight's requests reach.

    May be broken off at any moment and started again, as `crawl`: a listing and the candidates on it, a page and
    its outcome are each written in one transaction.

    Args:
        archive: where articles go, and where candidates are kept.
        publishers: the register by domain.
        settings: how the crawl behaves; the publishers' own intervals come on top.
        clock: the time.
        assign: family and year of a page, as for imports.
        editions: releases to look back to; all without it.
        transport: the network; the real one without it.
        progress: told after every page.
    """
    settings = replace(settings, hosts=rules_with(settings.hosts, publishers))
    coordinator = NewsCoordinator(archive.index, publishers, settings.hosts, clock.now(), editions)
    coordinator.prepare()
    night = crawl(
        archive,
        coordinator.wanted(),
        settings,
        clock,
        assign=assign,
        receiver=coordinator,
        transport=transport,
        progress=progress,
    )
    return NewsReport(night, coordinator.read, coordinator.outcomes, coordinator.lines)


def wanted_news(
    index: Index, publishers: Mapping[str, Publisher], now: datetime, editions: Iterable[int] | None = None
) -> list[WantedPage]:
    """What `fetch_news` would begin with; nothing is written."""
    return NewsCoordinator(index, publishers, HOST_RULES, now, editions).wanted()


def rules_with(rules: Mapping[str, HostRule], publishers: Mapping[str, Publisher]) -> Mapping[str, HostRule]:
    """Rules of hosts, and those that the register gives for the domains of publishers."""
    own = {domain: HostRule(one.interval_seconds) for one in publishers.values() for domain in one.domains}
    return {**own, **rules}
