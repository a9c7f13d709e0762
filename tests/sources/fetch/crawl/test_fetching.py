"""Fetching pages from a real server: outcomes, politeness, limits."""

import socket
import time
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from sources.fetch.clock import SystemClock
from sources.fetch.crawl.crawl import crawl
from sources.fetch.request.addresses import PublicDialer
from sources.fetch.request.transport import ExchangeError, Transport
from sources.fetch.settings import FetchSettings, HostRule, NoContactError
from tests.replica import (
    Bomb,
    Continues,
    CutOff,
    Fault,
    HeaderFlood,
    Page,
    RedirectTo,
    Site,
    Slow,
    SlowHeaders,
    Status,
    Wall,
)
from tests.replica.clock import evening_of
from tests.replica.replies import HTML, Reply, start
from tests.replica.scenario import once
from tests.replica.server import ReplicaDialer
from tests.sources.fetch.support import HOST, page, place, wanted, web

GOOD = page("Good")
EVIL = "evil.example.net"


def one(reply: Reply) -> Site:
    return Site({"/a": [(0, reply)]})


def shown(value: object) -> str:
    return repr(value)[:60]


@pytest.mark.parametrize(
    ("reply", "outcome", "detail"),
    [
        (Page(GOOD), "ok", ""),
        (Page(GOOD, packed=True), "ok", ""),
        (Status(404), "gone", "404"),
        (Status(403), "blocked", "403"),
        (Status(451), "blocked", "451"),
        (Wall(), "challenge", "human"),
        (Page(b""), "empty", "empty"),
        (Page(b"%PDF-1.4"), "wrong_type", "PDF"),
        (Page(GOOD, content_type="image/png"), "wrong_type", "image/png"),
        (CutOff(GOOD, 50), "transient", "no complete answer"),
        (CutOff(GOOD, 50, chunked=True), "transient", "no complete answer"),
        (CutOff(GOOD, len(GOOD) - 20, length=False), "transient", "may be truncated"),
        (CutOff(GOOD, len(GOOD), length=False), "ok", ""),
        (Status(503), "transient", "503"),
        (RedirectTo(f"https://{EVIL}/"), "moved", "not a host of this source"),
        (RedirectTo("ftp://www.example.org/a"), "moved", "scheme is ftp"),
        (RedirectTo("file:///etc/passwd"), "moved", "scheme is file"),
        (RedirectTo("http://127.0.0.1/"), "moved", "127.0.0.1 is not a host"),
        (RedirectTo("https://www.example.org:8443/"), "moved", "port 8443"),
        (RedirectTo("//[broken"), "moved", "no valid address"),
        (RedirectTo("/a?{n}"), "moved", "more than 5"),
        (RedirectTo("/a"), "moved", "circle"),
        (Status(302), "wrong_type", "302"),
        (HeaderFlood(101, 10), "too_large", "headers"),
        (HeaderFlood(1, 70_000), "too_large", "headers"),
        (HeaderFlood(90, 1_000), "too_large", "headers"),
        (Page(GOOD * 100), "too_large", "larger than 10,000 bytes"),
    ],
    ids=shown,
)
def test_every_answer_is_classified(tmp_path: Path, reply: Reply, outcome: str, detail: str) -> None:
    site = Site({"/a": [(0, reply)]}, [Fault(r"/a\?.*", reply)])
    with web(tmp_path, {HOST: site, EVIL: one(Page(GOOD))}, max_body_bytes=10_000) as here:
        report = here.fetch(wanted("/a"))
        assert here.outcome("/a")[0] == outcome
        assert detail in here.outcome("/a")[1]
        assert report.outcomes == {outcome: 1}
        assert here.bodies("/a") == ([GOOD] if outcome == "ok" else [])
        assert not here.replica.paths(host=EVIL)


def test_the_user_agent_has_product_and_contact(tmp_path: Path) -> None:
    with web(tmp_path, one(Page(GOOD))) as here:
        here.fetch(wanted("/a"))
        agents = {request.agent for request in here.replica.requests}
    assert agents == {here.settings.user_agent}
    assert here.settings.user_agent.startswith("Mozilla/5.0 (compatible; tip-warehouse/")
    assert here.settings.user_agent.endswith("; +crawler@example.org)")


@pytest.mark.parametrize("contact", ["", "somebody", "a@b.org\r\nX-Evil: 1", "a@b.org) x(", "https://"])
def test_a_crawl_needs_a_contact(contact: str) -> None:
    with pytest.raises(NoContactError, match="TIP_CONTACT"):
        FetchSettings(contact)


