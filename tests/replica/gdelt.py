"""A replica of GDELT DOC 2.0: articles by the time they were seen, and only the first page of results."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from tests.replica.replies import Page, Reply, Status

HOST = "api.gdeltproject.org"
FULL = 250
TOO_FAST = Page(
    b"Please limit requests to one every 5 seconds or contact us for larger queries.",
    validators=False,
    content_type="text/html; charset=utf-8",
)
"""The text of the service in an answer 200 after too many requests."""


@dataclass(frozen=True)
class Seen:
    """An article in GDELT."""

    at: datetime
    url: str
    title: str


class Gdelt:
    """The service."""

    def __init__(self, articles: Iterable[Seen]) -> None:
        self._articles = sorted(articles, key=lambda seen: (seen.at, seen.url))

    def __call__(self, path: str) -> Reply | None:
        parts = urlsplit(path)
        if parts.path != "/api/v2/doc/doc":
            return None
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if (parameters["mode"], parameters["format"]) != ("artlist", "json") or "trafficking" not in parameters[
            "query"
        ]:
            return Status(200, body=b"<p>Your query was too short or too long.</p>")
        start, end = (datetime.strptime(parameters[name], "%Y%m%d%H%M%S") for name in ("startdatetime", "enddatetime"))
        found = [seen for seen in self._articles if start <= seen.at <= end][: min(int(parameters["maxrecords"]), FULL)]
        body = json.dumps({"articles": [_shown(seen) for seen in found]} if found else {})
        return Page(body.encode(), validators=False, content_type="application/json; charset=utf-8")


def _shown(seen: Seen) -> dict[str, str]:
    return {
        "url": seen.url,
        "url_mobile": "",
        "title": seen.title,
        "seendate": f"{seen.at:%Y%m%dT%H%M%SZ}",
        "domain": urlsplit(seen.url).hostname or "",
        "language": "English",
        "sourcecountry": "Cambodia",
    }
