"""Sources that fall silent are told, and keep nothing from being published."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.publish.checks import stale_hosts
from sources.fetch.wanted.discovery import starting_pages
from tests.orchestration.live_support import SETTINGS, live_home
from tests.replica import Replica, Scenario, Site
from tests.replica.replies import Status
from tests.replica.sample_web import edition_pages, published, sites
from tests.replica.scenario import Fault
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
    assert line.startswith(f"{HOST}: last answer {evening:%Y-%m-%d}")
    assert (late.severity, late.blocking) == ("warning", False)


def test_quiet_nights_and_refusals_are_answers(home: Home) -> None:
    refusing = [Fault(".*", Status(403), days=range(3, 9))]
    with live_home(home, sites(published(edition_pages(2023)), faults=refusing)) as here:
        for day in range(9):
            here.fetch(day)
            assert result(home, stale_hosts(home, here.clock.now())).passed, day


def test_a_source_that_could_not_be_asked_for_some_nights_is_stale(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_STALE_AFTER_DAYS", "2")
    with live_home(home, sites(published(edition_pages(2023)))) as here:
        here.fetch(0)
        unreachable = Replica(Scenario({"elsewhere.example.org": Site()}), here.clock)
        stale = []
        with unreachable, unreachable.transport(SETTINGS) as transport:
            here.web = replace(here.web, transport=transport)
            for day in range(1, 5):
                here.fetch(day)
                stale.append(sorted(host for host, line in stale_hosts(home, here.clock.now()).items() if line))
    assert stale[0] == []
    assert all(HOST in hosts for hosts in stale[1:])


def test_where_nothing_is_fetched_nothing_is_late(home: Home) -> None:
    assert result(home, None).passed
