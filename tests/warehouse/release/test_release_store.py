"""Releases are found by id, by the beginning of an id, and by issue."""

import os
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from warehouse.release.release_store import Release, ReleaseStore
from warehouse.staging.files import to_json, to_json_by_line, write_file
from warehouse.staging.leftovers import partial_file

NAMES = ["ab12", "ab12.2", "cd34", "ab12.10", "ce56"]
"""In the order of their publication."""


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    store = ReleaseStore(tmp_path)
    for number, name in enumerate(NAMES, start=1):
        said = {"number": number, "published_at": f"2026-01-0{number}T00:00:00Z", "tables": {"pages": {"rows": number}}}
        write_file(store.folder / name / "manifest.json", to_json({**said, "files": {}}))
    write_file(store.folder / "pins.json", b"[]")
    return store


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


def test_releases_stand_in_the_order_of_their_publication(store: ReleaseStore) -> None:
    assert [release.name for release in store.all()] == NAMES
    write_file(store.folder / "ff00" / "manifest.json", to_json({"published_at": "2026-12-01T00:00:00Z"}))
    assert [release.name for release in store.all()] == ["ff00", *NAMES], "the first releases had no number"


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
def test_an_id_is_its_newest_issue(store: ReleaseStore, name: str, found: str) -> None:
    assert store.get(name).name == found


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
def test_a_name_that_means_none_or_several_is_refused(store: ReleaseStore, name: str, complaint: str) -> None:
    with pytest.raises(KeyError) as error:
        store.get(name)
    assert error.value.args == (f"{complaint}; there are: {', '.join(NAMES)}",)


def test_nothing_is_found_where_there_is_nothing(tmp_path: Path) -> None:
    store = ReleaseStore(tmp_path)
    assert (store.all(), store.current(), store.newest("ab12")) == ([], None, None)
    assert store.next_issue("ab12").name == "ab12"
    with pytest.raises(KeyError, match="there are: none"):
        store.get("ab12")


def test_all_issues_of_an_id(store: ReleaseStore) -> None:
    assert [release.name for release in store.find("ab")] == ["ab12", "ab12.2", "ab12.10"]
    assert [release.name for release in store.find("ab.2")] == ["ab12.2"]
    assert store.newest("ab12") == store.get("ab12.10")
    assert store.newest("ab") is None


def test_the_next_issue_comes_after_all_that_lie_there(store: ReleaseStore) -> None:
    assert store.next_issue("ab12").name == "ab12.11"
    assert store.next_issue("cd34").name == "cd34.2"
    assert store.next_issue("ab").name == "ab"
    (store.folder / "cd34.7").mkdir()
    assert store.next_issue("cd34").name == "cd34.8"


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text('{"number": 1, ')])
def test_a_release_without_a_manifest_that_can_be_read_is_not_there(store: ReleaseStore, damage) -> None:
    release = store.get("ab12.10")
    damage(release.manifest_path)
    assert not release.is_whole
    assert (release.files, release.tables, release.presentation) == ({}, {}, None)
    assert [found.name for found in store.all()] == [name for name in NAMES if name != "ab12.10"]
    assert store.newest("ab12") == store.get("ab12.2")
    for ask in (lambda: release.manifest, lambda: release.summary):
        with pytest.raises((FileNotFoundError, ValueError), match="the release is damaged"):
            ask()


def test_what_a_manifest_says_without_its_files(store: ReleaseStore) -> None:
    release = store.get("cd34")
    assert release.is_whole
    assert release.tables == {"pages": {"rows": 3}}
    assert release.summary == {"number": 3, "published_at": "2026-01-03T00:00:00Z", "tables": release.tables}


@pytest.mark.parametrize("length", [1, 60_000, 200_000])
def test_a_summary_does_not_need_the_list_of_files(store: ReleaseStore, length: int) -> None:
    release = store.get("cd34")
    said = {"number": 3, "published_at": "x" * length, "tables": {}}
    data = to_json_by_line(said, "files", {"a": {"bytes": 1}, "b": {"bytes": 2}})
    write_file(release.manifest_path, data)
    assert release.summary == said
    assert release.files == {"a": {"bytes": 1}, "b": {"bytes": 2}}
    if length <= 60_000:
        write_file(release.manifest_path, data[:-20])
        assert (release.summary, release.files) == (said, {})


def test_what_else_a_manifest_may_say(store: ReleaseStore) -> None:
    release = store.get("cd34")
    assert (release.presentation, release.order) == (None, (3, "2026-01-03T00:00:00Z", "cd34"))
    said = {"published_at": "2026", "presentation": "p1", "tables": {}, "files": {"a": {"bytes": 1}}}
    write_file(release.manifest_path, to_json(said))
    assert (release.presentation, release.order, release.files) == ("p1", (0, "2026", "cd34"), {"a": {"bytes": 1}})
    write_file(release.manifest_path, b"{}")
    assert not release.is_whole, "a manifest that says nothing is none"
    with pytest.raises(FrozenInstanceError):
        release.path = store.folder  # type: ignore[misc]


def test_the_current_release_is_pointed_to_in_one_step(store: ReleaseStore) -> None:
    assert store.current() is None
    store.point_to(store.get("ab12.2"))
    partial_file(store.link).symlink_to("nowhere")
    store.point_to(store.get("cd34"))
    assert store.current() == Release(store.folder.resolve() / "cd34")
    assert not store.link.readlink().is_absolute()
    assert sorted(path.name for path in store.link.parent.iterdir()) == ["current", "releases"]


def test_leftovers_are_swept_beside_the_releases_and_not_inside_them(store: ReleaseStore) -> None:
    name = f".a.{os.getpid()}-01234567.partial"
    places = [store.link.parent, store.folder, store.folder / "cd34"]
    for place in places:
        (place / name).write_bytes(b"half")
    store.remove_leftovers()
    assert [(place / name).exists() for place in places] == [False, False, True]


def test_a_hidden_folder_is_no_release(store: ReleaseStore) -> None:
    (store.folder / "cd34").rename(store.folder / ".cd34")
    assert [release.name for release in store.all()] == [name for name in NAMES if name != "cd34"]
