"""Publishing: staged tables that passed the gate become a release, in one step, or nothing happens."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from warehouse.quality.gate import RefusedError, open_gate
from warehouse.quality.rule import Verdict
from warehouse.release.assembly import assemble
from warehouse.release.shelf import Release, Shelf
from warehouse.store.files import digest, flush_folder, settle, to_json
from warehouse.store.leftovers import building_folder
from warehouse.store.staging import Staging
from warehouse.tables import TABLES

_ID_LENGTH: Final = 12


@dataclass(frozen=True)
class Published:
    """What publishing did: the release, and whether it is a new one."""

    release: Release
    is_new: bool
    shared_files: int = 0
    new_files: int = 0


def release_id(staging: Staging) -> str:
    """The name that the staged data has as a release: the same data, the same name."""
    tables = (name for name, table in TABLES.items() if table.in_identity)
    digests = {name: staged.digest for name in tables if (staged := staging.table(name)) is not None}
    return digest(to_json(digests))[:_ID_LENGTH]


def publish(
    staging: Staging,
    shelf: Shelf,
    *,
    kind: str,
    facts: Mapping[str, Any] | None = None,
    override: str | None = None,
) -> Published:
    """Publishes what is staged, unless it is what is current already.

    Args:
        staging: the staged tables.
        shelf: the releases.
        kind: `sample` or `real`, noted in the manifest.
        facts: what the checks were told that is not staged.
        override: why the release is made although blocking checks fail; noted in the manifest with their names.

    Raises:
        RefusedError: the gate is shut, or a staged file is not what the checks saw.
        ValueError: an override without a reason.
    """
    if override is not None and not override.strip():
        raise ValueError("an override of the gate needs a reason")
    shelf.sweep()
    staging.sweep()
    current = shelf.current()
    name = release_id(staging)
    if current is not None and current.id == name:
        return Published(current, is_new=False)
    verdicts = open_gate(staging, current.path if current else None, facts=facts, overridden=override is not None)
    failing = sorted(verdict.check for verdict in verdicts if verdict.blocking and not verdict.passed)
    overriding = {"reason": override.strip(), "failing": failing} if override and failing else None
    release = Release(shelf.folder / name)
    if overriding and release.is_whole:
        raise RefusedError(f"{name} was published before; `tip rollback {name}` makes it current again")
    if not release.is_whole:
        notes = {
            "number": 1 + max((other.order[0] for other in shelf.all()), default=0),
            "kind": kind,
            "override": overriding,
            "published_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        _make(staging, shelf, release, current, verdicts, notes)
    shelf.point_to(release)
    before = set(_data_files(current)) if current else set()
    after = set(_data_files(release))
    return Published(release, is_new=True, shared_files=len(after & before), new_files=len(after - before))


def _make(
    staging: Staging,
    shelf: Shelf,
    release: Release,
    current: Release | None,
    verdicts: list[Verdict],
    notes: dict[str, Any],
) -> None:
    """Builds a release in a folder no reader looks into, lets it reach the disk, and puts it in place in one step."""
    building = building_folder(shelf.folder, release.id)
    building.mkdir(parents=True)
    try:
        assemble(staging, building, release.id, current, verdicts, notes)
        settle(building)
        shutil.rmtree(release.path, ignore_errors=True)  # a release without a manifest was never published
        building.rename(release.path)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    flush_folder(shelf.folder)


def _data_files(release: Release) -> list[tuple[str, str]]:
    files = release.manifest["files"]
    return [(path, file["sha256"]) for path, file in files.items() if path.startswith("tables/")]
