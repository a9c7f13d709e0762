"""Retention: old releases are removed; the current and pinned ones always stay."""

import shutil
from pathlib import Path
from typing import Final

from warehouse.release.release_store import Release, ReleaseStore
from warehouse.staging.files import flush_folder, read_json, to_json, write_file
from warehouse.staging.leftovers import removing_folder

_PINS: Final = "pins.json"


def pinned(store: ReleaseStore) -> set[str]:
    """The names of the pinned releases. Pins are stored beside the releases, which never change."""
    return set(read_json(_pins(store)) or [])


def pin(store: ReleaseStore, release: Release) -> None:
    """Protects a release from removal."""
    write_file(_pins(store), to_json(sorted(pinned(store) | {release.name})))


def unpin(store: ReleaseStore, *releases: Release) -> None:
    """Removes the protection of releases."""
    write_file(_pins(store), to_json(sorted(pinned(store) - {release.name for release in releases})))


def prune(store: ReleaseStore, keep: int) -> list[str]:
    """Removes old releases.

    The issues of the same data count as one release; its newest issue stays. A release is first renamed to a hidden
    name in one step and then deleted: a killed process leaves a hidden folder, which the next run removes.

    Args:
        store: the releases, locked for writing.
        keep: the number of newest releases that stay; the current and pinned ones stay too, each with the newest issue
            of its data.

    Returns:
        The names of the removed releases, oldest first.

    Raises:
        ValueError: `keep` is less than one.
    """
    return remove(store, [release.name for release in removable(store, keep)])


def removable(store: ReleaseStore, keep: int) -> list[Release]:
    """The releases that `prune` removes, oldest first.

    Raises:
        ValueError: `keep` is less than one.
    """
    if keep < 1:
        raise ValueError(f"cannot keep {keep} releases: at least one stays")
    releases = store.all()
    staying = _staying(store, releases, keep)
    return [release for release in releases if release.name not in staying]


def remove(store: ReleaseStore, names: list[str]) -> list[str]:
    """Removes releases of these names, without the current and pinned ones. The store must be locked for writing.

    Returns:
        The names of the removed releases, oldest first.
    """
    store.remove_leftovers()
    current = store.current()
    protected = pinned(store) | ({current.name} if current else set())
    removed = [release for release in store.all() if release.name in names and release.name not in protected]
    for release in removed:
        hidden = removing_folder(store.folder, release.name)
        release.path.rename(hidden)
        flush_folder(store.folder)
        shutil.rmtree(hidden)
    return [release.name for release in removed]


def _staying(store: ReleaseStore, releases: list[Release], keep: int) -> set[str]:
    """The names of the releases that stay."""
    current = store.current()
    protected = pinned(store) | ({current.name} if current else set())
    newest = {release.id: release for release in sorted(releases, key=lambda release: release.issue)}
    by_age = sorted(newest.values(), key=lambda release: release.order)
    protected_ids = {release.id for release in releases if release.name in protected}
    return protected | {release.name for release in by_age[-keep:]} | {newest[data].name for data in protected_ids}


def _pins(store: ReleaseStore) -> Path:
    return store.folder / _PINS
