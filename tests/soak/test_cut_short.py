"""Rollback, prune, reissue, import and index rebuild, killed before each call that changes the disk."""

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
from tests.soak.steps import ACTIONS, ingest, prune_releases, rollback
from tests.support import edition, write_warc
from tests.warehouse.staged import CHANGING, release_version
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
COUNTS = dict.fromkeys(CHANGING, 4)
MAX_KILLS = 20
"""The most steps at which an action is killed, evenly spread over its steps."""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Four releases; the last one is current."""
    home = Home(tmp_path_factory.mktemp("released") / "home")
    for version in range(4):
        release_version(home, COUNTS, version, 2)
    return home


def was_killed(home: Home, action: str, argument: str, number: int) -> bool:
    """Whether the action was killed before its n-th step; False if it has fewer steps."""
    command = [sys.executable, "-m", "tests.soak.steps", str(number), action, str(home.folder), argument]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def at_every_step(
    original: Home,
    action: str,
    argument: str,
    validate_killed: Callable[[Home], None],
    validate_rerun: Callable[[Home], None],
) -> int:
    """Kills the action at each step, on a fresh copy of the home, and then runs it again.

    Returns:
        The number of kills.
    """
    copy = Home(original.folder.with_name("copy"))
    steps = count_steps(original, copy, action, argument)
    numbers = sorted(
        {1 + number * steps // MAX_KILLS for number in range(MAX_KILLS)} if steps > MAX_KILLS else range(1, steps + 1)
    )
    for number in numbers:
        copy_home(original, copy)
        assert was_killed(copy, action, argument, number)
        validate_killed(copy)
        ACTIONS[action](copy, argument)
        validate_rerun(copy)
    return len(numbers)


def count_steps(original: Home, copy: Home, action: str, argument: str) -> int:
    low, high = 0, 1
    while is_killed_on_copy(original, copy, action, argument, high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_killed_on_copy(original, copy, action, argument, middle) else (low, middle)
    return low


def is_killed_on_copy(original: Home, copy: Home, action: str, argument: str, number: int) -> bool:
    copy_home(original, copy)
    return was_killed(copy, action, argument, number)


def copy_home(original: Home, copy: Home) -> None:
    shutil.rmtree(copy.folder, ignore_errors=True)
    shutil.copytree(original.folder, copy.folder, symlinks=True)


def assert_no_hidden_files(home: Home) -> None:
    for folder in (home.folder, home.releases.folder):
        assert [path.name for path in folder.iterdir() if path.name.startswith(".") and path.name != ".locks"] == []


def test_a_rollback(released: Home) -> None:
    first, *_, last = (release.id for release in released.releases.all())

    def validate_killed(home: Home) -> None:
        assert home.releases.current().id in (first, last)
        assert all(verify(release) == [] for release in home.releases.all())

    def validate_rerun(home: Home) -> None:
        assert home.releases.current().id == first
        prune_releases(home, "4")  # the next write removes what the kill left
        assert_no_hidden_files(home)
        rollback(home, last)
        assert len(home.releases.all()) == 4

    assert at_every_step(released, "rollback", first, validate_killed, validate_rerun) >= 4


def test_a_prune(released: Home) -> None:
    names = [release.id for release in released.releases.all()]

    def validate_killed(home: Home) -> None:
        left = home.releases.all()
        assert [release.id for release in left] == names[4 - len(left) :]
        assert all(verify(release) == [] for release in left)
        assert home.releases.current().id == names[-1]

    def validate_rerun(home: Home) -> None:
        assert [release.id for release in home.releases.all()] == names[2:]
        assert_no_hidden_files(home)

    assert at_every_step(released, "prune", "2", validate_killed, validate_rerun) >= 10


def test_a_reissue(released: Home) -> None:
    before = released.releases.current()

    def validate_killed(home: Home) -> None:
        assert home.releases.current().name in (before.name, f"{before.name}.2")
        assert all(verify(release) == [] for release in home.releases.all())

    def validate_rerun(home: Home) -> None:
        assert home.releases.current().name == f"{before.name}.2"
        assert len(home.releases.all()) == 5
        assert verify(home.releases.current()) == []
        assert_no_hidden_files(home)

    assert at_every_step(released, "reissue", "newer", validate_killed, validate_rerun) == MAX_KILLS


def test_an_import(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.claim("real")
    ingest(home, str(write_warc(tmp_path / "0.warc.gz", edition(2018, text="First."))))
    more = write_warc(tmp_path / "1.warc.gz", edition(2019, text="Second."), date="2026-01-01T00:00:00Z")
    before = archived(home)
    assert len(before) == 8

    def validate_killed(killed: Home) -> None:
        assert archived(killed) in (before, archived(killed) | before)
        assert len(archived(killed)) in (8, 16), "part of a file was imported"

    def validate_rerun(done: Home) -> None:
        assert len(archived(done)) == 16
        assert before < archived(done)
        names = {path.name for path in (done.folder / "archive/warc").iterdir()}
        assert len(names) <= 3
        assert not [name for name in names if name.endswith(".unnamed")]

    assert at_every_step(home, "import", str(more), validate_killed, validate_rerun) >= 20


def test_a_rebuild_of_the_index(tmp_path: Path) -> None:
    home = Home(unpack_old_home(tmp_path))
    everything = archived(home)
    assert len(everything) == 14

    def validate_killed(killed: Home) -> None:
        assert archived(killed) == everything

    def validate_rerun(done: Home) -> None:
        assert archived(done) == everything
        names = {path.name for path in (done.folder / "archive").iterdir()}
        assert names == {"index.sqlite", "published.jsonl", "warc"}

    assert at_every_step(home, "rebuild", "", validate_killed, validate_rerun) >= 20


def archived(home: Home) -> set[tuple[str, str]]:
    """URL and digest of every capture; reads the bytes of each."""
    with PageArchive(home.folder / "archive") as archive:
        entries = list(archive.index.all_entries())
        assert [capture.digest for capture in map(archive.load, entries)] == [entry.digest for entry in entries]
    return {(entry.url, entry.digest) for entry in entries}
