"""Runs that a signal ends, and runs whose process is gone."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets.pipeline.home.executing import PROCESS_TAG, STARTED_TAG, executing, is_executing
from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from orchestration.ended_runs import ENDED_TAG, close_ended_runs
from orchestration.instance import REPOSITORY_TAG
from orchestration.schedules import ended_runs, stale_assets
from tests.orchestration.command_line import TIP
from tests.support import edition, write_warc

STARTED = dg.DagsterRunStatus.STARTED


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("TIP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home/dagster"))
    return Home(tmp_path / "home")


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as found:
        yield found


@dg.job
def refresh() -> None:
    pass


def started_run(instance: dg.DagsterInstance, **tags: str) -> str:
    """A run of this project that Dagster shows as started; no process executes it."""
    run = instance.create_run_for_job(refresh, tags={**REPOSITORY_TAG, **tags})
    event = dg.DagsterEvent(dg.DagsterEventType.RUN_START.value, job_name="refresh")
    instance.report_dagster_event(event, run_id=run.run_id)
    return run.run_id


def status(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


@contextmanager
def begun_run(home: Home, archive: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """`tip run` in a process group of its own, with a started Dagster run that cannot end inside the block."""
    home.claim("real")
    with home.archive():
        pass
    with closing(sqlite3.connect(home.archive_folder / "index.sqlite", isolation_level=None)) as index:
        index.execute("BEGIN IMMEDIATE")  # the first step waits for this
        process = subprocess.Popen(
            [*TIP, "run", "--source", "archive", "--archive", str(archive)],
            env={**os.environ, "TIP_HOME": str(home.folder), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        until = time.monotonic() + 120
        while not has_started(home):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield process


def has_started(home: Home) -> bool:
    if not list((home.folder / ".locks/runs").glob("*")):
        return False
    with dg.DagsterInstance.get() as found:
        return [run.status for run in found.get_runs()] == [STARTED]


@pytest.mark.soak
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_with_one_line_and_cancels_it(
    home: Home, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with begun_run(home, write_warc(tmp_path / "a.warc.gz", edition(2018))) as process:
        os.killpg(process.pid, number)
    out, error = process.communicate(timeout=120)
    assert (process.returncode, out, error) == (code, "", f"tip: stopped by {number.name}\n")
    with writing(home.folder, "run"):
        pass  # nobody holds the lock
    with dg.DagsterInstance.get() as found:
        (run,) = found.get_runs()
        assert run.status == dg.DagsterRunStatus.CANCELED
        assert run.tags[PROCESS_TAG] == str(process.pid)
        started = datetime.strptime(run.tags[STARTED_TAG], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert datetime.now(UTC) - started < timedelta(minutes=10)


@pytest.mark.soak
def test_a_run_that_hangs_is_ended_after_its_longest_time(home: Home, tmp_path: Path) -> None:
    longest = {"TIP_CRAWL_HOURS": "0.004", "TIP_BUILD_HOURS": "0.004"}  # together half a minute
    with begun_run(home, write_warc(tmp_path / "a.warc.gz", edition(2018)), **longest) as process:
        out, error = process.communicate(timeout=120)
    assert (process.returncode, out, error) == (143, "", "tip: stopped by SIGTERM\n")
    with dg.DagsterInstance.get() as found:
        assert [run.status for run in found.get_runs()] == [dg.DagsterRunStatus.CANCELED]


def test_a_killed_run_is_closed_by_the_sensor(home: Home, tmp_path: Path) -> None:
    with begun_run(home, write_warc(tmp_path / "a.warc.gz", edition(2018))) as process:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    with dg.DagsterInstance.get() as found:
        (before,) = found.get_runs()
        assert before.status == STARTED
        assert "in progress" in stale_assets(dg.build_sensor_context(found)).skip_message
        message = ended_runs(dg.build_sensor_context(found)).skip_message
        assert message == f"run {before.run_id[:8]} of job refresh is closed: its process is gone"
        (run,) = found.get_runs()
        assert (run.status, run.tags[ENDED_TAG]) == (dg.DagsterRunStatus.FAILURE, "process gone")
        assert "in progress" not in str(getattr(stale_assets(dg.build_sensor_context(found)), "skip_message", ""))


def test_a_run_with_its_process_stays_open(home: Home, instance: dg.DagsterInstance) -> None:
    run_id = started_run(instance)
    with executing(home.folder, run_id), executing(home.folder, run_id):
        assert close_ended_runs(home, instance) == []
    assert is_executing(home.folder, run_id) is None
    assert close_ended_runs(home, instance) == []  # it may just be starting
    assert status(instance, run_id) == STARTED


def test_runs_of_other_projects_on_the_same_instance_are_left_alone(
    home: Home, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.ended_runs._START_SECONDS", 0)
    home.claim("real")
    other = started_run(instance, **{".dagster/repository": "__repository__@other"})
    ours = started_run(instance, **{".dagster/repository": "__repository__@tip-warehouse"})
    assert "in progress" in stale_assets(dg.build_sensor_context(instance)).skip_message
    assert close_ended_runs(home, instance) == [f"run {ours[:8]} of job refresh is closed: its process is gone"]
    assert status(instance, other) == STARTED
    assert "in progress" not in str(getattr(stale_assets(dg.build_sensor_context(instance)), "skip_message", ""))


def test_a_run_without_the_name_of_a_project_is_known_by_its_lock(home: Home, instance: dg.DagsterInstance) -> None:
    run_id = started_run(instance, **{".dagster/repository": ""})
    assert close_ended_runs(home, instance) == []
    (home.folder / ".locks/runs").mkdir(parents=True)
    (home.folder / ".locks/runs" / run_id).touch()
    assert len(close_ended_runs(home, instance)) == 1


def test_an_inner_holder_leaves_the_lock_to_the_outer_one(home: Home) -> None:
    with executing(home.folder, "one"):
        with executing(home.folder, "one"):
            pass
        assert is_executing(home.folder, "one") is True


def test_a_run_whose_lock_is_free_is_closed_though_its_tags_name_a_living_process(
    home: Home, instance: dg.DagsterInstance
) -> None:
    run_id = started_run(instance, **{PROCESS_TAG: str(os.getpid()), STARTED_TAG: "2026-01-01T00:00:00Z"})
    lock = home.folder / ".locks/runs" / run_id
    lock.parent.mkdir(parents=True)
    lock.touch()
    assert len(close_ended_runs(home, instance)) == 1
    assert status(instance, run_id) == dg.DagsterRunStatus.FAILURE
    assert not lock.exists()


def test_a_run_that_was_to_be_canceled_is_closed_as_canceled(home: Home, instance: dg.DagsterInstance) -> None:
    run_id = started_run(instance)
    run = instance.get_run_by_id(run_id)
    assert run is not None
    instance.report_run_canceling(run)
    (home.folder / ".locks/runs").mkdir(parents=True)
    (home.folder / ".locks/runs" / run_id).touch()
    close_ended_runs(home, instance)
    assert status(instance, run_id) == dg.DagsterRunStatus.CANCELED
