"""Publishing: staged tables that passed the gate become a release, in one step, or nothing happens."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from warehouse.catalog.datapackage import datapackage
from warehouse.catalog.dictionary import dictionary
from warehouse.catalog.duckdb_file import build_duckdb
from warehouse.quality.gate import RefusedError, open_gate
from warehouse.quality.rule import Verdict
from warehouse.release.changes import changes_between
from warehouse.release.shelf import Release, Shelf
from warehouse.store.files import digest, file_digest, flush_file, flush_folder, to_json, write_file
from warehouse.store.leftovers import building_folder, sweep
from warehouse.store.parquet import compact_bytes
from warehouse.store.staging import File, Staging, compact_path
from warehouse.tables import QUALITY_RESULTS, TABLES

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


def publish(staging: Staging, shelf: Shelf, *, kind: str, override: str | None = None) -> Published:
    """Publishes what is staged, unless it is what is current already.

    Args:
        staging: the staged tables.
        shelf: the releases.
        kind: `sample` or `real`, noted in the manifest.
        override: why the release is made although blocking checks fail; noted in the manifest with their names.

    Raises:
        RefusedError: the gate is shut, or a staged file is not what the checks saw.
        ValueError: an override without a reason.
    """
    if override is not None and not override.strip():
        raise ValueError("an override of the gate needs a reason")
    sweep(shelf.folder)
    sweep(staging.folder)
    current = shelf.current()
    name = release_id(staging)
    if current is not None and current.id == name:
        return Published(current, is_new=False)
    verdicts = open_gate(staging, current.path if current else None, overridden=override is not None)
    failing = sorted(verdict.check for verdict in verdicts if verdict.blocking and not verdict.passed)
    overriding = {"reason": override.strip(), "failing": failing} if override and failing else None
    target = shelf.folder / name
    if overriding and (target / "manifest.json").exists():
        raise RefusedError(f"{name} was published before; `tip rollback {name}` makes it current again")
    if not (target / "manifest.json").exists():
        building = building_folder(shelf.folder, name)
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        try:
            _build(staging, building, name, current, verdicts, {"kind": kind, "override": overriding})
            shutil.rmtree(target, ignore_errors=True)  # a release without a manifest was never published
            building.rename(target)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        flush_folder(shelf.folder)
    release = Release(target)
    shelf.point_to(release)
    before = set(_data_files(current)) if current else set()
    after = set(_data_files(release))
    return Published(release, is_new=True, shared_files=len(after & before), new_files=len(after - before))


def _build(
    staging: Staging,
    folder: Path,
    name: str,
    current: Release | None,
    verdicts: list[Verdict],
    notes: dict[str, Any],
) -> None:
    """Fills a folder with everything a release holds; the notes go into its manifest."""
    staged = {table: found for table in TABLES if (found := staging.table(table)) is not None}
    results = QUALITY_RESULTS.frame([_result_row(verdict) for verdict in verdicts])
    rows = {**{table: found.rows for table, found in staged.items()}, QUALITY_RESULTS.name: results.height}
    files = {path: file for found in staged.values() for path, file in found.files.items()}
    _link_all(staging, folder, {path: file for path, file in files.items() if path.startswith("compact/")})
    write_file(folder / compact_path(QUALITY_RESULTS.name), compact_bytes(QUALITY_RESULTS, results))
    with ThreadPoolExecutor(max_workers=1) as aside:  # DuckDB writes its file while the partitions are linked
        duckdb_file = aside.submit(build_duckdb, folder, folder / "warehouse.duckdb", release_name=name)
        _link_all(staging, folder, {path: file for path, file in files.items() if path.startswith("tables/")})
        duckdb_file.result()
    write_file(folder / "datapackage.json", to_json(datapackage(name, rows)))
    write_file(folder / "dictionary.md", dictionary(rows).encode())
    write_file(folder / "quality.json", to_json([vars(verdict) for verdict in verdicts]))
    digests = {table: found.digest for table, found in staged.items()}
    write_file(folder / "changes.json", to_json(_changes(folder, digests, current)))
    digests[QUALITY_RESULTS.name] = file_digest(folder / compact_path(QUALITY_RESULTS.name))
    _write_manifest(folder, name, files, {table: (rows[table], digests[table]) for table in digests}, current, notes)


def _changes(folder: Path, digests: dict[str, str], current: Release | None) -> dict[str, Any]:
    old = current.manifest["tables"] if current else {}
    differing = {table: old.get(table, {}).get("digest") != value for table, value in digests.items()}
    changes = changes_between(current.path if current else None, folder, differing)
    return {"since": current.id if current else None, "tables": changes}


def _link_all(staging: Staging, folder: Path, files: dict[str, File]) -> None:
    """Puts staged files into the release as hard links, after checking their bytes."""
    for parent in sorted({path.rpartition("/")[0] for path in files}):
        (folder / parent).mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda item: _link(staging.folder / item[0], folder / item[0], item[1]), files.items()))


def _link(source: Path, target: Path, expected: File) -> None:
    try:
        actual = file_digest(source)
    except FileNotFoundError:
        actual = "no file"
    if actual != expected.sha256:
        raise RefusedError(f"{source} is not the file the checks saw; delete the staging folder and run again")
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, target)


def _result_row(verdict: Verdict) -> dict[str, Any]:
    columns = QUALITY_RESULTS.columns
    return {name: value for name, value in vars(verdict).items() if name in columns}


def _write_manifest(
    folder: Path,
    name: str,
    known: dict[str, File],
    tables: dict[str, tuple[int, str]],
    current: Release | None,
    notes: dict[str, Any],
) -> None:
    """Makes everything durable, then writes the manifest: a release without one was never published."""
    there = [Path(root, file) for root, _, files in os.walk(folder) for file in files]
    folders = [Path(root) for root, _, _ in os.walk(folder)]
    listed = {}
    for path in sorted(there):
        place = path.relative_to(folder).as_posix()
        sha256 = known[place].sha256 if place in known else file_digest(path)
        listed[place] = {"bytes": path.stat().st_size, "sha256": sha256}
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(flush_file, there))
    manifest = {
        "release": name,
        **notes,
        "published_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "previous": current.id if current else None,
        "tables": {table: {"rows": rows, "digest": value} for table, (rows, value) in tables.items()},
        "files": listed,
    }
    write_file(folder / "manifest.json", to_json(manifest))
    flush_file(folder / "manifest.json")
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(flush_folder, folders))


def _data_files(release: Release) -> list[tuple[str, str]]:
    files = release.manifest["files"]
    return [(path, file["sha256"]) for path, file in files.items() if path.startswith("tables/")]
