"""Rollback, prune, reissue, import and the rebuild of the index killed before each thing they do to the disk."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from sources.archive.page_archive import PageArchive
from tests.old_home import unpack_old_home
from tests.soak.steps import ACTIONS, keep, rollback, take
from tests.support import edition, write_warc
from tests.warehouse.staged import CHANGING, release_version
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
COUNTS = dict.fromkeys(CHANGING, 4)
MOST = 20
"""Where an action takes more steps than this, so many of them, evenly spread."""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Four releases; the last one is current."""
    home = Home(tmp_path_factory.mktemp("released") / "home")
    for version in range(4):
        release_version(home, COUNTS, version, 2)
    return home


def cut_short(home: Home, action: str, argument: str, number: int) -> bool:
    """Whether the action was killed before its n-th step; False where it has fewer."""
    command = [sys.executable, "-m", "tests.soak.steps", str(number), action, str(home.folder), argument]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def at_every_step(
    original: Home, action: str, argument: str, look: Callable[[Home], None], look_after: Callable[[Home], None]
) -> int:
    """Kills the action at its steps, each time on a fresh copy, and lets it run again after each.

    Returns:
        How many kills there were.
    """
    copy = Home(original.folder.with_name("copy"))
    steps = count_steps(original, copy, action, argument)
    numbers = sorted({1 + number * steps // MOST for number in range(MOST)} if steps > MOST else range(1, steps + 1))
    for number in numbers:
        fresh(original, copy)
        assert cut_short(copy, action, argument, number)
        look(copy)
        ACTIONS[action](copy, argument)
        look_after(copy)
    return len(numbers)


def count_steps(original: Home, copy: Home, action: str, argument: str) -> int:
    low, high = 0, 1
    while killed(original, copy, action, argument, high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if killed(original, copy, action, argument, middle) else (low, middle)
    return low


def killed(original: Home, copy: Home, action: str, argument: str, number: int) -> bool:
    fresh(original, copy)
    return cut_short(copy, action, argument, number)


def fresh(original: Home, copy: Home) -> None:
    shutil.rmtree(copy.folder, ignore_errors=True)
    shutil.copytree(original.folder, copy.folder, symlinks=True)


def nothing_hidden(home: Home) -> None:
    for folder in (home.folder, home.releases.folder):
        assert [path.name for path in folder.iterdir() if path.name.startswith(".") and path.name != ".locks"] == []


def test_a_rollback(released: Home) -> None:
    first, *_, last = (release.id for release in released.releases.all())

    def look(home: Home) -> None:
        assert home.releases.current().id in (first, last)
        assert all(verify(release) == [] for release in home.releases.all())

    def look_after(home: Home) -> None:
        assert home.releases.current().id == first
        keep(home, "4")  # whatever was left over goes with the next writing
        nothing_hidden(home)
        rollback(home, last)
        assert len(home.releases.all()) == 4

    assert at_every_step(released, "rollback", first, look, look_after) >= 4


def test_a_prune(released: Home) -> None:
    names = [release.id for release in released.releases.all()]

    def look(home: Home) -> None:
        left = home.releases.all()
        assert [release.id for release in left] == names[4 - len(left) :]
        assert all(verify(release) == [] for release in left)
        assert home.releases.current().id == names[-1]

    def look_after(home: Home) -> None:
        assert [release.id for release in home.releases.all()] == names[2:]
        nothing_hidden(home)

    assert at_every_step(released, "prune", "2", look, look_after) >= 10


def test_a_reissue(released: Home) -> None:
    before = released.releases.current()

    def look(home: Home) -> None:
        assert home.releases.current().name in (before.name, f"{before.name}.2")
        assert all(verify(release) == [] for release in home.releases.all())

    def look_after(home: Home) -> None:
        assert home.releases.current().name == f"{before.name}.2"
        assert len(home.releases.all()) == 5
        assert verify(home.releases.current()) == []
        nothing_hidden(home)

    assert at_every_step(released, "reissue", "newer", look, look_after) == MOST


def test_an_import(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.claim("real")
    take(home, str(write_warc(tmp_path / "0.warc.gz", edition(2018, text="First."))))
    more = write_warc(tmp_path / "1.warc.gz", edition(2019, text="Second."), date="2026-01-01T00:00:00Z")
    before = held(home)
    assert len(before) == 8

    def look(killed: Home) -> None:
        assert held(killed) in (before, held(killed) | before)
        assert len(held(killed)) in (8, 16), "part of a file was taken"

    def look_after(done: Home) -> None:
        assert len(held(done)) == 16
        assert before < held(done)
        names = {path.name for path in (done.folder / "archive/warc").iterdir()}
        assert len(names) <= 3
        assert not [name for name in names if name.endswith(".unnamed")]

    assert at_every_step(home, "import", str(more), look, look_after) >= 20


def test_a_rebuild_of_the_index(tmp_path: Path) -> None:
    home = Home(unpack_old_home(tmp_path))
    everything = held(home)
    assert len(everything) == 14

    def look(killed: Home) -> None:
        assert held(killed) == everything

    def look_after(done: Home) -> None:
        assert held(done) == everything
        names = {path.name for path in (done.folder / "archive").iterdir()}
        assert names == {"index.sqlite", "published.jsonl", "warc"}

    assert at_every_step(home, "rebuild", "", look, look_after) >= 20


def held(home: Home) -> set[tuple[str, str]]:
    """Address and digest of every capture, each with its bytes read back."""
    with PageArchive(home.folder / "archive") as archive:
        entries = list(archive.index.all_entries())
        assert [capture.digest for capture in map(archive.load, entries)] == [entry.digest for entry in entries]
    return {(entry.url, entry.digest) for entry in entries}
