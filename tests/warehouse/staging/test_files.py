"""Files are whole or not there, and are known by digest, size and time."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from warehouse.staging.files import (
    RecordedFile,
    digest,
    file_digest,
    first_changed,
    flush_folder,
    read_json,
    sync_file_system,
    to_json,
    to_json_by_line,
    write_file,
    write_new_file,
)

DATA = b"some bytes"


def test_digests_are_sha_256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(DATA)
    assert digest(DATA) == file_digest(tmp_path / "a") == hashlib.sha256(DATA).hexdigest()


def test_a_file_is_written_with_its_folders_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "a"
    for data in (b"old", DATA):
        write_file(path, data)
        assert path.read_bytes() == data
    assert list(path.parent.iterdir()) == [path]


def test_a_file_of_its_own_is_never_written_through_a_link(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "a"
    write_new_file(str(path), b"old")
    os.link(path, tmp_path / "release")
    write_new_file(str(path), DATA)
    write_new_file(str(path.with_name("b")), b"other")
    assert (path.read_bytes(), (tmp_path / "release").read_bytes()) == (DATA, b"old")
    assert path.with_name("b").read_bytes() == b"other"


def test_json_has_one_form() -> None:
    assert to_json({"b": [1], "a": "é", "c": Path("x")}) == b'{\n "a": "\xc3\xa9",\n "b": [\n  1\n ],\n "c": "x"\n}\n'


def test_json_by_line_has_one_form() -> None:
    assert to_json_by_line({"a": 1}, "é", {"y": {"b": 1, "a": "é"}, "x": None}) == (
        b'{\n "a": 1,\n "\xc3\xa9": {\n  "x": null,\n  "y": {"a": "\xc3\xa9", "b": 1}\n }\n}\n'
    )


def test_json_is_read_where_there_is_any(tmp_path: Path) -> None:
    assert read_json(tmp_path / "none.json") is None
    write_file(tmp_path / "a.json", to_json({"a": 1}))
    assert read_json(tmp_path / "a.json") == {"a": 1}
    (tmp_path / "a.json").write_bytes(b"{")
    with pytest.raises(json.JSONDecodeError):
        read_json(tmp_path / "a.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files and a note that is as old as the second."""
    for at, name in ((1, "a"), (2, "deep/b"), (2, "note")):
        write_file(tmp_path / name, DATA)
        os.utime(tmp_path / name, ns=(at * 10**9, at * 10**9))
    return tmp_path


def changed(folder: Path, **noted: RecordedFile | None) -> str | None:
    files = {"a": RecordedFile(len(DATA), digest(DATA)), "deep/b": RecordedFile(len(DATA), digest(DATA)), **noted}
    return first_changed(folder, files, recorded_in=folder / "note")


def test_files_as_they_were_noted(folder: Path) -> None:
    assert changed(folder) is None
    assert first_changed(folder, {}, recorded_in=folder / "note") is None


def test_a_file_that_is_older_than_the_note_is_not_read(folder: Path) -> None:
    other = RecordedFile(len(DATA), "another digest")
    assert changed(folder, **{"a": other, "deep/b": other}) is None


def test_a_file_that_was_written_to_later_is_read(folder: Path) -> None:
    os.utime(folder / "a", ns=(2 * 10**9 + 1, 2 * 10**9 + 1))
    assert changed(folder) is None
    assert changed(folder, a=RecordedFile(len(DATA), "another digest")) == "a"
    (folder / "deep/b").write_bytes(DATA[::-1])
    assert changed(folder) == "deep/b"


@pytest.mark.parametrize("at", [1, 3])
def test_a_file_of_another_size(folder: Path, at: int) -> None:
    (folder / "a").write_bytes(DATA + b"x")
    os.utime(folder / "a", ns=(at * 10**9, at * 10**9))
    assert changed(folder) == "a"
    assert changed(folder, a=RecordedFile(len(DATA) + 1, digest(DATA + b"x"))) is None


def test_a_file_of_which_only_its_place_is_noted(folder: Path) -> None:
    (folder / "a").write_bytes(b"something else, and later")
    assert changed(folder, a=None) is None
    (folder / "a").unlink()
    assert changed(folder, a=None) == "a"


def test_of_several_the_first_is_named(folder: Path) -> None:
    (folder / "deep/b").unlink()
    assert changed(folder) == "deep/b"
    (folder / "a").unlink()
    assert changed(folder) == "a"
    (folder / "note").unlink()
    assert changed(folder) == "note"


def test_what_is_written_reaches_the_disk_and_leaves_no_file_open(tmp_path: Path) -> None:
    """That it reaches the disk cannot be seen; that the calls go through and close what they open can."""
    write_file(tmp_path / "a", DATA)
    before = len(list(Path("/proc/self/fd").iterdir()))
    sync_file_system(tmp_path)
    flush_folder(tmp_path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    for call in (sync_file_system, flush_folder):
        with pytest.raises(NotADirectoryError):
            call(tmp_path / "a")
