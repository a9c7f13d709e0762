"""Releases are found by id, by the beginning of an id, and by issue."""

import os
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from warehouse.release.shelf import Release, Shelf
from warehouse.store.files import to_json, to_json_by_line, write_file
from warehouse.store.leftovers import partial_file

NAMES = ["ab12", "ab12.2", "cd34", "ab12.10", "ce56"]
"""In the order of their publication."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    for number, name in enumerate(NAMES, start=1):
        said = {"number": number, "published_at": f"2026-01-0{number}T00:00:00Z", "tables": {"pages": {"rows": number}}}
        write_file(shelf.folder / name / "manifest.json", to_json({**said, "files": {}}))
    write_file(shelf.folder / "pins.json", b"[]")
    return shelf


@pytest.mark.parametrize(
    ("name", "data", "issue"),
    [
        ("ab12", "ab12", 1),
        ("ab12.2", "ab12", 2),
        ("ab12.10", "ab12", 10),
        ("ab12.02", "ab12.02", 1),
        ("ab12.old", "ab12.old", 1),
    ],
)
def test_a_name_says_id_and_issue(name: str, data: str, issue: int) -> None:
    release = Release(Path("releases") / name)
    assert (release.name, release.id, release.issue) == (name, data, issue)


def test_releases_stand_in_the_order_of_their_publication(shelf: Shelf) -> None:
    assert [release.name for release in shelf.all()] == NAMES
    write_file(shelf.folder / "ff00" / "manifest.json", to_json({"published_at": "2026-12-01T00:00:00Z"}))
    assert [release.name for release in shelf.all()] == ["ff00", *NAMES], "the first releases had no number"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ab12", "ab12.10"),
        ("a", "ab12.10"),
        ("ab12.1", "ab12"),
        ("ab12.2", "ab12.2"),
        ("ab.2", "ab12.2"),
        ("ab12.10", "ab12.10"),
        ("cd", "cd34"),
        ("cd34.1", "cd34"),
    ],
)
def test_an_id_is_its_newest_issue(shelf: Shelf, name: str, found: str) -> None:
    assert shelf.get(name).name == found


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("c", "2 releases begin with 'c'"),
        ("c.1", "2 releases begin with 'c.1'"),
        ("ab12.3", "no release is called 'ab12.3'"),
        ("b", "no release is called 'b'"),
        ("ab12.", "no release is called 'ab12.'"),
    ],
)
def test_a_name_that_means_none_or_several_is_refused(shelf: Shelf, name: str, complaint: str) -> None:
    with pytest.raises(KeyError) as error:
        shelf.get(name)
    assert error.value.args == (f"{complaint}; there are: {', '.join(NAMES)}",)


def test_nothing_is_found_where_there_is_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    assert (shelf.all(), shelf.current(), shelf.newest("ab12")) == ([], None, None)
    assert shelf.next_issue("ab12").name == "ab12"
    with pytest.raises(KeyError, match="there are: none"):
        shelf.get("ab12")


def test_all_issues_of_an_id(shelf: Shelf) -> None:
    assert [release.name for release in shelf.find("ab")] == ["ab12", "ab12.2", "ab12.10"]
    assert [release.name for release in shelf.find("ab.2")] == ["ab12.2"]
    assert shelf.newest("ab12") == shelf.get("ab12.10")
    assert shelf.newest("ab") is None


def test_the_next_issue_comes_after_all_that_lie_there(shelf: Shelf) -> None:
    assert shelf.next_issue("ab12").name == "ab12.11"
    assert shelf.next_issue("cd34").name == "cd34.2"
    assert shelf.next_issue("ab").name == "ab"
    (shelf.folder / "cd34.7").mkdir()
    assert shelf.next_issue("cd34").name == "cd34.8"


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text('{"number": 1, ')])
def test_a_release_without_a_manifest_that_can_be_read_is_not_there(shelf: Shelf, damage) -> None:
    release = shelf.get("ab12.10")
    damage(release.manifest_path)
    assert not release.is_whole
    assert (release.files, release.tables, release.presentation) == ({}, {}, None)
    assert [found.name for found in shelf.all()] == [name for name in NAMES if name != "ab12.10"]
    assert shelf.newest("ab12") == shelf.get("ab12.2")
    for ask in (lambda: release.manifest, lambda: release.summary):
        with pytest.raises((FileNotFoundError, ValueError), match="the release is damaged"):
            ask()


def test_what_a_manifest_says_without_its_files(shelf: Shelf) -> None:
    release = shelf.get("cd34")
    assert release.is_whole
    assert release.tables == {"pages": {"rows": 3}}
    assert release.summary == {"number": 3, "published_at": "2026-01-03T00:00:00Z", "tables": release.tables}


@pytest.mark.parametrize("length", [1, 60_000, 200_000])
def test_a_summary_does_not_need_the_list_of_files(shelf: Shelf, length: int) -> None:
    release = shelf.get("cd34")
    said = {"number": 3, "published_at": "x" * length, "tables": {}}
    data = to_json_by_line(said, "files", {"a": {"bytes": 1}, "b": {"bytes": 2}})
    write_file(release.manifest_path, data)
    assert release.summary == said
    assert release.files == {"a": {"bytes": 1}, "b": {"bytes": 2}}
    if length <= 60_000:
        write_file(release.manifest_path, data[:-20])
        assert (release.summary, release.files) == (said, {})


def test_what_else_a_manifest_may_say(shelf: Shelf) -> None:
    release = shelf.get("cd34")
    assert (release.presentation, release.order) == (None, (3, "2026-01-03T00:00:00Z", "cd34"))
    said = {"published_at": "2026", "presentation": "p1", "tables": {}, "files": {"a": {"bytes": 1}}}
    write_file(release.manifest_path, to_json(said))
    assert (release.presentation, release.order, release.files) == ("p1", (0, "2026", "cd34"), {"a": {"bytes": 1}})
    write_file(release.manifest_path, b"{}")
    assert not release.is_whole, "a manifest that says nothing is none"
    with pytest.raises(FrozenInstanceError):
        release.path = shelf.folder  # type: ignore[misc]


def test_the_current_release_is_pointed_to_in_one_step(shelf: Shelf) -> None:
    assert shelf.current() is None
    shelf.point_to(shelf.get("ab12.2"))
    partial_file(shelf.link).symlink_to("nowhere")
    shelf.point_to(shelf.get("cd34"))
    assert shelf.current() == Release(shelf.folder.resolve() / "cd34")
    assert not shelf.link.readlink().is_absolute()
    assert sorted(path.name for path in shelf.link.parent.iterdir()) == ["current", "releases"]


def test_leftovers_are_swept_beside_the_releases_and_not_inside_them(shelf: Shelf) -> None:
    name = f".a.{os.getpid()}-01234567.partial"
    places = [shelf.link.parent, shelf.folder, shelf.folder / "cd34"]
    for place in places:
        (place / name).write_bytes(b"half")
    shelf.sweep()
    assert [(place / name).exists() for place in places] == [False, False, True]


def test_a_hidden_folder_is_no_release(shelf: Shelf) -> None:
    (shelf.folder / "cd34").rename(shelf.folder / ".cd34")
    assert [release.name for release in shelf.all()] == [name for name in NAMES if name != "cd34"]
