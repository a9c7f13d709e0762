"""The CDX server of the Wayback Machine: its captures of the pages of a publisher, by pattern and time."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from sources.archive.capture import Capture
from sources.news.discovery.candidates.headline_relevance import ADDRESS_WORDS
from sources.news.discovery.listings.model import ListedArticle, Listing, ListingRead
from sources.news.discovery.listings.values import moment_of_digits

HOST: Final = "web.archive.org"
PAGE_ROWS: Final = 500
"""Rows of one response. A resume key requests the next rows."""

_CDX: Final = f"https://{HOST}/cdx/search/cdx?"
_PATTERN: Final = "(?i).*(" + "|".join(ADDRESS_WORDS).replace("-", "[-_+]?") + ").*"
_FIELDS: Final = ("timestamp", "original")
_RESUME: Final = re.compile(r"&resumeKey=[^&]*$")
_PORT: Final = re.compile(r"^(https?://[^/:]+):80(?:80)?(?=/|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Copy:
    """A capture in the Wayback Machine."""

    url: str
    at: datetime

    @property
    def address(self) -> str:
        """The address of its bytes as they were captured."""
        return raw_copy(self.url, self.at)


def raw_copy(url: str, at: datetime) -> str:
    """Address of the capture of a page nearest to a time, with its bytes as they were captured."""
    return f"https://{HOST}/web/{at:%Y%m%d%H%M%S}id_/{url}"


def captures_of_articles(domain: str, patterns: tuple[str, ...], first: date, last: date) -> Iterator[str]:
    """Addresses of the queries for articles of a publisher whose addresses contain relevant words."""
    for scope in patterns or (domain,):
        parameters = [("url", scope), ("matchType", "prefix" if patterns else "domain")]
        yield _query([*parameters, ("filter", f"original:{_PATTERN}"), ("collapse", "urlkey")], first, last)


def captures_of_page(url: str, first: date, last: date) -> str:
    """Address of the query for captures of one page, at most one per day."""
    return _query([("url", url), ("matchType", "exact"), ("collapse", "timestamp:8")], first, last)


def read_captures(listing: Listing, capture: Capture, found: ListingRead) -> list[Copy]:
    """The captures in a response of the CDX server. Invalid rows are counted and skipped.

    Args:
        listing: the query.
        capture: the response.
        found: receives the query for the next page, and a line about invalid rows.

    Raises:
        ValueError: the response is not a table of captures.
    """
    try:
        rows = json.loads(capture.body)
    except (ValueError, RecursionError) as error:
        raise ValueError("the response of the CDX server is not JSON") from error
    if not isinstance(rows, list) or (rows and rows[0] != list(_FIELDS)):
        raise ValueError("the response of the CDX server has other columns than requested")
    rows = rows[1:]
    if len(rows) >= 2 and rows[-2] == [] and isinstance(rows[-1], list) and len(rows[-1]) == 1:
        key = urlencode({"resumeKey": str(rows[-1][0])})
        found.listings.append(listing.child(f"{_RESUME.sub('', listing.url)}&{key}", "open"))
        rows = rows[:-2]
    copies = [copy for row in rows if (copy := _copy(row)) is not None]
    if len(copies) < len(rows):
        found.lines.append(f"{len(rows) - len(copies)} rows of {listing.url} are not captures and were skipped")
    return copies


def read_wayback(listing: Listing, capture: Capture) -> ListingRead:
    """The articles with captures in a response of the CDX server.

    Raises:
        ValueError: the response is not a table of captures.
    """
    found = ListingRead()
    found.articles += [ListedArticle(copy.url, copy=copy.address) for copy in read_captures(listing, capture, found)]
    return found


def _query(parameters: list[tuple[str, str]], first: date, last: date) -> str:
    return _CDX + urlencode(
        [
            *parameters,
            ("from", f"{first:%Y%m%d}"),
            ("to", f"{last:%Y%m%d}"),
            ("filter", "statuscode:200"),
            ("filter", "mimetype:text/html"),
            ("output", "json"),
            ("fl", ",".join(_FIELDS)),
            ("limit", str(PAGE_ROWS)),
            ("showResumeKey", "true"),
        ]
    )


def _copy(row: object) -> Copy | None:
    if not isinstance(row, list) or len(row) != len(_FIELDS) or not all(isinstance(value, str) for value in row):
        return None
    at, url = moment_of_digits(row[0]), _PORT.sub(r"\1", row[1])
    return Copy(url, at) if at is not None and url.startswith(("http://", "https://")) else None
