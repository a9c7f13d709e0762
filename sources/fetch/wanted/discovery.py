"""Which pages the State Department has: from its landing pages to the editions, from an edition to its countries.

Nothing here names an edition: one that is published tomorrow is found tomorrow.
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
"""Pages that lead to every edition of a report family."""


@dataclass(frozen=True)
class Cadence:
    """Nights between two fetches of an edition's index page and of its country pages."""

    index: int
    pages: int


RECENT: Final = Cadence(index=1, pages=7)
OLD: Final = Cadence(index=30, pages=180)
RECENT_EDITIONS: Final = 2
"""So many newest editions of a family are looked at often: they are the ones still corrected and completed."""


def landing_pages() -> list[WantedPage]:
    """The pages every crawl of the State Department begins with, asked for each night."""
    return [WantedPage(url, STATE_HOSTS, every=1, kind="index") for url in LANDING_PAGES]


def archived_index_pages() -> list[WantedPage]:
    """Index pages of past editions on the archives of the Department's site, asked for as rarely as all old ones."""
    addresses = [url for family in FAMILIES.values() for archived in family.archived for url in archived.index_pages]
    return [_index_page(url, location, OLD) for url in addresses if (location := locate(url)) is not None]


def starting_pages() -> list[WantedPage]:
    """All that a crawl of the State Department begins with."""
    return [*landing_pages(), *archived_index_pages()]


def state_department_links(capture: Capture, page: WantedPage) -> list[WantedPage]:
    """Editions on a landing page; on an edition's index page, its pages and further index pages of that edition.

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
        every=cadence.index,
        kind="index",
        every_below=cadence.pages,
        priority=_priority(location),
    )


def _below(url: str, location: Location, page: WantedPage) -> WantedPage:
    """A page that an index page leads to: of a country, or a further index page of the same edition."""
    if location.slug is None:
        return replace(page, url=url)
    return WantedPage(url, STATE_HOSTS, every=page.every_below, priority=_priority(location) + 1)


def _priority(location: Location) -> int:
    """New editions before old ones, an edition's index page before its countries."""
    return (9999 - location.year) * 2


def _addresses(capture: Capture) -> Iterable[str]:
    """Addresses a page links to or offers in a list to choose from, each once, as they would be asked for."""
    seen: set[str] = set()
    for value in links(decode(capture.body, capture.charset).text):
        url = _normal(value, capture.url)
        if url is not None and url not in seen:
            seen.add(url)
            yield url


def _normal(value: str, base: str) -> str | None:
    """An address of the State Department in one form; None for all others.

    An archive of the site still names the live site in some links; what it held then lies on the archive's own host.
    """
    try:
        url = urldefrag(urljoin(base, value.strip()))[0]
        path = urlsplit(url).path
    except ValueError:
        return None
    host, own = host_and_path(url)[0], host_and_path(base)[0]
    if host not in STATE_HOSTS or not value.strip() or value.lstrip().startswith("#"):
        return None
    if own in SITE_ARCHIVES and host not in SITE_ARCHIVES:
        host = own
    end = "" if path.endswith((".htm", ".html")) else "/"
    return f"https://{host}{path.rstrip('/')}{end}"
