"""Discovery of the State Department's pages from its landing pages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.archive.capture import Capture, digest_of
from sources.fetch.wanted.discovery import OLD, RECENT, landing_pages, state_department_links
from sources.fetch.wanted.plan import WantedPage
from sources.page_selection import wanted_addresses
from tests.replica import Fault, Status
from tests.replica.replies import Page
from tests.replica.state_department import (
    COUNTRIES,
    HOST,
    HUMAN_RIGHTS,
    ORIGIN,
    TIP,
    TIP_LANDING,
    country_page,
    edition_path,
    index_page,
    state_department,
)
from tests.sources.fetch.support import web

THERE = dict.fromkeys(COUNTRIES[:5], 0)
LANDING = landing_pages()[0]


def links(body: bytes, page: WantedPage = LANDING) -> list[WantedPage]:
    return state_department_links(Capture(page.url, "2026-09-01T00:00:00Z", body, digest_of(body), "live"), page)


def test_editions_of_both_families_and_their_cadence() -> None:
    paths = [
        edition_path(2019),
        edition_path(2019, suffix="-2"),
        edition_path(2024),
        edition_path(2027),
        edition_path(2020, HUMAN_RIGHTS),
    ]
    found = {page.url.removeprefix(ORIGIN): page for page in links(index_page("Landing", paths))}
    assert set(found) == set(paths)
    assert {page.kind for page in found.values()} == {"index"}
    assert [found[path].every_days for path in paths] == [
        OLD.index_days,
        OLD.index_days,
        RECENT.index_days,
        RECENT.index_days,
        RECENT.index_days,
    ]
    assert sorted(found, key=lambda path: found[path].priority)[0] == edition_path(2027)


def test_countries_of_an_edition_and_no_others() -> None:
    here, other = edition_path(2023), edition_path(2022)
    edition = WantedPage(f"{ORIGIN}{here}", LANDING.hosts, every_days=1, kind="index", every_days_below=7)
    paths = [
        f"{here}albania/",
        f"{here}norway",
        f"{other}albania/",
        f"{here}norway/feed/",
        here,
        f"{here}ghana/?x=1#top",
    ]
    found = links(index_page("2023", paths), edition)
    assert [page.url.removeprefix(f"{ORIGIN}{here}") for page in found] == ["albania/", "ghana/", "norway/"]
    assert {(page.kind, page.every_days) for page in found} == {("page", 7)}


@given(st.text(max_size=200) | st.text(alphabet="<a href='/\"[]:%#?>&;=option value", max_size=200))
def test_any_page_gives_addresses_of_the_site_or_an_error(text: str) -> None:
    for body in (text.encode(), f'<a href="{text}">'.encode()):
        try:
            found = links(body)
        except ValueError:
            continue
        assert all(page.host in LANDING.hosts for page in found)


def test_a_new_edition_is_found_and_fetched_day_by_day(tmp_path: Path) -> None:
    """A new edition, published from the second day on with two countries a day."""
    new = {slug: 1 + number // 2 for number, slug in enumerate(COUNTRIES[:6])}
    site = state_department({edition_path(2024): THERE, edition_path(2027): new})
    with web(tmp_path, {HOST: site}) as here:
        for day in range(5):
            here.fetch(landing_pages(), day=day, discover=state_department_links)
        asked = {
            day: [path for path in here.replica.paths(day=day) if path.startswith(edition_path(2027))]
            for day in range(5)
        }
    page = edition_path(2027)
    assert asked[0] == []
    for day in (1, 2, 3):
        assert asked[day] == [page, *(f"{page}{slug}/" for slug, since in new.items() if since == day)]
    assert asked[4] == [page]


def test_both_addresses_of_an_edition_are_stored(tmp_path: Path) -> None:
    site = state_department({edition_path(2019): THERE, edition_path(2019, suffix="-2"): THERE})
    with web(tmp_path, {HOST: site}) as here:
        here.fetch(landing_pages(), discover=state_department_links)
        assert here.archive.index.editions() == {("tip", 2019): 12}


def test_links_of_an_older_landing_page_are_used_after_a_broken_one(tmp_path: Path) -> None:
    site = state_department(
        {edition_path(2024): THERE}, faults=[Fault(TIP_LANDING, Page(country_page("x")), days=range(1, 9))]
    )
    with web(tmp_path, {HOST: site}) as here:
        here.fetch(landing_pages(), day=0, discover=state_department_links)
        report = here.fetch(landing_pages(), day=7, discover=state_department_links)
        assert report.wanted == 6 + len(landing_pages())
        assert edition_path(2024) in here.replica.paths(day=7)


def test_an_index_page_that_failed_is_still_requested_first(tmp_path: Path) -> None:
    site = state_department({edition_path(2024): THERE}, faults=[Fault(TIP_LANDING, Status(403), days=range(1, 2))])
    with web(tmp_path, {HOST: site}) as here:
        for day in (0, 1, 7):
            here.fetch(landing_pages(), day=day, discover=state_department_links)
        assert here.replica.paths(day=7).index(TIP_LANDING) < 3


def test_links_of_an_index_page_are_limited(tmp_path: Path) -> None:
    many = {f"country-{number}": 0 for number in range(2100)}
    site = state_department({edition_path(2024): many})
    with web(tmp_path, {HOST: site}, requests_per_crawl_day=5) as here:
        report = here.fetch(landing_pages(), discover=state_department_links)
        assert any("2,100 links" in line for line in report.lines)
        assert report.wanted == 2001 + len(landing_pages())


@pytest.mark.parametrize("status", [404, 403])
def test_an_unavailable_edition_does_not_affect_the_others(tmp_path: Path, status: int) -> None:
    site = state_department(
        {edition_path(2023): THERE, edition_path(2024): THERE}, faults=[Fault(edition_path(2024), Status(status))]
    )
    with web(tmp_path, {HOST: site}) as here:
        here.fetch(landing_pages(), discover=state_department_links)
        assert here.archive.index.editions() == {("tip", 2023): 6}


def test_custom_reports_are_never_requested(tmp_path: Path) -> None:
    site = state_department({edition_path(2024, report): THERE for report in (TIP, HUMAN_RIGHTS)})
    with web(tmp_path, {HOST: site}) as here:
        here.fetch(landing_pages(), discover=state_department_links)
        assert not [path for path in here.replica.paths() if "custom" in path]


def test_a_crawl_of_one_edition_and_one_country(tmp_path: Path) -> None:
    """As on the command line. Landing and index pages are requested too."""
    site = state_department({edition_path(year): THERE for year in (2022, 2023, 2024)})
    with web(tmp_path, {HOST: site}) as here:
        only = wanted_addresses("2023", ["KHM"])
        here.fetch(landing_pages(), discover=state_department_links, only=only)
        edition = edition_path(2023)
        assert [path for path in here.replica.paths() if "/reports/" in path] == [edition, f"{edition}cambodia/"]
