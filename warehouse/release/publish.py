"""Publishing: staged tables that passed the gate become a release, in one step, or nothing happens.

The same data are published again, as a reissue, where what is derived from them for reading is made by newer code, or
where their newest issue is damaged. A release that was published once is never written to, whole or damaged.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from warehouse.quality.check import CheckResult
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.release.assembly import assemble
from warehouse.release.presentation import presentation_version
from warehouse.release.release_store import Release, ReleaseStore
from warehouse.release.verify import glance, verify
from warehouse.staging.area import StagingArea
from warehouse.staging.files import digest, flush_folder, sync_file_system, to_json
from warehouse.staging.leftovers import building_folder
from warehouse.tables import TABLES

_ID_LENGTH: Final = 12

Reason = Literal["presentation", "damage"]
"""Why data are published again: newer code makes what is derived from them, or their newest issue is damaged."""

Due = Literal["data", "presentation", "damage"]
"""Why what is staged is to be published: other data than those that are current, or one of the reasons above."""


@dataclass(frozen=True)
class Published:
    """What publishing did.

    Attributes:
        release: what is current now.
        is_new: whether something else was current before.
        reissue: why a new issue was made of data that were published before; None where none was made.
        shared_files: partition files that the release shares with the one before.
        new_files: the others.
    """

    release: Release
    is_new: bool
    reissue: Reason | None = None
    shared_files: int = 0
    new_files: int = 0


def release_id(staging: StagingArea) -> str:
    """The id that the staged data has as a release: the same data, the same id."""
    tables = (name for name, table in TABLES.items() if table.in_identity)
    digests = {name: staged.digest for name in tables if (staged := staging.table(name)) is not None}
    return digest(to_json(digests))[:_ID_LENGTH]


def due(staging: StagingArea, store: ReleaseStore, *, presentation: str | None = None) -> Due | None:
    """Why what is staged is to be published; None where it is current already.

    The current release is looked at, not read: sizes and times of its files, and those files that were written to
    since it was published.

    Args:
        staging: the staged tables.
        store: the releases.
        presentation: version of what is derived for reading; `presentation_version()` without it.
    """
    current = store.current()
    if current is None or current.id != release_id(staging):
        return "data"
    if glance(current):
        return "damage"
    return None if current.presentation == (presentation or presentation_version()) else "presentation"


def publish(
    staging: StagingArea,
    store: ReleaseStore,
    *,
    kind: str,
    facts: Mapping[str, Any] | None = None,
    override: str | None = None,
    presentation: str | None = None,
) -> Published:
    """Publishes what is staged, unless it is what is current already; see `due`.

    An earlier release is read as a whole before it becomes current again.

    Args:
        staging: the staged tables.
        store: the releases.
        kind: `sample` or `real`, noted in the manifest.
        facts: what the checks were told that is not staged.
        override: why the release is made although blocking checks fail; noted in the manifest with their names.
        presentation: version of what is derived for reading; `presentation_version()` without it.

    Raises:
        RefusedError: the gate is shut, or a staged file is not what the checks saw.
        ValueError: an override without a reason.
    """
    if override is not None and not override.strip():
        raise ValueError("an override of the gate needs a reason")
    presentation = presentation or presentation_version()
    store.remove_leftovers()
    staging.remove_leftovers()
    current, data = store.current(), release_id(staging)
    why = due(staging, store, presentation=presentation)
    if current is not None and why is None:
        return Published(current, is_new=False)
    results = open_gate(
        staging,
        current.path if current else None,
        facts=facts,
        is_published=current is not None and current.id == data,
        overridden=override is not None,
    )
    overriding = _overriding(override, results)
    newest = store.newest(data)
    earlier = newest if newest and newest.name != (current and current.name) else None
    is_candidate = earlier is not None and earlier.presentation == presentation
    if earlier is not None and is_candidate and not verify(earlier):
        return _go_back(store, earlier, current, overriding)
    release = store.next_issue(data)
    reissue = _reissue(release, newest, is_damaged=is_candidate or why == "damage")
    notes = {
        "number": 1 + max((other.order[0] for other in store.all()), default=0),
        "kind": kind,
        "override": overriding,
        "published_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "presentation": presentation,
        "reissue": reissue,
        "previous": _previous(store, data, current, newest),
    }
    _make(staging, store, release, current, results, notes, shared=None if reissue == "damage" else current)
    store.point_to(release)
    return _published(release, current, reissue)


def _overriding(reason: str | None, results: list[CheckResult]) -> dict[str, Any] | None:
    """What the manifest says of an override; None where nothing is overridden."""
    failing = sorted(result.check for result in results if result.blocking and not result.passed)
    return {"reason": reason.strip(), "failing": failing} if reason and failing else None


def _go_back(
    store: ReleaseStore, earlier: Release, current: Release | None, overriding: dict[str, Any] | None
) -> Published:
    """Makes a release that was published before, and is whole, current again."""
    if overriding:
        raise RefusedError(f"{earlier.name} was published before; `tip rollback {earlier.name}` makes it current again")
    store.point_to(earlier)
    return _published(earlier, current)


def _reissue(release: Release, newest: Release | None, *, is_damaged: bool) -> Reason | None:
    """Why the release is not the first issue of its data; the newest is missing where its manifest is lost."""
    if release.issue == 1:
        return None
    return "damage" if is_damaged or newest is None else "presentation"


def _previous(store: ReleaseStore, data: str, current: Release | None, newest: Release | None) -> str | None:
    """The id of the release before, which is of other data: a reissue comes after the same one as what it replaces."""
    if current is None or current.id != data:
        return current.id if current else None
    if newest is not None:
        previous: str | None = newest.summary.get("previous")
        return previous
    return next((release.id for release in reversed(store.all())), None)


def _make(
    staging: StagingArea,
    store: ReleaseStore,
    release: Release,
    current: Release | None,
    results: list[CheckResult],
    notes: dict[str, Any],
    *,
    shared: Release | None,
) -> None:
    """Builds a release in a folder no reader looks into, lets it reach the disk, and puts it in place in one step."""
    building = building_folder(store.folder, release.name)
    building.mkdir(parents=True)
    try:
        assemble(staging, building, release, current, results, notes, shared=shared)
        sync_file_system(building)
        building.rename(release.path)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    flush_folder(store.folder)


def _published(release: Release, current: Release | None, reissue: Reason | None = None) -> Published:
    before = _data_files(current) if current else set()
    after = _data_files(release)
    return Published(release, True, reissue, shared_files=len(after & before), new_files=len(after - before))


def _data_files(release: Release) -> set[tuple[str, str]]:
    return {(path, file["sha256"]) for path, file in release.files.items() if path.startswith("tables/")}
