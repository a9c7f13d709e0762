"""News pages of one year of publication, in batches that are read one by one."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from sources.archive.capture import Capture
from sources.archive.index import Index
from sources.archive.stored import StoredCapture, load_stored
from sources.news.article.article import extract_article
from sources.news.article_rows import ParsedArticle, read_article
from sources.news.relevance import looks_relevant
from sources.problems import PageProblemError
from sources.registry.families import NEWS, NO_YEAR
from sources.registry.publishers import publisher_of
from warehouse.tables.vocabulary import ArticleOutcome

_USUAL: Final = 128
_MOST: Final = 512
"""Pages in a batch: about so many, and never more."""


@dataclass(frozen=True)
class Batch:
    """Captures that are read together: some pages as they were archived on one day.

    Attributes:
        day: the day of capture, `2014-06-20`.
        captures: its captures in order of page and time.
    """

    day: str
    captures: Sequence[StoredCapture]

    def name(self, readers: str) -> str:
        """A name that says what was read by which version of the readers: the same name, the same reading."""
        text = "\n".join([readers, *(capture.line for capture in self.captures)])
        return f"{self.day}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


@dataclass(frozen=True)
class ParsedNewsPage:
    """What was read of one page of a batch, and from which of its captures."""

    capture: StoredCapture
    parsed: ParsedArticle


def assign_news(capture: Capture, published: date | None = None) -> tuple[str, int] | None:
    """Where the index files a page that is of no report: under its year of publication if it is a news article about
    the report, under no year if it is from a known publisher or cannot be dated; None if it is neither."""
    if not looks_relevant(capture.body):
        return (NEWS, NO_YEAR) if publisher_of(capture.url) is not None else None
    try:
        article = extract_article(capture, published)
    except PageProblemError:
        return (NEWS, NO_YEAR) if publisher_of(capture.url) is not None else None
    day = article.publication.day
    return NEWS, day.year if day is not None else NO_YEAR


def batches_of(captures: Iterable[StoredCapture]) -> Iterator[Batch]:
    """Divides captures into batches of bounded size.

    Where one batch ends depends on the page it ends with, not on how many came before: pages that are added later
    change the batch they fall into and no other.

    Args:
        captures: by day of capture, then in order of page and time.
    """
    for day, of_day in groupby(captures, key=lambda capture: capture.entry.captured_at[:10]):
        held: list[StoredCapture] = []
        pages = 0
        for page, of_page in groupby(of_day, key=lambda capture: capture.entry.page_key):
            held += of_page
            pages += 1
            if pages == _MOST or _ends_unit(page):
                yield Batch(day, held)
                held, pages = [], 0
        if held:
            yield Batch(day, held)


def _ends_unit(page_key: str) -> bool:
    digest = hashlib.sha256(page_key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") % _USUAL == 0


def read_batch(folder: Path, batch: Batch) -> Iterator[ParsedNewsPage]:
    """Reads the pages of a batch: of each the newest capture that can be read, or the newest.

    Args:
        folder: of the page archive.
        batch: the captures.
    """
    for _, captures in groupby(batch.captures, key=lambda capture: capture.entry.page_key):
        yield _newest_good(folder, list(captures))


def _newest_good(folder: Path, captures: Sequence[StoredCapture]) -> ParsedNewsPage:
    readings = []
    for capture in reversed(captures):
        published = date.fromisoformat(capture.published) if capture.published else None
        reading = read_article(load_stored(folder, capture), published)
        if reading.outcome is ArticleOutcome.READ:
            return ParsedNewsPage(capture, reading)
        readings.append(ParsedNewsPage(capture, reading))
    return readings[0]


def declared_publication_day(index: Index, page_key: str) -> date | None:
    """The day of publication that a person gave for a page."""
    return index.published.by_page().get(page_key)
