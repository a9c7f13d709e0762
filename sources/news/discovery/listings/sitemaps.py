"""Sitemaps, news sitemaps, indexes of sitemaps, and the robots.txt that names them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from protego import Protego

from sources.archive.capture import Capture
from sources.news.discovery.listings.model import ListedArticle, Listing, ListingRead
from sources.news.discovery.listings.values import day_of, plain, unpacked

MAX_ENTRIES: Final = 50_000
"""As many as the protocol allows in one file."""

MAX_CHILDREN: Final = 6
"""Sitemaps of one index that are looked at each night: those that changed last, or say that they hold news."""

MAX_MONTHS: Final = 40
"""Sitemaps of months after a release, of one index, that are looked at once."""

MAX_DEPTH: Final = 3
RECENT: Final = timedelta(days=7)
_TEXTS: Final = 2_000
_ROOTS: Final = ("urlset", "sitemapindex")
_DEEPEST: Final = 8
_MOST_TEXTS: Final = 60
_OF_PICTURES: Final = ("sitemap-image/1.1", "sitemap-video/1.1")
_MONTH: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")


@dataclass
class _Entry:
    """One `url` or `sitemap` element: the texts of its children by their names without namespace."""

    kind: str
    texts: dict[str, str] = field(default_factory=dict)


def read_sitemap(listing: Listing, capture: Capture, night: date, months: frozenset[tuple[int, int]]) -> ListingRead:
    """What a sitemap leads to.

    A recurring sitemap gives articles of the last days, and those that say nothing of their day; one of a past month
    gives all.

    Args:
        listing: the sitemap.
        capture: as it came.
        night: tonight.
        months: years and months in which reports about a release can be expected.

    Raises:
        ValueError: it is no sitemap, or one made to harm.
    """
    if urlsplit(listing.url).path == "/robots.txt":
        return _named_in_robots(listing, capture)
    entries = list(_entries(unpacked(capture.body)))
    children = [entry for entry in entries if entry.kind == "sitemap"]
    since = night - RECENT if listing.state == "recurring" else None
    found = ListingRead([_article(entry) for entry in entries if entry.kind == "url" and _is_recent(entry, since)])
    if listing.depth < MAX_DEPTH:
        found.listings += [listing.below(url) for url in _latest(children, since)]
        if listing.state == "recurring":
            found.listings += [listing.below(url, "open") for url in _of_months(children, months)]
    if len(entries) >= MAX_ENTRIES:
        found.lines.append(f"{listing.url} has more than {MAX_ENTRIES:,} entries; the rest was left")
    return found


def _named_in_robots(listing: Listing, capture: Capture) -> ListingRead:
    robots = Protego.parse(capture.body.decode("utf-8", errors="replace"))
    return ListingRead(
        listings=[listing.below(str(url)) for url in list(dict.fromkeys(robots.sitemaps))[:MAX_CHILDREN]]
    )


def _entries(body: bytes) -> Iterator[_Entry]:
    """Elements of a sitemap as they end; each is dropped as soon as it is read."""
    open_elements: list[Any] = []
    entry, entries = _Entry(""), 0
    try:
        for event, element in iterparse(BytesIO(body), events=("start", "end"), forbid_dtd=True):
            space, _, name = str(element.tag).rpartition("}")
            if event == "start":
                open_elements.append(element)
                if len(open_elements) == 1 and name not in _ROOTS:
                    raise ValueError(f"it is no sitemap: the outermost element is {name[:40]!r}")
                if len(open_elements) == 2:
                    entry = _Entry(name)
                if len(open_elements) > _DEEPEST or len(entry.texts) > _MOST_TEXTS:
                    raise ValueError("it is no sitemap: an entry has more in it than any sitemap needs")
                continue
            open_elements.pop()
            if len(open_elements) == 1:
                open_elements[0].clear()  # nothing is held of what was read
                yield entry
                entries += 1
                if entries >= MAX_ENTRIES:
                    return
            elif not space.endswith(_OF_PICTURES):
                entry.texts.setdefault(name, (element.text or "").strip()[:_TEXTS])
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"the sitemap cannot be read: {plain(str(error), 120)}") from error


def _printed(texts: Mapping[str, str]) -> date | None:
    return day_of(texts.get("publication_date")) or day_of(texts.get("lastmod"))


def _is_recent(entry: _Entry, since: date | None) -> bool:
    printed = _printed(entry.texts)
    return bool(entry.texts.get("loc")) and (since is None or printed is None or printed >= since)


def _article(entry: _Entry) -> ListedArticle:
    texts = entry.texts
    return ListedArticle(texts["loc"], plain(texts.get("title")), plain(texts.get("keywords")), _printed(texts))


def _latest(children: list[_Entry], since: date | None) -> list[str]:
    """Sitemaps of an index that can hold what is new: of those that say when they changed, the latest."""
    recent = [entry for entry in children if _is_recent(entry, since)]
    recent.sort(key=lambda entry: (_printed(entry.texts) or date.min, "news" in entry.texts["loc"]), reverse=True)
    return [entry.texts["loc"] for entry in recent[:MAX_CHILDREN]]


def _of_months(children: list[_Entry], months: frozenset[tuple[int, int]]) -> list[str]:
    """Sitemaps whose address names a month in question."""
    chosen = []
    for entry in children:
        url = entry.texts.get("loc", "")
        named = _MONTH.search(urlsplit(url).path) or _MONTH.search(url)
        if named is not None and (int(named[1]), int(named[2])) in months:
            chosen.append(url)
    return chosen[:MAX_MONTHS]
