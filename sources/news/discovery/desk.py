"""The news desk: what a night asks for to find articles, and what becomes of each answer.

Listings are read and not kept. An article is archived only where it concerns the report; of every other page its
outcome is kept and its bytes are not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sources.archive.capture import Capture
from sources.archive.index import Index
from sources.fetch.addresses import Domains, why_not
from sources.fetch.clock import end_of, night_of
from sources.fetch.outcomes import Outcome
from sources.fetch.page import Fetched
from sources.fetch.plan import WantedPage, is_due
from sources.fetch.reception import Reception
from sources.fetch.records import PageState
from sources.fetch.robots import robots_address
from sources.fetch.settings import FetchSettings
from sources.fetch.state import FetchState
from sources.news.discovery import gdelt, wayback
from sources.news.discovery.articles import Worth, worth_of
from sources.news.discovery.candidates import Candidate, CandidateOutcome, Candidates
from sources.news.discovery.listings import Listings
from sources.news.discovery.model import AdapterName, BusyError, Found, Listing
from sources.news.discovery.readers import read_listing
from sources.news.discovery.schedule import (
    CADENCES,
    COPIES_A_NIGHT,
    backfill,
    days_gone_by,
    months_after,
    recurring,
    releases,
)
from sources.news.discovery.sorting import Sorted, Sorter
from sources.registry.address import is_archived_copy, page_key
from sources.registry.publishers import Publisher, by_domain

_ONCE: Final = 1_000_000
_TRIES: Final = 3
"""Nights in which a candidate that fails is tried."""

_LISTING_TRIES: Final = 5
_KEPT_FOR: Final = timedelta(days=90)
_ROBOTS: Final = "/robots.txt"

_REFUSED: Final[frozenset[Outcome]] = frozenset(("blocked", "challenge", "disallowed"))
_ANSWERED: Final[frozenset[Outcome]] = frozenset(("gone", "moved"))
_FIRST, _ARTICLES, _COPIES, _BACKFILL = range(0, 4_000_000, 1_000_000)
"""Priorities: tonight's listings, articles, archived copies of articles, and what is asked once."""


