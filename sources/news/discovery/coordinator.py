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
from sources.fetch.clock import crawl_day
from sources.fetch.crawl.receiver import Handling
from sources.fetch.memory.records import PageState
from sources.fetch.outcome.outcomes import Outcome
from sources.fetch.request.addresses import refusal_reason
from sources.fetch.request.page import Fetched
from sources.fetch.settings import HostRule, rule_of
from sources.fetch.wanted.plan import WantedPage
from sources.news.discovery.article_check import CandidateResult, check_candidate
from sources.news.discovery.candidates import Candidate, CandidateOutcome, Candidates
from sources.news.discovery.listings import Listings
from sources.news.discovery.model import AdapterName, BusyError, Listing, ListingRead
from sources.news.discovery.plan import NewsPlan
from sources.news.discovery.readers import read_listing
from sources.news.discovery.schedule import months_after, releases
from sources.news.discovery.triage import Triage, Triaged
from sources.registry.address import page_key
from sources.registry.publishers import Publisher, by_domain

_TRIES: Final = 3
"""Nights in which a candidate that fails is tried."""

_LISTING_TRIES: Final = 5
_KEPT_FOR: Final = timedelta(days=90)
_REFUSED: Final[frozenset[Outcome]] = frozenset(("blocked", "challenge", "disallowed"))
_ANSWERED: Final[frozenset[Outcome]] = frozenset(("gone", "moved"))


