"""Import of files of Common Crawl's news crawl (CC-NEWS).

A file has about a gigabyte of news, and almost none of it concerns the report. The file is streamed. The bytes of every
page are tested for relevant words, and only pages that pass are parsed. Only articles that concern the report are
imported. They are stored as candidates, so that no crawl requests them again.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from sources.archive.capture import Capture
from sources.archive.index import Index
from sources.news.article.address import canonical_address
from sources.news.discovery.candidates.classification import CandidateResult, classify_candidate
from sources.news.discovery.candidates.store import Candidate, CandidateOutcome, Candidates
from sources.registry.address import page_key
from sources.registry.families import locate
from sources.registry.publishers import Publisher, publisher_of


class NewsFilter:
    """Decides for each page of a file whether it is imported. It is called inside the transaction of the import."""

    def __init__(
        self,
        index: Index,
        at: datetime,
        domains: Mapping[str, Publisher] | None = None,
        classify: Callable[[Capture], CandidateResult] = classify_candidate,
    ) -> None:
        """Creates the filter.

        Args:
            index: the index of the archive, which stores the candidates.
            at: the time of the import.
            domains: publishers by domain; by default those of the register.
            classify: returns the outcome of a page.
        """
        self._classify = classify
        self.outcomes: Counter[CandidateOutcome] = Counter()
        self._index = index
        self._candidates = Candidates(index)
        self._at = at
        self._domains = domains

    def __call__(self, capture: Capture) -> bool:
        """Whether a page concerns the report and is not in the archive yet."""
        if locate(capture.url) is not None:
            return True  # a report page, not news
        result = self._classify(capture) if capture.status in (None, 200) else CandidateResult("irrelevant")
        if result.outcome == "irrelevant":
            self.outcomes["irrelevant"] += 1
            return False
        url = canonical_address(None, capture.url)
        result = self._with_duplicates(page_key(url), result)
        self._store(url, result)
        return result.outcome == "fetched"

    def _with_duplicates(self, key: str, result: CandidateResult) -> CandidateResult:
        if result.outcome != "fetched" or result.article_id is None:
            return result
        fetched_as = self._candidates.fetched_address(result.article_id)
        if fetched_as is not None:
            return CandidateResult("duplicate", f"the same article as {fetched_as}")
        if self._index.newest(key) or self._index.newest(page_key(result.address)):
            return CandidateResult("duplicate", f"already in the archive as {result.address}")
        return result

    def _store(self, url: str, result: CandidateResult) -> None:
        self.outcomes[result.outcome] += 1
        key = page_key(url)
        known = self._candidates.get(key)
        if known is not None and known.outcome in ("fetched", "duplicate"):
            return
        publisher = publisher_of(url, self._domains)
        self._candidates.add(Candidate(key, url, publisher.domain if publisher else None, "common_crawl", self._at))
        self._candidates.set_outcome(key, result.outcome, result.detail, self._at, result.article_id)
