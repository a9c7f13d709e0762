"""One page fetched outside of a crawl: with robots.txt, limits and public addresses only, and without the archive."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sources.archive.capture import Capture, digest_of
from sources.archive.index import Index
from sources.fetch.clock import SystemClock, stamp
from sources.fetch.memory.state import FetchState
from sources.fetch.request.addresses import Domains
from sources.fetch.request.page import PageFetcher
from sources.fetch.request.transport import Transport
from sources.fetch.settings import FetchSettings
from sources.fetch.wanted.plan import WantedPage

_REQUESTS: Final = 12
"""Requests for one page: robots.txt and the page, each with its redirects."""


class NotFetchedError(Exception):
    """A page could not be fetched; the message says why in one line."""


def fetch_one_page(url: str, settings: FetchSettings, transport: Transport | None = None) -> Capture:
    """Fetches one page.

    The state of the request is in a folder of its own and is deleted, so that no writer of the archive is disturbed.

    Args:
        url: the address, http or https.
        settings: contact, pace and limits.
        transport: the network. Tests pass one that connects to their own server.

    Raises:
        NotFetchedError: robots.txt or the site refuses the request, or there is no page.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    page = WantedPage(url, Domains(frozenset((host,))), every_days=1)
    used = transport or Transport(settings)
    try:
        with tempfile.TemporaryDirectory() as folder:
            index = Index(Path(folder) / "index.sqlite")
            try:
                fetcher = PageFetcher(used, FetchState(index), SystemClock(), settings, _REQUESTS)
                fetched = fetcher.fetch(page, None)
            finally:
                index.close()
    finally:
        if transport is None:
            used.close()
    if fetched.outcome != "ok":
        raise NotFetchedError(f"{url}: {fetched.outcome.replace('_', ' ')}: {fetched.detail or fetched.status}")
    now = stamp(datetime.now(UTC))
    return Capture(fetched.url, now, fetched.body, digest_of(fetched.body), "live", 200, fetched.content_type or None)
