"""Sitemaps, news sitemaps, sitemap indexes, and the sitemaps in robots.txt."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape, unescape
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from protego import Protego

from sources.archive.capture import Capture
from sources.fetch.politeness.robots_text import decode_robots
from sources.html.decode import decode
from sources.news.discovery.listings.model import ListedArticle, Listing, ListingRead
from sources.news.discovery.listings.values import day_of, plain, unpacked

MAX_ENTRIES: Final = 50_000
"""The limit of the sitemap protocol for one file."""

MAX_CHILDREN: Final = 6
"""Sitemaps of one index that are read in each crawl: those that changed last, news sitemaps first."""

MAX_MONTHS: Final = 40
"""Sitemaps of one index for the months after releases; each is read once."""

MAX_DEPTH: Final = 3
RECENT: Final = timedelta(days=7)
_MAX_TEXT_LENGTH: Final = 2_000
_ROOTS: Final = ("urlset", "sitemapindex")
_MAX_ELEMENT_DEPTH: Final = 8
_MAX_TEXTS: Final = 60
_MEDIA_NAMESPACES: Final = ("sitemap-image/1.1", "sitemap-video/1.1")
_MONTH: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")


_PIECE_BYTES: Final = 1024 * 1024
_MAX_AMPERSANDS: Final = 500_000
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION: Final = re.compile(r"<\?xml\b[^>]{0,300}\?>", re.IGNORECASE)
_AMPERSAND: Final = re.compile(
    r"(?P<section><!\[CDATA\[.*?(?:\]\]>|\Z))"
    r"|(?P<known>&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)|&(?:[a-zA-Z][a-zA-Z0-9]{1,31};)?",
    re.DOTALL,
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)


class _Stream(BytesIO):
    """A stream in large pieces: expat begins an unfinished token again with each piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(max(size or 0, _PIECE_BYTES) if size != -1 else -1)


@dataclass
class _Entry:
    """One `url` or `sitemap` element: the texts of its children by name without namespace."""

    kind: str
    texts: dict[str, str] = field(default_factory=dict)


def read_sitemap(
    listing: Listing, capture: Capture, crawl_day: date, months: frozenset[tuple[int, int]]
) -> ListingRead:
    """Parses a sitemap.

    Of a recurring sitemap the result has the articles of the last days and those without a day. Of the sitemap of a
    past month it has all articles.

    Args:
        listing: the sitemap.
        capture: the response.
        crawl_day: the day of the crawl.
        months: years and months in which articles about a release can be expected.

    Raises:
        ValueError: the body is not a sitemap, or is hostile.
    """
    if urlsplit(listing.url).path == "/robots.txt":
        return _sitemaps_in_robots(listing, capture)
    text = _text(unpacked(capture.body), capture.charset)
    entries = list(_entries(text) if text.startswith("<") else _lines(text))
    children = [entry for entry in entries if entry.kind == "sitemap"]
    since = crawl_day - RECENT if listing.state == "recurring" else None
    found = ListingRead([_article(entry) for entry in entries if entry.kind == "url" and _is_recent(entry, since)])
    if listing.depth < MAX_DEPTH:
        found.listings += [listing.child(url) for url in _latest_sitemaps(children, since)]
        if listing.state == "recurring":
            found.listings += [listing.child(url, "open") for url in _sitemaps_of_months(children, months)]
    if len(entries) >= MAX_ENTRIES:
        found.lines.append(f"{listing.url} has more than {MAX_ENTRIES:,} entries; the rest was skipped")
    return found


def _sitemaps_in_robots(listing: Listing, capture: Capture) -> ListingRead:
    robots = Protego.parse(decode_robots(capture.body))
    return ListingRead(
        listings=[listing.child(str(url)) for url in list(dict.fromkeys(robots.sitemaps))[:MAX_CHILDREN]]
    )


def _text(body: bytes, charset: str | None) -> str:
    """The text of a sitemap without its XML declaration, and without what XML does not allow in a text.

    An ampersand that begins no entity stands for itself, except in CDATA sections, where each does.

    Raises:
        ValueError: the bytes are not text.
    """
    text = _NOT_XML.sub("", decode(body, charset).text).lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return text
    text = _DECLARATION.sub("", text, count=1).lstrip()
    ampersands = text.count("&")
    if ampersands > _MAX_AMPERSANDS:
        raise ValueError(f"the sitemap has more than {_MAX_AMPERSANDS:,} ampersands")
    return _AMPERSAND.sub(_whole_entity, text) if ampersands else text


def _whole_entity(found: re.Match[str]) -> str:
    """A CDATA section or an entity of XML unchanged; the characters of an entity of HTML; `&amp;` for an ampersand."""
    text = found[0]
    if found["section"] or found["known"]:
        return text
    named = unescape(text) if text.endswith(";") else text
    return escape(named)


def _lines(text: str) -> Iterator[_Entry]:
    """The addresses of a sitemap in plain text.

    Raises:
        ValueError: a line is not an address.
    """
    addresses = [line.strip() for line in text.splitlines() if line.strip()]
    if not addresses or not all(_ADDRESS.fullmatch(address) for address in addresses):
        raise ValueError("the body is not a sitemap: neither XML nor a list of addresses")
    for address in addresses[:MAX_ENTRIES]:
        yield _Entry("url", {"loc": address})


def _entries(text: str) -> Iterator[_Entry]:
    """Elements of a sitemap as they end; each is dropped as soon as it is read."""
    open_elements: list[Any] = []
    entry, entries = _Entry(""), 0
    try:
        stream = _Stream(text.encode("utf-8", "replace"))
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            space, _, name = str(element.tag).rpartition("}")
            if event == "start":
                open_elements.append(element)
                if len(open_elements) == 1 and name not in _ROOTS:
                    raise ValueError(f"the body is not a sitemap: the root element is {name[:40]!r}")
                if len(open_elements) == 2:
                    entry = _Entry(name)
                if len(open_elements) > _MAX_ELEMENT_DEPTH or len(entry.texts) > _MAX_TEXTS:
                    raise ValueError("the body is not a sitemap: an entry has too many elements")
                continue
            open_elements.pop()
            if len(open_elements) == 1:
                open_elements[0].clear()  # frees the memory of the entry
                yield entry
                entries += 1
                if entries >= MAX_ENTRIES:
                    return
            elif not space.endswith(_MEDIA_NAMESPACES):
                entry.texts.setdefault(name, (element.text or "").strip()[:_MAX_TEXT_LENGTH])
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


def _latest_sitemaps(children: list[_Entry], since: date | None) -> list[str]:
    """Sitemaps of an index that can list new articles, the latest first."""
    recent = [entry for entry in children if _is_recent(entry, since)]
    recent.sort(key=lambda entry: (_printed(entry.texts) or date.min, "news" in entry.texts["loc"]), reverse=True)
    return [entry.texts["loc"] for entry in recent[:MAX_CHILDREN]]


def _sitemaps_of_months(children: list[_Entry], months: frozenset[tuple[int, int]]) -> list[str]:
    """Sitemaps whose address contains one of the months."""
    chosen = []
    for entry in children:
        url = entry.texts.get("loc", "")
        named = _MONTH.search(urlsplit(url).path) or _MONTH.search(url)
        if named is not None and (int(named[1]), int(named[2])) in months:
            chosen.append(url)
    return chosen[:MAX_MONTHS]
