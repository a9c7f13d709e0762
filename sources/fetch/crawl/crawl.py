"""A crawl: it requests due pages, host by host in turn, and stores every good page before the next request."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from sources.archive.ingest import Appender, Assign
from sources.archive.page_archive import PageArchive
from sources.fetch.clock import Clock, SystemClock, crawl_day, end_of_crawl_day, stamp
from sources.fetch.crawl.page_result import GOOD, capture_of, state_after
from sources.fetch.crawl.queues import Queues
from sources.fetch.crawl.receiver import ArchiveAll, Receiver
from sources.fetch.crawl.report import CrawlReport, FailedPage, Progress, Stopped
from sources.fetch.memory.records import LogLine, PageState
from sources.fetch.memory.state import FetchState, oldest_log_day
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.politeness.hosts import Hosts
from sources.fetch.request.page import Fetched, OutOfBudgetError, PageFetcher
from sources.fetch.request.transport import Transport
from sources.fetch.settings import FetchSettings
from sources.fetch.wanted.known_links import Discover, KnownLinks, no_links
from sources.fetch.wanted.plan import Only, Order, Plan, WantedPage


def crawl(
    archive: PageArchive,
    wanted: Iterable[WantedPage],
    settings: FetchSettings,
    clock: Clock | None = None,
    *,
    assign: Assign,
    discover: Discover = no_links,
    only: Only | None = None,
    receiver: Receiver | None = None,
    transport: Transport | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> CrawlReport:
    """Fetches and stores the pages that are due today.

    A crawl can be interrupted and started again at any time. It does not request stored pages again on the same crawl
    day, and the requests of an interrupted crawl count towards the limit of the day. A crawl day lasts from noon to
    noon UTC. An example with the pages of the State Department::

        settings = FetchSettings(contact="you@example.org")  # raises NoContactError if it is no contact
        with home.archive() as archive:
            report = crawl(
                archive, landing_pages(), settings, assign=assign, discover=state_department_links
            )

    Then log `report.summary` and warn with `report.lines`. Afterwards `FetchState(archive.index)` answers which pages
    are `blocked()`, the time of `last_good(page_key)`, and the `paused_hosts(now)`.

    Args:
        archive: stores good pages and the state of the crawl. One writer at a time.
        wanted: the pages to begin with.
        settings: contact, pace and limits.
        clock: the time; without it, the system time.
        assign: returns family and year of a page, as for imports.
        discover: reads the links of index pages.
        only: selects addresses; index pages are requested even if it rejects them.
        receiver: decides about each answer; without it, every good page is archived.
        transport: the network. Tests pass one that connects to their own server.
        progress: called after every page.
    """
    clock = clock or SystemClock()
    used = transport or Transport(settings)
    try:
        with archive.appending(assign) as appender:
            run = _CrawlRun(archive, appender, settings, clock, used, discover, only, receiver or ArchiveAll())
            return run.run(wanted, progress)
    finally:
        if transport is None:
            used.close()


@dataclass
class _Tally:
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    stored: int = 0
    changed: int = 0
    lines: list[str] = field(default_factory=list)
    failed_pages: list[FailedPage] = field(default_factory=list)


class _CrawlRun:
    """One run of a crawl. It makes one request at a time; hosts take turns."""

    def __init__(
        self,
        archive: PageArchive,
        appender: Appender,
        settings: FetchSettings,
        clock: Clock,
        transport: Transport,
        discover: Discover,
        only: Only | None,
        receiver: Receiver,
    ) -> None:
        self._archive = archive
        self._appender = appender
        self._receiver = receiver
        self._settings = settings
        self._clock = clock
        begun = clock.now()
        self._day = crawl_day(begun)
        self._deadline = min(begun + timedelta(hours=settings.hours_per_run), end_of_crawl_day(self._day))
        self._state = FetchState(archive.index)
        self._links = KnownLinks(archive, self._state, discover)
        self._earlier_requests = self._state.requests_on(self._day)
        budget = settings.requests_per_crawl_day - self._earlier_requests
        self._fetcher = PageFetcher(transport, self._state, clock, settings, budget)
        self._plan = Plan(self._state, archive.index, self._day, only)
        self._hosts = Hosts(self._state, settings, self._day)
        self._queues = Queues(self._hosts, self._fetcher.pacing, clock)
        self._tries: Counter[str] = Counter()
        self._tally = _Tally()

    def run(self, wanted: Iterable[WantedPage], progress: Callable[[Progress], None] | None) -> CrawlReport:
        """Fetches until no page is left, or a limit of the crawl day is reached."""
        for page in wanted:
            self._add(page)
        stopped = self._fetch_all(progress)
        with self._state.writing():
            self._state.delete_log(oldest_log_day(self._day, self._settings.log_days))
        return CrawlReport(
            crawl_day=self._day,
            outcomes=self._tally.outcomes,
            stored=self._tally.stored,
            changed=self._tally.changed,
            requests=self._earlier_requests + self._fetcher.requests,
            wanted=len(self._plan),
            left=len(self._queues),
            stopped=stopped,
            paused_hosts=self._state.paused_hosts(self._clock.now()),
            lines=[*self._tally.lines, *self._links.lines],
            failed_pages=self._tally.failed_pages,
        )

    def _fetch_all(self, progress: Callable[[Progress], None] | None) -> Stopped:
        reported = 0
        while (turn := self._queues.next_host()) is not None:
            host, ready = turn
            if self._fetcher.is_exhausted:
                return "requests used up"
            if ready >= self._deadline or self._clock.now() >= self._deadline:
                return "time used up"
            self._fetcher.pacing.wait_until(ready)
            order, page = self._queues.pop(host)
            try:
                self._visit(page, order)
            except OutOfBudgetError:
                self._queues.add(order, page)
                return "requests used up"
            if progress is not None and (step := self._progress(host)).done > reported:
                progress(step)
                reported = step.done
        return "nothing left"

    def _add(self, page: WantedPage) -> None:
        """Adds a page, and for index pages the known pages below it."""
        if self._plan.knows(page):
            return
        order = self._plan.add(page)
        if order is not None:
            self._queues.add(order, page)
        if page.kind == "index" and self._plan.knows(page):
            self._follow(page)

    def _follow(self, page: WantedPage) -> None:
        for below in self._links.below(page):
            self._add(below)

    def _visit(self, page: WantedPage, order: Order) -> None:
        known = self._state.page(page.key)
        digest = known.digest if known else None
        is_stored = digest is not None and (not page.archived or self._archive.index.has_body(digest))
        before = self._fetcher.requests
        try:
            robots = self._fetcher.fetch_robots(page)
            fetched = robots or self._receiver.classify(page, self._fetcher.fetch(page, known if is_stored else None))
        except OutOfBudgetError:
            self._log(page.url, Fetched("transient", "the requests of the crawl day were used up", page.url), before)
            raise
        if robots is not None:
            self._log(robots.url, robots, before)
            self._queues.add(order, page)
            return
        if fetched.outcome == "transient" and self._is_tried_again(page, fetched):
            self._log(page.url, fetched, before)
            self._queues.add(order, page)
            return
        self._record(page, known, fetched, before)

    def _is_tried_again(self, page: WantedPage, fetched: Fetched) -> bool:
        """Whether a failed page is requested again in this run. If so, its host is delayed first."""
        self._tries[page.key] += 1
        seconds = self._settings.backoff_seconds * 2 ** (self._tries[page.key] - 1)
        seconds = max(seconds, fetched.wait_seconds or 0.0)
        if self._tries[page.key] >= self._settings.tries or seconds > self._settings.longest_wait_seconds:
            return False
        self._fetcher.pacing.delay(page.host, seconds)
        return True

    def _record(self, page: WantedPage, known: PageState | None, fetched: Fetched, before: int) -> None:
        """Stores the outcome of a page, in one transaction with its bytes where it is good."""
        now = self._clock.now()
        after = state_after(page, known, fetched, now)
        host = self._hosts.state_after(page.host, fetched, now)
        capture = capture_of(fetched, after, now)
        handling = self._receiver.receive(page, fetched, capture, after)

        def write() -> None:
            self._state.store_page(after)
            self._state.log(self._log_line(page.url, fetched, before))
            self._hosts.store(host)
            handling.write()

        if capture is not None and handling.archived:
            report = self._appender.add(capture, also=write)
            self._tally.stored += report.new_captures
            self._tally.changed += report.new_bodies
        else:
            with self._state.writing():
                write()
        self._tally.outcomes[fetched.outcome] += 1
        if fetched.outcome not in GOOD and fetched.outcome != "not_in_edition":
            self._tally.lines.append(f"{fetched.outcome}: {page.url}: {fetched.detail}")
            self._tally.failed_pages.append(FailedPage(page.host, fetched.outcome, page.url, fetched.detail))
        if host.is_paused(now) and host.paused_until is not None:
            self._tally.lines.append(f"{host.host} is paused until {stamp(host.paused_until)}: {host.reason}")
        if page.kind == "index" and fetched.outcome == "ok":
            self._follow(page)
        for below in handling.leads_to:
            self._add(below)

    def _log(self, url: str, fetched: Fetched, before: int) -> None:
        with self._state.writing():
            self._state.log(self._log_line(url, fetched, before))

    def _log_line(self, url: str, fetched: Fetched, before: int) -> LogLine:
        requests = self._fetcher.requests - before
        return LogLine(self._clock.now(), url, fetched.outcome, fetched.status, fetched.detail, requests)

    def _progress(self, host: str) -> Progress:
        done = sum(self._tally.outcomes.values())
        left = len(self._queues)
        return Progress(done, left, self._fetcher.requests, self._queues.seconds_left(done), host)
