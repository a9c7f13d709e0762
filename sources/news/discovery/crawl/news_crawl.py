"""The news part of a crawl: discovery and fetching of articles, with the same fetcher as all pages."""

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
from sources.news.discovery.candidates.store import CandidateOutcome
from sources.news.discovery.crawl.coordinator import NewsCoordinator
from sources.news.discovery.listings.model import AdapterName
from sources.registry.publishers import Publisher


@dataclass(frozen=True)
class NewsReport:
    """The result of the news part of a crawl.

    Attributes:
        crawl: report of the crawl.
        read: number of requested listings by adapter and outcome.
        outcomes: number of candidates by adapter and outcome in this crawl; those still waiting are `seen`.
        lines: messages for people, one line each.
    """

    crawl: CrawlReport
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
        counts = (
            ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
            or "no candidate with an outcome"
        )
        return (
            f"news crawl of {self.crawl.crawl_day}: {good} of {listings} listings read; {counts};"
            f" {self.crawl.stored} articles stored, {self.crawl.left} pages left ({self.crawl.stopped})"
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
    """Finds and fetches articles about the report within the request budget of the crawl day.

    It can be stopped at any moment and started again, like `crawl`: a listing with its candidates, and a page with its
    outcome, are each written in one transaction.

    Args:
        archive: stores articles and candidates.
        publishers: the register by domain.
        settings: settings of the crawl; the intervals of the publishers are added.
        clock: the clock.
        assign: family and year of a page, as for imports.
        editions: releases for the backfill; all by default.
        transport: the network; the real one by default.
        progress: called after every page.
    """
    settings = replace(settings, hosts=rules_with(settings.hosts, publishers))
    coordinator = NewsCoordinator(archive.index, publishers, settings.hosts, clock.now(), editions)
    coordinator.prepare()
    report = crawl(
        archive,
        coordinator.wanted(),
        settings,
        clock,
        assign=assign,
        receiver=coordinator,
        transport=transport,
        progress=progress,
    )
    return NewsReport(report, coordinator.read, coordinator.outcomes, coordinator.lines)


def wanted_news(
    index: Index, publishers: Mapping[str, Publisher], now: datetime, editions: Iterable[int] | None = None
) -> list[WantedPage]:
    """The pages that `fetch_news` would request first; writes nothing."""
    return NewsCoordinator(index, publishers, HOST_RULES, now, editions).wanted()


def rules_with(rules: Mapping[str, HostRule], publishers: Mapping[str, Publisher]) -> Mapping[str, HostRule]:
    """Host rules, with the intervals of publishers from the register."""
    own = {domain: HostRule(one.interval_seconds) for one in publishers.values() for domain in one.domains}
    return {**own, **rules}
