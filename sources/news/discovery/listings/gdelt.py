"""GDELT DOC 2.0: a full-text search over news articles since 2017.

A page has at most 250 articles and there is no next page, so the time window of a full page is split into two halves.
Errors are plain text or HTML with a success status. Errors about the request rate mean that the service is busy.
"""

import json
import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from sources.archive.capture import Capture
from sources.news.discovery.listings.model import BusyError, ListedArticle, Listing, ListingRead
from sources.news.discovery.listings.values import moment_of_digits, plain

HOST: Final = "api.gdeltproject.org"
FIRST_DAY: Final = date(2017, 1, 1)
PAGE_SIZE: Final = 250
SHORTEST_WINDOW: Final = timedelta(minutes=15)
"""GDELT sorts articles into quarters of an hour, so no window is shorter."""

QUERY: Final = (
    '("trafficking in persons report" OR "human trafficking report" OR "trafficking watch list"'
    ' OR "tier 2 watch list" OR "trafficking blacklist")'
)
"""GDELT searches an English translation of articles in other languages."""

_STAMP: Final = "%Y%m%d%H%M%S"
_BUSY: Final = re.compile(r"limit requests|too many requests|rate limit|try again later", re.IGNORECASE)


def window(first: date, last: date, rank: int = 0) -> Listing:
    """The listing of articles seen from one day to another, both included."""
    return _window(datetime.combine(first, time()), datetime.combine(last, time(23, 59, 59)), rank)


def read_gdelt(listing: Listing, capture: Capture) -> ListingRead:
    """The articles of a time window; its two halves as further listings if the page is full.

    Raises:
        BusyError: the service reports too many requests.
        ValueError: the response is not a list of articles.
    """
    text = capture.body.decode("utf-8", errors="replace").strip()
    try:
        answer = json.loads(text, strict=False)  # titles can contain raw control characters
    except (ValueError, RecursionError) as error:
        if _BUSY.search(text[:1_000]):
            raise BusyError(plain(text, 160)) from error
        raise ValueError(f"the response of GDELT is not JSON: {plain(text, 160)!r}") from error
    articles = answer.get("articles", []) if isinstance(answer, dict) else None
    if not isinstance(articles, list):
        raise ValueError("the response of GDELT has no list of articles")
    found = ListingRead([_article(item) for item in articles if isinstance(item, dict) and item.get("url")])
    if len(articles) >= PAGE_SIZE:
        _split(listing, found)
    return found


def _split(listing: Listing, found: ListingRead) -> None:
    query = parse_qs(urlsplit(listing.url).query)
    start = datetime.strptime(query["startdatetime"][0], _STAMP)
    end = datetime.strptime(query["enddatetime"][0], _STAMP)
    if end - start < SHORTEST_WINDOW:
        found.lines.append(f"GDELT has more than {PAGE_SIZE} articles from {start} to {end}; the rest is missing")
        return
    middle = start + (end - start) // 2
    middle = middle.replace(microsecond=0)
    halves = (_window(start, middle), _window(middle + timedelta(seconds=1), end))
    found.listings += [listing.child(half.url, "open") for half in halves]


def _window(start: datetime, end: datetime, rank: int = 0) -> Listing:
    query = {
        "query": QUERY,
        "mode": "artlist",
        "format": "json",
        "maxrecords": PAGE_SIZE,
        "sort": "dateasc",
        "startdatetime": start.strftime(_STAMP),
        "enddatetime": end.strftime(_STAMP),
    }
    return Listing(f"https://{HOST}/api/v2/doc/doc?{urlencode(query)}", "gdelt", state="open", rank=rank)


def _article(item: dict[str, Any]) -> ListedArticle:
    seen = moment_of_digits(re.sub(r"\D", "", str(item.get("seendate", ""))))
    return ListedArticle(
        str(item["url"]), plain(item.get("title")), printed=seen.date() if seen else None, is_search_result=True
    )
