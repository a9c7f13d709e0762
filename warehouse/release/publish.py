"""Publishing: staged tables that passed the gate become a release in one step.

The same data are published again, as a reissue, where their presentation is outdated or their newest issue is damaged.
A published release is never written to, not even a damaged one.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from warehouse.quality.check import CheckResult
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.release.assembly import assemble
from warehouse.release.due import due, release_id
from warehouse.release.presentation import presentation_version
from warehouse.release.release_store import Release, ReleaseStore
from warehouse.release.verify import verify
from warehouse.staging.area import StagingArea
from warehouse.staging.files import flush_folder, sync_file_system
from warehouse.staging.leftovers import building_folder

Reason = Literal["presentation", "damage"]
"""The reason of a reissue: newer code makes the presentation, or the newest issue is damaged."""


@dataclass(frozen=True)
class Published:
    """The result of publishing.

    Attributes:
        release: the current release.
        is_new: whether another release was current before.
        reissue: the reason of a reissue; None where none was made.
        shared_files: the number of partition files shared with the release before.
        new_files: the number of other partition files.
    """

    release: Release
    is_new: bool
    reissue: Reason | None = None
    shared_files: int = 0
    new_files: int = 0


def publish(
    staging: StagingArea,
    store: ReleaseStore,
    *,
    kind: str,
    facts: Mapping[str, Any] | None = None,
    override: str | None = None,
    presentation: str | None = None,
    forgotten: Sequence[Mapping[str, str]] = (),
    site_url: str = "",
) -> Published:
    """Publishes the staged data where this is due; see `due`.

    An earlier release of the same data is verified and becomes current again, also where `current` points to none.

    Args:
        staging: the staged tables.
        store: the releases.
        kind: `sample` or `real`, for the manifest.
        facts: the facts of the caller for the checks.
        override: the reason for a release although blocking checks fail; the manifest names it with the checks.
        presentation: the version of the presentation; `presentation_version()` by default.
        forgotten: the articles that were taken out at their publisher's wish, for the manifest.
        site_url: the address at which the site of the current release is served; empty where none is set.

    Raises:
        RefusedError: the gate refuses, or a staged file is not the one that the checks read.
        ValueError: an override without a reason.
    """
    if override is not None and not override.strip():
        raise ValueError("an override of the gate needs a reason")
    presentation = presentation or presentation_version()
    store.remove_leftovers()
    staging.remove_leftovers()
    current, before, data = store.current(), store.last(), release_id(staging)
    why = due(staging, store, presentation=presentation)
    if current is not None and why is None:
        return Published(current, is_new=False)
    results = open_gate(
        staging,
        before.path if before else None,
        facts=facts,
        is_published=before is not None and before.id == data,
        overridden=override is not None,
    )
    overriding = _override_entry(override, results)
    newest = store.newest(data)
    earlier = newest if newest and newest.name != (current and current.name) else None
    is_candidate = earlier is not None and earlier.presentation == presentation
    if earlier is not None and is_candidate and not verify(earlier):
        return _make_current_again(store, earlier, current, overriding)
    release = store.next_issue(data)
    reissue = _reissue(release, newest, is_damaged=is_candidate or why == "damage")
    metadata = {
        "number": 1 + max((other.order[0] for other in store.all()), default=0),
        "kind": kind,
        "override": overriding,
        "published_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "presentation": presentation,
        "reissue": reissue,
        "previous": _previous(store, data, before, newest),
        "forgotten": list(forgotten),
        "site_url": site_url or None,
    }
    _make(staging, store, release, before, results, metadata, shared=None if reissue == "damage" else before)
    store.point_to(release)
    return _published(release, current, reissue)


def _override_entry(reason: str | None, results: list[CheckResult]) -> dict[str, Any] | None:
    """The override in the manifest; None where no failed check is overridden."""
    failing = sorted(result.check for result in results if result.blocking and not result.passed)
    return {"reason": reason.strip(), "failing": failing} if reason and failing else None


def _make_current_again(
    store: ReleaseStore, earlier: Release, current: Release | None, overriding: dict[str, Any] | None
) -> Published:
    """Makes an undamaged earlier release current again."""
    if overriding:
        raise RefusedError(f"{earlier.name} was published before; `tip rollback {earlier.name}` makes it current again")
    store.point_to(earlier)
    return _published(earlier, current)


def _reissue(release: Release, newest: Release | None, *, is_damaged: bool) -> Reason | None:
    """The reason of a reissue; None for a first issue. `newest` is None where its manifest is lost."""
    if release.issue == 1:
        return None
    return "damage" if is_damaged or newest is None else "presentation"


def _previous(store: ReleaseStore, data: str, before: Release | None, newest: Release | None) -> str | None:
    """The id of the previous release with other data. A reissue takes it from the issue that it replaces."""
    if before is None or before.id != data:
        return before.id if before else None
    if newest is not None:
        previous: str | None = newest.summary.get("previous")
        return previous
    return next((release.id for release in reversed(store.all())), None)


def _make(
    staging: StagingArea,
    store: ReleaseStore,
    release: Release,
    before: Release | None,
    results: list[CheckResult],
    metadata: dict[str, Any],
    *,
    shared: Release | None,
) -> None:
    """Builds a release in a hidden folder, flushes it to disk, and moves it into place in one step."""
    building = building_folder(store.folder, release.name)
    building.mkdir(parents=True)
    try:
        assemble(staging, building, release, before, results, metadata, shared=shared)
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
