"""A crawl over several days: due pages, their order, and the budget."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sources.archive.capture import Capture, digest_of
from sources.fetch.clock import crawl_day, end_of_crawl_day, stamp
from sources.fetch.crawl.report import Progress
from sources.fetch.settings import HostRule
from sources.fetch.wanted.plan import WantedPage
from sources.registry.address import page_key
from tests.replica import Fault, RedirectTo, Site, Status
from tests.replica.clock import evening_of
from tests.replica.scenario import once
from tests.sources.fetch.support import HOST, page, place, wanted, web

PATHS = tuple(f"/{letter}" for letter in "abcdefgh")
SITE = Site({path: once(page(path)) for path in PATHS})
OTHER = "other.example.org"


def test_a_crawl_day_lasts_from_noon_to_noon() -> None:
    evening, morning = datetime(2026, 9, 1, 22, tzinfo=UTC), datetime(2026, 9, 2, 5, tzinfo=UTC)
    assert crawl_day(evening) == crawl_day(morning) == date(2026, 9, 1)
    assert crawl_day(end_of_crawl_day(crawl_day(evening))) == date(2026, 9, 2)


def test_every_page_has_its_own_interval(tmp_path: Path) -> None:
    pages = wanted("/a", every_days=1) + wanted("/b", every_days=3)
    with web(tmp_path, SITE) as here:
        for day in range(7):
            here.fetch(pages, day=day)
        asked = {path: [r.day for r in here.replica.requests if r.path == path] for path in ("/a", "/b")}
    assert asked == {"/a": list(range(7)), "/b": [0, 3, 6]}


def test_no_page_is_requested_twice_on_a_day(tmp_path: Path) -> None:
    with web(tmp_path, SITE) as here:
        here.fetch(wanted(*PATHS))
        here.clock.sleep(6 * 3600)
        assert here.fetch(wanted(*PATHS)).outcomes == {}
        assert Counter(here.replica.paths()) == Counter(PATHS)


def test_the_budget_of_a_day_counts_every_request(tmp_path: Path) -> None:
    with web(tmp_path, SITE, requests_per_crawl_day=4, robots_hours=1) as here:
        reports = [here.fetch(wanted(*PATHS, every_days=30), day=day) for day in range(3)]
        again = here.fetch(wanted(*PATHS, every_days=30))
    assert [report.requests for report in reports] == [4, 4, 3]  # robots.txt is one of them
    assert [report.left for report in reports] == [5, 2, 0]
    assert [report.stopped for report in reports] == ["requests used up", "requests used up", "nothing left"]
    assert Counter(here.replica.paths()) == Counter(PATHS)
    assert again.outcomes == {}


def test_redirects_do_not_overdraw_the_budget(tmp_path: Path) -> None:
    site = Site({"/a": [(0, RedirectTo("/b"))], "/b": [(0, RedirectTo("/c"))], "/c": once(page())})
    with web(tmp_path, site, requests_per_crawl_day=3) as here:
        report = here.fetch(wanted("/a"), day=0)
        assert (report.requests, report.left, report.outcomes) == (3, 1, {})
        assert here.fetch(wanted("/a"), day=1).left == 1  # robots.txt again, and too many redirects for the budget
        assert len(here.replica.requests) == 6


def test_a_second_run_has_the_rest_of_the_budget(tmp_path: Path) -> None:
    with web(tmp_path, SITE, requests_per_crawl_day=4) as here:
        here.fetch(wanted("/a"))
        here.fetch(wanted(*PATHS))
        assert len(here.replica.requests) == 4


def test_the_time_of_a_run_is_limited(tmp_path: Path) -> None:
    with web(tmp_path, SITE, hours_per_run=1, default_rule=HostRule(1000)) as here:
        report = here.fetch(wanted(*PATHS))
        assert (report.outcomes, report.left, report.stopped) == ({"ok": 3}, 5, "time used up")


def test_hosts_take_turns_without_waiting_for_a_slow_host(tmp_path: Path) -> None:
    hosts = {HOST: HostRule(10), OTHER: HostRule(1)}
    pages = wanted(*PATHS) + wanted(*PATHS, host=OTHER)
    with web(tmp_path, {HOST: SITE, OTHER: SITE}, hosts=hosts) as here:
        here.fetch(pages)
        last = {host: max(r.at for r in here.replica.requests if r.host == host) for host in hosts}
        assert min(here.replica.gaps(HOST)) >= timedelta(seconds=10)
        assert min(here.replica.gaps(OTHER)) >= timedelta(seconds=1)
    assert last[OTHER] - evening_of(0) == timedelta(seconds=8)
    assert last[HOST] - evening_of(0) == timedelta(seconds=80)


def test_the_budget_is_shared_between_hosts(tmp_path: Path) -> None:
    pages = wanted(*PATHS) + wanted(*PATHS, host=OTHER)
    with web(tmp_path, {HOST: SITE, OTHER: SITE}, requests_per_crawl_day=10) as here:
        here.fetch(pages)
        assert Counter(request.host for request in here.replica.requests) == {HOST: 5, OTHER: 5}


def test_the_interval_applies_over_a_restart(tmp_path: Path) -> None:
    with web(tmp_path, SITE, default_rule=HostRule(60)) as here:
        here.fetch(wanted("/a"))
        here.fetch(wanted("/a", "/b"))
        assert min(here.replica.gaps(HOST)) >= timedelta(seconds=60)


def test_the_order_is_by_priority_then_age(tmp_path: Path) -> None:
    pages = [
        WantedPage(f"https://{HOST}{path}", frozenset({HOST}), every_days=1, priority=int(path > "/d"))
        for path in PATHS
    ]
    with web(tmp_path, SITE) as here:
        here.fetch(pages[1:2], day=0)
        here.fetch(reversed(pages), day=1)
        assert here.replica.paths(day=1) == ["/a", "/c", "/d", "/b", "/e", "/f", "/g", "/h"]


def test_imported_pages_are_due_after_their_interval(tmp_path: Path) -> None:
    """An imported capture counts like a fetched one."""
    body = page("imported")
    with web(tmp_path, SITE) as here:
        captured_at = stamp(here.clock.now() - timedelta(days=5))
        here.archive.add_page(Capture(f"https://{HOST}/a", captured_at, body, digest_of(body), "archive"), assign=place)
        pages = wanted("/a", "/b", every_days=7)
        assert here.fetch(pages, day=0).outcomes == {"ok": 1}
        assert here.fetch(pages, day=2).outcomes == {"ok": 1}
        assert here.bodies("/a") == [page("/a"), body]


def test_progress_counts_down(tmp_path: Path) -> None:
    seen: list[Progress] = []
    with web(tmp_path, SITE) as here:
        here.fetch(wanted(*PATHS), progress=seen.append)
    assert [(step.done, step.left) for step in seen] == [(n, 8 - n) for n in range(1, 9)]
    assert seen[3].seconds_left == pytest.approx(4, abs=1)
    assert seen[-1].seconds_left == 0


def test_the_log_has_outcomes_and_old_lines_are_deleted(tmp_path: Path) -> None:
    site = Site({"/a": once(page())}, [Fault("/a", Status(503), range(1, 2), times=1)])
    with web(tmp_path, site, log_days=3) as here:
        for day in range(3):
            here.fetch(wanted("/a", "/x"), day=day)
        lines = here.state.log_lines(crawl_day(evening_of(1)))
        assert sorted((line.url.removeprefix(f"https://{HOST}"), line.outcome, line.status) for line in lines) == [
            ("/a", "not_modified", 304),
            ("/a", "transient", 503),
            ("/robots.txt", "ok", None),
            ("/x", "gone", 404),
        ]
        assert here.state.last_good(page_key(f"https://{HOST}/a")) == here.clock.now() - timedelta(seconds=1)
        here.fetch(wanted("/a"), day=9)
        assert {crawl_day(line.at) for line in here.state.log_lines()} == {crawl_day(evening_of(9))}


def test_only_selected_addresses_are_requested(tmp_path: Path) -> None:
    with web(tmp_path, SITE) as here:
        here.fetch(wanted(*PATHS), only=lambda url: url.endswith(("/b", "/c")))
        assert here.replica.paths() == ["/b", "/c"]
