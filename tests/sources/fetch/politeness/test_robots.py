"""robots.txt is requested, followed and requested again."""

from pathlib import Path

import pytest

from sources.fetch.politeness.robots_text import NoRobotsFileError, decode_robots
from tests.replica import CutOff, Fault, Page, RedirectTo, Site, SlowHeaders, Status, Wall
from tests.replica.replies import Reply
from tests.replica.scenario import once
from tests.sources.fetch.support import HOST, page, wanted, web

PAGES = {path: once(page(path)) for path in ("/a", "/b", "/private/c")}
PATHS = tuple(PAGES)


NONE = [Status(404), Status(410), Page(b""), Page(b" \n# nothing here\n"), Page(b"\xef\xbb\xbf")]
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


RULES = "User-agent: *\nDisallow: /a\n"
SIGN_IN = (
    b"<!doctype html><html><head><title>Sign in</title></head><body><form action='/session' method='post'>"
    b"<input name='user'><input name='password' type='password'><button>Sign in</button></form></body></html>"
)


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + RULES.encode(),
        b"\xef\xbb\xbf\xef\xbb\xbf" + RULES.encode(),
        b"Sitemap: https://www.example.org/map.xml\n\xef\xbb\xbf" + RULES.encode(),  # two files in one
        b"\xff\xfe" + RULES.encode("utf-16-le"),
        b"\xfe\xff" + RULES.encode("utf-16-be"),
        "\u200bUser-agent: *\n\u200bDisallow: /a\n".encode(),
        RULES.replace("\n", "\r").encode(),
        RULES.replace(": ", " : ").upper().replace("/A", "/a").encode(),
        b"# \xff\xe9 <html>\n" + RULES.encode(),
        RULES.rstrip().encode(),
    ],
    ids=repr,
)
def test_its_rules_are_found(tmp_path: Path, body: bytes) -> None:
    with web(tmp_path, Site(PAGES, robots=[(0, Page(body, content_type="text/html"))])) as here:
        assert here.fetch(wanted("/a", "/b")).outcomes == {"ok": 1, "disallowed": 1}


@pytest.mark.parametrize(
    "reply",
    [
        CutOff(RULES.encode() + b"Disallow: /b\n", len(RULES)),
        CutOff(RULES.encode() + b"Disallow: /b\n", len(RULES), length=False),
        CutOff(RULES.encode(), 0, length=False),
        CutOff(RULES.encode() * 9, len(RULES), chunked=True),
        Page(SIGN_IN),
        Page(b"\n<?xml version='1.0'?>\n" + SIGN_IN, content_type="text/plain"),
        Page(b'{"error": "sign in first"}', content_type="application/json"),
        Page(b"Please sign in: https://www.example.org/login", content_type="text/plain"),
        Page(b"\x89PNG\r\n\x1a\n\x00\x00", content_type="image/png"),
        Page(RULES.encode("utf-16-le"), content_type="text/plain"),  # without a byte order mark
        SlowHeaders(0, 3),
        Status(206, body=RULES.encode()),
    ],
    ids=lambda reply: repr(reply)[:60],
)
def test_a_damaged_file_and_another_one_in_its_place_count_as_unavailable(tmp_path: Path, reply: Reply) -> None:
    with web(tmp_path, Site(PAGES, robots=[(0, reply)])) as here:
        report = here.fetch(wanted(*PATHS))
        assert (report.outcomes, here.replica.paths()) == ({"transient": 1}, [])


def test_a_redirect_to_a_sign_in_page_counts_as_unavailable(tmp_path: Path) -> None:
    site = Site({**PAGES, "/login": [(0, Page(SIGN_IN))]}, robots=[(0, RedirectTo("/login", 302))])
    with web(tmp_path, site) as here:
        assert here.fetch(wanted("/b")).outcomes == {"transient": 1}
        assert "/b" not in here.replica.paths()


def test_headers_that_take_too_long_are_no_empty_file(tmp_path: Path) -> None:
    with web(tmp_path, Site(PAGES, robots=[(0, SlowHeaders(0.05))]), total_timeout_seconds=0.4) as here:
        assert here.fetch(wanted("/b")).outcomes == {"transient": 1}
        assert here.replica.paths() == []
        assert "took longer than 0.4 s" in here.outcome("/b")[1]


@pytest.mark.parametrize("body", [b"<html>", b"\x00", b"Not found", b"\x1f\x8b\x08\x00"])
def test_what_is_no_robots_file_is_refused(body: bytes) -> None:
    with pytest.raises(NoRobotsFileError):
        decode_robots(body)
