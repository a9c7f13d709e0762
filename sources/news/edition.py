"""News pages of one year of publication, in units that are read one by one."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from sources.archive.capture import Capture
from sources.archive.index import Entry, Index
from sources.archive.page_archive import PageArchive
from sources.news.article import open_article
from sources.news.guards import looks_relevant
from sources.news.reading import ArticleReading, read_article
from sources.problems import PageProblemError
from sources.registry.publishers import publisher_of

NEWS: Final = "news"
"""What the archive's index files news pages under, beside the report families."""

NO_YEAR: Final = 0
"""The year of news pages that are about something else, or of which no year is known."""

_USUAL: Final = 128
_MOST: Final = 512
"""Pages in a unit: about so many, and never more."""


@dataclass(frozen=True)
class Unit:
    """Captures that are read together: some pages as they were archived on one day.

    Attributes:
        day: the day of capture, `2014-06-20`.
        entries: its captures in order of page and time.
    """

    day: str
    entries: Sequence[Entry]

    def name(self, readers: str) -> str:
        """A name that says what was read by which state of the readers: the same name, the same reading."""
        text = "\n".join([readers, *(str(entry) for entry in self.entries)])
        return f"{self.day}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


@dataclass(frozen=True)
class PageReading:
    """What was read of one page of a unit, and from which of its captures."""

    entry: Entry
    reading: ArticleReading


def assign_news(capture: Capture, published: date | None = None) -> tuple[str, int] | None:
    """Where the index files a page that is of no report: under its year of publication if it is a news article about
    the report, under no year if it is from a known publisher or cannot be dated; None if it is neither."""
    if not looks_relevant(capture.body):
        return (NEWS, NO_YEAR) if publisher_of(capture.url) is not None else None
    try:
        article = open_article(capture, published)
    except PageProblemError:
        return (NEWS, NO_YEAR) if publisher_of(capture.url) is not None else None
    day = article.publication.day
    return NEWS, day.year if day is not None else NO_YEAR


def units_of(entries: Iterable[Entry]) -> Iterator[Unit]:
    """Divides captures into units of bounded size.

    Where one unit ends depends on the page it ends with, not on how many came before: pages that are added later
    change the unit they fall into and no other.

    Args:
        entries: captures by day of capture, then in order of page and time.
    """
    for day, of_day in groupby(entries, key=lambda entry: entry.captured_at[:10]):
        held: list[Entry] = []
        pages = 0
        for page, captures in groupby(of_day, key=lambda entry: entry.page_key):
            held += captures
            pages += 1
            if pages == _MOST or _ends_unit(page):
                yield Unit(day, held)
                held, pages = [], 0
        if held:
            yield Unit(day, held)


def _ends_unit(page_key: str) -> bool:
    digest = hashlib.sha256(page_key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") % _USUAL == 0


def read_unit(archive: PageArchive, unit: Unit) -> Iterator[PageReading]:
    """Reads the pages of a unit: of each the newest capture that can be read, or the newest."""
    for _, captures in groupby(unit.entries, key=lambda entry: entry.page_key):
        yield _newest_good(archive, list(captures))


def _newest_good(archive: PageArchive, captures: Sequence[Entry]) -> PageReading:
    readings = []
    for entry in reversed(captures):
        reading = read_article(archive.load(entry), published_by_hand(archive.index, entry.page_key))
        if reading.outcome == "read":
            return PageReading(entry, reading)
        readings.append(PageReading(entry, reading))
    return readings[0]


def published_by_hand(index: Index, page_key: str) -> date | None:
    """The day of publication that a person gave for a page."""
    return index.published.by_page().get(page_key)
