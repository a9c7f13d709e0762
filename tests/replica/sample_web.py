"""The sites of the State Department with the project's sample pages, under the real host names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

from sources.fetch.wanted.discovery import archived_index_pages
from sources.registry.address import SAMPLE_SUFFIX
from sources.registry.families import locate
from sources.sample.build import HUMAN_RIGHTS, TRAFFICKING
from tests.replica.replies import Page, Reply
from tests.replica.scenario import Fault, Site
from tests.replica.state_department import HOST, LANDINGS, ORIGIN, edition_path, index_page
from tests.replica.state_department import TIP as TIP_REPORT

Pages = dict[str, bytes]
"""Bodies by path."""

INDEX_PAGES = [page.url for page in archived_index_pages()]
ARCHIVE_HOSTS = sorted({urlsplit(url).netloc for url in INDEX_PAGES})


@cache
def sample_pages() -> Mapping[str, bytes]:
    """Every sample page of the present site except index pages, by path."""
    return {path: body for (host, path), body in _pages().items() if host == HOST}


@cache
def archived_pages() -> Mapping[str, Pages]:
    """Every sample page on an archive of the site, by host and path."""
    found: dict[str, Pages] = {host: {} for host in ARCHIVE_HOSTS}
    for (host, path), body in _pages().items():
        if host in found:
            found[host][path] = body
    return found


@cache
def _pages() -> Mapping[tuple[str, str], bytes]:
    found = {}
    for url, html in [*HUMAN_RIGHTS.pages(), *TRAFFICKING.pages()]:
        location, parts = locate(url), urlsplit(url)
        if location is None or location.slug is None:
            continue
        # addresses older than the present site exist only in its archives
        is_present = parts.path.startswith("/reports/")
        host = parts.netloc.removesuffix(SAMPLE_SUFFIX)
        host = host if is_present or host in ARCHIVE_HOSTS else "2009-2017.state.gov"
        path = f"{parts.path.rstrip('/')}/" if is_present else parts.path
        found[host, path] = html.replace(SAMPLE_SUFFIX, "").encode()
    return found


def edition_pages(year: int, report: str = TIP_REPORT) -> Pages:
    """Pages of one edition."""
    start = edition_path(year, report)
    return {path: body for path, body in sample_pages().items() if path.startswith(start)}


def moved_to(pages: Mapping[str, bytes], year: int, to: int) -> Pages:
    """The pages of an edition, changed to a fictitious edition."""
    return {
        path.replace(str(year), str(to)): body.replace(str(year).encode(), str(to).encode())
        for path, body in pages.items()
    }


def published(pages: Mapping[str, bytes], day: int = 0) -> dict[str, list[tuple[int, Reply]]]:
    """Pages that exist from a day on."""
    return {path: [(day, Page(body, changed=day))] for path, body in pages.items()}


def site(pages: Mapping[str, list[tuple[int, Reply]]], faults: Iterable[Fault] = ()) -> Site:
    """A site of pages with their index pages and landing pages. These change as pages appear."""
    editions: dict[str, dict[str, int]] = defaultdict(dict)
    for path, versions in pages.items():
        editions["/".join(path.split("/")[:3]) + "/"][path] = versions[0][0]
    everything = dict(pages)
    for index, below in editions.items():
        everything[index] = _versions(index, below)
    for landing, report in LANDINGS.items():
        known = {index: min(below.values()) for index, below in editions.items() if report in index}
        everything[landing] = _versions(report, known, days=[0])
    return Site(everything, tuple(faults))


def sites(
    pages: Mapping[str, list[tuple[int, Reply]]],
    faults: Iterable[Fault] = (),
    archived: Mapping[str, Pages] = MappingProxyType({}),
) -> dict[str, Site]:
    """The site under its name, and its archives with these pages by host and path."""
    return {HOST: site(pages, faults), **{host: _archive(host, archived.get(host, {})) for host in ARCHIVE_HOSTS}}


def _archive(host: str, pages: Pages) -> Site:
    everything = published(pages)
    below: dict[str, list[str]] = defaultdict(list)
    for path in pages:
        below[path.rsplit("/", 1)[0]].append(f"{ORIGIN}{path}")  # as on the archived site
    for index in INDEX_PAGES:
        parts = urlsplit(index)
        if parts.netloc == host:
            links = below[parts.path.rsplit("/", 1)[0]]
            everything[parts.path] = [(0, Page(index_page(host, links), changed=0))]
    return Site(everything)


def _versions(title: str, links: Mapping[str, int], days: Iterable[int] = ()) -> list[tuple[int, Reply]]:
    """The versions of an index page: one for each day with new links, and one for each of these days."""
    return [
        (day, Page(index_page(title, [link for link, since in links.items() if since <= day]), changed=day))
        for day in sorted({*days, *links.values()})
    ]
