"""The CDX server of the Wayback Machine: which captures it has of a publisher's pages, by pattern and time."""

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
PAGE: Final = 500
"""Rows of one answer; a key leads to the next."""

_CDX: Final = f"https://{HOST}/cdx/search/cdx?"
_PATTERN: Final = "(?i).*(" + "|".join(ADDRESS_WORDS).replace("-", "[-_+]?") + ").*"
_FIELDS: Final = ("timestamp", "original")
_RESUME: Final = re.compile(r"&resumeKey=[^&]*$")
_PORT: Final = re.compile(r"^(https?://[^/:]+):80(?:80)?(?=/|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Copy:
    """A capture that the Wayback Machine has."""

    url: str
    at: datetime

    @property
    def address(self) -> str:
        """Where its bytes are served as they were captured."""
        return raw_copy(self.url, self.at)


def raw_copy(url: str, at: datetime) -> str:
    """Address of the capture of a page nearest to a time, as it was captured."""
    return f"https://{HOST}/web/{at:%Y%m%d%H%M%S}id_/{url}"


def captures_of_articles(domain: str, patterns: tuple[str, ...], first: date, last: date) -> Iterator[str]:
    """Questions for the articles of a publisher whose addresses say that they concern the report."""
    for scope in patterns or (domain,):
        asked = [("url", scope), ("matchType", "prefix" if patterns else "domain")]
        yield _question([*asked, ("filter", f"original:{_PATTERN}"), ("collapse", "urlkey")], first, last)


def captures_of_page(url: str, first: date, last: date) -> str:
    """The question for captures of one page, one a day at most."""
    return _question([("url", url), ("matchType", "exact"), ("collapse", "timestamp:8")], first, last)


def read_captures(listing: Listing, capture: Capture, found: ListingRead) -> list[Copy]:
    """The captures that an answer of the CDX server lists. Rows that are none are counted and left.

    Args:
        listing: the question.
        capture: the answer.
        found: where the question for the next page goes, and a line about bad rows.

    Raises:
        ValueError: the answer is no table.
    """
    try:
        rows = json.loads(capture.body)
    except (ValueError, RecursionError) as error:
        raise ValueError("the CDX server answered no JSON") from error
    if not isinstance(rows, list) or (rows and rows[0] != list(_FIELDS)):
        raise ValueError("the CDX server answered another table than was asked for")
    rows = rows[1:]
    if len(rows) >= 2 and rows[-2] == [] and isinstance(rows[-1], list) and len(rows[-1]) == 1:
        key = urlencode({"resumeKey": str(rows[-1][0])})
        found.listings.append(listing.below(f"{_RESUME.sub('', listing.url)}&{key}", "open"))
        rows = rows[:-2]
    copies = [copy for row in rows if (copy := _copy(row)) is not None]
    if len(copies) < len(rows):
        found.lines.append(f"{len(rows) - len(copies)} rows of {listing.url} are no captures and were left")
    return copies


def read_wayback(listing: Listing, capture: Capture) -> ListingRead:
    """The articles that captures were found of.

    Raises:
        ValueError: the answer is no table.
    """
    found = ListingRead()
    found.articles += [ListedArticle(copy.url, copy=copy.address) for copy in read_captures(listing, capture, found)]
    return found


def _question(asked: list[tuple[str, str]], first: date, last: date) -> str:
    return _CDX + urlencode(
        [
            *asked,
            ("from", f"{first:%Y%m%d}"),
            ("to", f"{last:%Y%m%d}"),
            ("filter", "statuscode:200"),
            ("filter", "mimetype:text/html"),
            ("output", "json"),
            ("fl", ",".join(_FIELDS)),
            ("limit", str(PAGE)),
            ("showResumeKey", "true"),
        ]
    )


def _copy(row: object) -> Copy | None:
    if not isinstance(row, list) or len(row) != len(_FIELDS) or not all(isinstance(value, str) for value in row):
        return None
    at, url = moment_of_digits(row[0]), _PORT.sub(r"\1", row[1])
    return Copy(url, at) if at is not None and url.startswith(("http://", "https://")) else None
