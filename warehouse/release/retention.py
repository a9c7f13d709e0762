"""Keeping few releases: the current one and pinned ones always stay."""

import shutil
from pathlib import Path
from typing import Final

from warehouse.release.release_store import Release, ReleaseStore
from warehouse.staging.files import flush_folder, read_json, to_json, write_file
from warehouse.staging.leftovers import removing_folder

_PINS: Final = "pins.json"


def pinned(store: ReleaseStore) -> set[str]:
    """The names of the releases that are pinned. Pins lie beside the releases, which never change."""
    return set(read_json(_pins(store)) or [])


def pin(store: ReleaseStore, release: Release) -> None:
    """Keeps a release from being removed."""
    write_file(_pins(store), to_json(sorted(pinned(store) | {release.name})))


def unpin(store: ReleaseStore, *releases: Release) -> None:
    """Lets releases be removed again."""
    write_file(_pins(store), to_json(sorted(pinned(store) - {release.name for release in releases})))


def prune(store: ReleaseStore, keep: int) -> list[str]:
    """Removes old releases.

    The issues of the same data count as one release, of which the newest stays. A release is first renamed in one step
    to a name that no reader resolves, then deleted: a kill in between leaves a folder that the next run removes,
    never half a release.

    Args:
        store: the releases, held for writing.
        keep: how many of the newest stay; the current one and pinned ones stay besides, wherever they stand, each
            with the newest issue of its data.

    Returns:
        The names of the releases removed, oldest first.

    Raises:
        ValueError: fewer than one is to stay.
    """
    if keep < 1:
        raise ValueError(f"cannot keep {keep} releases: at least one stays")
    store.remove_leftovers()
    releases = store.all()
    staying = _staying(store, releases, keep)
    going = [release for release in releases if release.name not in staying]
    for release in going:
        hidden = removing_folder(store.folder, release.name)
        release.path.rename(hidden)
        flush_folder(store.folder)
        shutil.rmtree(hidden)
    return [release.name for release in going]


def _staying(store: ReleaseStore, releases: list[Release], keep: int) -> set[str]:
    """The names of the releases that stay."""
    current = store.current()
    held = pinned(store) | ({current.name} if current else set())
    newest = {release.id: release for release in sorted(releases, key=lambda release: release.issue)}
    by_age = sorted(newest.values(), key=lambda release: release.order)
    held_ids = {release.id for release in releases if release.name in held}
    return held | {release.name for release in by_age[-keep:]} | {newest[data].name for data in held_ids}


def _pins(store: ReleaseStore) -> Path:
    return store.folder / _PINS
