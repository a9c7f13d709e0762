"""Few releases are kept, never at the price of the current one, a pinned one, or half a release."""

import shutil
from pathlib import Path

import pytest

from warehouse.release import retention
from warehouse.release.release_store import Release, ReleaseStore
from warehouse.staging.files import to_json, write_file

NAMES = ["a1", "b2", "c3", "d4", "e5"]


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    store = ReleaseStore(tmp_path)
    for day, name in enumerate(NAMES, start=1):
        write_file(store.folder / name / "manifest.json", to_json({"published_at": f"2026-01-0{day}T00:00:00Z"}))
    store.point_to(store.get("e5"))
    return store


def names(store: ReleaseStore) -> list[str]:
    return [release.name for release in store.all()]


def test_the_newest_stay(store: ReleaseStore) -> None:
    assert retention.prune(store, 2) == ["a1", "b2", "c3"]
    assert names(store) == ["d4", "e5"]
    assert retention.prune(store, 2) == []


def test_the_current_one_stays_wherever_it_stands(store: ReleaseStore) -> None:
    store.point_to(store.get("a1"))
    retention.prune(store, 1)
    assert names(store) == ["a1", "e5"]
    assert store.current() == Release(store.folder.resolve() / "a1")


def test_pinned_ones_stay_until_they_are_unpinned(store: ReleaseStore) -> None:
    retention.pin(store, store.get("b2"))
    retention.prune(store, 1)
    assert names(store) == ["b2", "e5"]
    retention.unpin(store, store.get("b2"))
    retention.prune(store, 1)
    assert names(store) == ["e5"]


def published(store: ReleaseStore, day: int, name: str) -> Release:
    write_file(store.folder / name / "manifest.json", to_json({"published_at": f"2026-01-{day}T00:00:00Z"}))
    return store.get(name)


def test_the_issues_of_an_id_count_as_one_release(store: ReleaseStore) -> None:
    """Of a kept id the newest issue stays; how old it is says its newest issue."""
    for day, name in enumerate(["e5.2", "b2.2", "e5.10"], start=11):
        published(store, day, name)
    store.point_to(store.get("e5.10"))
    assert retention.prune(store, 3) == ["a1", "b2", "c3", "e5", "e5.2"]
    assert names(store) == ["d4", "b2.2", "e5.10"]
    assert retention.prune(store, 2) == ["d4"]


def test_the_current_issue_stays_beside_the_newest_of_its_id(store: ReleaseStore) -> None:
    for day, name in enumerate(["a1.2", "a1.3", "b2.2"], start=11):
        published(store, day, name)
    store.point_to(store.get("a1.2"))
    retention.prune(store, 1)
    assert names(store) == ["a1.2", "a1.3", "b2.2"]


def test_a_pinned_issue_stays_beside_the_newest_of_its_id(store: ReleaseStore) -> None:
    for day, name in enumerate(["a1.2", "a1.3"], start=11):
        published(store, day, name)
    for name in ("a1.1", "b2"):
        retention.pin(store, store.get(name))
    published(store, 13, "b2.2")
    assert retention.pinned(store) == {"a1", "b2"}
    retention.prune(store, 1)
    assert names(store) == ["a1", "b2", "e5", "a1.3", "b2.2"]
    retention.unpin(store, *store.find("b2"), store.get("a1.3"))
    assert retention.pinned(store) == {"a1"}
    retention.prune(store, 1)
    assert names(store) == ["a1", "e5", "a1.3", "b2.2"]


def test_none_is_no_number_to_keep(store: ReleaseStore) -> None:
    with pytest.raises(ValueError, match="at least one stays"):
        retention.prune(store, 0)
    assert names(store) == NAMES


def test_a_kill_while_removing_leaves_no_half_release(store: ReleaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(path: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.prune(store, 4)
    assert names(store) == NAMES[1:]
    (hidden,) = [path for path in store.folder.iterdir() if path.name.startswith(".")]
    hidden.rename(store.folder / ".a1.4194304-01234567.removing")  # of one that is gone: no process has this number
    retention.prune(store, 4)
    assert not [path for path in store.folder.iterdir() if path.name.startswith(".")]
