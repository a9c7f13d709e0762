"""The coordinator: passes listings and candidates to a crawl and handles each response.

Listings are parsed and not archived. An article is archived only if it concerns the report. Of every other page only
the outcome is stored.
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
from sources.news.discovery.candidates.classification import CandidateResult, classify_candidate
from sources.news.discovery.candidates.store import Candidate, CandidateOutcome, Candidates
from sources.news.discovery.candidates.triage import Triage, Triaged
from sources.news.discovery.crawl.plan import NewsPlan
from sources.news.discovery.crawl.schedule import months_after, releases
from sources.news.discovery.listings.model import AdapterName, BusyError, Listing, ListingRead
from sources.news.discovery.listings.read import read_listing
from sources.news.discovery.listings.store import Listings
from sources.registry.address import page_key
from sources.registry.publishers import Publisher, by_domain

_CANDIDATE_TRIES: Final = 3
"""Crawls in which a failing candidate is requested."""

_LISTING_TRIES: Final = 5
_IRRELEVANT_KEPT: Final = timedelta(days=90)
_REFUSED: Final[frozenset[Outcome]] = frozenset(("blocked", "challenge", "disallowed"))
_ANSWERED: Final[frozenset[Outcome]] = frozenset(("gone", "moved"))


class NewsCoordinator:
    """Discovery in one crawl: passes pages to the crawl and receives the responses."""

    def __init__(
        self,
        index: Index,
        publishers: Mapping[str, Publisher],
        rules: Mapping[str, HostRule],
        now: datetime,
        editions: Iterable[int] | None = None,
    ) -> None:
        """Creates the coordinator of a crawl.

        Args:
            index: the index of the archive, which contains the stores.
            publishers: the register by domain.
            rules: host rules, with the pause after a busy response.
            now: the time.
            editions: releases for the backfill; all by default.
        """
        self.listings = Listings(index)
        self.candidates = Candidates(index)
        self.read: Counter[tuple[AdapterName, str]] = Counter()
        self.outcomes: Counter[tuple[AdapterName, CandidateOutcome]] = Counter()
        self.lines: list[str] = []
        self._index = index
        self._rules = rules
        self._now = now
        self._crawl_day = crawl_day(now)
        past = releases(editions, self._crawl_day)
        self._months = months_after(past)
        self._plan = NewsPlan(index, publishers, past, now)
        self._triage = Triage(index, self.candidates, by_domain(publishers.values()))
        self._parsed: dict[str, ListingRead] = {}

    def prepare(self) -> None:
        """Handles what needs no request: candidates already in the archive, and sitemaps in stored robots.txt files."""
        with self._index.writing():
            self.candidates.delete_irrelevant(self._now - _IRRELEVANT_KEPT)
            for candidate in self.candidates.waiting():
                if self._triage.is_archived(candidate):
                    self._set_outcome(candidate, CandidateResult("duplicate", "already in the archive"), self._now)
            for listing in self._plan.roots():
                text = self._plan.stored_robots(listing)
                if text is not None:
                    capture = Capture(listing.url, "", text.encode(), "", "live")
                    self._record_listing(listing, self._read(listing, capture), self._now)

    def wanted(self) -> list[WantedPage]:
        """The pages to request that are known before the first response; writes nothing."""
        waiting = [one for one in self.candidates.waiting() if not self._triage.is_archived(one)]
        pages = [self._plan.listing_page(listing) for listing in self._plan.listings()]
        pages += [self._plan.article_page(candidate) for candidate in waiting]
        return [page for page in pages if page is not None]

    def classify(self, page: WantedPage, fetched: Fetched) -> Fetched:
        """Classifies a response: a listing that cannot be parsed is a failure."""
        listing = self._plan.requested[page.key]
        if fetched.outcome != "ok" or not isinstance(listing, Listing):
            return fetched
        capture = Capture(fetched.url, "", fetched.body, "", "live", 200, fetched.content_type)
        try:
            self._parsed[page.key] = self._read(listing, capture)
        except BusyError as busy:
            pause = rule_of(page.host, self._rules, HostRule()).pause_seconds
            return replace(fetched, outcome="transient", detail=f"busy: {busy}", body=b"", wait_seconds=pause)
        except (ValueError, RecursionError) as error:
            return replace(fetched, outcome="wrong_type", detail=str(error), body=b"")
        return fetched

    def receive(self, page: WantedPage, fetched: Fetched, capture: Capture | None, state: PageState) -> Handling:
        """Handles a response."""
        requested = self._plan.requested[page.key]
        if isinstance(requested, Listing):
            return self._receive_listing(requested, page, fetched, state)
        return self._receive_article(requested, fetched, capture, state)

    def _read(self, listing: Listing, capture: Capture) -> ListingRead:
        return read_listing(listing, capture, self._crawl_day, self._months)

    def _receive_listing(self, listing: Listing, page: WantedPage, fetched: Fetched, state: PageState) -> Handling:
        self.read[listing.adapter, fetched.outcome] += 1
        if fetched.outcome == "ok":
            return self._receive_parsed_listing(listing, self._parsed.pop(page.key), state.tried_at)
        good = fetched.outcome == "not_modified"
        after = listing
        if listing.state == "open" and (fetched.outcome in _ANSWERED or state.failures >= _LISTING_TRIES):
            after = replace(listing, state="failed")
        return Handling(
            write=lambda: self.listings.record_result(after, fetched.outcome, fetched.detail, state.tried_at, good=good)
        )

    def _receive_parsed_listing(self, listing: Listing, found: ListingRead, at: datetime) -> Handling:
        triaged = self._triage.classify(listing, found.articles, at)
        children = [child for child in found.listings if refusal_reason(child.url, self._plan.hosts_of(child)) is None]
        triaged.off_site += len(found.listings) - len(children)
        self.lines += found.lines
        unread = [child for child in children if self.listings.state(child.url) not in ("done", "failed")]
        pages = [self._plan.listing_page(child) for child in unread]
        pages += [self._plan.article_page(one) for one in (*triaged.new.values(), *self._requested_again(triaged))]

        def remember() -> None:
            self._record_listing(listing, replace(found, listings=children), at, triaged)

        return Handling(archived=False, write=remember, leads_to=[page for page in pages if page is not None])

    def _record_listing(
        self, listing: Listing, found: ListingRead, at: datetime, triaged: Triaged | None = None
    ) -> None:
        """Writes the result of a listing. It must run inside a transaction."""
        triaged = triaged or Triaged()
        after = listing if listing.state == "recurring" else replace(listing, state="done")
        detail = f"{len(found.articles)} links, {len(triaged.new)} new"
        if triaged.off_site:
            detail += f", {triaged.off_site} off site"
        self.listings.record_result(after, "ok", detail, at, good=True, found=len(triaged.new))
        self.listings.set_children(listing, found.listings)
        for candidate in triaged.new.values():
            self.candidates.add(candidate)
            if candidate.outcome != "seen":
                self.outcomes[candidate.adapter, candidate.outcome] += 1
        for key, copy in triaged.copies.items():
            self.candidates.set_copy(key, copy)
        for key in triaged.reopened:
            self.candidates.set_outcome(key, "seen", "", at)

    def _requested_again(self, triaged: Triaged) -> Iterator[Candidate]:
        """Known candidates that wait again, for example because an archived copy was found."""
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
            return self._with_duplicates(candidate, capture, classify_candidate(capture))
        detail = f"{fetched.outcome}: {fetched.detail}"
        if fetched.outcome == "transient" and state.failures < _CANDIDATE_TRIES:
            return CandidateResult("seen", detail)
        return CandidateResult("blocked" if fetched.outcome in _REFUSED else "failed", detail)

    def _with_duplicates(self, candidate: Candidate, capture: Capture, result: CandidateResult) -> CandidateResult:
        """The result of a page, or `duplicate` if the archive has its canonical address or the same bytes."""
        if result.outcome != "fetched" or result.article_id is None:
            return result
        fetched_as = self.candidates.fetched_address(result.article_id)
        if fetched_as is not None:
            return CandidateResult("duplicate", f"the same article as {fetched_as}")
        if self._index.has_body(capture.digest) or (
            page_key(result.address) != candidate.page_key and self._index.newest(page_key(result.address))
        ):
            return CandidateResult("duplicate", f"already in the archive as {result.address}")
        return result

    def _set_outcome(self, candidate: Candidate, result: CandidateResult, at: datetime) -> None:
        self.outcomes[candidate.adapter, result.outcome] += 1
        self.candidates.set_outcome(candidate.page_key, result.outcome, result.detail, at, result.article_id)
