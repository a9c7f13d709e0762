"""Archived section pages: the articles that the pages of a publisher linked to in the days after a release."""

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

DAYS_AFTER_RELEASE: Final = 7
"""Section pages link to articles about a release for so many days."""

MAX_CAPTURES: Final = 3
"""Captures that are read of each section page and release: the first of each day, for so many days."""

MAX_LINKS: Final = 2_000
_STAMP_AT: Final = len("https://web.archive.org/web/")


def captures_listing(publisher: str, section: str, first: date, last: date, rank: int) -> Listing:
    """The listing of captures of a section page after a release."""
    return Listing(captures_of_page(section, first, last), "sections", publisher, "open", rank=rank)


def read_section(listing: Listing, capture: Capture) -> ListingRead:
    """The captures in a response of the CDX server, or the articles that such a capture links to.

    Raises:
        ValueError: the response cannot be parsed.
    """
    if is_archived_copy(listing.url):
        return _linked_articles(capture)
    found = ListingRead()
    copies = read_captures(listing, capture, found)
    found.listings = [listing.child(copy.address, "open") for copy in copies[:MAX_CAPTURES]]
    return found


def _linked_articles(capture: Capture) -> ListingRead:
    """Links with their headlines. The copy of an article is the one nearest in time to the copy of the section page."""
    at = moment_of_digits(capture.url[_STAMP_AT : _STAMP_AT + 14])
    found = ListingRead()
    for link, title in titled_links(decode(capture.body, capture.charset).text):
        url = _original_address(link, capture.url)
        if url is None or len(found.articles) >= MAX_LINKS:
            continue
        found.articles.append(ListedArticle(url, plain(title), copy=raw_copy(url, at) if at else None))
    return found


def _original_address(link: str, section: str) -> str | None:
    """The target of a link when the section page was captured."""
    link = link.strip()
    try:
        url = unwrap(urljoin(section if link.startswith("/web/") else unwrap(section), link))
    except ValueError:
        return None
    return urldefrag(url)[0] if url.startswith(("http://", "https://")) else None
