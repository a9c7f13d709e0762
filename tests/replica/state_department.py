"""A replica of www.state.gov: landing pages, editions, and country pages in the layout of the real pages."""

from collections.abc import Iterable, Mapping
from functools import cache

from sources.fetch.wanted.discovery import LANDING_PAGES
from sources.sample.document import read_documents
from sources.sample.layouts import render
from tests.replica.replies import Page, Reply
from tests.replica.scenario import Fault, Site

HOST = "www.state.gov"
ORIGIN = f"https://{HOST}"
TIP_LANDING, HUMAN_RIGHTS_LANDING, RELIGIOUS_FREEDOM_LANDING = (url.removeprefix(ORIGIN) for url in LANDING_PAGES)
TIP = "trafficking-in-persons-report"
HUMAN_RIGHTS = "country-reports-on-human-rights-practices"
RELIGIOUS_FREEDOM = "report-on-international-religious-freedom"
LANDINGS = {TIP_LANDING: TIP, HUMAN_RIGHTS_LANDING: HUMAN_RIGHTS, RELIGIOUS_FREEDOM_LANDING: RELIGIOUS_FREEDOM}
"""Paths of landing pages, and the end of the paths of their editions."""

COUNTRIES = tuple(
    "albania belarus cambodia denmark ecuador fiji ghana haiti india japan kenya laos malta norway oman panama qatar"
    " rwanda senegal togo uganda vietnam yemen zambia".split()
)

Edition = Mapping[str, int]
"""Slugs of an edition's countries, and the day of their publication."""


def edition_path(year: int, report: str = TIP, suffix: str = "") -> str:
    """Path of an edition's index page."""
    return f"/reports/{year}-{report}{suffix}/"


def country_page(path: str, version: int = 0) -> bytes:
    """A page in the layout of the real pages, different for each path and version."""
    body = _documents()[sum(path.encode()) % len(_documents())]
    return body + f"\n<!-- {path} version {version} -->".encode()


def index_page(title: str, links: Iterable[str]) -> bytes:
    """A page of links, half in a list and half in a selection field, and links to other pages."""
    addresses = list(links)
    half = len(addresses) // 2
    anchors = "".join(f'<li><a href="{address}#main">{address}</a></li>' for address in addresses[:half])
    options = "".join(f'<option value="{address}">{address}</option>' for address in addresses[half:])
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>"
        '<nav><a href="/">Home</a><a href="/newsroom/">News</a><a href="#content">Skip</a>'
        '<a href="https://example.org/reports/2031-trafficking-in-persons-report/">Elsewhere</a>'
        '<a href="/report/custom/1234abcd/">Build a report</a><a href="mailto:tip@example.org">Write</a></nav>'
        f'<ul>{anchors}</ul><select><option value=""></option>{options}</select></body></html>'
    ).encode()


def state_department(
    editions: Mapping[str, Edition],
    *,
    changes: Mapping[str, int] | None = None,
    faults: Iterable[Fault] = (),
    robots: Iterable[tuple[int, str | Reply]] = ((0, "User-agent: *\nDisallow: /report/custom/\n"),),
    days: int = 31,
) -> Site:
    """The site.

    Args:
        editions: by path of the index page. The landing page links to an edition from its first country on.
        changes: by path of a country page: the day its text changes.
        faults: the faults of the site.
        robots: robots.txt by day.
        days: the number of days.
    """
    pages: dict[str, list[tuple[int, Reply]]] = {}
    for landing, report in LANDINGS.items():
        known = {path: min(countries.values()) for path, countries in editions.items() if f"-{report}" in path}
        pages[landing] = _versions(report, known, days)
    for path, countries in editions.items():
        pages[path] = _versions(path, {f"{path}{slug}/": day for slug, day in countries.items()}, days)
        for slug, day in countries.items():
            page = f"{path}{slug}/"
            pages[page] = [(day, Page(country_page(page), changed=day, packed=True))]
            if changes and page in changes:
                pages[page].append((changes[page], Page(country_page(page, 1), changed=changes[page])))
    return Site(pages, tuple(faults), tuple(robots))


def _versions(title: str, links: Mapping[str, int], days: int) -> list[tuple[int, Reply]]:
    """The versions of an index page: one for each day with new links."""
    return [
        (day, Page(index_page(title, [link for link, since in links.items() if since <= day]), changed=day))
        for day in range(days)
        if day == 0 or day in links.values()
    ]


@cache
def _documents() -> list[bytes]:
    return [render(document).encode() for document in read_documents()]
