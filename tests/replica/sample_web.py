"""The State Department as a web of the project's own sample pages, under the real host names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import urlsplit

from sources.registry.families import locate
from sources.sample.build import HUMAN_RIGHTS, TRAFFICKING
from sources.sample.document import SITE
from tests.replica.replies import Page, Reply
from tests.replica.scenario import Fault, Site
from tests.replica.state_department import HOST, HUMAN_RIGHTS_LANDING, ORIGIN, TIP_LANDING, edition_path, index_page
from tests.replica.state_department import HUMAN_RIGHTS as HUMAN_RIGHTS_REPORT
from tests.replica.state_department import TIP as TIP_REPORT

Pages = dict[str, bytes]
"""Bodies by path."""


@cache
def sample_pages() -> Mapping[str, bytes]:
    """Every page of the sample but the index pages, by the path it would have."""
    found = {}
    for url, html in [*HUMAN_RIGHTS.pages(), *TRAFFICKING.pages()]:
        location = locate(url)
        if location is not None and location.slug is not None:
            found[f"{urlsplit(url).path.rstrip('/')}/"] = html.replace(SITE, ORIGIN).encode()
    return found


def edition_pages(year: int, report: str = TIP_REPORT) -> Pages:
    """Pages of one edition."""
    start = edition_path(year, report)
    return {path: body for path, body in sample_pages().items() if path.startswith(start)}


def moved_to(pages: Mapping[str, bytes], year: int, to: int) -> Pages:
    """The pages of an edition as those of another: a made-up one."""
    return {
        path.replace(str(year), str(to)): body.replace(str(year).encode(), str(to).encode())
        for path, body in pages.items()
    }


def published(pages: Mapping[str, bytes], night: int = 0) -> dict[str, list[tuple[int, Reply]]]:
    """Pages that are there from a night on."""
    return {path: [(night, Page(body, changed=night))] for path, body in pages.items()}


def site(pages: Mapping[str, list[tuple[int, Reply]]], faults: Iterable[Fault] = ()) -> Site:
    """A site of pages with the index pages and landing pages that lead to them, which change as pages appear."""
    editions: dict[str, dict[str, int]] = defaultdict(dict)
    for path, versions in pages.items():
        editions["/".join(path.split("/")[:3]) + "/"][path] = versions[0][0]
    everything = dict(pages)
    for index, below in editions.items():
        everything[index] = _versions(index, below)
    for landing, report in ((TIP_LANDING, TIP_REPORT), (HUMAN_RIGHTS_LANDING, HUMAN_RIGHTS_REPORT)):
        known = {index: min(below.values()) for index, below in editions.items() if report in index}
        everything[landing] = _versions(report, known, nights=[0])
    return Site(everything, tuple(faults))


def sites(pages: Mapping[str, list[tuple[int, Reply]]], faults: Iterable[Fault] = ()) -> dict[str, Site]:
    """The site under its name."""
    return {HOST: site(pages, faults)}


def _versions(title: str, links: Mapping[str, int], nights: Iterable[int] = ()) -> list[tuple[int, Reply]]:
    """An index page anew in each night in which it leads further, and in those named."""
    return [
        (night, Page(index_page(title, [link for link, since in links.items() if since <= night]), changed=night))
        for night in sorted({*nights, *links.values()})
    ]
