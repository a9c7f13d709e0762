"""A crawl against the replica, in one object."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sources.archive.page_archive import PageArchive
from sources.fetch.crawl.crawl import crawl
from sources.fetch.crawl.report import CrawlReport, Progress
from sources.fetch.memory.state import FetchState
from sources.fetch.settings import FetchSettings, HostRule
from sources.fetch.wanted.known_links import Discover, no_links
from sources.fetch.wanted.plan import Form, WantedPage
from sources.registry.address import page_key
from sources.registry.families import locate
from tests.replica import LONG_TIMEOUTS, Replica, Scenario, SimulatedClock, Site
from tests.replica.clock import evening_of

HOST = "www.example.org"
CONTACT = "crawler@example.org"


def page(text: str = "A page", words: int = 30) -> bytes:
    return f"<!doctype html><html><body><h1>{text}</h1><p>{'word ' * words}</p></body></html>".encode()


def place(capture: object) -> tuple[str, int] | None:
    """Family and year from the address. These tests read no pages."""
    location = locate(capture.url)  # type: ignore[attr-defined]
    return (location.family, location.year) if location else None


def wanted(
    *paths: str, host: str = HOST, hosts: Iterable[str] = (), every_days: int = 1, form: Form = "page"
) -> list[WantedPage]:
    allowed = frozenset({host, *hosts})
    return [WantedPage(f"https://{host}{path}", allowed, every_days=every_days, form=form) for path in paths]


class Web:
    """A replica, an archive and a clock. `fetch` runs one crawl."""

    def __init__(self, sites: Mapping[str, Site], folder: Path, settings: FetchSettings) -> None:
        self.clock = SimulatedClock()
        self.replica = Replica(Scenario(sites), self.clock)
        self.archive = PageArchive(folder)
        self.state = FetchState(self.archive.index)
        self.settings = settings

    def fetch(
        self,
        pages: Iterable[WantedPage],
        *,
        day: int | None = None,
        discover: Discover = no_links,
        only: Callable[[str], bool] | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> CrawlReport:
        if day is not None:
            self.clock.go_to(evening_of(day))
        with self.replica.transport(self.settings) as transport:
            return crawl(
                self.archive,
                pages,
                self.settings,
                self.clock,
                assign=place,
                discover=discover,
                only=only,
                transport=transport,
                progress=progress,
            )

    def outcome(self, path: str, host: str = HOST) -> tuple[str, str]:
        known = self.state.page(page_key(f"https://{host}{path}"))
        assert known is not None
        return known.outcome, known.detail

    def bodies(self, path: str, host: str = HOST) -> list[bytes]:
        """Stored bodies of a page, the newest first."""
        entries = self.archive.index.newest(page_key(f"https://{host}{path}"), 100)
        return [self.archive.load(entry).body for entry in entries]


@contextmanager
def web(folder: Path, sites: Mapping[str, Site] | Site, **options: object) -> Iterator[Web]:
    sites = {HOST: sites} if isinstance(sites, Site) else sites
    running = Web(sites, folder, FetchSettings(CONTACT, **{"default_rule": HostRule(1.0), **LONG_TIMEOUTS, **options}))  # type: ignore[arg-type]
    with running.replica, running.archive:
        yield running
