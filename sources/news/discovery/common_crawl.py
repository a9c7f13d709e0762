"""Files of Common Crawl's news crawl (CC-NEWS): a gigabyte of the world's news each, of which next to nothing concerns
the report.

A file is streamed. Every page goes through the cheap pass over its bytes; what is left is read as an article. Only
articles that concern the report are taken in, and noted as candidates so that no live run asks for them again.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from sources.archive.capture import Capture
from sources.archive.index import Index
from sources.news.article.address import canonical_address
from sources.news.discovery.candidates.classification import CandidateResult, classify_candidate
from sources.news.discovery.candidates.store import Candidate, CandidateOutcome, Candidates
from sources.registry.address import page_key
from sources.registry.families import locate
from sources.registry.publishers import Publisher, publisher_of

_NAME: Final = "cc-news"
_INFO: Final = 4096


def is_news_crawl(path: Path) -> bool:
    """Whether a WARC file is one of CC-NEWS: its name says so, or the record at its beginning does."""
    if _NAME in path.name.lower():
        return True
    with path.open("rb") as file, suppress(OSError, ValueError, EOFError):
        for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False):
            told = f"{record.headers.get('WARC-Filename')} {record.reader.read(_INFO).decode('utf-8', 'replace')}"
            return record.record_type == WarcRecordType.warcinfo and _NAME in told.lower()
    return False


class NewsFilter:
    """Says of each page of a file whether it is taken in; asked inside the transaction of the import."""

    def __init__(self, index: Index, at: datetime, domains: Mapping[str, Publisher] | None = None) -> None:
        """Sets up the filter.

        Args:
            index: the archive's index, where candidates are noted.
            at: the time of the import.
            domains: publishers by domain; those of the register without it.
        """
        self.outcomes: Counter[CandidateOutcome] = Counter()
        self._index = index
        self._candidates = Candidates(index)
        self._at = at
        self._domains = domains

    def __call__(self, capture: Capture) -> bool:
        """Whether a page concerns the report and is not held yet."""
        if locate(capture.url) is not None:
            return True  # a report page is no news
        result = classify_candidate(capture) if capture.status in (None, 200) else CandidateResult("irrelevant")
        if result.outcome == "irrelevant":
            self.outcomes["irrelevant"] += 1
            return False
        url = canonical_address(None, capture.url)
        result = self._unless_held(page_key(url), result)
        self._note(capture, url, result)
        return result.outcome == "fetched"

    def _unless_held(self, key: str, result: CandidateResult) -> CandidateResult:
        if result.outcome != "fetched" or result.article_id is None:
            return result
        holder = self._candidates.holder(result.article_id)
        if holder is not None:
            return CandidateResult("duplicate", f"the same article as {holder}")
        if self._index.newest(key) or self._index.newest(page_key(result.address)):
            return CandidateResult("duplicate", f"held already as {result.address}")
        return result

    def _note(self, capture: Capture, url: str, result: CandidateResult) -> None:
        self.outcomes[result.outcome] += 1
        key = page_key(url)
        known = self._candidates.get(key)
        if known is not None and known.outcome in ("fetched", "duplicate"):
            return
        publisher = publisher_of(url, self._domains)
        self._candidates.add(Candidate(key, url, publisher.domain if publisher else None, "common_crawl", self._at))
        self._candidates.set_outcome(key, result.outcome, result.detail, self._at, result.article_id)
