"""Discovery of the State Department's pages: from landing pages to editions, from an edition to its countries.

The code names no edition, so a new edition is found on the day of its publication.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from sources.archive.capture import Capture
from sources.fetch.wanted.plan import WantedPage
from sources.html.decode import decode
from sources.html.links import links
from sources.registry.address import host_and_path, page_key
from sources.registry.families import FAMILIES, SITE_ARCHIVES, STATE_HOSTS, Location, locate

LANDING_PAGES: Final = tuple(family.landing_page for family in FAMILIES.values() if family.landing_page)
"""Pages with links to every edition of a report family."""


@dataclass(frozen=True)
class Cadence:
    """Days between two fetches of an edition's index page, and of its country pages."""

    index_days: int
    pages_days: int


RECENT: Final = Cadence(index_days=1, pages_days=7)
OLD: Final = Cadence(index_days=30, pages_days=180)
RECENT_EDITIONS: Final = 2
"""The number of newest editions of a family that are fetched often, because they are still corrected and completed."""


def landing_pages() -> list[WantedPage]:
    """The landing pages. They are requested every crawl day."""
    return [WantedPage(url, STATE_HOSTS, every_days=1, kind="index") for url in LANDING_PAGES]


def archived_index_pages() -> list[WantedPage]:
    """Index pages of past editions on the archives of the Department's site, with the cadence of old editions."""
    addresses = [url for family in FAMILIES.values() for archived in family.archived for url in archived.index_pages]
    return [_index_page(url, location, OLD) for url in addresses if (location := locate(url)) is not None]


def starting_pages() -> list[WantedPage]:
    """The pages with which a crawl of the State Department begins."""
    return [*landing_pages(), *archived_index_pages()]


def state_department_links(capture: Capture, page: WantedPage) -> list[WantedPage]:
    """The linked pages: editions on a landing page; pages and further index pages of the edition on an index page.

    Raises:
        ValueError: the page cannot be read.
    """
    here = locate(page.url)
    found = {url: location for url in _addresses(capture) if (location := locate(url)) is not None}
    if here is None:
        return _editions({url: location for url, location in found.items() if location.slug is None})
    return [
        _below(url, location, page)
        for url, location in sorted(found.items())
        if (location.family, location.year) == (here.family, here.year)
        and "/" not in (location.slug or "")
        and page_key(url) != page.key
    ]


def _editions(found: dict[str, Location]) -> list[WantedPage]:
    wanted = []
    for family in FAMILIES:
        years = sorted({location.year for location in found.values() if location.family == family})
        for url, location in sorted(found.items()):
            if location.family == family:
                cadence = RECENT if location.year in years[-RECENT_EDITIONS:] else OLD
                wanted.append(_index_page(url, location, cadence))
    return wanted


def _index_page(url: str, location: Location, cadence: Cadence) -> WantedPage:
    return WantedPage(
        url,
        STATE_HOSTS,
        every_days=cadence.index_days,
        kind="index",
        every_days_below=cadence.pages_days,
        priority=_priority(location),
    )


def _below(url: str, location: Location, page: WantedPage) -> WantedPage:
    """A page below an index page: a country page, or a further index page of the same edition."""
    if location.slug is None:
        return replace(page, url=url)
    return WantedPage(url, STATE_HOSTS, every_days=page.every_days_below, priority=_priority(location) + 1)


def _priority(location: Location) -> int:
    """The priority of an edition's index page: new editions first. Country pages come after their index page."""
    return (9999 - location.year) * 2


def _addresses(capture: Capture) -> Iterable[str]:
    """Yields the addresses in links and selection lists of a page, each once and normalised."""
    seen: set[str] = set()
    for value in links(decode(capture.body, capture.charset).text):
        url = _normalised(value, capture.url)
        if url is not None and url not in seen:
            seen.add(url)
            yield url


def _normalised(value: str, base: str) -> str | None:
    """The normalised form of an address of the State Department; None for any other address.

    Some links in an archive of the site name the live site. Their pages are on the host of the archive.
    """
    try:
        url = urldefrag(urljoin(base, value.strip()))[0]
        path = urlsplit(url).path
    except ValueError:
        return None
    host, base_host = host_and_path(url)[0], host_and_path(base)[0]
    if host not in STATE_HOSTS or not value.strip() or value.lstrip().startswith("#"):
        return None
    if base_host in SITE_ARCHIVES and host not in SITE_ARCHIVES:
        host = base_host
    end = "" if path.endswith((".htm", ".html")) else "/"
    return f"https://{host}{path.rstrip('/')}{end}"