def test_certificates_are_verified(tmp_path: Path) -> None:
    with web(tmp_path, one(Page(GOOD)), tries=1) as here:
        network = here.replica.transport(here.settings)
        strict = Transport(here.settings, network._session.adapters["https://"]._dialer)
        with strict:
            crawl(here.archive, wanted("/a"), here.settings, here.clock, assign=place, transport=strict)
        assert here.outcome("/a")[0] == "transient"
        assert "CERTIFICATE" in here.outcome("/a")[1].upper()


def test_a_name_of_a_private_address_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its own dialer, a crawl connects only to public addresses."""
    with web(tmp_path, one(Page(GOOD))) as here:
        port = here.replica.ports[80]
        answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
        crawl(here.archive, wanted("/a"), here.settings, here.clock, assign=place)
        assert isinstance(Transport(here.settings)._session.adapters["https://"]._dialer, PublicDialer)
        assert not here.replica.requests
        assert here.outcome("/a")[0] == "refused"
        assert "only 127.0.0.1" in here.state.paused_hosts(here.clock.now())[0].reason


def test_redirects_within_a_source_are_followed(tmp_path: Path) -> None:
    other = Site({"/b": [(0, RedirectTo(f"https://{HOST}/c", 308))]})
    site = Site({"/a": [(0, RedirectTo(f"http://{EVIL}/b", 302))], "/c": once(GOOD)})
    with web(tmp_path, {HOST: site, EVIL: other}) as here:
        here.fetch(wanted("/a", hosts=[EVIL]), day=0)
        assert here.bodies("/c") == [GOOD]
        assert {request.scheme for request in here.replica.requests if request.host == EVIL} == {"http"}
        assert here.fetch(wanted("/a", hosts=[EVIL]), day=1).outcomes == {"not_modified": 1}


def test_a_country_that_redirects_to_the_front_page_has_moved(tmp_path: Path) -> None:
    host = "www.state.gov"
    path = "/reports/2020-country-reports-on-human-rights-practices/norway/"
    site = Site({path: [(0, RedirectTo("/"))], "/": once(GOOD)})
    with web(tmp_path, {host: site}) as here:
        here.fetch(wanted(path, host=host))
        assert here.outcome(path, host)[0] == "moved"
        assert here.archive.index.totals()["captures"] == 0


def test_a_country_that_is_not_in_the_edition(tmp_path: Path) -> None:
    host = "www.state.gov"
    path = "/reports/2020-country-reports-on-human-rights-practices/atlantis/"
    with web(tmp_path, {host: Site()}) as here:
        report = here.fetch(wanted(path, host=host))
        assert report.outcomes == {"not_in_edition": 1}
        assert report.lines == []


def test_unchanged_pages_are_not_sent_again(tmp_path: Path) -> None:
    site = Site({"/a": [(0, Page(GOOD)), (2, Page(page("New"), changed=2))], "/b": once(GOOD, validators=False)})
    with web(tmp_path, site) as here:
        outcomes = [dict(here.fetch(wanted("/a", "/b"), day=day).outcomes) for day in range(4)]
        assert outcomes == [{"ok": 2}, {"not_modified": 1, "ok": 1}, {"ok": 2}, {"not_modified": 1, "ok": 1}]
        assert here.bodies("/a") == [page("New"), GOOD]
        assert here.archive.index.totals()["bodies"] == 2
        assert [request.status for request in here.replica.requests if request.path == "/a"] == [200, 304, 200, 304]


def test_a_refusal_keeps_the_good_capture_and_its_validators(tmp_path: Path) -> None:
    site = Site({"/a": once(GOOD)}, [Fault("/a", Wall(), days=range(1, 2)), Fault("/a", Status(403), range(2, 3))])
    with web(tmp_path, site) as here:
        here.fetch(wanted("/a"), day=0)
        here.fetch(wanted("/a"), day=1)
        assert here.outcome("/a")[0] == "challenge"
        here.fetch(wanted("/a"), day=2)
        assert [known.url for known in here.state.blocked()] == [f"https://{HOST}/a"]
        assert here.state.last_good(f"{HOST}/a") == here.clock.now() - timedelta(days=2)
        assert here.state.last_good_by_host() == {HOST: here.state.last_good(f"{HOST}/a")}
        assert here.bodies("/a") == [GOOD]
        assert here.fetch(wanted("/a"), day=3).outcomes == {"not_modified": 1}


def test_retry_after_in_seconds_and_as_a_date(tmp_path: Path) -> None:
    date = format_datetime(evening_of(0) + timedelta(seconds=300), usegmt=True)
    site = Site(
        {"/a": once(GOOD), "/b": once(GOOD)},
        [
            Fault("/a", Status(429, {"Retry-After": "90"}), times=1),
            Fault("/b", Status(503, {"Retry-After": date}), times=1),
        ],
    )
    with web(tmp_path, site) as here:
        assert here.fetch(wanted("/a", "/b")).outcomes == {"ok": 2}
        times = {(r.path, r.status): (r.at - evening_of(0)).total_seconds() for r in here.replica.requests}
        assert times["/a", 200] - times["/a", 429] == 90
        assert times["/b", 200] == 300


def test_a_long_retry_after_is_followed(tmp_path: Path) -> None:
    site = Site(
        {"/a": once(GOOD), "/b": once(GOOD)}, [Fault("/.", Status(429, {"Retry-After": "170000"}), range(0, 1))]
    )
    with web(tmp_path, site) as here:
        assert here.fetch(wanted("/a", "/b"), day=0).left == 1
        assert here.fetch(wanted("/a", "/b"), day=1).outcomes == {}
        assert here.replica.paths() == ["/a"]
        assert here.fetch(wanted("/a", "/b"), day=2).outcomes == {"ok": 2}


def test_tries_are_limited_and_only_transient_outcomes_are_tried_again(tmp_path: Path) -> None:
    site = Site({}, [Fault("/503", Status(503)), Fault("/403", Status(403))])
    with web(tmp_path, site, tries=3, backoff_seconds=10) as here:
        here.fetch(wanted("/403", "/404", "/503"))
        assert sorted(here.replica.paths()) == ["/403", "/404", "/503", "/503", "/503"]
        gaps = [gap.total_seconds() for gap in here.replica.gaps(HOST)]
        assert gaps[-2:] == [10, 20]


def test_failures_pause_only_their_host(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(9)]
    storm = Site({path: once(GOOD) for path in paths}, [Fault("/.*", Status(503), range(0, 1))])
    calm = Site({path: once(GOOD) for path in paths})
    pages = wanted(*paths) + wanted(*paths, host="calm.example.org")
    with web(tmp_path, {HOST: storm, "calm.example.org": calm}, tries=2) as here:
        report = here.fetch(pages, day=0)
        assert report.outcomes == {"ok": 9, "transient": 1}  # robots.txt failed, so no page was requested
        assert [host.host for host in report.paused_hosts] == [HOST]
        assert not here.replica.paths(host=HOST)
        assert here.fetch(pages, day=1).outcomes == {"ok": 9, "not_modified": 9}


def test_refusals_in_a_row_pause_the_host_until_the_next_day(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(8)]
    site = Site({path: once(GOOD) for path in paths}, [Fault("/[0-9]", Wall(), range(0, 2))])
    with web(tmp_path, site) as here:
        report = here.fetch(wanted(*paths), day=0)
        assert (report.outcomes, report.left) == ({"challenge": 3}, 5)
        assert any("paused until" in line for line in report.lines)
        assert here.fetch(wanted(*paths)).outcomes == {}  # the same day again
        assert here.fetch(wanted(*paths), day=1).outcomes == {"challenge": 1}  # one refusal is enough
        assert here.fetch(wanted(*paths), day=2).outcomes == {"ok": 8}


def test_a_pause_can_be_ended(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(4)]
    site = Site({path: once(GOOD) for path in paths}, [Fault("/[0-9]", Status(503), range(0, 1), times=2)])
    with web(tmp_path, site, tries=2) as here:
        assert here.fetch(wanted(*paths)).outcomes == {"transient": 3}
        assert here.fetch(wanted(*paths)).outcomes == {}
        with here.state.writing():
            here.state.wake_hosts()
        assert here.fetch(wanted(*paths)).outcomes["ok"] == 3


def test_refused_pages_do_not_delay_others(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(6)]
    site = Site({path: once(GOOD) for path in paths[3:]}, [Fault("/[0-2]", Status(403))])
    with web(tmp_path, site) as here:
        assert here.fetch(wanted(*paths), day=0).outcomes == {"blocked": 3}
        assert here.fetch(wanted(*paths), day=1).outcomes["ok"] == 3


def test_refused_pages_are_requested_less_and_less_often(tmp_path: Path) -> None:
    with web(tmp_path, Site({}, [Fault("/a", Status(403))])) as here:
        asked = [day for day in range(20) if here.fetch(wanted("/a", every_days=7), day=day).outcomes]
    assert asked == [0, 1, 3, 7, 14]


def test_bombs_are_rejected(tmp_path: Path) -> None:
    """A gigabyte compressed to a megabyte, in each kind of answer."""
    site = Site(
        {
            "/gzip": [(0, Bomb(1 << 30))],
            "/deflate": [(0, Bomb(1 << 30, "deflate"))],
            "/error": [(0, Bomb(1 << 30, status=404))],
            "/redirect": [(0, Bomb(1 << 30, status=302, location="/good"))],
            "/good": once(GOOD),
        }
    )
    with web(tmp_path, site) as here:
        here.fetch(wanted("/gzip", "/deflate", "/error", "/redirect"))
        outcomes = {path: here.outcome(path)[0] for path in ("/gzip", "/deflate", "/error", "/redirect")}
    assert outcomes == {"/gzip": "too_large", "/deflate": "too_large", "/error": "gone", "/redirect": "ok"}


def test_endless_answers_time_out(tmp_path: Path) -> None:
    hours_long = page("Slow", 20_000)
    site = Site({"/": once(GOOD), "/slow": [(0, Slow(hours_long, 0.05, 4))], "/continues": [(0, Continues())]})
    with web(tmp_path, site, tries=1) as here:
        here.fetch(wanted("/"))  # robots.txt is stored, so the short timeout applies only to endless answers
        here.settings = replace(here.settings, total_timeout_seconds=0.5)
        here.fetch(wanted("/slow", "/continues"))
        for path in ("/slow", "/continues"):
            assert here.outcome(path) == ("transient", "the response took longer than 0.5 s")


def test_headers_that_end_early_are_no_empty_page(tmp_path: Path) -> None:
    site = Site({"/": once(GOOD), "/cut": [(0, SlowHeaders(0, 3))], "/slow": [(0, SlowHeaders(0.05))]})
    with web(tmp_path, site, tries=1) as here:
        here.fetch(wanted("/"))
        here.settings = replace(here.settings, total_timeout_seconds=0.4)
        here.fetch(wanted("/cut", "/slow"))
        assert here.outcome("/slow") == ("transient", "the response took longer than 0.4 s")
        outcome, detail = here.outcome("/cut")
        assert (outcome, "before the end of the headers" in detail) == ("transient", True)


def test_a_body_without_a_length_is_not_whole_after_the_timeout(tmp_path: Path) -> None:
    whole = page("Slow", 200) + b" " * 2_000

    class Endless(Slow):
        def write(self, handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            start(handler, 200, {"Content-Type": HTML})
            handler.wfile.write(whole)
            handler.wfile.flush()
            time.sleep(2)

    site = Site({"/": once(GOOD), "/endless": [(0, Endless(whole, 0))]})
    with web(tmp_path, site, tries=1) as here:
        here.fetch(wanted("/"))
        here.settings = replace(here.settings, total_timeout_seconds=0.4)
        here.fetch(wanted("/endless"))
        assert here.outcome("/endless") == ("transient", "the response took longer than 0.4 s")


def test_cookies_are_not_stored(tmp_path: Path) -> None:
    class Cookie(Status):
        def write(self, handler: object) -> None:
            seen.append(handler.headers["Cookie"])  # type: ignore[attr-defined]
            super().write(handler)  # type: ignore[arg-type]

    seen: list[str | None] = []
    reply = Cookie(200, {"Set-Cookie": "id=1"}, GOOD)
    with web(tmp_path, Site({"/a": [(0, reply)], "/b": [(0, reply)]})) as here:
        here.fetch(wanted("/a", "/b"))
    assert seen == [None, None]


def test_pages_of_a_host_use_one_connection(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(5)]
    with web(tmp_path, Site({path: once(GOOD) for path in paths})) as here:
        here.fetch(wanted(*paths))
        assert len({request.peer for request in here.replica.requests}) == 1


def test_pacing_in_real_time(tmp_path: Path) -> None:
    """The only test in real time, with a fifth of a second between requests."""
    with web(tmp_path, Site({"/a": once(GOOD), "/b": once(GOOD)}), default_rule=HostRule(0.2)) as here:
        here.replica.clock = SystemClock()
        with here.replica.transport(here.settings) as network:
            crawl(here.archive, wanted("/a", "/b"), here.settings, assign=place, transport=network)
        assert len(here.replica.requests) == 3
        assert min(here.replica.gaps(HOST)).total_seconds() >= 0.2
        assert here.archive.index.totals()["captures"] == 2


def test_a_connection_that_opens_after_the_deadline_is_closed_at_once(tmp_path: Path) -> None:
    """The look-up of the name takes longer than the timeout of a whole answer."""

    class Late:
        def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
            time.sleep(0.2)
            return dialer.connect(host, port, timeout)

    with web(tmp_path, Site({"/continues": [(0, Continues())]}), total_timeout_seconds=0.05) as here:
        dialer = ReplicaDialer(here.replica.ports, [HOST])
        asking = Transport(here.settings, Late(), str(here.replica.authority))
        with asking as transport, pytest.raises(ExchangeError) as cut:
            transport.get(f"https://{HOST}/continues", {})
    assert (cut.value.failure, cut.value.detail) == ("transient", "the response took longer than 0.05 s")
