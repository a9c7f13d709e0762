"""Filling the folder of a release: links to staged files, the presentation, and the manifest last."""

import os
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from warehouse.catalog.companions import write_companions
from warehouse.catalog.duckdb_file import DUCKDB_FILE, FileBefore
from warehouse.quality.check import CheckResult
from warehouse.release import changelog, row_changes
from warehouse.release.changes import Countries, changes_between, compared_countries, differing_countries
from warehouse.release.links import Linker
from warehouse.release.release_store import Release, write_manifest
from warehouse.report.facts import ReleaseInfo
from warehouse.report.site import write_site
from warehouse.staging.area import StagingArea
from warehouse.staging.files import file_digest, to_json, write_file
from warehouse.staging.parquet import compact_bytes
from warehouse.staging.staged_table import StagedTable
from warehouse.staging.table_files import compact_path
from warehouse.tables import QUALITY_RESULTS, TABLES

_MADE_BYTES: Final = "new_duckdb_bytes"
"""The field of the manifest with the size of the DuckDB file when it was last made anew."""

_MOST_GROWTH: Final = 1.5
"""The most times that size of a DuckDB file that is continued."""


def assemble(
    staging: StagingArea,
    folder: Path,
    release: Release,
    current: Release | None,
    results: list[CheckResult],
    metadata: dict[str, Any],
    *,
    shared: Release | None,
) -> None:
    """Fills a folder with all files of a release.

    Args:
        staging: the staging area.
        folder: an empty folder.
        release: the new release.
        current: the release before, if any.
        results: the check results of the staged data.
        metadata: further fields of the manifest.
        shared: the release to share files with; None to read and compare every file.

    Raises:
        RefusedError: a staged file is not the one that the checks read.
    """
    staged = {table: found for table in TABLES if (found := staging.table(table)) is not None}
    frame = QUALITY_RESULTS.frame([_result_row(result) for result in results])
    rows = {**{table: found.rows for table, found in staged.items()}, QUALITY_RESULTS.name: frame.height}
    linker = Linker(staging, folder, shared)
    linker.link_compact(staged.values())
    write_file(folder / compact_path(QUALITY_RESULTS.name), compact_bytes(QUALITY_RESULTS, frame))
    digests = {table: found.digest for table, found in staged.items()}
    old = current.tables if current else {}
    differing = {table: old.get(table, {}).get("digest") != found for table, found in digests.items()}
    known = current.sha256 if current else {}
    countries = differing_countries(known, _staged_sha256(staged.values())) if known else None
    changed = {table: compared_countries(TABLES[table], countries) for table, differs in differing.items() if differs}
    size = _size_to_continue(shared, metadata, rows) if shared is not None else None
    path = linker.published_file(DUCKDB_FILE) if size is not None else None
    duckdb_before = FileBefore(Path(path), {**changed, QUALITY_RESULTS.name: None}) if path is not None else None
    # DuckDB writes its file while the partitions are linked; beside what follows it would need too much memory
    with ThreadPoolExecutor(max_workers=1) as executor:
        companions = executor.submit(write_companions, folder, release.name, rows, results, metadata, duckdb_before)
        linker.link_partitions(staged.values())
        companions.result()
    if duckdb_before is None:
        size = (folder / DUCKDB_FILE).stat().st_size
    write_file(folder / "quality.json", to_json([_published_result(result) for result in results]))
    changes = _changes(folder, release, differing, current, countries)
    write_file(folder / "changes.json", to_json(changes))
    previous = current.path if current else None
    write_file(folder / changelog.FILE, changelog.changelog(release.name, metadata, changes, previous).encode())
    _write_row_changes(folder, release, changed, current)
    write_site(folder, ReleaseInfo(release.name, metadata, rows, results, changes, previous), linker.published_bytes)
    digests[QUALITY_RESULTS.name] = file_digest(folder / compact_path(QUALITY_RESULTS.name))
    manifest = {
        "release": release.name,
        "id": release.id,
        **metadata,
        _MADE_BYTES: size,
        "tables": {table: {"rows": rows[table], "digest": digests[table]} for table in digests},
    }
    _write_manifest(folder, manifest, staged.values(), linker.described)


def _size_to_continue(before: Release, metadata: Mapping[str, Any], rows: Mapping[str, int]) -> int | None:
    """The size of the DuckDB file of a release when it was last made anew; None where it cannot be continued.

    It can where the same code made it, and neither an article nor all rows of a table (the texts of articles) were
    taken out since, whose bytes would stay in the file. DuckDB does not use the place of replaced rows again, so a
    file that grew much is made anew.
    """
    if not before.is_whole:
        return None
    known = before.summary
    is_same = all(known.get(name) == metadata[name] for name in ("presentation", "forgotten"))
    is_emptied = any(found["rows"] and not rows.get(name) for name, found in known["tables"].items())
    made, now = known.get(_MADE_BYTES), before.files.get(DUCKDB_FILE, {}).get("bytes", 0)
    return made if is_same and not is_emptied and made and now <= _MOST_GROWTH * made else None


def _staged_sha256(tables: Iterable[StagedTable]) -> dict[str, str]:
    return {path: file.sha256 for table in tables for path, file in table.files.items()}


def _changes(
    folder: Path, release: Release, differing: Mapping[str, bool], current: Release | None, countries: Countries | None
) -> dict[str, Any]:
    """The changes against the current release; none where that has the same data."""
    if current is None or current.id != release.id:
        tables = changes_between(current.path if current else None, folder, differing, countries)
        return {"since": current.name if current else None, "same_data": False, "tables": tables}
    return {"since": current.name, "same_data": True, "tables": {}}


def _write_row_changes(
    folder: Path, release: Release, changed: Mapping[str, Collection[str] | None], current: Release | None
) -> None:
    """Writes the changed rows of each table whose data differ from the current release; none in a reissue."""
    if current is None or current.id == release.id:
        return
    (folder / row_changes.FOLDER).mkdir()
    for name, countries in changed.items():
        if TABLES[name].in_identity:
            target = folder / row_changes.FOLDER / f"{name}.parquet"
            row_changes.write_row_changes(TABLES[name], current.path, folder, target, countries)


def _published_result(result: CheckResult) -> dict[str, Any]:
    return {name: value for name, value in vars(result).items() if name != "verified"}


def _result_row(result: CheckResult) -> dict[str, Any]:
    columns = QUALITY_RESULTS.columns
    return {name: value for name, value in vars(result).items() if name in columns}


def _write_manifest(
    folder: Path, manifest: dict[str, Any], staged: Iterable[StagedTable], described: Mapping[str, str]
) -> None:
    """Writes the manifest with size and SHA-256 of every file; linked files are already verified and not read."""
    known = {path: file for table in staged for path, file in table.files.items() if path not in described}
    listed: dict[str, dict[str, Any]] = {
        path: {"bytes": file.bytes, "sha256": file.sha256} for path, file in known.items()
    }
    for root, folders, files in os.walk(folder):
        if root == str(folder):
            folders.remove("tables")  # it has only linked files
        for path in (Path(root, file) for file in files):
            place = path.relative_to(folder).as_posix()
            if place not in known:
                listed[place] = {"bytes": path.stat().st_size, "sha256": file_digest(path)}
    for place, staged_file in described.items():
        listed[place]["rows_of"] = staged_file
    write_manifest(folder, manifest, listed)
