"""The year under which the archive's index stores a news page, without reading the page.

The year decides only which pages are read together. The rows of an article have the year that its reader finds. So an
import looks for a year in the address and in a few fields of the markup, and leaves the article to the reader.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from sources.archive.capture import Capture
from sources.news.article.dates.address_day import day_in_address
from sources.news.relevance import looks_relevant
from sources.registry.families import FIRST_EDITION, NEWS, NO_YEAR
from sources.registry.publishers import publisher_of

_FIELDS: Final = (
    b"published_time",
    b"datepublished",
    b"pubdate",
    b"pub-date",
    b"pub_date",
    b"publishdate",
    b"publish-date",
    b"publish_date",
    b"publicationdate",
    b"publication_date",
    b"dc.date",
    b"dcterms.date",
    b"sailthru.date",
    b"datecreated",
    b"datetime=",
)
"""Fields of the markup that name a day of publication, in lower case, the most reliable first."""

_YEAR: Final = re.compile(rb"[^<>]{0,80}?\b((?:19|20)\d\d)-[01]\d-[0-3]\d")
"""The first day in ISO 8601 behind the name of a field, in the same tag or in the same object."""


def assign_news(capture: Capture, published: date | None = None) -> tuple[str, int] | None:
    """The family and the year under which the index stores a page that belongs to no report.

    A page that looks like news about the report is stored under the year that a person, its address or its metadata
    name; without one, and where the year is impossible, under no year. Other pages of a known publisher are stored
    under no year. All other pages give None.

    Args:
        capture: the page.
        published: its day of publication, where a person declared it.
    """
    if not looks_relevant(capture.body):
        return (NEWS, NO_YEAR) if publisher_of(capture.url) is not None else None
    if published is not None:
        return NEWS, published.year
    possible = range(FIRST_EDITION, _year_of(capture.captured_at) + 2)  # dates of captures may be wrong by a year
    return NEWS, next((year for year in _years(capture.url, capture.body.lower()) if year in possible), NO_YEAR)


def _years(url: str, body: bytes) -> Iterator[int]:
    """The years that an address and the fields of a page in lower case name."""
    year = day_in_address(url).year
    if year is not None:
        yield year
    for field in _FIELDS:
        place = body.find(field)
        if place >= 0 and (found := _YEAR.match(body, place + len(field))):
            yield int(found[1])


def _year_of(moment: str) -> int:
    """The year of a capture; a late one for a capture without a date."""
    return int(moment[:4]) if moment[:4].isdecimal() and moment[:4] != "1970" else date.max.year
