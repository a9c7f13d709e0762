"""From what a listing shows to candidates: whose an article is, whether it may concern the report, whether it is known.

Links lead to declared publishers only: one on a publisher's own listing to that publisher, one in an answer of GDELT to
any publisher of the register; others are kept as `unlisted`, reported, and never asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urldefrag

from sources.archive.index import Index
from sources.news.article.address import canonical_address
from sources.news.discovery.candidates.headline_relevance import address_may_concern, may_concern
from sources.news.discovery.candidates.store import Candidate, Candidates
from sources.news.discovery.listings.model import ListedArticle, Listing
from sources.registry.address import page_key, unwrap
from sources.registry.publishers import Publisher, publisher_of


@dataclass
class Triaged:
    """What is to be written of the articles of one listing.

    Attributes:
        new: candidates that were not known, outcomes ones among them.
        copies: archived copies of candidates that are known, by their pages.
        reopened: candidates that seemed irrelevant by their headline, and are not.
        elsewhere: links that lead to nobody they may lead to, or are no addresses.
        passed_over: links of which nothing says that they concern the report, and that are not result keeping.
    """

    new: dict[str, Candidate] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    reopened: dict[str, Candidate] = field(default_factory=dict)
    elsewhere: int = 0
    passed_over: int = 0


class Triage:
    """Sorts articles by what is known of them."""

    def __init__(self, index: Index, candidates: Candidates, domains: Mapping[str, Publisher]) -> None:
        self._index = index
        self._candidates = candidates
        self._domains = domains

    def sort(self, listing: Listing, articles: list[ListedArticle], at: datetime) -> Triaged:
        """Sorts the articles of one listing; nothing is written."""
        result = Triaged()
        for article in articles:
            self._sort(listing, article, at, result)
        return result

    def _sort(self, listing: Listing, article: ListedArticle, at: datetime, result: Triaged) -> None:
        concerns = (
            article.is_answer or may_concern(article.title, article.snippet) or address_may_concern(unwrap(article.url))
        )
        if not concerns and (not article.title or listing.adapter == "sections"):
            result.passed_over += 1
            return
        url = urldefrag(canonical_address(None, article.url))[0]
        publisher = publisher_of(url, self._domains)
        strange = listing.publisher is not None and (publisher is None or publisher.domain != listing.publisher)
        if strange or not url.startswith(("http://", "https://")):
            result.elsewhere += 1
            return
        key = page_key(url)
        known = self._candidates.get(key)
        if known is not None:
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
        result.new.setdefault(key, self._judged(candidate, concerns=concerns, at=at))

    def _judged(self, candidate: Candidate, *, concerns: bool, at: datetime) -> Candidate:
        if candidate.publisher is None:
            return replace(candidate, outcome="unlisted", detail="from no publisher of the register")
        if not concerns:
            return replace(candidate, outcome="irrelevant", detail="the headline does not speak of the report")
        if self.is_held(candidate):
            return replace(candidate, outcome="duplicate", detail="held already", outcome_at=at)
        return candidate

    def is_held(self, candidate: Candidate) -> bool:
        """Whether the archive holds the page of a candidate, however it came there."""
        keys = {candidate.page_key, page_key(candidate.address)}
        return any(self._index.newest(key) for key in keys)
