"""Few releases are kept, never at the price of the current one, a pinned one, or half a release."""

import shutil
from pathlib import Path

import pytest

from warehouse.release import retention
from warehouse.release.shelf import Release, Shelf
from warehouse.store.files import to_json, write_file

NAMES = ["a1", "b2", "c3", "d4", "e5"]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    for day, name in enumerate(NAMES, start=1):
        write_file(shelf.folder / name / "manifest.json", to_json({"published_at": f"2026-01-0{day}T00:00:00Z"}))
    shelf.point_to(shelf.get("e5"))
    return shelf


def names(shelf: Shelf) -> list[str]:
    return [release.name for release in shelf.all()]


def test_the_newest_stay(shelf: Shelf) -> None:
    assert retention.prune(shelf, 2) == ["a1", "b2", "c3"]
    assert names(shelf) == ["d4", "e5"]
    assert retention.prune(shelf, 2) == []


def test_the_current_one_stays_wherever_it_stands(shelf: Shelf) -> None:
    shelf.point_to(shelf.get("a1"))
    retention.prune(shelf, 1)
    assert names(shelf) == ["a1", "e5"]
    assert shelf.current() == Release(shelf.folder.resolve() / "a1")


def test_pinned_ones_stay_until_they_are_unpinned(shelf: Shelf) -> None:
    retention.pin(shelf, shelf.get("b2"))
    retention.prune(shelf, 1)
    assert names(shelf) == ["b2", "e5"]
    retention.unpin(shelf, shelf.get("b2"))
    retention.prune(shelf, 1)
    assert names(shelf) == ["e5"]


def published(shelf: Shelf, day: int, name: str) -> Release:
    write_file(shelf.folder / name / "manifest.json", to_json({"published_at": f"2026-01-{day}T00:00:00Z"}))
    return shelf.get(name)


def test_the_issues_of_an_id_count_as_one_release(shelf: Shelf) -> None:
    """Of a kept id the newest issue stays; how old it is says its newest issue."""
    for day, name in enumerate(["e5.2", "b2.2", "e5.10"], start=11):
        published(shelf, day, name)
    shelf.point_to(shelf.get("e5.10"))
    assert retention.prune(shelf, 3) == ["a1", "b2", "c3", "e5", "e5.2"]
    assert names(shelf) == ["d4", "b2.2", "e5.10"]
    assert retention.prune(shelf, 2) == ["d4"]


def test_the_current_issue_stays_beside_the_newest_of_its_id(shelf: Shelf) -> None:
    for day, name in enumerate(["a1.2", "a1.3", "b2.2"], start=11):
        published(shelf, day, name)
    shelf.point_to(shelf.get("a1.2"))
    retention.prune(shelf, 1)
    assert names(shelf) == ["a1.2", "a1.3", "b2.2"]


def test_a_pinned_issue_stays_beside_the_newest_of_its_id(shelf: Shelf) -> None:
    for day, name in enumerate(["a1.2", "a1.3"], start=11):
        published(shelf, day, name)
    for name in ("a1.1", "b2"):
        retention.pin(shelf, shelf.get(name))
    published(shelf, 13, "b2.2")
    assert retention.pinned(shelf) == {"a1", "b2"}
    retention.prune(shelf, 1)
    assert names(shelf) == ["a1", "b2", "e5", "a1.3", "b2.2"]
    retention.unpin(shelf, *shelf.find("b2"), shelf.get("a1.3"))
    assert retention.pinned(shelf) == {"a1"}
    retention.prune(shelf, 1)
    assert names(shelf) == ["a1", "e5", "a1.3", "b2.2"]


def test_none_is_no_number_to_keep(shelf: Shelf) -> None:
    with pytest.raises(ValueError, match="at least one stays"):
        retention.prune(shelf, 0)
    assert names(shelf) == NAMES


def test_a_kill_while_removing_leaves_no_half_release(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.prune(shelf, 4)
    assert names(shelf) == NAMES[1:]
    (hidden,) = [path for path in shelf.folder.iterdir() if path.name.startswith(".")]
    hidden.rename(shelf.folder / ".a1.4194304-01234567.removing")  # of one that is gone: no process has this number
    retention.prune(shelf, 4)
    assert not [path for path in shelf.folder.iterdir() if path.name.startswith(".")]
