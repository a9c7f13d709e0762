"""Crawls for news against the replica, without Dagster."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sources.archive.page_archive import PageArchive
from sources.assignment import assigning
from sources.fetch.settings import FetchSettings
from sources.news.discovery.candidates.store import Candidate, Candidates
from sources.news.discovery.crawl.news_crawl import NewsReport, fetch_news
from sources.registry.publishers import Publisher
from tests.replica import LONG_TIMEOUTS, Replica, Scenario, SimulatedClock, Site
from tests.replica.clock import evening_of
from tests.replica.news_web import PUBLISHERS

EDITIONS = (2010, 2018)
SETTINGS = FetchSettings("crawler@example.org", **LONG_TIMEOUTS)


class NewsWeb:
    """A replica, an archive and a clock; `fetch` runs one crawl."""

    def __init__(self, sites: Mapping[str, Site], folder: Path, publishers: Mapping[str, Publisher]) -> None:
        self.clock = SimulatedClock()
        self.replica = Replica(Scenario(sites), self.clock)
        self.archive = PageArchive(folder)
        self.publishers = publishers
        self.candidates = Candidates(self.archive.index)

    def fetch(self, day: int = 0, editions: Iterable[int] = EDITIONS, settings: FetchSettings = SETTINGS) -> NewsReport:
        self.clock.go_to(max(self.clock.now(), evening_of(day)))
        with self.replica.transport(settings) as transport:
            return fetch_news(
                self.archive,
                self.publishers,
                settings,
                self.clock,
                assign=assigning(self.archive.index),
                editions=editions,
                transport=transport,
            )

    def outcomes(self) -> dict[str, tuple[str, str]]:
        """Adapter and outcome of every candidate by page key."""
        return {one.page_key: (one.adapter, one.outcome) for one in self.candidates.all()}

    def candidate(self, key: str) -> Candidate:
        found = self.candidates.get(key)
        assert found is not None
        return found

    def archived(self) -> set[str]:
        """Addresses in the archive."""
        return {entry.url for entry in self.archive.index.all_entries()}


@contextmanager
def news_web(
    folder: Path, sites: Mapping[str, Site], publishers: Mapping[str, Publisher] = PUBLISHERS
) -> Iterator[NewsWeb]:
    running = NewsWeb(sites, folder, publishers)
    with running.replica, running.archive:
        yield running
