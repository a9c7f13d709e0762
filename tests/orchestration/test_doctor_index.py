"""`tip doctor --rebuild-index`, and the errors of commands on an unusable index."""

import fcntl
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sources.archive.schema import VERSION
from tests.old_home import unpack_old_home
from tests.orchestration.command_line import tip_here


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home made by version 0.1.0."""
    return unpack_old_home(tmp_path)


def index_of(home: Path) -> Path:
    return home / "archive" / "index.sqlite"


def test_rebuilding_an_intact_index_loses_nothing(home: Path) -> None:
    before = tip_here(home, "doctor").stdout.splitlines()
    done = tip_here(home, "doctor", "--rebuild-index")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "index       rebuilt from 7 WARC segments: 14 pages, 15 captures"
    assert lines[1:] == before


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_an_unusable_index_is_reported_and_rebuilt(home: Path, damage: str) -> None:
    if damage == "missing":
        index_of(home).unlink()
    else:
        index_of(home).write_bytes(b"x" * 5_000)
    refused = tip_here(home, "doctor")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.startswith(f"tip: {index_of(home)} is {damage}")
    assert "`tip doctor --rebuild-index`" in refused.stderr
    done = tip_here(home, "doctor", "--rebuild-index")
    assert (done.returncode, done.stderr) == (0, "")
    assert "lost: captures that version 0.1.0 wrote no record of," in done.stdout.splitlines()[1]
    assert (
        "archive     14 pages, 14 captures" in done.stdout
    )  # one capture had the same bytes as another, and no record of its own
    assert tip_here(home, "doctor").returncode == 0


def test_an_index_of_a_newer_version_is_an_error(home: Path) -> None:
    with closing(sqlite3.connect(index_of(home))) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    for option in ([], ["--rebuild-index"]):
        refused = tip_here(home, "doctor", *option)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert refused.stderr.startswith(f"tip: {index_of(home)} has version {VERSION + 1} of the index")


def test_the_index_is_not_rebuilt_during_another_write(home: Path) -> None:
    before = index_of(home).read_bytes()
    (home / ".locks").mkdir()
    with (home / ".locks/archive").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = tip_here(home, "doctor", "--rebuild-index")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "is writing to" in refused.stderr
    assert index_of(home).read_bytes() == before
