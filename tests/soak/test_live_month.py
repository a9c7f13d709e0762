"""The nightly job over every edition for a month: a backfill in parts, and crawls with failures."""

import shutil
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from assets.pipeline.home.home import Home
from orchestration.refresh import RefreshOptions, refresh
from sources.fetch.settings import FetchSettings
from sources.reference.placements import placement_rows
from tests.orchestration.live_support import LiveHome, live_home, materialized, shown
from tests.replica import CutOff, Fault, Status, Wall
from tests.replica.politeness import assert_interval, assert_never_requested, assert_no_page_twice, assert_within_budget
from tests.replica.replies import Page
from tests.replica.sample_web import archived_pages, edition_pages, moved_to, published, sample_pages, sites
from tests.replica.state_department import edition_path

pytestmark = pytest.mark.soak

DAYS = 30
SETTINGS = FetchSettings("crawler@example.org", requests_per_crawl_day=120)
STORM, TOO_MANY, WALLS, EDIT, NEW = 2, 5, range(7, 9), 10, 12
UNCHANGED_FROM = 22
"""From this day on everything is archived and no page changes."""

EDITED = f"{edition_path(2025)}cuba/"
NEWEST = moved_to(
    {path: body for path, body in edition_pages(2025).items() if path.endswith(("/tier-placements/", "/cuba/"))},
    2025,
    2027,
)
FAULTS = [
    Fault("/reports/2024.*", CutOff(b"<!doctype html><p>half", 10), days=range(2), times=1),
    Fault("/reports/.*", Status(503), days=range(STORM, STORM + 1)),
    Fault("/reports/.*", Status(429, {"Retry-After": "30"}), days=range(TOO_MANY, TOO_MANY + 1), times=1),
    Fault("/reports/.*", Wall(), days=WALLS),
]


def web() -> dict[str, list[tuple[int, Page]]]:
    pages = published(dict(sample_pages()))
    later = sample_pages()[EDITED].replace(b"kept back.", b"kept back or sold.")
    pages[EDITED].append((EDIT, Page(later, changed=EDIT)))
    for night, (path, body) in enumerate(sorted(NEWEST.items()), start=NEW):
        pages.update(published({path: body}, night))
    return pages


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("month") / "home")
    home.claim("real")
    home.record_live()
    return home


def test_a_month_of_every_edition(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_HOME", str(home.folder))
    monkeypatch.setenv("DAGSTER_HOME", str(home.folder / "dagster"))
    with live_home(home, sites(web(), FAULTS, archived_pages()), SETTINGS) as here:
        crawls = [here.nightly(day) for day in range(DAYS)]
        assert_polite(here)
        assert_crawls_without_changes(crawls)
        assert_everything_archived(home, here)
    assert_same_release_after_rebuild(home, Home(tmp_path / "rebuilt"))


def assert_polite(here: LiveHome) -> None:
    requests = here.replica.requests
    assert_within_budget(requests, SETTINGS.requests_per_crawl_day)
    assert_no_page_twice(requests)
    assert_never_requested(requests, "/report/custom/")
    for host in here.replica.scenario.sites:
        assert_interval(requests, host, lambda night, host=host: SETTINGS.rule(host).interval_seconds)


def assert_crawls_without_changes(crawls: list[list[dg.ExecuteInProcessResult]]) -> None:
    assert [number for number, crawl in enumerate(crawls) if not all(run.success for run in crawl)] == []
    for crawl in crawls[UNCHANGED_FROM:]:
        assert shown(crawl, "fetched_pages")["unchanged"] is True
        assert materialized(crawl) == {"fetched_pages", "fetched_news", "page_archive"}


def assert_everything_archived(home: Home, here: LiveHome) -> None:
    served = {f"https://{host}{path}" for host, site in here.replica.scenario.sites.items() for path in site.pages}
    with home.archive() as archive:
        archived = {entry.url for entry in archive.index.all_entries()}
        assert served - archived == set()
        edited = [entry for entry in archive.index.all_entries() if entry.url.endswith(EDITED)]
    assert len(edited) == 2
    (remark,) = home.staging.read("pages").filter(pl.col("source_url").str.ends_with(EDITED))["remark"].to_list()
    assert remark.startswith("revised: ")
    placed = home.staging.read("tier_placements").filter(pl.col("year") < 2027)
    assert {(row["country"], row["year"]): row["tier"] for row in placed.iter_rows(named=True)} == {
        (row["country"], row["year"]): row["tier"] for row in placement_rows()
    }


def assert_same_release_after_rebuild(home: Home, rebuilt: Home) -> None:
    rebuilt.claim("real")
    shutil.copytree(home.folder / "archive", rebuilt.folder / "archive")
    outcome = refresh(rebuilt, RefreshOptions("archive"))
    assert outcome.release is not None, outcome
    assert outcome.release.id == home.releases.current().id
