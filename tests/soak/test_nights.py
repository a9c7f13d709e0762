"""Nights: two under the real daemon with a schedule of every minute, and thirty with faults. Each alert comes once."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.settings.load import settings
from orchestration.instance import REPOSITORY_TAG, prepare_instance
from orchestration.schedules import nightly, stale_assets
from orchestration.watching.alerts import send_alerts
from orchestration.watching.status import status_of
from tests.orchestration.live_support import SETTINGS, LiveHome, live_home
from tests.orchestration.made_home import make_home
from tests.orchestration.test_alerts import Webhook, webhook
from tests.postgres import postgres, use_postgres
from tests.replica import Replica, Scenario, Site
from tests.replica.replies import Status
from tests.replica.sample_web import edition_pages, published, sites
from tests.replica.scenario import Fault
from tests.replica.state_department import HOST
from tests.soak.tip import TIP, environment

pytestmark = pytest.mark.soak
SECONDS = 400


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(1)


@contextmanager
def daemon(home: Home, variables: dict[str, str]) -> Iterator[None]:
    output = home.folder.parent / "daemon.log"
    with output.open("w") as file:
        process = subprocess.Popen(
            [*TIP, "ui", "--only", "daemon"],
            env={**environment(home.folder), **variables},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(60)


def test_two_nights_under_the_daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(make_home(tmp_path))
    (home.folder / "home.json").write_text('{"kind": "real"}')  # its nights fetch nothing
    shutil.rmtree(home.folder / "dagster")
    with postgres() as server, webhook() as hook:
        server.create("dagster")
        use_postgres(home.folder / "dagster", server.settings("dagster"))
        monkeypatch.setenv("TIP_HOME", str(home.folder))
        monkeypatch.setenv("DAGSTER_HOME", "")
        with daemon(home, {"TIP_SCHEDULE": "* * * * *", "TIP_ALERT_WEBHOOK": hook.url}):
            prepare_instance(home)
            with dg.DagsterInstance.get() as instance:
                finished = dg.RunsFilter(
                    tags={"dagster/schedule_name": "nightly", **REPOSITORY_TAG}, statuses=[dg.DagsterRunStatus.SUCCESS]
                )
                wait_for(lambda: len(instance.get_runs(finished)) >= 1, "the first night")
                inbox = home.folder / "inbox"
                inbox.mkdir()
                (inbox / "page.html").write_text("<p>a page without an address</p>")
                wait_for(lambda: ("found", "inbox_failed page.html") in hook.told, f"an alert: {hook.told}")
                for path in (inbox / "failed").iterdir():
                    path.unlink()
                wait_for(lambda: ("over", "inbox_failed page.html") in hook.told, f"the end of an alert: {hook.told}")
                wait_for(lambda: len(instance.get_runs(finished)) >= 2, "the second night")
                failed = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE]))
                assert failed == []
    assert hook.told == [("found", "inbox_failed page.html"), ("over", "inbox_failed page.html")]


def test_of_two_missed_nights_the_last_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(make_home(tmp_path))
    (home.folder / "home.json").write_text('{"kind": "real"}')  # its nights fetch nothing
    monkeypatch.setenv("TIP_HOME", str(home.folder))
    monkeypatch.setenv("DAGSTER_HOME", "")
    prepare_instance(home)
    first = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=3)
    second = first + timedelta(minutes=1)
    variables = {"TIP_SCHEDULE": f"{first.minute},{second.minute} * * * *"}
    with dg.DagsterInstance.get() as instance:

        def nights() -> list[str]:
            runs = instance.get_runs(dg.RunsFilter(tags={"dagster/schedule_name": "nightly"}))
            return [run.tags[".dagster/scheduled_execution_time"][:16] for run in runs]

        with daemon(home, variables):
            wait_for(lambda: "nightly" in {state.name for state in instance.all_instigator_state()}, "the schedule")
        assert datetime.now(UTC) < first
        wait_for(lambda: datetime.now(UTC) > second + timedelta(seconds=10), "both nights to be over")
        assert nights() == []
        with daemon(home, variables):
            wait_for(lambda: nights() != [], "the last missed night")
            time.sleep(40)
        assert nights() == [f"{second:%Y-%m-%dT%H:%M}"]


def night(here: LiveHome, day: int, instance: dg.DagsterInstance) -> None:
    """What the schedule and the sensor do in a night."""
    here.go_to(day)
    request = nightly(dg.build_schedule_context(scheduled_execution_time=here.clock.now(), instance=instance))
    while isinstance(request, dg.RunRequest):
        checks = set(request.asset_check_keys) if request.asset_check_keys is not None else None
        job = here.job.get_subset(asset_selection=set(request.asset_selection or ()), asset_check_selection=checks)
        done = job.execute_in_process(
            instance=instance,
            run_config={**request.run_config, "loggers": {"quiet": {}}},
            tags={**request.tags, **REPOSITORY_TAG},
            raise_on_error=False,
        )
        request = stale_assets(dg.build_sensor_context(instance=instance)) if done.success else None


def told_after(here: LiveHome, hook: Webhook) -> list[tuple[str, str]]:
    """The alerts of a night."""
    before = len(hook.told)
    assert send_alerts(here.home, status_of(here.home, here.clock.now()), settings()) == []
    return hook.told[before:]


def test_thirty_nights_with_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "home")
    home.claim("real")
    home.record_live()
    refusing = [Fault(".*", Status(403), days=range(5, 8))]
    unreachable = range(12, 18)
    blocked_folder = home.folder / "staging/compact/countries.parquet"
    alerts: dict[int, list[tuple[str, str]]] = {}
    with webhook() as hook, live_home(home, sites(published(edition_pages(2023)), faults=refusing)) as here:
        for name, value in {"TIP_HOME": str(home.folder), "DAGSTER_HOME": "", "TIP_ALERT_WEBHOOK": hook.url}.items():
            monkeypatch.setenv(name, value)
        prepare_instance(home)
        reachable = here.web
        nothing = Replica(Scenario({"elsewhere.example.org": Site()}), here.clock)
        with nothing, nothing.transport(SETTINGS) as transport, dg.DagsterInstance.get() as instance:
            for day in range(30):
                here.web = replace(reachable, transport=transport) if day in unreachable else reachable
                here.__dict__.pop("job", None)  # the job has the web of its night
                if day == 22:  # a table cannot be written
                    blocked_folder.unlink()
                    (home.folder / "staging/manifests/countries.json").unlink()
                    (blocked_folder / "a").mkdir(parents=True)
                if day == 24:
                    shutil.rmtree(blocked_folder)
                night(here, day, instance)
                if told := told_after(here, hook):
                    alerts[day] = told
    blocked, stale = f"source_blocked {HOST}", f"source_stale {HOST}"
    assert alerts.pop(5) == [("found", blocked)]
    assert alerts.pop(8) == [("over", blocked)]
    (stale_day,) = [day for day, told in alerts.items() if ("found", stale) in told]
    assert stale_day in (14, 15)  # after three days without an answer
    alerts.pop(stale_day)
    assert alerts.pop(18) == [("over", stale)]
    assert alerts.pop(22) == [("found", "run_failed countries")]
    assert alerts.pop(24) == [("over", "run_failed countries")]
    assert alerts == {}
