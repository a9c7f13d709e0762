"""A month of nights in a simulated clock: everything goes wrong at some time, and the crawl stays polite and complete.

The everyday suite lives through the first nights with few countries; the soak suite through all of them.
"""

from collections import Counter
from pathlib import Path

import pytest

from sources.fetch.crawl.report import CrawlReport
from sources.fetch.settings import HostRule
from sources.fetch.wanted.discovery import landing_pages, state_department_links
from tests.replica import CutOff, Fault, Site, Status, Wall
from tests.replica.politeness import check_budget, check_never_asked, check_nothing_twice, check_pace
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
            Fault(f"{edition_path(2024)}.+", CutOff(page(), 40), nights=range(CUT), times=1),
            Fault("/reports/.*", Status(503), nights=range(STORM, STORM + 1)),
            Fault("/reports/.*", Status(429, {"Retry-After": "30"}), nights=range(TOO_MANY, TOO_MANY + 1), times=1),
            Fault(".*-practices/.*", Wall(), nights=WALLS),
        ],
        robots=[
            (0, ROBOTS),
            (CHANGE, f"{ROBOTS}Disallow: {FORBIDDEN}\n"),
            (SLOW_FROM, f"{ROBOTS}Disallow: {FORBIDDEN}\nCrawl-delay: {CRAWL_DELAY}\n"),
        ],
    )


def live_through(here: Web, nights: int) -> list[CrawlReport]:
    pages = landing_pages() + wanted(*NEWS_PATHS, host=NEWS)
    return [here.fetch(pages, night=night, discover=state_department_links) for night in range(nights)]


@pytest.mark.parametrize(
    ("nights", "countries", "budget"),
    [(9, COUNTRIES[:3], 30), pytest.param(30, COUNTRIES, 60, marks=pytest.mark.soak)],
)
def test_a_month(tmp_path: Path, nights: int, countries: tuple[str, ...], budget: int) -> None:
    sites = {HOST: site(countries), NEWS: Site({path: once(page(path)) for path in NEWS_PATHS})}
    rules = {HOST: HostRule(INTERVAL), NEWS: HostRule(1)}
    with web(tmp_path, sites, hosts=rules, requests_per_crawl_day=budget) as here:
        reports = live_through(here, nights)
        check_politeness(here, budget)
        check_nights(here, reports, nights)
        check_what_is_held(here, countries)


def check_politeness(here: Web, budget: int) -> None:
    requests = here.replica.requests
    check_budget(requests, budget)
    check_nothing_twice(requests)
    check_never_asked(requests, "/report/custom/")
    check_never_asked(requests, FORBIDDEN, since=CHANGE)
    check_pace(requests, HOST, lambda night: CRAWL_DELAY if night > SLOW_FROM else INTERVAL)


def check_nights(here: Web, reports: list[CrawlReport], nights: int) -> None:
    assert here.replica.paths(night=STORM, host=NEWS), "a storm elsewhere is no reason to stop"
    assert [host.host for host in reports[STORM].paused_hosts] == [HOST]
    assert reports[TOO_MANY].outcomes["transient"] == 0
    assert reports[WALLS[0]].outcomes["challenge"] >= 1
    assert FORBIDDEN[:-1] not in here.replica.paths(night=CHANGE)
    for night in range(nights):
        asked = here.replica.paths(night=night)
        assert {TIP_LANDING, HUMAN_RIGHTS_LANDING} <= set(asked), night


def check_what_is_held(here: Web, countries: tuple[str, ...]) -> None:
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
    """Captures beyond the first of each page: only index pages that grew, and the one page that changed."""
    captures = Counter(entry.url for entry in here.archive.index.all_entries())
    grown = {url: count for url, count in captures.items() if count > 1}
    index_pages = {f"https://{HOST}{path}" for path in (TIP_LANDING, HUMAN_RIGHTS_LANDING, NEW)}
    assert len(set(grown) - index_pages) <= 1
    return sum(count - 1 for count in grown.values())
