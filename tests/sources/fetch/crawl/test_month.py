"""A month in a simulated clock: with every fault, the crawl stays polite and complete.

The everyday suite runs the first days with few countries; the soak suite runs all days.
"""

from collections import Counter
from pathlib import Path

import pytest

from sources.fetch.crawl.report import CrawlReport
from sources.fetch.settings import HostRule
from sources.fetch.wanted.discovery import landing_pages, state_department_links
from tests.replica import CutOff, Fault, Site, Status, Wall
from tests.replica.politeness import assert_interval, assert_never_requested, assert_no_page_twice, assert_within_budget
from tests.replica.scenario import once
from tests.replica.state_department import (
    COUNTRIES,
    HOST,
    HUMAN_RIGHTS,
    HUMAN_RIGHTS_LANDING,
    TIP_LANDING,
    country_page,
    edition_path,
    state_department,
)
from tests.sources.fetch.support import Web, page, wanted, web

NEWS = "news.example.org"
NEWS_PATHS = tuple(f"/story-{number}" for number in range(4))
NEW = edition_path(2027)
CUT, STORM, TOO_MANY, WALLS, CHANGE = 1, 2, 3, range(4, 6), 6
FORBIDDEN = edition_path(2023, HUMAN_RIGHTS)
SLOW_FROM = 7
INTERVAL, CRAWL_DELAY = 2, 5
ROBOTS = "User-agent: *\nDisallow: /report/custom/\n"


def site(countries: tuple[str, ...]) -> Site:
    editions = {
        edition_path(year, *report): dict.fromkeys(countries, 0)
        for year in (2023, 2024)
        for report in ((), (HUMAN_RIGHTS,))
    }
    published = {slug: 3 + number // 2 for number, slug in enumerate(countries)}
    changed = f"{edition_path(2024)}{countries[0]}/"
    return state_department(
        editions | {NEW: published},
        changes={changed: CHANGE},
        faults=[
            Fault(f"{edition_path(2024)}.+", CutOff(page(), 40), days=range(CUT), times=1),
            Fault("/reports/.*", Status(503), days=range(STORM, STORM + 1)),
            Fault("/reports/.*", Status(429, {"Retry-After": "30"}), days=range(TOO_MANY, TOO_MANY + 1), times=1),
            Fault(".*-practices/.*", Wall(), days=WALLS),
        ],
        robots=[
            (0, ROBOTS),
            (CHANGE, f"{ROBOTS}Disallow: {FORBIDDEN}\n"),
            (SLOW_FROM, f"{ROBOTS}Disallow: {FORBIDDEN}\nCrawl-delay: {CRAWL_DELAY}\n"),
        ],
    )


def fetch_every_day(here: Web, days: int) -> list[CrawlReport]:
    pages = landing_pages() + wanted(*NEWS_PATHS, host=NEWS)
    return [here.fetch(pages, day=day, discover=state_department_links) for day in range(days)]


@pytest.mark.parametrize(
    ("days", "countries", "budget"),
    [(9, COUNTRIES[:3], 30), pytest.param(30, COUNTRIES, 60, marks=pytest.mark.soak)],
)
def test_a_month(tmp_path: Path, days: int, countries: tuple[str, ...], budget: int) -> None:
    sites = {HOST: site(countries), NEWS: Site({path: once(page(path)) for path in NEWS_PATHS})}
    rules = {HOST: HostRule(INTERVAL), NEWS: HostRule(1)}
    with web(tmp_path, sites, hosts=rules, requests_per_crawl_day=budget) as here:
        reports = fetch_every_day(here, days)
        assert_polite(here, budget)
        assert_each_day(here, reports, days)
        assert_archived(here, countries)


def assert_polite(here: Web, budget: int) -> None:
    requests = here.replica.requests
    assert_within_budget(requests, budget)
    assert_no_page_twice(requests)
    assert_never_requested(requests, "/report/custom/")
    assert_never_requested(requests, FORBIDDEN, since=CHANGE)
    assert_interval(requests, HOST, lambda day: CRAWL_DELAY if day > SLOW_FROM else INTERVAL)


def assert_each_day(here: Web, reports: list[CrawlReport], days: int) -> None:
    assert here.replica.paths(day=STORM, host=NEWS), "failures of another host do not stop a host"
    assert [host.host for host in reports[STORM].paused_hosts] == [HOST]
    assert reports[TOO_MANY].outcomes["transient"] == 0
    assert reports[WALLS[0]].outcomes["challenge"] >= 1
    assert FORBIDDEN[:-1] not in here.replica.paths(day=CHANGE)
    for day in range(days):
        asked = here.replica.paths(day=day)
        assert {TIP_LANDING, HUMAN_RIGHTS_LANDING} <= set(asked), day


def assert_archived(here: Web, countries: tuple[str, ...]) -> None:
    known = {entry.url for entry in here.archive.index.all_entries()}
    for edition in (edition_path(2023), edition_path(2024), edition_path(2024, HUMAN_RIGHTS), NEW):
        missing = [slug for slug in countries if f"https://{HOST}{edition}{slug}/" not in known]
        assert not missing, f"{edition}: {missing}"
    for entry in here.archive.index.all_entries():
        assert b"_cf_chl_opt" not in here.archive.load(entry).body
    path = f"{edition_path(2024)}{countries[0]}/"
    assert here.bodies(path, HOST) == [country_page(path, 1), country_page(path)]
    assert here.archive.index.totals()["captures"] == len(known) + changed_captures(here)


def changed_captures(here: Web) -> int:
    """Captures after the first of each page: of index pages with new links, and of the one changed page."""
    captures = Counter(entry.url for entry in here.archive.index.all_entries())
    grown = {url: count for url, count in captures.items() if count > 1}
    index_pages = {f"https://{HOST}{path}" for path in (TIP_LANDING, HUMAN_RIGHTS_LANDING, NEW)}
    assert len(set(grown) - index_pages) <= 1
    return sum(count - 1 for count in grown.values())
