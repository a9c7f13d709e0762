"""`tip ui` killed with its worker during a run: the next command closes the run, and queued runs go on."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import dagster as dg
import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.ingest.inbox import FOLDER
from orchestration.ended_runs import ENDED_TAG
from tests.soak.tip import current_text, run, succeed, tip, wait_until_gone
from tests.soak.user_interface import UserInterface, user_interface, wait_for
from tests.support import edition, write_warc

pytestmark = pytest.mark.soak


@contextmanager
def steps_wait(home: Home) -> Iterator[None]:
    """No step that writes to the archive can go on inside the block."""
    with closing(sqlite3.connect(home.archive_folder / "index.sqlite", isolation_level=None)) as index:
        index.execute("BEGIN IMMEDIATE")
        yield


def killed_during_a_run(home: Home, output: Path) -> tuple[str, str]:
    """Kills `tip ui` with its worker. Returns the run that was executed then, and one that waited for it."""
    with steps_wait(home), user_interface(home.folder, output) as ui:
        executed = ui.started_run()
        waiting = ui.queue_nightly_run()
        assert ui.statuses()[executed] == "STARTED"
        ui.kill()
    wait_until_gone(home)
    assert status_of(home, executed) == (dg.DagsterRunStatus.STARTED, False)
    assert status_of(home, waiting) == (dg.DagsterRunStatus.QUEUED, False)
    return executed, waiting


def status_of(home: Home, run_id: str) -> tuple[dg.DagsterRunStatus, bool]:
    """The status of a run, and whether it was closed because its process was gone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(home.folder / "dagster"))
        with dg.DagsterInstance.get() as instance:
            found = instance.get_run_by_id(run_id)
    assert found is not None
    return found.status, ENDED_TAG in found.tags


CLOSED = (dg.DagsterRunStatus.FAILURE, True)


def put_into_inbox(home: Home, year: int) -> None:
    """Gives the next run something to write to the archive: a run that only reads would not wait."""
    folder = home.folder / FOLDER
    folder.mkdir(exist_ok=True)
    file = write_warc(folder / f"{year}.warc.gz", edition(year, text="version 0"))
    os.utime(file, (0, 0))  # written long ago, so it is whole


def line_of(run_id: str) -> str:
    return f"run {run_id[:8]} of job refresh is closed: its process is gone"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_a_killed_ui(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    succeed(tip(home.folder, "import", write_warc(tmp_path / "0.warc.gz", edition(2018, text="version 0"))))

    executed, first = killed_during_a_run(home, tmp_path / "0.txt")
    done = tip(home.folder, "doctor")
    assert done.returncode == 1  # a failed run is a finding until the next success
    assert f"runs        {line_of(executed)}\n" in done.stdout
    assert status_of(home, executed) == CLOSED

    executed, second = killed_during_a_run(home, tmp_path / "1.txt")
    assert executed == first  # what was queued goes on with the next `tip ui`
    succeed(run(home.folder))
    assert current_text(home) == "version 0"
    assert status_of(home, executed) == CLOSED

    put_into_inbox(home, 2019)
    executed, third = killed_during_a_run(home, tmp_path / "2.txt")
    assert executed == second
    with user_interface(home.folder, tmp_path / "3.txt") as ui:
        assert line_of(executed) in ui.output.read_text().splitlines()
        assert status_of(home, executed) == CLOSED
        assert wait_for(lambda: ended(ui, third)) == "SUCCESS"
        put_into_inbox(home, 2020)
        a_killed_worker_is_noticed(home, ui)


def a_killed_worker_is_noticed(home: Home, ui: UserInterface) -> None:
    """Dagster itself closes the run of a worker that was killed alone, and the run behind it is executed."""
    with steps_wait(home):
        executed = ui.queue_nightly_run()
        wait_for(lambda: ui.statuses()[executed] == "STARTED")
        waiting = ui.queue_nightly_run()
        os.kill(ui.process_of(executed), signal.SIGKILL)
    assert wait_for(lambda: ended(ui, waiting)) == "SUCCESS"
    assert ui.statuses()[executed] == "FAILURE"


def ended(ui: UserInterface, run_id: str) -> str | None:
    status = ui.statuses()[run_id]
    return status if status in ("SUCCESS", "FAILURE", "CANCELED") else None
