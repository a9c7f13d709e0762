"""What a night asks for to find articles: listings and candidates as pages of the crawl, so many of each kind."""

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
from sources.news.discovery import wayback
from sources.news.discovery.candidates import Candidate, Candidates
from sources.news.discovery.listings import Listings
from sources.news.discovery.model import Listing
from sources.news.discovery.schedule import CADENCES, COPIES_A_NIGHT, Release, backfill, days_gone_by, recurring
from sources.registry.address import is_archived_copy
from sources.registry.publishers import Publisher

_ONCE: Final = 1_000_000
_ROBOTS: Final = "/robots.txt"
_FIRST, _ARTICLES, _COPIES, _BACKFILL = range(0, 40, 10)
"""Priorities: tonight's listings, articles, archived copies of articles, and what is asked once."""


class NewsPlan:
    """One night's plan; nothing is written here.

    Attributes:
        asked: the listing or candidate behind every page that was given to the crawl, by the page's key.
    """

    def __init__(
        self, index: Index, publishers: Mapping[str, Publisher], past: Iterable[Release], now: datetime
    ) -> None:
        """Sets the night up.

        Args:
            index: the archive's index, which holds the stores.
            publishers: the register by domain.
            past: releases to look back to.
            now: the time.
        """
        self.asked: dict[str, Listing | Candidate] = {}
        self._listings = Listings(index)
        self._state = FetchState(index)
        self._publishers = publishers
        self._past = list(past)
        self._night: date = crawl_day(now)
        begun = end_of_crawl_day(self._night) - timedelta(days=1)
        asked = self._listings.asked_since(begun)
        self._left = Counter({name: max(CADENCES[name].once_a_night - asked.get(name, 0), 0) for name in CADENCES})
        self._copies_left = max(COPIES_A_NIGHT - Candidates(index).copies_asked_since(begun), 0)

    def listings(self) -> Iterator[Listing]:
        """Listings to read tonight, as far as is known."""
        roots = self.roots()
        known = {listing.url for listing in roots}
        yield from (listing for listing in roots if self.held_robots(listing) is None)
        for listing in self._listings.to_be_read():
            if listing.publisher is not None and listing.publisher not in self._publishers:
                continue
            if listing.state == "open":
                yield listing
            elif listing.parent in known:  # those below a root that is declared no longer are left
                known.add(listing.url)
                yield listing
        if not self._publishers:
            return
        publishers = list(self._publishers.values())
        for listing in (*days_gone_by(self._night), *backfill(publishers, self._past, self._night)):
            if self._listings.state(listing.url) is None:
                yield listing

    def roots(self) -> list[Listing]:
        """Feeds and sitemaps that the register declares."""
        return list(recurring(self._publishers.values(), self._night))

    def held_robots(self, listing: Listing) -> str | None:
        """The text of a robots.txt that is a listing, where the crawl holds it anyway."""
        if urlsplit(listing.url).path != _ROBOTS:
            return None
        held = self._state.robots(robots_address(listing.url).removesuffix(_ROBOTS))
        return held.text if held is not None and held.state == "rules" else None

    def hosts_of(self, listing: Listing) -> Domains:
        """Where a listing may be: at its service, or with its publisher and where the register says that feeds are."""
        service = CADENCES[listing.adapter].host
        if service is not None:
            return Domains(frozenset((service,)))
        publisher = self._publishers.get(listing.publisher or "")
        if publisher is None:
            return Domains(frozenset())
        declared = {urlsplit(url).hostname or "" for url in (*publisher.feeds, *publisher.sitemaps)}
        return Domains(publisher.domains | declared)

    def listing_page(self, listing: Listing) -> WantedPage | None:
        """How a listing is asked for; None where it is not due, or enough of its kind were asked for tonight."""
        once = listing.state != "recurring"
        page = WantedPage(
            listing.url,
            self.hosts_of(listing),
            every_days=_ONCE if once else 1,
            priority=_BACKFILL + listing.rank if once else _FIRST,
            form="page" if is_archived_copy(listing.url) else "feed",
            archived=False,
        )
        if not self._is_due(page):
            return None
        if once:
            if self._left[listing.adapter] <= 0:
                return None
            self._left[listing.adapter] -= 1
        self.asked[page.key] = listing
        return page

    def article_page(self, candidate: Candidate) -> WantedPage | None:
        """How a candidate is asked for; None where it is not, or not tonight."""
        publisher = self._publishers.get(candidate.publisher or "")
        if candidate.outcome != "seen" or publisher is None:
            return None
        is_copy = candidate.copy is not None
        hosts = Domains(frozenset((wayback.HOST,)) if is_copy else publisher.domains)
        page = WantedPage(candidate.address, hosts, every_days=_ONCE, priority=_COPIES if is_copy else _ARTICLES)
        if not self._is_due(page):
            return None
        if is_copy:
            if self._copies_left <= 0:
                return None
            self._copies_left -= 1
        self.asked[page.key] = candidate
        return page

    def _is_due(self, page: WantedPage) -> bool:
        """Whether a page that failed before is to be tried again tonight; all others are."""
        return is_due(page, self._state.page(page.key), None, self._night)
