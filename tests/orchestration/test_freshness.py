"""Sources that fall silent are told, and keep nothing from being published."""

from datetime import timedelta
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.publish.checks import stale_hosts
from sources.fetch.wanted.discovery import starting_pages
from tests.orchestration.live_support import live_home
from tests.replica.sample_web import edition_pages, published, sites
from tests.replica.state_department import HOST
from warehouse.quality.check import CheckResult, run_check
from warehouse.quality.registry import all_checks
from warehouse.quality.staged_context import StagedContext


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.claim("real")
    return home


def result(home: Home, hosts: dict[str, str] | None) -> CheckResult:
    return run_check(all_checks()["sources_fresh"], StagedContext(home.staging, None, {"hosts": hosts}), {})


def test_a_host_that_fell_silent_is_named_with_its_last_good_day(home: Home) -> None:
    with live_home(home, sites(published(edition_pages(2023)))) as here:
        here.fetch(0)
        evening = here.clock.now()
    asked = {page.host for page in starting_pages()}
    fresh = result(home, stale_hosts(home, evening + timedelta(days=1)))
    assert fresh.passed
    assert fresh.observed == f"{len(asked)} hosts asked, 0 of them stale"
    late = result(home, stale_hosts(home, evening + timedelta(days=9)))
    (line,) = late.failing  # the archives of the site are asked once a month: they are not late yet
    assert line.startswith(f"{HOST}: last good {evening:%Y-%m-%d}")
    assert (late.severity, late.blocking) == ("warning", False)


def test_where_nothing_is_fetched_nothing_is_late(home: Home) -> None:
    assert result(home, None).passed
