"""Staging, publishing and pruning killed with SIGKILL 80 times: releases are complete, no partial file remains."""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.soak.publisher import COUNTS, KEPT_RELEASES, STRIDE
from tests.soak.reader import READERS
from tests.warehouse.staged import STAGED, release_version, stage
from warehouse.release.due import release_id
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
KILLS = 80
KILLS_PER_FULL_RUN = 8
"""The number of kills between two undisturbed runs."""


def start(module: str, *arguments: object) -> "subprocess.Popen[str]":
    """Starts a process, which imports its modules, prints `ready` and waits for a line."""
    command = [sys.executable, "-m", module, *(str(argument) for argument in arguments)]
    one_thread = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=one_thread)


def send_version(process: "subprocess.Popen[str]", version: int) -> None:
    assert process.stdout.readline() == "ready\n"
    process.stdin.write(f"{version}\n")
    process.stdin.flush()


@contextmanager
def reading(home: Home) -> Iterator[dict[str, dict[str, object]]]:
    """Three processes that read during the block; their reports are available after it."""
    found: dict[str, dict[str, object]] = {}
    processes = {name: start("tests.soak.reader", home.folder, name) for name in READERS}
    try:
        yield found
        for name, process in processes.items():
            output, _ = process.communicate(timeout=60)
            found[name] = json.loads(output.removeprefix("ready\n"))
    finally:
        for process in processes.values():
            process.kill()


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".") and path.name != ".locks")


def phase(home: Home, before: str) -> str:
    """The step in which a process was killed, according to the files on disk."""
    left = [home.releases.folder / name for name in hidden(home.releases.folder)]
    staged = all(home.staging.table(table.name) is not None for table in STAGED)
    phases = {
        "8 removing an old release": any(path.suffix == ".removing" for path in left),
        "5 reaching the disk": any((path / "manifest.json").exists() for path in left),
        "4 linking": any((path / "tables").exists() for path in left),
        "3 release begun": bool(left),
        "1 staging files": bool(list(home.staging.folder.glob("manifests/*.dirty"))),
        "7 published": home.releases.current().name != before,
        "6 switching": bool(hidden(home.folder)),
        "2 staged": staged and release_id(home.staging) != before,
    }
    return next((name for name, is_found in phases.items() if is_found), "0 not begun")


def assert_clean(home: Home, version: int, alone: Home) -> None:
    """After an undisturbed run a home has the same files as one without any kill."""
    stage(alone.staging, COUNTS, version, STRIDE)
    assert release_id(home.staging) == release_id(alone.staging)
    assert files(home.staging.folder / "tables") == files(alone.staging.folder / "tables")
    assert set(files(home.staging.folder / "manifests")) == set(files(alone.staging.folder / "manifests"))
    assert [*hidden(home.folder), *hidden(home.releases.folder), *hidden(home.staging.folder)] == []
    assert not [name for name in files(home.folder) if name.endswith((".partial", ".dirty"))]
    assert len(home.releases.all()) <= KEPT_RELEASES + 1
    assert {path.name for path in home.releases.folder.iterdir()} == {release.name for release in home.releases.all()}


def files(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


class Publishing:
    """A home, its published versions, and a process that waits to publish the next version."""

    def __init__(self, folder: Path) -> None:
        self.home, self.alone = Home(folder / "home"), Home(folder / "alone")
        self.versions = [0]
        self.durations: list[float] = []
        self.phases: Counter[str] = Counter()
        release_version(self.home, COUNTS, 0, STRIDE)
        self._next = start("tests.soak.publisher", self.home.folder)

    def begin(self, version: int) -> "subprocess.Popen[str]":
        process = self._next
        send_version(process, version)
        self._next = start("tests.soak.publisher", self.home.folder)
        return process

    def run(self, version: int) -> None:
        """Publishes a version undisturbed; no partial file of earlier kills may remain."""
        process = self.begin(version)
        began = time.perf_counter()
        assert process.stdout.readline() == "done\n"
        self.durations.append(time.perf_counter() - began)
        process.communicate()
        self.versions.append(version)
        assert_clean(self.home, version, self.alone)
        assert verify(self.home.releases.current()) == []

    def kill(self, version: int, chance: random.Random) -> bool:
        """Kills a publication at a random moment; False if it was complete before."""
        before = self.home.releases.current()
        process = self.begin(version)
        time.sleep(chance.random() * statistics.median(self.durations))
        process.kill()
        if process.communicate()[0]:
            self.versions.append(version)
            return False
        self.phases[phase(self.home, before.name)] += 1
        if self.home.releases.current() != before:
            assert verify(self.home.releases.current()) == []
        return True

    def close(self) -> None:
        self._next.kill()
        self._next.communicate()


def test_kills_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(1)
    publishing = Publishing(tmp_path)
    newest = kills = 0
    with closing(publishing), reading(publishing.home) as found:
        for _ in range(3):
            publishing.run(newest := newest + 1)
        while kills < KILLS:
            # mostly new data; sometimes an earlier version, so that a half-made change is reverted
            version = newest + 1 if chance.random() < 0.75 else chance.choice(publishing.versions[-3:])
            newest = max(newest, version)
            kills += publishing.kill(version, chance)
            if kills % KILLS_PER_FULL_RUN == 0:
                publishing.run(newest := newest + 1)
    print(dict(sorted(publishing.phases.items())), found)
    for name, report in found.items():
        assert report["wrong"] == [], name
        assert report["releases"] >= KILLS // KILLS_PER_FULL_RUN // 2, name
    for one in ("1 staging files", "4 linking"):
        assert publishing.phases[one] >= KILLS // 20, publishing.phases
    assert all(verify(release) == [] for release in publishing.home.releases.all())
