"""`tip run` killed with SIGKILL, with or without its workers: no process and no partial file remains."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.soak.tip import TIP, current_text, environment, run, succeed, wait_until_gone
from tests.support import edition, write_warc
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
KILLS = 8


def pages(version: int) -> dict[str, bytes]:
    """Several editions, so that they are read in worker processes."""
    return {url: page for year in range(2016, 2020) for url, page in edition(year, text=f"version {version}").items()}


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")
def test_killed_runs(tmp_path: Path) -> None:
    chance = random.Random(3)
    home = Home(tmp_path / "home")
    began = time.perf_counter()
    succeed(run(home.folder, write_warc(tmp_path / "0.warc.gz", pages(0), date="2020-01-01T00:00:00Z")))
    duration = time.perf_counter() - began
    for number in range(1, KILLS + 1):
        archive = write_warc(tmp_path / f"{number}.warc.gz", pages(number), date=f"2020-02-{number:02}T00:00:00Z")
        process = subprocess.Popen(
            [*TIP, "run", "--source", "archive", "--archive", str(archive)],
            env=environment(home.folder),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.2, 1.0) * duration)
        if number % 2:
            process.kill()  # only the parent, as when memory runs out: the workers must end by themselves
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        wait_until_gone(home)
        assert verify(home.releases.current()) == []
        if number % 4 == 0:
            succeed(run(home.folder, archive))
            assert current_text(home) == f"version {number}"
    assert [path.name for path in home.releases.folder.iterdir() if path.name.startswith(".")] == []
    left = [path.name for path in home.folder.rglob("*") if path.name.endswith((".partial", ".unnamed", ".dirty"))]
    assert left == []
    assert all(verify(release) == [] for release in home.releases.all())
