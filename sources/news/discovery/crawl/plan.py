"""Plan of the news part of a crawl: listings and candidates as pages to request, with a limit for each kind."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sources.archive.index import Index
from sources.fetch.clock import crawl_day, end_of_crawl_day
from sources.fetch.memory.state import FetchState
from sources.fetch.politeness.robots import robots_address
from sources.fetch.request.addresses import Domains
from sources.fetch.wanted.plan import WantedPage, is_due
from sources.news.discovery.candidates.store import Candidate, Candidates
from sources.news.discovery.crawl.schedule import CADENCES, COPIES_PER_DAY, Release, backfill, last_days, recurring
from sources.news.discovery.listings import wayback
from sources.news.discovery.listings.model import Listing
from sources.news.discovery.listings.store import Listings
from sources.registry.address import is_archived_copy
from sources.registry.publishers import Publisher

_ONCE_DAYS: Final = 1_000_000
_ROBOTS: Final = "/robots.txt"
_DAILY, _ARTICLES, _COPIES, _BACKFILL = range(0, 40, 10)
"""Priorities: daily listings, articles, archived copies of articles, backfill listings."""


class NewsPlan:
    """The plan of one crawl. It writes nothing.

    Attributes:
        requested: the listing or candidate of every page that was passed to the crawl, by page key.
    """

    def __init__(
        self, index: Index, publishers: Mapping[str, Publisher], past: Iterable[Release], now: datetime
    ) -> None:
        """Creates the plan.

        Args:
            index: the index of the archive, which contains the stores.
            publishers: the register by domain.
            past: releases for the backfill.
            now: the time.
        """
        self.requested: dict[str, Listing | Candidate] = {}
        self._listings = Listings(index)
        self._state = FetchState(index)
        self._publishers = publishers
        self._past = list(past)
        self._crawl_day: date = crawl_day(now)
        day_start = end_of_crawl_day(self._crawl_day) - timedelta(days=1)
        requested = self._listings.requested_since(day_start)
        self._backfill_left = Counter(
            {name: max(CADENCES[name].backfill_per_day - requested.get(name, 0), 0) for name in CADENCES}
        )
        self._copies_left = max(COPIES_PER_DAY - Candidates(index).copies_requested_since(day_start), 0)

    def listings(self) -> Iterator[Listing]:
        """The known listings that this crawl can request."""
        roots = self.roots()
        known = {listing.url for listing in roots}
        yield from (listing for listing in roots if self.stored_robots(listing) is None)
        for listing in self._listings.to_be_read():
            if listing.publisher is not None and listing.publisher not in self._publishers:
                continue
            if listing.state == "open":
                yield listing
            elif listing.parent in known:  # listings below a root that left the register are skipped
                known.add(listing.url)
                yield listing
        if not self._publishers:
            return
        publishers = list(self._publishers.values())
        for listing in (*last_days(self._crawl_day), *backfill(publishers, self._past, self._crawl_day)):
            if self._listings.state(listing.url) is None:
                yield listing

    def roots(self) -> list[Listing]:
        """Feeds and sitemaps of the register."""
        return list(recurring(self._publishers.values(), self._crawl_day))

    def stored_robots(self, listing: Listing) -> str | None:
        """The text of a robots.txt that is a listing, if the crawl has it already."""
        if urlsplit(listing.url).path != _ROBOTS:
            return None
        stored = self._state.robots(robots_address(listing.url).removesuffix(_ROBOTS))
        return stored.text if stored is not None and stored.state == "rules" else None

    def hosts_of(self, listing: Listing) -> Domains:
        """Hosts that a listing may be on: its service, or the publisher and the hosts of its declared feeds."""
        service = CADENCES[listing.adapter].host
        if service is not None:
            return Domains(frozenset((service,)))
        publisher = self._publishers.get(listing.publisher or "")
        if publisher is None:
            return Domains(frozenset())
        declared = {urlsplit(url).hostname or "" for url in (*publisher.feeds, *publisher.sitemaps)}
        return Domains(publisher.domains | declared)

    def listing_page(self, listing: Listing) -> WantedPage | None:
        """The page to request for a listing; None if it is not due or the limit of its adapter is reached."""
        is_backfill = listing.state != "recurring"
        page = WantedPage(
            listing.url,
            self.hosts_of(listing),
            every_days=_ONCE_DAYS if is_backfill else 1,
            priority=_BACKFILL + listing.rank if is_backfill else _DAILY,
            form="page" if is_archived_copy(listing.url) else "feed",
            archived=False,
        )
        if not self._is_due(page):
            return None
        if is_backfill:
            if self._backfill_left[listing.adapter] <= 0:
                return None
            self._backfill_left[listing.adapter] -= 1
        self.requested[page.key] = listing
        return page

    def article_page(self, candidate: Candidate) -> WantedPage | None:
        """The page to request for a candidate; None if it is not due or the limit of copies is reached."""
        publisher = self._publishers.get(candidate.publisher or "")
        if candidate.outcome != "seen" or publisher is None:
            return None
        is_copy = candidate.copy is not None
        hosts = Domains(frozenset((wayback.HOST,)) if is_copy else publisher.domains)
        page = WantedPage(candidate.address, hosts, every_days=_ONCE_DAYS, priority=_COPIES if is_copy else _ARTICLES)
        if not self._is_due(page):
            return None
        if is_copy:
            if self._copies_left <= 0:
                return None
            self._copies_left -= 1
        self.requested[page.key] = candidate
        return page

    def _is_due(self, page: WantedPage) -> bool:
        """Whether a page is due: always, unless it failed before and its waiting time is not over."""
        return is_due(page, self._state.page(page.key), None, self._crawl_day)