class NewsCoordinator:
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
        self.outcomes: Counter[tuple[AdapterName, CandidateOutcome]] = Counter()
        self.lines: list[str] = []
        self._index = index
        self._rules = rules
        self._now = now
        self._night = crawl_day(now)
        past = releases(editions, self._night)
        self._months = months_after(past)
        self._plan = NewsPlan(index, publishers, past, now)
        self._triage = Triage(index, self.candidates, by_domain(publishers.values()))
        self._found: dict[str, ListingRead] = {}

    def prepare(self) -> None:
        """Settles what needs no asking: candidates held by now, and what robots.txt files that are held name."""
        with self._index.writing():
            self.candidates.forget(self._now - _KEPT_FOR)
            for candidate in self.candidates.waiting():
                if self._triage.is_held(candidate):
                    self._set_outcome(candidate, CandidateResult("duplicate", "held already"), self._now)
            for listing in self._plan.roots():
                text = self._plan.held_robots(listing)
                if text is not None:
                    capture = Capture(listing.url, "", text.encode(), "", "live")
                    self._note_read(listing, self._read(listing, capture), self._now)

    def wanted(self) -> list[WantedPage]:
        """What to ask for tonight, as far as is known before the first answer; nothing is written."""
        waiting = [one for one in self.candidates.waiting() if not self._triage.is_held(one)]
        pages = [self._plan.listing_page(listing) for listing in self._plan.listings()]
        pages += [self._plan.article_page(candidate) for candidate in waiting]
        return [page for page in pages if page is not None]

    def classify(self, page: WantedPage, fetched: Fetched) -> Fetched:
        """What an answer is result: a listing that cannot be read is no good answer."""
        listing = self._plan.asked[page.key]
        if fetched.outcome != "ok" or not isinstance(listing, Listing):
            return fetched
        capture = Capture(fetched.url, "", fetched.body, "", "live", 200, fetched.content_type)
        try:
            self._found[page.key] = self._read(listing, capture)
        except BusyError as busy:
            pause = rule_of(page.host, self._rules, HostRule()).pause_seconds
            return replace(fetched, outcome="transient", detail=f"busy: {busy}", body=b"", wait_seconds=pause)
        except (ValueError, RecursionError) as error:
            return replace(fetched, outcome="wrong_type", detail=str(error), body=b"")
        return fetched

    def receive(self, page: WantedPage, fetched: Fetched, capture: Capture | None, state: PageState) -> Handling:
        """What becomes of an answer."""
        asked = self._plan.asked[page.key]
        if isinstance(asked, Listing):
            return self._receive_listing(asked, page, fetched, state)
        return self._receive_article(asked, fetched, capture, state)

    def _read(self, listing: Listing, capture: Capture) -> ListingRead:
        return read_listing(listing, capture, self._night, self._months)

    def _receive_listing(self, listing: Listing, page: WantedPage, fetched: Fetched, state: PageState) -> Handling:
        self.read[listing.adapter, fetched.outcome] += 1
        if fetched.outcome == "ok":
            return self._take_in(listing, self._found.pop(page.key), state.tried_at)
        good = fetched.outcome == "not_modified"
        after = listing
        if listing.state == "open" and (fetched.outcome in _ANSWERED or state.failures >= _LISTING_TRIES):
            after = replace(listing, state="failed")
        return Handling(
            write=lambda: self.listings.note(after, fetched.outcome, fetched.detail, state.tried_at, good=good)
        )

    def _take_in(self, listing: Listing, found: ListingRead, at: datetime) -> Handling:
        triaged = self._triage.sort(listing, found.sightings, at)
        children = [child for child in found.listings if refusal_reason(child.url, self._plan.hosts_of(child)) is None]
        triaged.elsewhere += len(found.listings) - len(children)
        self.lines += found.lines
        unread = [child for child in children if self.listings.state(child.url) not in ("done", "failed")]
        pages = [self._plan.listing_page(child) for child in unread]
        pages += [self._plan.article_page(one) for one in (*triaged.new.values(), *self._asked_again(triaged))]

        def remember() -> None:
            self._note_read(listing, replace(found, listings=children), at, triaged)

        return Handling(archived=False, write=remember, leads_to=[page for page in pages if page is not None])

    def _note_read(self, listing: Listing, found: ListingRead, at: datetime, triaged: Triaged | None = None) -> None:
        """Writes down what a listing gave, inside a transaction."""
        triaged = triaged or Triaged()
        after = listing if listing.state == "recurring" else replace(listing, state="done")
        detail = f"{len(found.sightings)} links, {len(triaged.new)} new"
        if triaged.elsewhere:
            detail += f", {triaged.elsewhere} elsewhere"
        self.listings.note(after, "ok", detail, at, good=True, found=len(triaged.new))
        self.listings.open_below(listing, found.listings)
        for candidate in triaged.new.values():
            self.candidates.add(candidate)
            if candidate.outcome != "seen":
                self.outcomes[candidate.adapter, candidate.outcome] += 1
        for key, copy in triaged.copies.items():
            self.candidates.take_copy(key, copy)
        for key in triaged.reopened:
            self.candidates.set_outcome(key, "seen", "", at)

    # articles

    def _asked_again(self, triaged: Triaged) -> Iterator[Candidate]:
        """Candidates that are known and wait again: what the origin did not give, an archived copy may."""
        yield from triaged.reopened.values()
        for key, copy in triaged.copies.items():
            known = self.candidates.get(key)
            if known is not None and known.copy is None and known.outcome in ("blocked", "failed"):
                yield replace(known, copy=copy, outcome="seen")

    def _receive_article(
        self, candidate: Candidate, fetched: Fetched, capture: Capture | None, state: PageState
    ) -> Handling:
        result = self._result(candidate, fetched, capture, state)
        return Handling(
            archived=result.outcome == "fetched",
            write=lambda: self._set_outcome(candidate, result, state.tried_at),
        )

    def _result(
        self, candidate: Candidate, fetched: Fetched, capture: Capture | None, state: PageState
    ) -> CandidateResult:
        if capture is not None:
            return self._unless_held(candidate, capture, check_candidate(capture))
        told = f"{fetched.outcome}: {fetched.detail}"
        if fetched.outcome == "transient" and state.failures < _TRIES:
            return CandidateResult("seen", told)
        return CandidateResult("blocked" if fetched.outcome in _REFUSED else "failed", told)

    def _unless_held(self, candidate: Candidate, capture: Capture, result: CandidateResult) -> CandidateResult:
        """The result of a page, or that it is held: under the address it names for itself, or in the same bytes."""
        if result.outcome != "fetched" or result.article_id is None:
            return result
        holder = self.candidates.holder(result.article_id)
        if holder is not None:
            return CandidateResult("duplicate", f"the same article as {holder}")
        if self._index.has_body(capture.digest) or (
            page_key(result.address) != candidate.page_key and self._index.newest(page_key(result.address))
        ):
            return CandidateResult("duplicate", f"held already as {result.address}")
        return result

    def _set_outcome(self, candidate: Candidate, result: CandidateResult, at: datetime) -> None:
        self.outcomes[candidate.adapter, result.outcome] += 1
        self.candidates.set_outcome(candidate.page_key, result.outcome, result.detail, at, result.article_id)
