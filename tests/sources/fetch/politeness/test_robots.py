"""robots.txt is requested, followed and requested again."""

from pathlib import Path

import pytest

from tests.replica import Fault, Page, RedirectTo, Site, Status, Wall
from tests.replica.scenario import once
from tests.sources.fetch.support import HOST, page, wanted, web

PAGES = {path: once(page(path)) for path in ("/a", "/b", "/private/c")}
PATHS = tuple(PAGES)


NONE = [Status(404), Status(410), Page(b""), Page(b"<html>\x00\xff", content_type="x")]
FAILING = [Status(503), Status(429), RedirectTo("https://elsewhere.example.org/robots.txt")]


def robots_asked(here: object) -> int:
    return sum(request.path == "/robots.txt" for request in here.replica.requests)  # type: ignore[attr-defined]


def test_disallowed_addresses_are_not_requested(tmp_path: Path) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: tip-warehouse\nDisallow: /private/\nDisallow: /*?session=\n"
    with web(tmp_path, Site(PAGES, robots=[(0, rules)])) as here:
        report = here.fetch(wanted(*PATHS, "/a?session=1"))
        assert report.outcomes == {"ok": 2, "disallowed": 2}
        assert here.replica.paths() == ["/a", "/b"]


def test_the_target_of_a_redirect_must_be_allowed(tmp_path: Path) -> None:
    site = Site({**PAGES, "/d": [(0, RedirectTo("/private/c"))]}, robots=[(0, "User-agent: *\nDisallow: /private/")])
    with web(tmp_path, site) as here:
        assert here.fetch(wanted("/d")).outcomes == {"disallowed": 1}
        assert here.replica.paths() == ["/d"]


def test_a_changed_file_is_followed(tmp_path: Path) -> None:
    rules = [(0, ""), (1, "User-agent: *\nDisallow: /a"), (2, "User-agent: *\nAllow: /")]
    with web(tmp_path, Site(PAGES, robots=rules), robots_hours=12) as here:
        for day in range(3):
            here.fetch(wanted("/a", "/b"), day=day)
        assert [here.replica.paths(day=day) for day in range(3)] == [["/a", "/b"], ["/b"], ["/a", "/b"]]
        assert here.bodies("/a") == [page("/a")]


def test_it_is_stored_over_runs_until_it_expires(tmp_path: Path) -> None:
    with web(tmp_path, Site(PAGES), robots_hours=40) as here:
        for day in range(4):
            here.fetch(wanted(*PATHS), day=day)
        assert robots_asked(here) == 2


@pytest.mark.parametrize(
    ("rule", "pause"),
    [("Crawl-delay: 7", 7), ("Request-rate: 1/20", 20), ("Crawl-delay: x", 1), ("Crawl-delay: -5", 1)],
)
def test_its_interval_is_followed(tmp_path: Path, rule: str, pause: int) -> None:
    with web(tmp_path, Site(PAGES, robots=[(0, f"User-agent: *\n{rule}\n")])) as here:
        here.fetch(wanted(*PATHS))
        assert [gap.total_seconds() for gap in here.replica.gaps(HOST)] == [pause] * 3


@pytest.mark.parametrize("reply", NONE, ids=repr)
def test_a_missing_file_allows_everything(tmp_path: Path, reply: Status) -> None:
    with web(tmp_path, Site(PAGES, robots=[(0, reply)])) as here:
        assert here.fetch(wanted(*PATHS)).outcomes == {"ok": 3}


def test_while_it_fails_nothing_is_fetched(tmp_path: Path) -> None:
    with web(tmp_path, Site(PAGES, [Fault("/robots.txt", Status(503), times=2)])) as here:
        assert here.fetch(wanted(*PATHS)).outcomes == {"ok": 3}
        assert [gap.total_seconds() for gap in here.replica.gaps(HOST)][:2] == [60, 60]
        assert robots_asked(here) == 3


@pytest.mark.parametrize("reply", FAILING, ids=repr)
def test_a_host_with_an_unavailable_file_is_paused(tmp_path: Path, reply: Status) -> None:
    with web(tmp_path, Site(PAGES, robots=[(0, reply), (1, Status(404))])) as here:
        report = here.fetch(wanted(*PATHS), day=0)
        assert (report.outcomes, report.left) == ({"transient": 1}, 2)
        assert here.replica.paths() == []
        assert here.fetch(wanted(*PATHS), day=1).outcomes == {"ok": 3}


@pytest.mark.parametrize("reply", [Status(403), Status(401), Wall()], ids=repr)
def test_a_host_that_refuses_this_file_is_paused(tmp_path: Path, reply: Status) -> None:
    with web(tmp_path, Site(PAGES, robots=[(0, reply)])) as here:
        report = here.fetch(wanted(*PATHS))
        assert report.outcomes == {"blocked": 1}
        assert [host.host for host in report.paused_hosts] == [HOST]
        assert here.replica.paths() == []


def test_its_redirects_are_followed(tmp_path: Path) -> None:
    rules = Page(b"User-agent: *\nDisallow: /a", content_type="text/plain")
    site = Site({**PAGES, "/rules": [(0, rules)]}, robots=[(0, RedirectTo("/rules"))])
    with web(tmp_path, site) as here:
        assert here.fetch(wanted("/a", "/b")).outcomes == {"ok": 1, "disallowed": 1}
