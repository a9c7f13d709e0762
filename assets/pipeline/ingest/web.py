"""The web as live runs see it: who asks, by which clock, over which network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from assets.pipeline.home.clock import check_clock
from assets.pipeline.home.home import Home
from sources.fetch.archived_copies import ArchivedCopy, archived_copies, stand_ins
from sources.fetch.clock import Clock, SystemClock
from sources.fetch.settings import HOST_RULES, FetchSettings
from sources.page_selection import parse_editions, wanted_addresses
from sources.registry.publishers import Publisher, publishers

if TYPE_CHECKING:
    from sources.archive.page_archive import PageArchive
    from sources.fetch.dry_run import DryRun
    from sources.fetch.plan import WantedPage
    from sources.fetch.report import CrawlReport, Progress
    from sources.fetch.transport import Transport
    from sources.news.discovery.news_crawl import NewsReport

NEWS_SHARE: Final = 4
"""One request in so many of a night is left for news, however much there is to fetch of reports."""


@dataclass(frozen=True)
class PageSelection:
    """What a run was asked for.

    Attributes:
        editions: a year or a span; empty for all.
        countries: codes; empty for all.
        max_pages: requests of the night, at most; 0 for the usual budget.
    """

    editions: str = ""
    countries: tuple[str, ...] = ()
    max_pages: int = 0


@dataclass(frozen=True)
class Web:
    """What a live run needs beside the home. Tests put a clock and a network of their own in.

    Attributes:
        settings: gives the settings when they are needed; raises `NoContactError` where nobody is named as responsible.
        clock: the time.
        transport: the network; the real one where it is None.
        progress: told after every page.
        copies: archived copies that may stand in for pages the origin does not give.
        publishers: the publishers whose news is looked for, by domain.
    """

    settings: Callable[[], FetchSettings] = FetchSettings.from_environment
    clock: Clock = field(default_factory=SystemClock)
    transport: "Transport | None" = None
    progress: "Callable[[Progress], None] | None" = None
    copies: Callable[[], list[ArchivedCopy]] = archived_copies
    publishers: Callable[[], Mapping[str, Publisher]] = publishers

    def fetch(self, home: Home, selection: PageSelection, progress: "Callable[[Progress], None]") -> "CrawlReport":
        """Fetches what is due tonight of report pages into the archive of a home, and leaves some requests for news.

        Raises:
            NoContactError: the settings name nobody who is responsible.
            WrongClockError: the clock was set back.
        """
        from sources.fetch.crawl import crawl  # noqa: PLC0415 - imported only where the web is asked
        from sources.fetch.discovery import state_department_links  # noqa: PLC0415
        from sources.state_department.pages import assign  # noqa: PLC0415

        check_clock(home, self.clock.now())
        settings = self._settings_for(selection)
        if self.publishers():
            requests = settings.requests_per_night
            settings = replace(settings, requests_per_night=requests - requests // NEWS_SHARE)
        with home.archive() as archive:
            return crawl(
                archive,
                pages_to_begin_with(archive, self.copies()),
                settings,
                self.clock,
                assign=assign,
                discover=state_department_links,
                only=wanted_addresses(selection.editions, selection.countries),
                transport=self.transport,
                progress=lambda step: self._tell(step, progress),
            )

    def fetch_news(self, home: Home, selection: PageSelection, progress: "Callable[[Progress], None]") -> "NewsReport":
        """Looks for news and fetches it, with the requests that are left of the night.

        Raises:
            NoContactError: the settings name nobody who is responsible.
        """
        from sources.assignment import assigning  # noqa: PLC0415
        from sources.news.discovery.news_crawl import fetch_news  # noqa: PLC0415

        with home.archive() as archive:
            return fetch_news(
                archive,
                self.publishers(),
                self._settings_for(selection),
                self.clock,
                assign=assigning(archive.index),
                editions=parse_editions(selection.editions),
                transport=self.transport,
                progress=lambda step: self._tell(step, progress),
            )

    def look_ahead(self, home: Home, selection: PageSelection) -> "DryRun":
        """What a live run would ask for now, without asking for anything."""
        from sources.fetch.discovery import state_department_links  # noqa: PLC0415
        from sources.fetch.dry_run import dry_run  # noqa: PLC0415
        from sources.news.discovery.news_crawl import rules_with, wanted_news  # noqa: PLC0415

        now, papers = self.clock.now(), self.publishers()
        with home.archive() as archive:
            news = wanted_news(archive.index, papers, now, parse_editions(selection.editions))
            return dry_run(
                archive,
                [*pages_to_begin_with(archive, self.copies()), *news],
                now,
                discover=state_department_links,
                only=wanted_addresses(selection.editions, selection.countries),
                rules=rules_with(HOST_RULES, papers),
            )

    def _settings_for(self, selection: PageSelection) -> FetchSettings:
        settings = self.settings()
        return replace(settings, requests_per_night=selection.max_pages) if selection.max_pages else settings

    def _tell(self, step: "Progress", also: "Callable[[Progress], None]") -> None:
        also(step)
        if self.progress is not None:
            self.progress(step)


def pages_to_begin_with(archive: "PageArchive", copies: list[ArchivedCopy]) -> "list[WantedPage]":
    """Where a night begins: what leads to all editions, and copies of what hosts did not give in earlier nights."""
    from sources.fetch.discovery import starting_pages  # noqa: PLC0415
    from sources.fetch.state import FetchState  # noqa: PLC0415

    return [*starting_pages(), *stand_ins(FetchState(archive.index), copies)]
