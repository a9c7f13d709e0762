"""A night's crawl: what is due is asked for, host by host in turn, and every good page is stored before the next."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from sources.archive.capture import Capture, digest_of
from sources.archive.page_archive import Appender, Assign, PageArchive
from sources.fetch.clock import Clock, SystemClock, crawl_day, end_of_crawl_day, stamp
from sources.fetch.crawl.receiver import ArchiveAll, Receiver
from sources.fetch.crawl.report import CrawlReport, FailedPage, Progress, Stopped
from sources.fetch.memory.records import LogLine, PageState
from sources.fetch.memory.state import FetchState, first_day_kept
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.politeness.hosts import Hosts
from sources.fetch.request.page import Fetched, OutOfBudgetError, PageFetcher
from sources.fetch.request.transport import Transport
from sources.fetch.settings import FetchSettings
from sources.fetch.wanted.known_links import Discover, KnownLinks, no_links
from sources.fetch.wanted.plan import Only, Order, Plan, WantedPage
from sources.registry.address import is_archived_copy

_HOLDS: Final[frozenset[Outcome]] = frozenset(("ok", "not_modified"))


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
    """Fetches what is due tonight, and stores it.

    May be broken off at any moment and started again: what was stored is not asked for again in the same night, and
    requests already made count. A night lasts from noon to noon UTC. With the pages of the State Department::

        settings = FetchSettings.from_environment()  # NoContactError: one line for the user
        with home.archive() as archive:
            report = crawl(
                archive, landing_pages(), settings, assign=assign, discover=state_department_links
            )

    then log `report.summary` and warn with `report.lines`. `FetchState(archive.index)` answers afterwards which pages
    are `blocked()`, when one was `last_good(page_key)`, and which hosts are `resting_hosts(now)`.

    Args:
        archive: where good pages go, and where the crawl keeps its memory. One writer at a time.
        wanted: the pages to begin with.
        settings: how the crawl behaves.
        clock: the time; that of the machine without it.
        assign: family and year of a page, as for imports.
        discover: reads what index pages lead to.
        only: addresses to restrict the crawl to; index pages are asked too.
        receiver: what becomes of answers; every good page is archived without it.
        transport: the network; the real one without it. Tests give one that leads to their own server.
        progress: told after every page.
    """
    clock = clock or SystemClock()
    own = transport or Transport(settings)
    try:
        with archive.appending(assign) as appender:
            night = _Crawl(archive, appender, settings, clock, own, discover, only, receiver or ArchiveAll())
            return night.run(wanted, progress)
    finally:
        if transport is None:
            own.close()


@dataclass
class _Tally:
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    stored: int = 0
    changed: int = 0
    lines: list[str] = field(default_factory=list)
    troubles: list[FailedPage] = field(default_factory=list)


class _Crawl:
    """One run of a crawl. One request is under way at a time; hosts take turns while others wait."""

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
        self._begun = clock.now()
        self._night = crawl_day(self._begun)
        self._over = min(self._begun + timedelta(hours=settings.hours_per_night), end_of_crawl_day(self._night))
        self._state = FetchState(archive.index)
        self._links = KnownLinks(archive, self._state, discover)
        self._before = self._state.requests_in(self._night)
        budget = settings.requests_per_night - self._before
        self._fetcher = PageFetcher(transport, self._state, clock, settings, budget)
        self._plan = Plan(self._state, archive.index, self._night, only)
        self._queues: dict[str, list[tuple[Order, WantedPage]]] = defaultdict(list)
        self._hosts = Hosts(self._state, settings, self._night)
        self._tries: Counter[str] = Counter()
        self._turns: Counter[str] = Counter()
        self._tally = _Tally()

    def run(self, wanted: Iterable[WantedPage], progress: Callable[[Progress], None] | None) -> CrawlReport:
        """Works until nothing is left, or nothing more may be asked tonight."""
        for page in wanted:
            self._take_in(page)
        stopped = self._work(progress)
        with self._state.writing():
            self._state.forget(first_day_kept(self._night, self._settings.log_nights))
        return CrawlReport(
            night=self._night,
            outcomes=self._tally.outcomes,
            stored=self._tally.stored,
            changed=self._tally.changed,
            requests=self._before + self._fetcher.requests,
            wanted=len(self._plan),
            left=self._left,
            stopped=stopped,
            resting=self._state.resting_hosts(self._clock.now()),
            lines=[*self._tally.lines, *self._links.lines],
            troubles=self._tally.troubles,
        )

    @property
    def _left(self) -> int:
        return sum(len(queue) for queue in self._queues.values())

    def _work(self, progress: Callable[[Progress], None] | None) -> Stopped:
        told = 0
        while (turn := self._next_host()) is not None:
            host, ready = turn
            if self._fetcher.is_exhausted:
                return "requests used up"
            if ready >= self._over or self._clock.now() >= self._over:
                return "time used up"
            self._fetcher.pacing.wait_until(ready)
            order, page = heapq.heappop(self._queues[host])
            try:
                self._visit(page, order)
            except OutOfBudgetError:
                heapq.heappush(self._queues[host], (order, page))
                return "requests used up"
            if progress is not None and (step := self._progress(host)).done > told:
                progress(step)
                told = step.done
        return "nothing left"

    def _next_host(self) -> tuple[str, datetime] | None:
        """The host to ask next: the first that may be asked; of several, the one that had the fewest turns."""
        now = self._clock.now()
        choices = [
            (max(self._fetcher.pacing.ready_at(host), now), self._turns[host], host)
            for host, queue in self._queues.items()
            if queue and not self._hosts[host].rests(now)
        ]
        if not choices:
            return None
        ready, _, host = min(choices)
        self._turns[host] += 1
        return host, ready

    def _take_in(self, page: WantedPage) -> None:
        """Adds a page and, for index pages, what is known to lie below it from captures that are held."""
        if self._plan.knows(page):
            return
        order = self._plan.add(page)
        if order is not None:
            heapq.heappush(self._queues[page.host], (order, page))
        if page.kind == "index" and self._plan.knows(page):
            self._follow(page)

    def _follow(self, page: WantedPage) -> None:
        for below in self._links.below(page):
            self._take_in(below)

    def _visit(self, page: WantedPage, order: Order) -> None:
        known = self._state.page(page.key)
        digest = known.digest if known else None
        held = digest is not None and (not page.kept or self._archive.index.has_body(digest))
        before = self._fetcher.requests
        try:
            robots = self._fetcher.meet(page)
            fetched = robots or self._receiver.judge(page, self._fetcher.fetch(page, known if held else None))
        except OutOfBudgetError:
            self._log(page.url, Fetched("transient", "the requests of the night were used up", page.url), before)
            raise
        if robots is not None:
            self._log(robots.url, robots, before)
            heapq.heappush(self._queues[page.host], (order, page))
            return
        if fetched.outcome == "transient" and self._comes_again(page, fetched):
            self._log(page.url, fetched, before)
            heapq.heappush(self._queues[page.host], (order, page))
            return
        self._settle(page, known, fetched, before)

    def _comes_again(self, page: WantedPage, fetched: Fetched) -> bool:
        """Whether a page that failed is tried again tonight; if so, its host is left alone first."""
        self._tries[page.key] += 1
        wait = self._settings.backoff * 2 ** (self._tries[page.key] - 1)
        wait = max(wait, fetched.wait or 0.0)
        if self._tries[page.key] >= self._settings.tries or wait > self._settings.longest_wait:
            return False
        self._fetcher.pacing.delay(page.host, wait)
        return True

    def _settle(self, page: WantedPage, known: PageState | None, fetched: Fetched, before: int) -> None:
        """Writes down what came of a page, in one transaction with its bytes where it is good."""
        now = self._clock.now()
        after = _after(page, known, fetched, now)
        host = self._hosts.after(page.host, fetched, now)
        capture = _capture(fetched, after, now) if fetched.outcome == "ok" else None
        handling = self._receiver.receive(page, fetched, capture, after)

        def remember() -> None:
            self._state.keep_page(after)
            self._state.log(self._line(page.url, fetched, before))
            self._hosts.keep(host)
            handling.remember()

        if capture is not None and handling.archived:
            report = self._appender.add(capture, also=remember)
            self._tally.stored += report.new_captures
            self._tally.changed += report.new_bodies
        else:
            with self._state.writing():
                remember()
        self._tally.outcomes[fetched.outcome] += 1
        if fetched.outcome not in _HOLDS and fetched.outcome != "not_in_edition":
            self._tally.lines.append(f"{fetched.outcome}: {page.url}: {fetched.detail}")
            self._tally.troubles.append(FailedPage(page.host, fetched.outcome, page.url, fetched.detail))
        if host.rests(now) and host.rests_until is not None:
            self._tally.lines.append(f"{host.host} is left alone until {stamp(host.rests_until)}: {host.reason}")
        if page.kind == "index" and fetched.outcome == "ok":
            self._follow(page)
        for below in handling.leads_to:
            self._take_in(below)

    def _log(self, url: str, fetched: Fetched, before: int) -> None:
        with self._state.writing():
            self._state.log(self._line(url, fetched, before))

    def _line(self, url: str, fetched: Fetched, before: int) -> LogLine:
        requests = self._fetcher.requests - before
        return LogLine(self._clock.now(), url, fetched.outcome, fetched.status, fetched.detail, requests)

    def _progress(self, host: str) -> Progress:
        done = sum(self._tally.outcomes.values())
        return Progress(done, self._left, self._fetcher.requests, self._seconds_left(done), host)

    def _seconds_left(self, done: int) -> float | None:
        """The longest queue at the pace of its host, or all of them at the pace so far, whichever is longer."""
        if not done:
            return None
        so_far = (self._clock.now() - self._begun).total_seconds() / done * self._left
        paced = [len(queue) * self._fetcher.pacing.interval(host) for host, queue in self._queues.items()]
        return max(so_far, *paced)


def _after(page: WantedPage, known: PageState | None, fetched: Fetched, now: datetime) -> PageState:
    """What is known of a page after an answer. What is not good leaves everything about the capture held as it was."""
    holds = fetched.outcome in _HOLDS or fetched.outcome in ("not_in_edition", "disallowed")
    after = PageState(
        page_key=page.key,
        url=page.url,
        host=page.host,
        tried_at=now,
        outcome=fetched.outcome,
        status=fetched.status,
        detail=fetched.detail,
        failures=0 if holds else (known.failures if known else 0) + 1,
        good_at=known.good_at if known else None,
        final_url=known.final_url if known else None,
        digest=known.digest if known else None,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
    )
    if fetched.outcome == "not_modified":
        return replace(after, good_at=now)
    if fetched.outcome == "ok":
        return replace(
            after,
            good_at=now,
            final_url=fetched.url,
            digest=digest_of(fetched.body),
            etag=fetched.etag,
            last_modified=fetched.last_modified,
        )
    return after


def _capture(fetched: Fetched, after: PageState, now: datetime) -> Capture:
    assert after.digest is not None
    origin = "archive" if is_archived_copy(fetched.url) else "live"
    return Capture(fetched.url, stamp(now), fetched.body, after.digest, origin, 200, fetched.content_type or None)
