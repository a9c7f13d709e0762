"""The web as live runs see it: who asks, by which clock, over which network."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from assets.home import Home
from sources.archive.page_archive import PageArchive
from sources.fetch.archived_copies import ArchivedCopy, archived_copies, stand_ins
from sources.fetch.clock import Clock, SystemClock
from sources.fetch.crawl import fetch_night
from sources.fetch.discovery import starting_pages, state_department_links
from sources.fetch.outlook import Outlook, outlook
from sources.fetch.plan import WantedPage
from sources.fetch.report import NightReport, Progress
from sources.fetch.settings import FetchSettings
from sources.fetch.state import FetchState
from sources.fetch.transport import Transport
from sources.state_department.pages import assign
from sources.wanted import wanted_addresses


@dataclass(frozen=True)
class Narrowing:
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
    """

    settings: Callable[[], FetchSettings] = FetchSettings.from_environment
    clock: Clock = field(default_factory=SystemClock)
    transport: Transport | None = None
    progress: Callable[[Progress], None] | None = None
    copies: Callable[[], list[ArchivedCopy]] = archived_copies

    def fetch(self, home: Home, narrowing: Narrowing, progress: Callable[[Progress], None]) -> NightReport:
        """Fetches what is due tonight into the archive of a home.

        Raises:
            NoContactError: the settings name nobody who is responsible.
        """
        settings = self.settings()
        if narrowing.max_pages:
            settings = replace(settings, requests_per_night=narrowing.max_pages)
        with home.archive() as archive:
            return fetch_night(
                archive,
                pages_to_begin_with(archive, self.copies()),
                settings,
                self.clock,
                assign=assign,
                discover=state_department_links,
                only=wanted_addresses(narrowing.editions, narrowing.countries),
                transport=self.transport,
                progress=lambda step: self._tell(step, progress),
            )

    def _tell(self, step: Progress, also: Callable[[Progress], None]) -> None:
        also(step)
        if self.progress is not None:
            self.progress(step)


def pages_to_begin_with(archive: PageArchive, copies: list[ArchivedCopy]) -> list[WantedPage]:
    """Where a night begins: what leads to all editions, and copies of what hosts did not give in earlier nights."""
    return [*starting_pages(), *stand_ins(FetchState(archive.index), copies)]


def look_ahead(home: Home, narrowing: Narrowing, now: datetime | None = None) -> Outlook:
    """What a live run would ask for now, without asking for anything."""
    with home.archive() as archive:
        return outlook(
            archive,
            pages_to_begin_with(archive, archived_copies()),
            now or datetime.now(UTC),
            discover=state_department_links,
            only=wanted_addresses(narrowing.editions, narrowing.countries),
        )
