"""Archived section pages: what a publisher's own pages led to in the days after a release."""

from datetime import date
from typing import Final
from urllib.parse import urldefrag, urljoin

from sources.archive.capture import Capture
from sources.html.decode import decode
from sources.html.links import titled_links
from sources.news.discovery.listings.model import ListedArticle, Listing, ListingRead
from sources.news.discovery.listings.values import moment_of_digits, plain
from sources.news.discovery.listings.wayback import captures_of_page, raw_copy, read_captures
from sources.registry.address import is_archived_copy, unwrap

DAYS: Final = 7
"""So long after a release its reports stand on section pages."""

CAPTURES: Final = 3
"""Captures looked at of each section page and release: the first of each of so many days."""

MAX_LINKS: Final = 2_000
_STAMP_AT: Final = len("https://web.archive.org/web/")


def question(publisher: str, section: str, first: date, last: date, rank: int) -> Listing:
    """The question for captures of a section page after a release."""
    return Listing(captures_of_page(section, first, last), "sections", publisher, "open", rank=rank)


def read_section(listing: Listing, capture: Capture) -> ListingRead:
    """From an answer of the CDX server, the captures to look at; from such a capture, the articles it links to.

    Raises:
        ValueError: it cannot be read.
    """
    if is_archived_copy(listing.url):
        return _linked(capture)
    found = ListingRead()
    copies = read_captures(listing, capture, found)
    found.listings = [listing.below(copy.address, "open") for copy in copies[:CAPTURES]]
    return found


def _linked(capture: Capture) -> ListingRead:
    """Links with their headlines. The archive is asked for the copy of an article nearest to that of the section."""
    at = moment_of_digits(capture.url[_STAMP_AT : _STAMP_AT + 14])
    found = ListingRead()
    for link, title in titled_links(decode(capture.body, capture.charset).text):
        url = _original(link, capture.url)
        if url is None or len(found.articles) >= MAX_LINKS:
            continue
        found.articles.append(ListedArticle(url, plain(title), copy=raw_copy(url, at) if at else None))
    return found


def _original(link: str, section: str) -> str | None:
    """The address a link led to when the section page was captured."""
    link = link.strip()
    try:
        url = unwrap(urljoin(section if link.startswith("/web/") else unwrap(section), link))
    except ValueError:
        return None
    return urldefrag(url)[0] if url.startswith(("http://", "https://")) else None
