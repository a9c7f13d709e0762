"""Filling the folder of a release: links to staged files, the DuckDB file, descriptions, and the manifest last."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from warehouse.catalog.datapackage import datapackage
from warehouse.catalog.dictionary import dictionary
from warehouse.catalog.duckdb_file import build_duckdb
from warehouse.catalog.quality_statement import quality_statement
from warehouse.quality.rule import Verdict
from warehouse.release.changes import changes_between
from warehouse.release.links import Linker
from warehouse.release.shelf import Release
from warehouse.store.files import file_digest, to_json, to_json_by_line, write_file
from warehouse.store.parquet import compact_bytes
from warehouse.store.staging import StagedTable, Staging, compact_path
from warehouse.tables import QUALITY_RESULTS, TABLES


def assemble(
    staging: Staging,
    folder: Path,
    name: str,
    current: Release | None,
    verdicts: list[Verdict],
    notes: dict[str, Any],
) -> None:
    """Fills a folder with everything a release holds.

    Args:
        staging: what is staged.
        folder: an empty folder.
        name: the release's name.
        current: the release before, if any.
        verdicts: what the checks said of what is staged.
        notes: what else the manifest says.

    Raises:
        RefusedError: a staged file is not what the checks saw.
    """
    staged = {table: found for table in TABLES if (found := staging.table(table)) is not None}
    results = QUALITY_RESULTS.frame([_result_row(verdict) for verdict in verdicts])
    rows = {**{table: found.rows for table, found in staged.items()}, QUALITY_RESULTS.name: results.height}
    linker = Linker(staging, folder, current)
    linker.link_compact(staged.values())
    write_file(folder / compact_path(QUALITY_RESULTS.name), compact_bytes(QUALITY_RESULTS, results))
    with ThreadPoolExecutor(max_workers=1) as aside:  # DuckDB writes its file while the partitions are linked
        duckdb_file = aside.submit(build_duckdb, folder, folder / "warehouse.duckdb", release_name=name)
        linker.link_partitions(staged.values())
        duckdb_file.result()
    write_file(folder / "datapackage.json", to_json(datapackage(name, rows)))
    write_file(folder / "dictionary.md", dictionary(rows).encode())
    write_file(folder / "quality.json", to_json([vars(verdict) for verdict in verdicts]))
    write_file(folder / "quality.md", quality_statement(folder, name, verdicts, notes).encode())
    digests = {table: found.digest for table, found in staged.items()}
    write_file(folder / "changes.json", to_json(_changes(folder, digests, current)))
    digests[QUALITY_RESULTS.name] = file_digest(folder / compact_path(QUALITY_RESULTS.name))
    manifest = {
        "release": name,
        **notes,
        "previous": current.id if current else None,
        "tables": {table: {"rows": rows[table], "digest": digests[table]} for table in digests},
    }
    _write_manifest(folder, manifest, staged.values())


def _changes(folder: Path, digests: dict[str, str], current: Release | None) -> dict[str, Any]:
    old = current.manifest["tables"] if current else {}
    differing = {table: old.get(table, {}).get("digest") != value for table, value in digests.items()}
    changes = changes_between(current.path if current else None, folder, differing)
    return {"since": current.id if current else None, "tables": changes}


def _result_row(verdict: Verdict) -> dict[str, Any]:
    columns = QUALITY_RESULTS.columns
    return {name: value for name, value in vars(verdict).items() if name in columns}


def _write_manifest(folder: Path, manifest: dict[str, Any], staged: Iterable[StagedTable]) -> None:
    """Lists every file with size and SHA-256. Linked files were compared with theirs already; only others are read."""
    known = {path: file for table in staged for path, file in table.files.items()}
    listed = {path: {"bytes": file.bytes, "sha256": file.sha256} for path, file in known.items()}
    for root, folders, files in os.walk(folder):
        if root == str(folder):
            folders.remove("tables")  # nothing is in it but what was linked
        for path in (Path(root, file) for file in files):
            place = path.relative_to(folder).as_posix()
            if place not in known:
                listed[place] = {"bytes": path.stat().st_size, "sha256": file_digest(path)}
    write_file(folder / "manifest.json", to_json_by_line(manifest, "files", listed))
