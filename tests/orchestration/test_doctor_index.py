"""`tip doctor --rebuild-index`, and what commands say of an index that they cannot use."""

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


def test_an_index_that_is_whole_loses_nothing(home: Path) -> None:
    before = tip_here(home, "doctor").stdout.splitlines()
    told = tip_here(home, "doctor", "--rebuild-index")
    assert (told.returncode, told.stderr) == (0, "")
    lines = told.stdout.splitlines()
    assert lines[1] == "index       rebuilt from 7 WARC segments: 14 pages, 15 captures"
    assert [lines[0], *lines[2:]] == before


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_an_index_that_cannot_be_used_is_told_of_and_made_anew(home: Path, damage: str) -> None:
    if damage == "missing":
        index_of(home).unlink()
    else:
        index_of(home).write_bytes(b"x" * 5_000)
    refused = tip_here(home, "doctor")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert refused.stderr.startswith(f"tip: {index_of(home)} is {damage}")
    assert "`tip doctor --rebuild-index`" in refused.stderr
    told = tip_here(home, "doctor", "--rebuild-index")
    assert (told.returncode, told.stderr) == (0, "")
    assert "lost: captures that version 0.1.0 wrote no record of," in told.stdout.splitlines()[2]
    assert "archive     14 pages, 14 captures" in told.stdout  # one came again in the same bytes, without a record
    assert tip_here(home, "doctor").returncode == 0


def test_an_index_of_a_newer_version_is_told_of(home: Path) -> None:
    with closing(sqlite3.connect(index_of(home))) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    for option in ([], ["--rebuild-index"]):
        refused = tip_here(home, "doctor", *option)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert refused.stderr.startswith(f"tip: {index_of(home)} has version {VERSION + 1} of the index")


def test_nothing_is_rebuilt_beside_another_writer(home: Path) -> None:
    before = index_of(home).read_bytes()
    (home / ".locks").mkdir()
    with (home / ".locks/archive").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = tip_here(home, "doctor", "--rebuild-index")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "is writing to" in refused.stderr
    assert index_of(home).read_bytes() == before
