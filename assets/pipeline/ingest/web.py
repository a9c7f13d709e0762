"""The web access of live runs: settings, clock and network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from assets.pipeline.home.clock import validate_clock
from assets.pipeline.home.home import Home
from assets.pipeline.settings.load import settings
from sources.fetch.clock import Clock, SystemClock
from sources.fetch.settings import HOST_RULES, FetchSettings
from sources.fetch.wanted.archived_copies import ArchivedCopy, archived_copies, copies_to_fetch
from sources.page_selection import parse_editions, wanted_addresses
from sources.registry.publishers import Publisher, publishers

if TYPE_CHECKING:
    from sources.archive.page_archive import PageArchive
    from sources.fetch.crawl.dry_run import DryRun
    from sources.fetch.crawl.report import CrawlReport, Progress
    from sources.fetch.request.transport import Transport
    from sources.fetch.wanted.plan import WantedPage
    from sources.news.discovery.crawl.news_crawl import NewsReport

NEWS_SHARE: Final = 0.25
"""The share of a crawl's requests and of its time that is reserved for news."""

_CONNECT_SHARE: Final = 1 / 3
_TOTAL_FACTOR: Final = 4
"""Timeouts of a connection and of a whole answer, as factors of the timeout without a byte."""


def fetch_settings() -> FetchSettings:
    """The settings of a crawl.

    Raises:
        NoContactError: no contact is set.
        SettingsError: settings are wrong.
    """
    values = settings()
    return FetchSettings(
        contact=values.contact,
        requests_per_crawl_day=values.requests_per_day,
        hours_per_run=values.crawl_hours,
        connect_timeout_seconds=values.read_timeout * _CONNECT_SHARE,
        read_timeout_seconds=values.read_timeout,
        total_timeout_seconds=values.read_timeout * _TOTAL_FACTOR,
    )


@dataclass(frozen=True)
class PageSelection:
    """The pages that a run is limited to.

    Attributes:
        editions: a year or a span; empty for all.
        countries: codes; empty for all.
        max_pages: the most requests of a crawl; 0 for the default limit.
    """

    editions: str = ""
    countries: tuple[str, ...] = ()
    max_pages: int = 0


@dataclass(frozen=True)
class Web:
    """The web access of a live run. Tests replace the clock and the network.

    Attributes:
        settings: returns the settings; raises `NoContactError` if no contact address is set.
        clock: the clock.
        transport: the network; None for the real one.
        progress: called after every page.
        copies: archived copies that replace pages which their host does not serve.
        publishers: the publishers whose news is fetched, by domain.
    """

    settings: Callable[[], FetchSettings] = fetch_settings
    clock: Clock = field(default_factory=SystemClock)
    transport: "Transport | None" = None
    progress: "Callable[[Progress], None] | None" = None
    copies: Callable[[], list[ArchivedCopy]] = archived_copies
    publishers: Callable[[], Mapping[str, Publisher]] = publishers

    def fetch(self, home: Home, selection: PageSelection, progress: "Callable[[Progress], None]") -> "CrawlReport":
        """Fetches the due report pages into the archive of a home, and leaves some requests for news.

        Raises:
            NoContactError: no contact address is set.
            WrongClockError: the clock was set back.
        """
        from sources.fetch.crawl.crawl import crawl  # noqa: PLC0415 - imported only when pages are fetched
        from sources.fetch.wanted.discovery import state_department_links  # noqa: PLC0415
        from sources.state_department.pages import assign  # noqa: PLC0415

        validate_clock(home, self.clock.now())
        settings = self._settings_for(selection)
        if self.publishers():
            requests = settings.requests_per_crawl_day
            settings = replace(
                settings,
                requests_per_crawl_day=requests - int(requests * NEWS_SHARE),
                hours_per_run=settings.hours_per_run * (1 - NEWS_SHARE),
            )
        with home.archive() as archive:
            return crawl(
                archive,
                initial_pages(archive, self.copies()),
                settings,
                self.clock,
                assign=assign,
                discover=state_department_links,
                only=wanted_addresses(selection.editions, selection.countries),
                transport=self.transport,
                progress=lambda step: self._report(step, progress),
            )

    def fetch_news(self, home: Home, selection: PageSelection, progress: "Callable[[Progress], None]") -> "NewsReport":
        """Finds and fetches news, with the requests that are left of the crawl's limit.

        Raises:
            NoContactError: no contact address is set.
        """
        from sources.assignment import assigning  # noqa: PLC0415
        from sources.news.discovery.crawl.news_crawl import fetch_news  # noqa: PLC0415

        settings = self._settings_for(selection)
        settings = replace(settings, hours_per_run=settings.hours_per_run * NEWS_SHARE)
        with home.archive() as archive:
            return fetch_news(
                archive,
                self.publishers(),
                settings,
                self.clock,
                assign=assigning(archive.index),
                editions=parse_editions(selection.editions),
                transport=self.transport,
                progress=lambda step: self._report(step, progress),
            )

    def dry_run(self, home: Home, selection: PageSelection) -> "DryRun":
        """The requests that a live run would make now; makes none."""
        from sources.fetch.crawl.dry_run import dry_run  # noqa: PLC0415
        from sources.fetch.wanted.discovery import state_department_links  # noqa: PLC0415
        from sources.news.discovery.crawl.news_crawl import rules_with, wanted_news  # noqa: PLC0415

        now, known_publishers = self.clock.now(), self.publishers()
        with home.archive() as archive:
            news = wanted_news(archive.index, known_publishers, now, parse_editions(selection.editions))
            return dry_run(
                archive,
                [*initial_pages(archive, self.copies()), *news],
                now,
                discover=state_department_links,
                only=wanted_addresses(selection.editions, selection.countries),
                rules=rules_with(HOST_RULES, known_publishers),
            )

    def _settings_for(self, selection: PageSelection) -> FetchSettings:
        settings = self.settings()
        return replace(settings, requests_per_crawl_day=selection.max_pages) if selection.max_pages else settings

    def _report(self, step: "Progress", callback: "Callable[[Progress], None]") -> None:
        callback(step)
        if self.progress is not None:
            self.progress(step)


def initial_pages(archive: "PageArchive", copies: list[ArchivedCopy]) -> "list[WantedPage]":
    """The first pages of a crawl: pages that link to editions, and copies of pages that earlier crawls did not get."""
    from sources.fetch.memory.state import FetchState  # noqa: PLC0415
    from sources.fetch.wanted.discovery import starting_pages  # noqa: PLC0415

    return [*starting_pages(), *copies_to_fetch(FetchState(archive.index), copies)]
