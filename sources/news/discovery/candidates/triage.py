"""Triage of listed articles into candidates, by publisher, relevance and known candidates.

Only addresses of registered publishers are requested. A link on a listing of a publisher must lead to that publisher. A
link in a response of GDELT may lead to any publisher of the register; others are stored as `unlisted`, reported, and
never requested.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urldefrag

from sources.archive.index import Index
from sources.news.article.address import article_key, canonical_address, other_keys
from sources.news.discovery.candidates.headline_relevance import address_may_concern, may_concern
from sources.news.discovery.candidates.store import Candidate, Candidates
from sources.news.discovery.listings.model import ListedArticle, Listing
from sources.registry.address import page_key, unwrap
from sources.registry.publishers import Publisher, publisher_of


@dataclass
class Triaged:
    """The changes that follow from the articles of one listing.

    Attributes:
        new: new candidates by page key; some already have an outcome.
        copies: archived copies of known candidates by page key.
        reopened: candidates that were irrelevant by their headline and are relevant now.
        off_site: number of links that lead to another site or are not addresses.
        skipped: number of links without any sign of relevance, which are not stored.
        articles: keys of the articles of the new candidates.
    """

    new: dict[str, Candidate] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    reopened: dict[str, Candidate] = field(default_factory=dict)
    off_site: int = 0
    skipped: int = 0
    articles: set[str] = field(default_factory=set)


class Triage:
    """Classifies listed articles."""

    def __init__(self, index: Index, candidates: Candidates, domains: Mapping[str, Publisher]) -> None:
        self._index = index
        self._candidates = candidates
        self._domains = domains

    def classify(self, listing: Listing, articles: list[ListedArticle], at: datetime) -> Triaged:
        """Classifies the articles of one listing; writes nothing."""
        result = Triaged()
        for article in articles:
            self._classify(listing, article, at, result)
        return result

    def _classify(self, listing: Listing, article: ListedArticle, at: datetime, result: Triaged) -> None:
        concerns = (
            article.is_search_result
            or may_concern(article.title, article.snippet)
            or address_may_concern(unwrap(article.url))
        )
        if not concerns and (not article.title or listing.adapter == "sections"):
            result.skipped += 1
            return
        url = urldefrag(canonical_address(None, article.url))[0]
        publisher = publisher_of(url, self._domains)
        is_foreign = listing.publisher is not None and (publisher is None or publisher.domain != listing.publisher)
        if is_foreign or not url.startswith(("http://", "https://")):
            result.off_site += 1
            return
        key = page_key(url)
        known = self._known(key, url)
        if known is not None:
            key = known.page_key
            if article.copy is not None and concerns:
                result.copies[key] = article.copy
            if concerns and known.outcome == "irrelevant" and known.outcome_at is None:
                result.reopened[key] = replace(known, outcome="seen", copy=known.copy or article.copy)
            return
        candidate = Candidate(
            key,
            url,
            publisher.domain if publisher else None,
            listing.adapter,
            at,
            article.printed,
            article.title,
            article.copy,
        )
        if article_key(url) not in result.articles:
            result.articles.add(article_key(url))
            result.new.setdefault(key, self._with_outcome(candidate, concerns=concerns, at=at))

    def _known(self, key: str, url: str) -> Candidate | None:
        """The candidate of an article, under this address or another one of the same article."""
        found = self._candidates.get(key)
        return found or next(filter(None, map(self._candidates.get, other_keys(url))), None)

    def _with_outcome(self, candidate: Candidate, *, concerns: bool, at: datetime) -> Candidate:
        if candidate.publisher is None:
            return replace(candidate, outcome="unlisted", detail="the publisher is not in the register")
        if not concerns:
            return replace(candidate, outcome="irrelevant", detail="the headline does not mention the report")
        if self.is_archived(candidate):
            return replace(candidate, outcome="duplicate", detail="already in the archive", outcome_at=at)
        return candidate

    def is_archived(self, candidate: Candidate) -> bool:
        """Whether the archive has the page of a candidate, from any source."""
        keys = {candidate.page_key, page_key(candidate.address), *other_keys(candidate.address)}
        return any(self._index.newest(key) for key in keys)
