"""RSS and Atom feeds."""

import re
from calendar import timegm
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, Final

import feedparser

from sources.archive.capture import Capture
from sources.html.decode import decode
from sources.news.discovery.listings.model import ListedArticle, Listing, ListingRead
from sources.news.discovery.listings.values import plain, slashed_day_of

MAX_FEED_BYTES: Final = 2 * 1024 * 1024
MAX_TAGS: Final = 40_000
"""Twice the tags of the largest feeds. feedparser needs seconds for these, and minutes for a full 2 MB of tags."""

MAX_ITEMS: Final = 1_000
_ENTITY: Final = re.compile(r"<\s*!\s*ENTITY", re.IGNORECASE)
_MAX_SNIPPET_LENGTH: Final = 2_000


def read_feed(listing: Listing, capture: Capture) -> ListingRead:
    """The items of a feed.

    Raises:
        ValueError: the body is not a feed, or is hostile.
    """
    if len(capture.body) > MAX_FEED_BYTES:
        raise ValueError(f"a feed of {len(capture.body):,} bytes, the limit is {MAX_FEED_BYTES:,}")
    if capture.body.count(b"<") > MAX_TAGS:
        raise ValueError(f"the feed has more than {MAX_TAGS:,} tags")
    text = decode(capture.body, capture.charset).text.lstrip("\ufeff \t\r\n")
    if _ENTITY.search(text):
        raise ValueError("the feed declares entities")
    feed = feedparser.parse(  # a stream: feedparser may take text for an address
        BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": capture.url},
        sanitize_html=False,
    )
    if not feed.get("version"):
        raise ValueError("the body is not a feed")
    found = ListingRead([_article(entry) for entry in feed.entries[:MAX_ITEMS] if entry.get("link")])
    if feed.bozo and not found.articles:
        raise ValueError(f"the feed is broken: {plain(str(feed.get('bozo_exception', '')), 100)}")
    return found


def _article(entry: Any) -> ListedArticle:
    return ListedArticle(
        url=str(entry.link),
        title=plain(entry.get("title")),
        snippet=plain(entry.get("summary"), _MAX_SNIPPET_LENGTH),
        printed=_printed_day(entry),
    )


def _printed_day(entry: Any) -> date | None:
    """The day of an item. feedparser reads 2025/06/30 as another day."""
    for name in ("published", "updated"):
        if (text := entry.get(name)) is not None:
            return slashed_day_of(text) or _day_of(entry.get(f"{name}_parsed"))
    return None


def _day_of(moment: Any) -> date | None:
    try:
        return datetime.fromtimestamp(timegm(moment), UTC).date() if moment else None
    except (ValueError, OverflowError, OSError):
        return None
