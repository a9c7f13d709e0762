"""All news pages of one year of publication to rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final

from sources.archive.capture import Capture
from sources.archive.index import Entry, Index
from sources.archive.page_archive import PageArchive
from sources.news.article import open_article
from sources.news.guards import looks_relevant
from sources.news.reading import ArticleReading, read_article
from sources.news.syndication import Copy, originals
from sources.problems import PageProblemError
from sources.registry.publishers import publisher_of
from warehouse.tables import QUARANTINE, READ_FROM_NEWS

NEWS: Final = "news"
"""What the archive's index files news pages under, beside the report families."""

NO_YEAR: Final = 0
"""The year of news pages that are about something else, or of which no year is known."""

Row = dict[str, Any]


@dataclass
class NewsOfYear:
    """Rows by table, and what became of the pages: `read`, `quarantined`, `irrelevant`."""

    rows: dict[str, list[Row]]
    outcomes: Counter[str] = field(default_factory=Counter)


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


def read_news(archive: PageArchive, year: int) -> NewsOfYear:
    """Reads the news pages filed under a year: the newest capture of each that can be read.

    Syndicated copies are told among the articles of one year; the earliest is the original.
    """
    found = NewsOfYear({table.name: [] for table in (*READ_FROM_NEWS, QUARANTINE)})
    copies: list[Copy] = []
    seen: set[str] = set()
    for _, captures in groupby(archive.index.entries(NEWS, year), key=lambda entry: entry.page_key):
        reading = _newest_good(archive, list(captures))
        found.outcomes[reading.outcome] += 1
        found.rows[QUARANTINE.name].extend(reading.quarantine)
        articles = reading.rows.get("news_articles", [])
        if any(article["article_id"] in seen for article in articles):
            continue  # the same article under another address
        seen.update(article["article_id"] for article in articles)
        copies += [Copy(article["article_id"], article["published"], reading.text) for article in articles]
        for table, rows in reading.rows.items():
            found.rows[table].extend(rows)
    original = originals(copies)
    for article in found.rows["news_articles"]:
        article["original_id"] = original[article["article_id"]]
    return found


def _newest_good(archive: PageArchive, captures: Sequence[Entry]) -> ArticleReading:
    readings = []
    for entry in reversed(captures):
        reading = read_article(archive.load(entry), published_by_hand(archive.index, entry.page_key))
        if reading.outcome == "read":
            return reading
        readings.append(reading)
    return readings[0]


def published_by_hand(index: Index, page_key: str) -> date | None:
    """The day of publication that a person gave for a page."""
    noted = index.setting(f"published {page_key}")
    return date.fromisoformat(noted) if noted else None


def note_published(index: Index, page_key: str, day: date) -> None:
    """Remembers the day of publication that a person gives for a page."""
    index.remember(f"published {page_key}", day.isoformat())
