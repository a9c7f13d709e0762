"""Releases are found by id, by the beginning of an id, and by issue."""

from pathlib import Path

import pytest

from warehouse.release.release_store import Release, ReleaseStore
from warehouse.staging.files import to_json, write_file

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
