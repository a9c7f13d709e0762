"""The whole live job over all sample pages: killed at random moments, blocked by hosts, rebuilt from its archive."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from orchestration.refresh import RefreshOptions, refresh
from tests.orchestration.live_support import live_home
from tests.replica import Fault, Replica, Scenario, SimulatedClock, Status
from tests.replica.live_process import command_line
from tests.replica.sample_web import published, sample_pages, sites
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
KILLS = 8
PAGES = published(dict(sample_pages()))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIP_HOME", "DAGSTER_HOME", "TIP_CONTACT"):
        monkeypatch.delenv(name, raising=False)


def run(replica: Replica, home: Home) -> None:
    done = subprocess.run(command_line(replica, home), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def kill_somewhere(replica: Replica, home: Home, chance: random.Random, *, requests: int | None) -> None:
    """Kills a run after some requests, or some time after its last one; does nothing if the run ended before."""
    begun = len(replica.requests)
    process = subprocess.Popen(
        command_line(replica, home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while process.poll() is None and len(replica.requests) < begun + (requests or 0):
        time.sleep(0.0005)
    time.sleep(chance.random() * (0.01 if requests else 25.0))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # with its workers
    process.wait()


def test_a_killed_live_run_resumes_and_ends_the_same(tmp_path: Path) -> None:
    chance = random.Random(5)
    alone, killed, rebuilt = (Home(tmp_path / name) for name in ("alone", "killed", "rebuilt"))
    clock = SimulatedClock()
    with Replica(Scenario(sites(PAGES)), clock) as replica:
        run(replica, alone)
        requests_alone = len(replica.requests)
        for number in range(KILLS):
            clock.sleep(60)
            kill_somewhere(replica, killed, chance, requests=chance.randint(1, 60) if number < KILLS // 2 + 1 else None)
            if (current := killed.releases.current()) is not None:
                assert verify(current) == []
        clock.sleep(60)
        run(replica, killed)
        again = Counter(request.path for request in replica.requests[requests_alone:] if request.path != "/robots.txt")
        assert set(again) == {request.path for request in replica.requests[:requests_alone]} - {"/robots.txt"}
        assert sum(again.values()) - len(again) <= KILLS  # only the interrupted request is repeated

    first, second = alone.releases.current(), killed.releases.current()
    assert first is not None
    assert second is not None
    assert first.id == second.id
    rebuilt.claim("real")
    shutil.copytree(alone.folder / "archive", rebuilt.folder / "archive")
    outcome = refresh(rebuilt, RefreshOptions("archive"))
    assert outcome.release is not None
    assert outcome.release.id == first.id


def test_a_blocking_host_in_a_later_crawl_changes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    few = {path: page for path, page in PAGES.items() if path.startswith("/reports/2023-")}
    with live_home(home, sites(few, faults=[Fault(".*", Status(403), days=range(1, 2))])) as here:
        first = here.run(0)
        assert (first.succeeded, first.is_new, first.warnings) == (True, True, [])
        blocked = here.run(1)
        assert (blocked.succeeded, blocked.is_new) == (True, False)
        (line,) = blocked.warnings
        assert "www.state.gov: " in line
        assert "blocked" in line
        assert blocked.release == first.release
        assert here.run(2).warnings == []
