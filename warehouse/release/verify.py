"""Verifying a release: its files are exactly those of the manifest, with size and digest."""

import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from warehouse.release.release_store import Release
from warehouse.staging.files import file_digest, read_json
from warehouse.staging.table_files import compact_path


def verify(release: Release) -> list[str]:
    """Every error of a release, one line each. Every file is read."""
    try:
        manifest = release.manifest
    except (OSError, ValueError) as error:
        return [str(error)]
    errors = _files(release.path, manifest["files"])
    if not errors:
        errors = [*_schemas(release.path, manifest), *_gate_record(release.path, manifest.get("override"))]
    return errors


def glance(release: Release) -> list[str]:
    """The files of a release that are missing, of another size, or with other bytes.

    Only files that were written since the publication are read; `verify` reads all.
    """
    try:
        manifest = release.manifest
        published = release.manifest_path.stat().st_mtime_ns
    except (OSError, ValueError) as error:
        return [str(error)]
    files = sorted(manifest["files"].items())
    return [line for place, file in files if (line := _error_of_file(release.path, place, file, published)) is not None]


def _files(folder: Path, listed: dict[str, Any]) -> list[str]:
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
    errors = [f"{place} is not listed in the manifest" for place in sorted(there - listed.keys())]
    files = sorted(listed.items())
    return errors + [line for place, file in files if (line := _error_of_file(folder, place, file, None)) is not None]


def _error_of_file(folder: Path, place: str, file: dict[str, Any], trusted_until: int | None) -> str | None:
    """The error of a listed file; None where there is none.

    Args:
        folder: the folder of the release.
        place: the file's path in it.
        file: its size and SHA-256 in the manifest.
        trusted_until: a file last written at this time or before is not read; None reads all.
    """
    path = f"{folder}/{place}"
    try:
        stat = os.stat(path)  # noqa: PTH116 - plain paths: a release has thousands
    except (FileNotFoundError, NotADirectoryError):
        return f"{place} is missing"
    if stat.st_size != file["bytes"]:
        return f"{place} has {stat.st_size} bytes, the manifest says {file['bytes']}"
    is_trusted = trusted_until is not None and stat.st_mtime_ns <= trusted_until
    if not is_trusted and file_digest(Path(path)) != file["sha256"]:
        return f"{place} has other bytes than were published"
    return None


def _schemas(folder: Path, manifest: dict[str, Any]) -> list[str]:
    errors = []
    described = {table["name"]: table for table in read_json(folder / "datapackage.json")["resources"]}
    for name, recorded in manifest["tables"].items():
        file = pq.ParquetFile(folder / compact_path(name))
        if file.metadata.num_rows != recorded["rows"]:
            errors.append(f"{name} has {file.metadata.num_rows} rows, the manifest says {recorded['rows']}")
        declared = [column["name"] for column in described[name]["schema"]["fields"]]
        if file.schema_arrow.names != declared:
            errors.append(f"{name} has columns {file.schema_arrow.names}, datapackage.json names {declared}")
        parts = sorted(folder.glob(f"tables/{name}/**/*.parquet"))
        rows = sum(pq.read_metadata(part).num_rows for part in parts)
        if parts and rows != recorded["rows"]:
            errors.append(f"{name} has {rows} rows in its partitions, the manifest says {recorded['rows']}")
    return errors


def _gate_record(folder: Path, override: dict[str, Any] | None) -> list[str]:
    """Errors where a blocking check failed without an override with a reason."""
    results = read_json(folder / "quality.json") or []
    errors = [] if results else ["quality.json holds no results"]
    if override is not None and not str(override.get("reason", "")).strip():
        errors.append("the gate was overridden without a reason")
    failed = [item["check"] for item in results if item["blocking"] and not item["passed"]]
    overridden = override["failing"] if override else []
    return errors + [f"published although {check} failed" for check in failed if check not in overridden]