class NewsDesk:
    """One night's discovery. Gives a crawl what to ask for, and receives its answers."""

    def __init__(
        self,
        index: Index,
        publishers: Mapping[str, Publisher],
        settings: FetchSettings,
        now: datetime,
        editions: Iterable[int] | None = None,
    ) -> None:
        """Sets a night up.

        Args:
            index: the archive's index, which holds the stores.
            publishers: the register by domain.
            settings: how long a service that is busy is left alone.
            now: the time.
            editions: releases to look back to; all without it.
        """
        self.listings = Listings(index)
        self.candidates = Candidates(index)
        self.read: Counter[tuple[AdapterName, str]] = Counter()
        self.settled: Counter[tuple[AdapterName, CandidateOutcome]] = Counter()
        self.lines: list[str] = []
        self._index = index
        self._state = FetchState(index)
        self._publishers = publishers
        self._settings = settings
        self._now = now
        self._night = night_of(now)
        self._past = releases(editions, self._night)
        self._months = months_after(self._past)
        self._sorter = Sorter(index, self.candidates, by_domain(publishers.values()))
        begun = end_of(self._night) - timedelta(days=1)
        asked = self.listings.asked_since(begun)
        self._left = Counter({name: max(CADENCES[name].once_a_night - asked.get(name, 0), 0) for name in CADENCES})
        self._copies_left = max(COPIES_A_NIGHT - self.candidates.copies_asked_since(begun), 0)
        self._asked: dict[str, Listing | Candidate] = {}
        self._found: dict[str, Found] = {}

    def prepare(self) -> None:
        """Settles what needs no asking: candidates held by now, and what robots.txt files that are held name."""
        with self._index.writing():
            self.candidates.forget(self._now - _KEPT_FOR)
            for candidate in self.candidates.waiting():
                if self._sorter.is_held(candidate):
                    self._settle(candidate, Worth("duplicate", "held already"), self._now)
            for listing in recurring(self._publishers.values(), self._night):
                text = self._held_robots(listing)
                if text is not None:
                    capture = Capture(listing.url, "", text.encode(), "", "live")
                    self._note_read(listing, self._read(listing, capture), self._now)

    def wanted(self) -> list[WantedPage]:
        """What to ask for tonight, as far as is known before the first answer; nothing is written."""
        pages = [page for listing in self._listings_to_read() if (page := self._page_of(listing)) is not None]
        for candidate in self.candidates.waiting():
            if not self._sorter.is_held(candidate) and (page := self._article_page(candidate)) is not None:
                pages.append(page)
        return pages

    def judge(self, page: WantedPage, fetched: Fetched) -> Fetched:
        """What an answer is worth: a listing that cannot be read is no good answer."""
        listing = self._asked[page.key]
        if fetched.outcome != "ok" or not isinstance(listing, Listing):
            return fetched
        capture = Capture(fetched.url, "", fetched.body, "", "live", 200, fetched.content_type)
        try:
            self._found[page.key] = self._read(listing, capture)
        except BusyError as busy:
            pause = self._settings.rule(page.host).pause
            return replace(fetched, outcome="transient", detail=f"busy: {busy}", body=b"", wait=pause)
        except (ValueError, RecursionError) as error:
            return replace(fetched, outcome="wrong_type", detail=str(error), body=b"")
        return fetched

    def receive(self, page: WantedPage, fetched: Fetched, capture: Capture | None, state: PageState) -> Reception:
        """What becomes of an answer."""
        asked = self._asked[page.key]
        if isinstance(asked, Listing):
            return self._receive_listing(asked, page, fetched, state)
        return self._receive_article(asked, fetched, capture, state)

    def _read(self, listing: Listing, capture: Capture) -> Found:
        return read_listing(listing, capture, self._night, self._months)

    # listings

    def _listings_to_read(self) -> Iterator[Listing]:
        roots = list(recurring(self._publishers.values(), self._night))
        known = {listing.url for listing in roots}
        yield from (listing for listing in roots if self._held_robots(listing) is None)
        for listing in self.listings.to_be_read():
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
            if self.listings.state(listing.url) is None:
                yield listing

    def _held_robots(self, listing: Listing) -> str | None:
        """The text of a robots.txt that is a listing, where the crawl holds it anyway."""
        if urlsplit(listing.url).path != _ROBOTS:
            return None
        held = self._state.robots(robots_address(listing.url).removesuffix(_ROBOTS))
        return held.text if held is not None and held.state == "rules" else None

    def _page_of(self, listing: Listing) -> WantedPage | None:
        """How a listing is asked for; None where it is not due, or enough of its kind were asked for tonight."""
        once = listing.state != "recurring"
        page = WantedPage(
            listing.url,
            self._hosts_of(listing),
            every=_ONCE if once else 1,
            priority=_BACKFILL + listing.rank if once else _FIRST,
            form="page" if is_archived_copy(listing.url) else "feed",
            kept=False,
        )
        if not self._is_due(page):
            return None
        if once:
            if self._left[listing.adapter] <= 0:
                return None
            self._left[listing.adapter] -= 1
        self._asked[page.key] = listing
        return page

    def _is_due(self, page: WantedPage) -> bool:
        """Whether a page that failed before is to be tried again tonight; all others are."""
        return is_due(page, self._state.page(page.key), None, self._night)

    def _hosts_of(self, listing: Listing) -> Domains:
        """Where a listing may be: at its service, or with its publisher and where the register says that feeds are."""
        if listing.adapter == "gdelt":
            return Domains(frozenset((gdelt.HOST,)))
        if listing.adapter in ("sections", "wayback"):
            return Domains(frozenset((wayback.HOST,)))
        publisher = self._publishers.get(listing.publisher or "")
        if publisher is None:
            return Domains(frozenset())
        declared = {urlsplit(url).hostname or "" for url in (*publisher.feeds, *publisher.sitemaps)}
        return Domains(publisher.domains | declared)

    def _receive_listing(self, listing: Listing, page: WantedPage, fetched: Fetched, state: PageState) -> Reception:
        self.read[listing.adapter, fetched.outcome] += 1
        if fetched.outcome == "ok":
            return self._take_in(listing, self._found.pop(page.key), state.tried_at)
        good = fetched.outcome == "not_modified"
        after = listing
        if listing.state == "open" and (fetched.outcome in _ANSWERED or state.failures >= _LISTING_TRIES):
            after = replace(listing, state="failed")
        return Reception(
            remember=lambda: self.listings.note(after, fetched.outcome, fetched.detail, state.tried_at, good=good)
        )

    def _take_in(self, listing: Listing, found: Found, at: datetime) -> Reception:
        sorted_ = self._sorter.sort(listing, found.sightings, at)
        children = [child for child in found.listings if why_not(child.url, self._hosts_of(child)) is None]
        if strays := len(found.listings) - len(children):
            self.lines.append(f"{listing.url} leads to {strays} listings elsewhere; they were left")
        self.lines += found.lines
        unread = [child for child in children if self.listings.state(child.url) not in ("done", "failed")]
        pages = [self._page_of(child) for child in unread]
        pages += [self._article_page(one) for one in (*sorted_.new.values(), *self._asked_again(sorted_))]

        def remember() -> None:
            self._note_read(listing, replace(found, listings=children), at, sorted_)

        return Reception(archived=False, remember=remember, leads_to=[page for page in pages if page is not None])

    def _note_read(self, listing: Listing, found: Found, at: datetime, sorted_: Sorted | None = None) -> None:
        """Writes down what a listing gave, inside a transaction."""
        sorted_ = sorted_ or Sorted()
        after = listing if listing.state == "recurring" else replace(listing, state="done")
        detail = f"{len(found.sightings)} links, {len(sorted_.new)} new"
        if sorted_.elsewhere:
            detail += f", {sorted_.elsewhere} elsewhere"
        self.listings.note(after, "ok", detail, at, good=True, found=len(sorted_.new))
        self.listings.open_below(listing, found.listings)
        for candidate in sorted_.new.values():
            self.candidates.add(candidate)
            if candidate.outcome != "seen":
                self.settled[candidate.adapter, candidate.outcome] += 1
        for key, copy in sorted_.copies.items():
            self.candidates.take_copy(key, copy)
        for key in sorted_.reopened:
            self.candidates.settle(key, "seen", "", at)

    # articles

    def _asked_again(self, sorted_: Sorted) -> Iterator[Candidate]:
        """Candidates that are known and wait again: what the origin did not give, an archived copy may."""
        yield from sorted_.reopened.values()
        for key, copy in sorted_.copies.items():
            known = self.candidates.get(key)
            if known is not None and known.copy is None and known.outcome in ("blocked", "failed"):
                yield replace(known, copy=copy, outcome="seen")

    def _article_page(self, candidate: Candidate) -> WantedPage | None:
        """How a candidate is asked for; None where it is not, or not tonight."""
        publisher = self._publishers.get(candidate.publisher or "")
        if candidate.outcome != "seen" or publisher is None:
            return None
        is_copy = candidate.copy is not None
        hosts = Domains(frozenset((wayback.HOST,)) if is_copy else publisher.domains)
        page = WantedPage(candidate.address, hosts, every=_ONCE, priority=_COPIES if is_copy else _ARTICLES)
        if not self._is_due(page):
            return None
        if is_copy:
            if self._copies_left <= 0:
                return None
            self._copies_left -= 1
        self._asked[page.key] = candidate
        return page

    def _receive_article(
        self, candidate: Candidate, fetched: Fetched, capture: Capture | None, state: PageState
    ) -> Reception:
        worth = self._worth(candidate, fetched, capture, state)
        return Reception(
            archived=worth.outcome == "fetched",
            remember=lambda: self._settle(candidate, worth, state.tried_at),
        )

    def _worth(self, candidate: Candidate, fetched: Fetched, capture: Capture | None, state: PageState) -> Worth:
        if capture is not None:
            return self._unless_held(candidate, capture, worth_of(capture))
        told = f"{fetched.outcome}: {fetched.detail}"
        if fetched.outcome == "transient" and state.failures < _TRIES:
            return Worth("seen", told)
        return Worth("blocked" if fetched.outcome in _REFUSED else "failed", told)

    def _unless_held(self, candidate: Candidate, capture: Capture, worth: Worth) -> Worth:
        """The worth of a page, or that it is held: under the address it names for itself, or in the same bytes."""
        if worth.outcome != "fetched" or worth.article_id is None:
            return worth
        holder = self.candidates.holder(worth.article_id)
        if holder is not None:
            return Worth("duplicate", f"the same article as {holder}")
        if self._index.has_body(capture.digest) or (
            page_key(worth.address) != candidate.page_key and self._index.newest(page_key(worth.address))
        ):
            return Worth("duplicate", f"held already as {worth.address}")
        return worth

    def _settle(self, candidate: Candidate, worth: Worth, at: datetime) -> None:
        self.settled[candidate.adapter, worth.outcome] += 1
        self.candidates.settle(candidate.page_key, worth.outcome, worth.detail, at, worth.article_id)
