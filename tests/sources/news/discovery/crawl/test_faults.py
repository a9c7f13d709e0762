"""Crawls in which services are busy, broken or hostile."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sources.news.discovery.health import adapter_health
from tests.replica import Fault, Page, RedirectTo, Status
from tests.replica.clock import evening_of
from tests.replica.gdelt import TOO_FAST, Seen
from tests.replica.news_web import (
    GAZETTE,
    LATE,
    OLD,
    POST,
    STUB,
    TIMES,
    UPGRADED,
    WALLED,
    article,
    news_sites,
    rss,
)
from tests.replica.scenario import once
from tests.replica.wayback import Snapshot, Wayback
from tests.sources.news.discovery.support import SETTINGS, NewsWeb, news_web

GDELT, ARCHIVE = "api.gdeltproject.org", "web.archive.org"


def crowd(number: int, day: datetime) -> list[Seen]:
    """The given number of articles, evenly over one day."""
    return [
        Seen(day + timedelta(seconds=86_400 * n // number), f"https://unlisted.example/{n}", "Trafficking report")
        for n in range(number)
    ]


def windows(web: NewsWeb, day: str) -> int:
    """Number of requests to GDELT for a window that begins on a day."""
    return sum(f"startdatetime={day}" in path for path in web.replica.paths(host=GDELT))


def test_the_window_of_a_full_page_of_gdelt_is_split(tmp_path: Path) -> None:
    answers = crowd(600, datetime(2026, 8, 29))
    with news_web(tmp_path, news_sites(answers=answers)) as web:
        web.fetch(0)
        found = [one for one in web.candidates.all() if one.adapter == "gdelt"]
        assert {one.url for one in found} == {seen.url for seen in answers}
        assert windows(web, "20260829") == 7  # the day, its halves, and their halves with 150 articles each
        assert windows(web, "20260828") == 1


def test_a_full_page_of_a_quarter_of_an_hour_is_reported(tmp_path: Path) -> None:
    moment = datetime(2026, 8, 29, 12)
    answers = [Seen(moment, f"https://unlisted.example/{n}", "Trafficking report") for n in range(260)]
    with news_web(tmp_path, news_sites(answers=answers)) as web:
        report = web.fetch(0)
        (line,) = [line for line in report.lines if "GDELT" in line]
        assert line.startswith("GDELT has more than 250 articles from 2026-08-29 12:00:00")


@pytest.mark.parametrize("busy", [TOO_FAST, Status(429)])
def test_a_busy_gdelt_is_requested_again_after_a_pause(tmp_path: Path, busy: Page | Status) -> None:
    faults = [Fault(r"/api/.*", busy, times=1)]
    with news_web(tmp_path, news_sites(gdelt_faults=faults)) as web:
        web.fetch(0, editions=())
        days = {day: windows(web, day) for day in ("20260831", "20260830")}
        assert set(days.values()) == {2}
        gaps = [gap.total_seconds() for gap in web.replica.gaps(GDELT)]
        assert max(gaps) >= 60  # the pause after each busy response
        assert sorted(web.outcomes().values()).count(("gdelt", "fetched")) == 1


def test_days_that_gdelt_failed_to_deliver_are_requested_in_the_next_crawl(tmp_path: Path) -> None:
    broken = [Fault(r"/api/.*", Page(b"<p>Your search contained an error.</p>", validators=False), days=range(1))]
    with news_web(tmp_path, news_sites(gdelt_faults=broken)) as web:
        report = web.fetch(0, editions=())
        assert report.read["gdelt", "wrong_type"] > 0
        assert not [one for one in web.candidates.all() if one.adapter == "gdelt"]
        web.fetch(1, editions=())
        assert len([one for one in web.candidates.all() if one.adapter == "gdelt"]) == 3


def test_the_wayback_machine_gets_no_request_in_a_crawl_after_a_429(tmp_path: Path) -> None:
    faults = [Fault(r"/cdx/.*", Status(429), days=range(1))]
    with news_web(tmp_path, news_sites(wayback_faults=faults)) as web:
        report = web.fetch(0)
        assert len(web.replica.paths(host=ARCHIVE)) == 1
        assert [host.host for host in report.crawl.paused_hosts] == [ARCHIVE]
        assert f"{GAZETTE}{OLD}" not in web.outcomes()
        web.fetch(1)
        assert web.outcomes()[f"{GAZETTE}{OLD}"] == ("wayback", "fetched")


def test_captures_come_page_by_page_and_invalid_rows_are_skipped(tmp_path: Path) -> None:
    snapshots = [
        Snapshot(f"201007{day:02}010203", f"http://{GAZETTE}/news/trafficking-{day}", article(f"Day {day}"))
        for day in range(1, 13)
    ]
    strays = [["notime", f"http://{GAZETTE}/trafficking"], ["20100701010203"], "row", ["20100701010203", "ftp://x/y"]]
    with news_web(tmp_path, news_sites(archive=Wayback(snapshots, page=5, strays=strays))) as web:
        report = web.fetch(0, editions=(2010,))
        found = [one for one in web.candidates.all() if one.adapter == "wayback"]
        assert [one.url for one in found] == sorted(one.url for one in snapshots)
        assert len([path for path in web.replica.paths(host=ARCHIVE) if "resumeKey=" in path]) == 2
        assert sum("rows of" in line for line in report.lines) == 3


@pytest.mark.parametrize("body", [b"<html>Blocked</html>", b'{"rows": []}', b'[["a"], ["b"]]', b"[" * 100_000])
def test_an_invalid_response_of_the_cdx_server_is_reported(tmp_path: Path, body: bytes) -> None:
    broken = [Fault(r"/cdx/.*", Page(body, validators=False))]
    with news_web(tmp_path, news_sites(wayback_faults=broken)) as web:
        report = web.fetch(0, editions=(2010,))
        assert report.read["wayback", "wrong_type"] == 1
        (health,) = [one for one in adapter_health(web.archive.index, web.clock.now()) if one.name == "wayback"]
        assert health.advice[0].startswith("WRONG_TYPE https://web.archive.org/cdx/search/cdx?")
        assert "1 listings wait" in health.line


def test_an_archived_copy_replaces_an_article_that_its_site_refuses(tmp_path: Path) -> None:
    with news_web(tmp_path, news_sites()) as web:
        web.fetch(0, editions=())
        assert web.outcomes()[f"{POST}{WALLED}"] == ("feed", "blocked")
    copy = Snapshot("20180701020304", f"https://{POST}{WALLED}", article("Walled", published="2018-06-30"))
    section = f'<!doctype html><html><body><h1>News</h1><a href="{WALLED}">Trafficking report</a></body></html>'
    snapshots = [copy, Snapshot("20180630010101", f"https://{POST}/national", section.encode())]
    sites = news_sites(archive=Wayback(snapshots))
    with news_web(tmp_path, sites) as web:
        web.publishers = {
            name: one if one.country != "KHM" else type(one)(**{**vars(one), "sections": (f"https://{POST}/national",)})
            for name, one in web.publishers.items()
        }
        web.fetch(1)
        assert web.outcomes()[f"{POST}{WALLED}"] == ("feed", "fetched")
        assert f"https://{ARCHIVE}/web/20180701020304id_/https://{POST}{WALLED}" in web.archived()


def test_a_candidate_fails_after_three_crawls(tmp_path: Path) -> None:
    down = [Fault(UPGRADED, Status(503))]
    with news_web(tmp_path, news_sites(post_faults=down)) as web:
        for day, outcome in enumerate(("seen", "seen", "failed", "failed")):
            web.fetch(day, editions=())
            assert web.candidate(f"{POST}{UPGRADED}").outcome == outcome
        assert web.replica.paths(day=3).count(UPGRADED) == 0


def test_blocked_articles_are_requested_again_after_a_reset(tmp_path: Path) -> None:
    faults = [Fault(WALLED, Status(403), days=range(1))]
    more = {WALLED: once(article("Walled", published="2026-08-30"))}
    with news_web(tmp_path, news_sites(post_faults=faults, more=more)) as web:
        web.fetch(0, editions=())
        web.fetch(1, editions=())
        assert web.outcomes()[f"{POST}{WALLED}"] == ("feed", "blocked")
        web.candidates.retry_refused()
        web.fetch(2, editions=())
        assert web.outcomes()[f"{POST}{WALLED}"] == ("feed", "fetched")
        assert web.outcomes()[f"{POST}{STUB}"] == ("feed", "blocked")  # a paywall stays
        assert web.replica.paths().count(WALLED) == 2


def test_redirects_away_from_a_publisher_are_not_followed(tmp_path: Path) -> None:
    away = [Fault(UPGRADED, RedirectTo("https://elsewhere.example/trafficking-report"))]
    with news_web(tmp_path, news_sites(post_faults=away)) as web:
        web.fetch(0, editions=())
        assert web.candidate(f"{POST}{UPGRADED}").outcome == "failed"
        assert web.replica.paths(host="elsewhere.example") == []


def test_a_removed_feed_is_reported_and_other_feeds_are_read(tmp_path: Path) -> None:
    gone = [Fault("/feed", Status(404)), Fault(WALLED, Status(403))]
    with news_web(tmp_path, news_sites(post_faults=gone)) as web:
        for day in range(5):
            web.fetch(day, editions=())
        assert f"{TIMES}/ghana" in web.outcomes()
        (feed,) = [one for one in adapter_health(web.archive.index, evening_of(5)) if one.name == "feed"]
        assert feed.is_stale
        assert feed.advice[0] == f"GONE https://{POST}/feed: the server answered 404"
        assert "publishers.csv" in feed.advice[-1]


def test_the_budget_of_a_crawl_is_respected_and_the_next_crawl_continues(tmp_path: Path) -> None:
    small = replace(SETTINGS, requests_per_crawl_day=9)
    with news_web(tmp_path, news_sites()) as web:
        for day in range(12):
            before = len(web.replica.requests)
            web.fetch(day, settings=small)
            assert len(web.replica.requests) - before <= 9
        outcomes = web.outcomes()
        assert outcomes[f"{GAZETTE}{OLD}"] == ("wayback", "fetched")
        assert outcomes[f"{TIMES}{LATE}"] == ("sitemap", "failed")


def test_an_article_listed_again_becomes_relevant(tmp_path: Path) -> None:
    quiet = f"https://{POST}/national/quiet"
    more = {
        "/feed": once(rss([(quiet, "A quiet headline")])),
        "/national/quiet": once(article("A quiet headline")),
    }
    answers = [Seen(datetime(2026, 8, 30, 9), quiet, "A quiet headline")]
    with news_web(tmp_path, news_sites(answers=answers, more=more)) as web:
        web.fetch(0, editions=())
        assert web.outcomes()[f"{POST}/national/quiet"] == ("feed", "fetched")
