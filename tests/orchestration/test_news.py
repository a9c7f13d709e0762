"""The whole job with news, against the replica: from listings to rows."""

from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from click.testing import CliRunner

from assets.fetching import fetched_pages
from assets.news import fetched_news
from assets.pages import page_archive
from assets.pipeline.home.home import Home
from assets.pipeline.ingest.web import PageSelection, Web
from assets.resources import HomeResource
from orchestration.cli.main import tip
from orchestration.refresh import RefreshOptions, refresh
from sources.registry.families import NEWS
from tests.orchestration.live_support import live_home, shown
from tests.replica.news_web import OTHER, POST, PUBLISHERS, STUB, UPGRADED, article, news_sites
from tests.replica.sample_web import edition_pages, published, sites
from tests.support import write_warc

REPORTS = edition_pages(2023)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("TIP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home/dagster"))
    return Home(tmp_path / "home")


@pytest.mark.soak
def test_a_crawl_with_news_and_one_without(home: Home) -> None:
    web = {**sites(published(REPORTS)), **news_sites()}
    home.claim("real")
    home.record_live()
    with live_home(home, web, publishers=PUBLISHERS) as here:
        first = here.nightly(0)
        assert all(run.success for run in first)
        metadata = shown(first, "fetched_news")
        assert metadata["new_articles"] == 6
        assert metadata["candidates/feed/blocked"] == 2
        assert metadata["listings/gdelt/ok"] > 0
        articles = home.staging.read("news_articles").sort("published")
        assert articles["published"].dt.year().to_list() == [2010, 2010, 2018, 2026, 2026, 2026]
        assert set(articles["origin"]) == {"live", "archive"}
        assert f"https://{POST}{UPGRADED}" in set(articles["url"])
        assert home.staging.read("news_claims").filter(pl.col("claim_kind") == "tier").height > 0
        assert home.staging.read("pages").filter(pl.col("outcome") == "read").height == len(REPORTS)
        assert home.staging.read("quarantine").height == 0  # articles about other subjects were never archived

        assert here.fetch_news(1).crawl.stored == 0
        assert not {path for path in here.paths(1) if path.startswith(("/national", "/news/", "/web/"))}


def test_reports_leave_requests_for_news(home: Home) -> None:
    web = {**sites(published(REPORTS)), **news_sites()}
    with live_home(home, web, publishers=PUBLISHERS) as here:
        selection = PageSelection(max_pages=8)
        here.fetch(0, selection)
        assert len(here.replica.requests) == 6
        here.fetch_news(selection=selection)
        assert len(here.replica.requests) == 8


def test_plan_and_doctor_show_news(home: Home) -> None:
    with live_home(home, news_sites(), publishers=PUBLISHERS) as here:
        ahead = here.web.dry_run(home, PageSelection("2010"))
        hosts = {name: len(items) for name, items in ahead.by_host().items()}
        assert hosts["api.gdeltproject.org"] == 7
        assert hosts["web.archive.org"] == 2
        assert ahead.least_seconds("web.archive.org") == 2 * 5
        assert ahead.least_seconds(POST) == 2 * 3
        assert here.replica.requests == []
        home.claim("real")
        home.record_live()
        here.fetch_news(0)
    output = CliRunner().invoke(tip, ["doctor"]).stdout
    assert "news        feed: last good" in output
    assert "1 fetched" in output
    assert f"BLOCKED https://{POST}{STUB}: paywall" in output
    assert "unlisted https://unlisted.example/trafficking (Unlisted trafficking news)" in output
    plan = CliRunner().invoke(tip, ["run", "--source", "live", "--plan"])
    assert "api.gdeltproject.org: " in plan.stdout
    assert "www.phnompenhpost.com: " in plan.stdout


def test_a_file_of_a_news_crawl_is_filtered(home: Home, tmp_path: Path) -> None:
    pages = {
        "https://www.phnompenhpost.com/national/a": article("Cambodia on watch list", published="2018-06-29"),
        **{f"https://www.phnompenhpost.com/sport/{n}": article(f"Rowers {n}", OTHER) for n in range(20)},
    }
    path = write_warc(tmp_path / "CC-NEWS-20180630010203-00042.warc.gz", pages)
    with dg.DagsterInstance.ephemeral() as instance:
        done = dg.materialize(
            [fetched_pages, fetched_news, page_archive],
            instance=instance,
            selection=[page_archive],
            resources={"home": HomeResource(folder=str(home.folder)), "web": Web()},
            run_config={"ops": {"page_archive": {"config": {"source": "archive", "archives": [str(path)]}}}},
        )
    assert shown([done], "page_archive")["new_captures"] == 1
    with home.archive() as archive:
        archived = [entry.url for entry in archive.index.entries(NEWS, 2018)]
    assert archived == ["https://www.phnompenhpost.com/national/a"]


@pytest.mark.soak
def test_an_article_alone_makes_a_release(home: Home, tmp_path: Path) -> None:
    """Checks that compare with the release are stale for unchanged tables too."""
    home.claim("real")
    address = "https://www.phnompenhpost.com/national"
    for number, year in enumerate((2018, 2019, 2020)):
        page = {f"{address}/{year}": article("Cambodia on watch list", published=f"{year}-06-29")}
        outcome = refresh(home, RefreshOptions("archive", (str(write_warc(tmp_path / f"{number}.warc.gz", page)),)))
        assert (outcome.error, outcome.refused, outcome.is_new) == (None, None, True)
