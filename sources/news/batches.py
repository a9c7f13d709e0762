"""Batches: news pages of one year that are read together."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from sources.archive.stored import StoredCapture, load_stored
from sources.news.article_rows import ParsedArticle, read_article

_USUAL_PAGES: Final = 128
_MAX_PAGES: Final = 512
"""Pages of a batch: the usual number, and the largest."""


@dataclass(frozen=True)
class Batch:
    """Captures that are read together: pages that were archived on one day.

    Attributes:
        day: the day of capture, `2014-06-20`.
        captures: the captures in order of page and time.
    """

    day: str
    captures: Sequence[StoredCapture]

    def name(self, readers: str) -> str:
        """A name made from the captures and the version of the readers. The same name means the same parse results."""
        text = "\n".join([readers, *(capture.line for capture in self.captures)])
        return f"{self.day}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


@dataclass(frozen=True)
class ParsedNewsPage:
    """The parse result of one page of a batch, and the capture that was parsed."""

    capture: StoredCapture
    parsed: ParsedArticle


def batches_of(captures: Iterable[StoredCapture]) -> Iterator[Batch]:
    """Divides captures into batches of bounded size.

    The last page of a batch determines where it ends, not the number of pages before. Pages that are added later change
    only their own batch.

    Args:
        captures: by day of capture, then in order of page and time.
    """
    for day, of_day in groupby(captures, key=lambda capture: capture.entry.captured_at[:10]):
        batch: list[StoredCapture] = []
        pages = 0
        for page, of_page in groupby(of_day, key=lambda capture: capture.entry.page_key):
            batch += of_page
            pages += 1
            if pages == _MAX_PAGES or _ends_batch(page):
                yield Batch(day, batch)
                batch, pages = [], 0
        if batch:
            yield Batch(day, batch)


def _ends_batch(page_key: str) -> bool:
    digest = hashlib.sha256(page_key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") % _USUAL_PAGES == 0


def read_batch(folder: Path, batch: Batch) -> Iterator[ParsedNewsPage]:
    """Reads every capture of a batch; of several captures of a page with the same response the newest.

    Which capture of a page is in use is chosen over all batches (`warehouse.staging.news_batches`).

    Args:
        folder: of the page archive.
        batch: the captures, in order of page and time.
    """
    by_response: dict[tuple[object, ...], StoredCapture] = {}
    for capture in batch.captures:
        entry = capture.entry
        by_response[entry.page_key, entry.digest, entry.status, entry.content_type, entry.damage] = capture
    for capture in by_response.values():
        published = date.fromisoformat(capture.published) if capture.published else None
        yield ParsedNewsPage(capture, read_article(load_stored(folder, capture), published))
