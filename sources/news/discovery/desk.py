"""The news desk: gives a crawl what to ask for, and decides what becomes of each answer.

Listings are read and not kept. An article is archived only where it concerns the report; of every other page its
outcome is kept and its bytes are not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sources.archive.capture import Capture
from sources.archive.index import Index
from sources.fetch.addresses import why_not
from sources.fetch.clock import night_of
from sources.fetch.outcomes import Outcome
from sources.fetch.page import Fetched
from sources.fetch.plan import WantedPage
from sources.fetch.reception import Reception
from sources.fetch.records import PageState
from sources.fetch.settings import HostRule, rule_of
from sources.news.discovery.agenda import Agenda
from sources.news.discovery.articles import Worth, worth_of
from sources.news.discovery.candidates import Candidate, CandidateOutcome, Candidates
from sources.news.discovery.listings import Listings
from sources.news.discovery.model import AdapterName, BusyError, Found, Listing
from sources.news.discovery.readers import read_listing
from sources.news.discovery.schedule import months_after, releases
from sources.news.discovery.sorting import Sorted, Sorter
from sources.registry.address import page_key
from sources.registry.publishers import Publisher, by_domain

_TRIES: Final = 3
"""Nights in which a candidate that fails is tried."""

_LISTING_TRIES: Final = 5
_KEPT_FOR: Final = timedelta(days=90)
_REFUSED: Final[frozenset[Outcome]] = frozenset(("blocked", "challenge", "disallowed"))
_ANSWERED: Final[frozenset[Outcome]] = frozenset(("gone", "moved"))


class NewsDesk:
    """One night's discovery. Gives a crawl what to ask for, and receives its answers."""

    def __init__(
        self,
        index: Index,
        publishers: Mapping[str, Publisher],
        rules: Mapping[str, HostRule],
        now: datetime,
        editions: Iterable[int] | None = None,
    ) -> None:
        """Sets a night up.

        Args:
            index: the archive's index, which holds the stores.
            publishers: the register by domain.
            rules: rules of hosts: how long a service that is busy is left alone.
            now: the time.
            editions: releases to look back to; all without it.
        """
        self.listings = Listings(index)
        self.candidates = Candidates(index)
        self.read: Counter[tuple[AdapterName, str]] = Counter()
        self.settled: Counter[tuple[AdapterName, CandidateOutcome]] = Counter()
        self.lines: list[str] = []
        self._index = index
        self._rules = rules
        self._now = now
        self._night = night_of(now)
        past = releases(editions, self._night)
        self._months = months_after(past)
        self._agenda = Agenda(index, publishers, past, now)
        self._sorter = Sorter(index, self.candidates, by_domain(publishers.values()))
        self._found: dict[str, Found] = {}

    def prepare(self) -> None:
        """Settles what needs no asking: candidates held by now, and what robots.txt files that are held name."""
        with self._index.writing():
            self.candidates.forget(self._now - _KEPT_FOR)
            for candidate in self.candidates.waiting():
                if self._sorter.is_held(candidate):
                    self._settle(candidate, Worth("duplicate", "held already"), self._now)
            for listing in self._agenda.roots():
                text = self._agenda.held_robots(listing)
                if text is not None:
                    capture = Capture(listing.url, "", text.encode(), "", "live")
                    self._note_read(listing, self._read(listing, capture), self._now)

    def wanted(self) -> list[WantedPage]:
        """What to ask for tonight, as far as is known before the first answer; nothing is written."""
        waiting = [one for one in self.candidates.waiting() if not self._sorter.is_held(one)]
        pages = [self._agenda.listing_page(listing) for listing in self._agenda.listings()]
        pages += [self._agenda.article_page(candidate) for candidate in waiting]
        return [page for page in pages if page is not None]

    def judge(self, page: WantedPage, fetched: Fetched) -> Fetched:
        """What an answer is worth: a listing that cannot be read is no good answer."""
        listing = self._agenda.asked[page.key]
        if fetched.outcome != "ok" or not isinstance(listing, Listing):
            return fetched
        capture = Capture(fetched.url, "", fetched.body, "", "live", 200, fetched.content_type)
        try:
            self._found[page.key] = self._read(listing, capture)
        except BusyError as busy:
            pause = rule_of(page.host, self._rules, HostRule()).pause
            return replace(fetched, outcome="transient", detail=f"busy: {busy}", body=b"", wait=pause)
        except (ValueError, RecursionError) as error:
            return replace(fetched, outcome="wrong_type", detail=str(error), body=b"")
        return fetched

    def receive(self, page: WantedPage, fetched: Fetched, capture: Capture | None, state: PageState) -> Reception:
        """What becomes of an answer."""
        asked = self._agenda.asked[page.key]
        if isinstance(asked, Listing):
            return self._receive_listing(asked, page, fetched, state)
        return self._receive_article(asked, fetched, capture, state)

    def _read(self, listing: Listing, capture: Capture) -> Found:
        return read_listing(listing, capture, self._night, self._months)

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
        children = [child for child in found.listings if why_not(child.url, self._agenda.hosts_of(child)) is None]
        sorted_.elsewhere += len(found.listings) - len(children)
        self.lines += found.lines
        unread = [child for child in children if self.listings.state(child.url) not in ("done", "failed")]
        pages = [self._agenda.listing_page(child) for child in unread]
        pages += [self._agenda.article_page(one) for one in (*sorted_.new.values(), *self._asked_again(sorted_))]

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
