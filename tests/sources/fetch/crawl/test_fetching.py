"""Asking a real server for pages: outcomes, politeness, limits."""

import socket
import time
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
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
    Status,
    Wall,
)
from tests.replica.clock import evening_of
from tests.replica.replies import Reply
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


def test_who_we_say_we_are(tmp_path: Path) -> None:
    with web(tmp_path, one(Page(GOOD))) as here:
        here.fetch(wanted("/a"))
        agents = {request.agent for request in here.replica.requests}
    assert agents == {here.settings.user_agent}
    assert here.settings.user_agent.startswith("Mozilla/5.0 (compatible; tip-warehouse/")
    assert here.settings.user_agent.endswith("; +crawler@example.org)")


@pytest.mark.parametrize("contact", ["", "somebody", "a@b.org\r\nX-Evil: 1", "a@b.org) x(", "https://"])
def test_nobody_crawls_without_a_contact(contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_CONTACT", contact)
    with pytest.raises(NoContactError, match="TIP_CONTACT"):
        FetchSettings.from_environment()


def test_certificates_are_checked(tmp_path: Path) -> None:
    with web(tmp_path, one(Page(GOOD)), tries=1) as here:
        network = here.replica.transport(here.settings)
        strict = Transport(here.settings, network._session.adapters["https://"]._dialer)
        with strict:
            crawl(here.archive, wanted("/a"), here.settings, here.clock, assign=place, transport=strict)
        assert here.outcome("/a")[0] == "transient"
        assert "CERTIFICATE" in here.outcome("/a")[1].upper()


def test_a_name_that_leads_into_a_private_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production: without a dialer of its own, a crawl connects to public addresses only."""
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
        here.fetch(wanted("/a", hosts=[EVIL]), night=0)
        assert here.bodies("/c") == [GOOD]
        assert {request.scheme for request in here.replica.requests if request.host == EVIL} == {"http"}
        assert here.fetch(wanted("/a", hosts=[EVIL]), night=1).outcomes == {"not_modified": 1}


def test_a_country_that_leads_to_the_front_page_has_moved(tmp_path: Path) -> None:
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


def test_unchanged_pages_cost_no_bytes(tmp_path: Path) -> None:
    site = Site({"/a": [(0, Page(GOOD)), (2, Page(page("New"), changed=2))], "/b": once(GOOD, validators=False)})
    with web(tmp_path, site) as here:
        outcomes = [dict(here.fetch(wanted("/a", "/b"), night=night).outcomes) for night in range(4)]
        assert outcomes == [{"ok": 2}, {"not_modified": 1, "ok": 1}, {"ok": 2}, {"not_modified": 1, "ok": 1}]
        assert here.bodies("/a") == [page("New"), GOOD]
        assert here.archive.index.totals()["bodies"] == 2
        assert [request.status for request in here.replica.requests if request.path == "/a"] == [200, 304, 200, 304]


def test_what_is_refused_leaves_the_good_capture_and_its_validators(tmp_path: Path) -> None:
    site = Site({"/a": once(GOOD)}, [Fault("/a", Wall(), nights=range(1, 2)), Fault("/a", Status(403), range(2, 3))])
    with web(tmp_path, site) as here:
        here.fetch(wanted("/a"), night=0)
        here.fetch(wanted("/a"), night=1)
        assert here.outcome("/a")[0] == "challenge"
        here.fetch(wanted("/a"), night=2)
        assert [known.url for known in here.state.blocked()] == [f"https://{HOST}/a"]
        assert here.state.last_good(f"{HOST}/a") == here.clock.now() - timedelta(days=2)
        assert here.state.last_good_by_host() == {HOST: here.state.last_good(f"{HOST}/a")}
        assert here.bodies("/a") == [GOOD]
        assert here.fetch(wanted("/a"), night=3).outcomes == {"not_modified": 1}


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


def test_a_host_that_wants_a_long_pause_gets_it(tmp_path: Path) -> None:
    site = Site(
        {"/a": once(GOOD), "/b": once(GOOD)}, [Fault("/.", Status(429, {"Retry-After": "170000"}), range(0, 1))]
    )
    with web(tmp_path, site) as here:
        assert here.fetch(wanted("/a", "/b"), night=0).left == 1
        assert here.fetch(wanted("/a", "/b"), night=1).outcomes == {}
        assert here.replica.paths() == ["/a"]
        assert here.fetch(wanted("/a", "/b"), night=2).outcomes == {"ok": 2}


def test_tries_are_bounded_and_only_what_may_pass_is_tried_again(tmp_path: Path) -> None:
    site = Site({}, [Fault("/503", Status(503)), Fault("/403", Status(403))])
    with web(tmp_path, site, tries=3, backoff_seconds=10) as here:
        here.fetch(wanted("/403", "/404", "/503"))
        assert sorted(here.replica.paths()) == ["/403", "/404", "/503", "/503", "/503"]
        gaps = [gap.total_seconds() for gap in here.replica.gaps(HOST)]
        assert gaps[-2:] == [10, 20]


def test_a_storm_ends_the_night_for_its_host_alone(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(9)]
    storm = Site({path: once(GOOD) for path in paths}, [Fault("/.*", Status(503), range(0, 1))])
    calm = Site({path: once(GOOD) for path in paths})
    pages = wanted(*paths) + wanted(*paths, host="calm.example.org")
    with web(tmp_path, {HOST: storm, "calm.example.org": calm}, tries=2) as here:
        report = here.fetch(pages, night=0)
        assert report.outcomes == {"ok": 9, "transient": 1}  # robots.txt failed: no page was asked for at all
        assert [host.host for host in report.paused_hosts] == [HOST]
        assert not here.replica.paths(host=HOST)
        assert here.fetch(pages, night=1).outcomes == {"ok": 9, "not_modified": 9}


def test_refusals_in_a_row_let_the_host_rest_until_the_next_night(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(8)]
    site = Site({path: once(GOOD) for path in paths}, [Fault("/[0-9]", Wall(), range(0, 2))])
    with web(tmp_path, site) as here:
        report = here.fetch(wanted(*paths), night=0)
        assert (report.outcomes, report.left) == ({"challenge": 3}, 5)
        assert any("paused until" in line for line in report.lines)
        assert here.fetch(wanted(*paths)).outcomes == {}  # the same night again
        assert here.fetch(wanted(*paths), night=1).outcomes == {"challenge": 1}  # one try is enough
        assert here.fetch(wanted(*paths), night=2).outcomes == {"ok": 8}


def test_people_can_wake_a_host(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(4)]
    site = Site({path: once(GOOD) for path in paths}, [Fault("/[0-9]", Status(503), range(0, 1), times=2)])
    with web(tmp_path, site, tries=2) as here:
        assert here.fetch(wanted(*paths)).outcomes == {"transient": 3}
        assert here.fetch(wanted(*paths)).outcomes == {}
        with here.state.writing():
            here.state.wake_hosts()
        assert here.fetch(wanted(*paths)).outcomes["ok"] == 3


def test_pages_a_site_refuses_do_not_keep_the_others_waiting(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(6)]
    site = Site({path: once(GOOD) for path in paths[3:]}, [Fault("/[0-2]", Status(403))])
    with web(tmp_path, site) as here:
        assert here.fetch(wanted(*paths), night=0).outcomes == {"blocked": 3}
        assert here.fetch(wanted(*paths), night=1).outcomes["ok"] == 3


def test_refused_pages_are_asked_for_ever_more_rarely(tmp_path: Path) -> None:
    with web(tmp_path, Site({}, [Fault("/a", Status(403))])) as here:
        asked = [night for night in range(20) if here.fetch(wanted("/a", every_days=7), night=night).outcomes]
    assert asked == [0, 1, 3, 7, 14]


def test_bombs_do_no_harm(tmp_path: Path) -> None:
    """A gigabyte in a megabyte, behind each kind of answer."""
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


def test_servers_that_never_come_to_an_end(tmp_path: Path) -> None:
    hours_long = page("Slow", 20_000)
    site = Site({"/": once(GOOD), "/slow": [(0, Slow(hours_long, 0.05, 4))], "/continues": [(0, Continues())]})
    with web(tmp_path, site, tries=1) as here:
        here.fetch(wanted("/"))  # robots.txt is known from here on, so that only what never ends is asked in haste
        here.settings = replace(here.settings, total_timeout_seconds=0.5)
        here.fetch(wanted("/slow", "/continues"))
        for path in ("/slow", "/continues"):
            assert here.outcome(path) == ("transient", "the response took longer than 0.5 s")


def test_cookies_are_not_kept(tmp_path: Path) -> None:
    class Cookie(Status):
        def write(self, handler: object) -> None:
            seen.append(handler.headers["Cookie"])  # type: ignore[attr-defined]
            super().write(handler)  # type: ignore[arg-type]

    seen: list[str | None] = []
    reply = Cookie(200, {"Set-Cookie": "id=1"}, GOOD)
    with web(tmp_path, Site({"/a": [(0, reply)], "/b": [(0, reply)]})) as here:
        here.fetch(wanted("/a", "/b"))
    assert seen == [None, None]


def test_pages_of_a_host_come_over_one_connection(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(5)]
    with web(tmp_path, Site({path: once(GOOD) for path in paths})) as here:
        here.fetch(wanted(*paths))
        assert len({request.peer for request in here.replica.requests}) == 1


def test_pacing_in_real_time(tmp_path: Path) -> None:
    """The one test that waits: the machine's own clock, a fifth of a second between requests."""
    with web(tmp_path, Site({"/a": once(GOOD), "/b": once(GOOD)}), default_rule=HostRule(0.2)) as here:
        here.replica.clock = SystemClock()
        with here.replica.transport(here.settings) as network:
            crawl(here.archive, wanted("/a", "/b"), here.settings, assign=place, transport=network)
        assert len(here.replica.requests) == 3
        assert min(here.replica.gaps(HOST)).total_seconds() >= 0.2
        assert here.archive.index.totals()["captures"] == 2


def test_time_that_is_up_before_there_is_a_connection_cuts_it_at_once(tmp_path: Path) -> None:
    """A name that is looked up for longer than a whole answer may take."""

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
