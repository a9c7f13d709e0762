"""Verifying a release: every file is there, whole, and what the manifest says; nothing else is."""

import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from warehouse.release.release_store import Release
from warehouse.staging.files import file_digest, read_json
from warehouse.staging.table_files import compact_path


def verify(release: Release) -> list[str]:
    """Everything wrong with a release, one line each; empty when it is as it was published. Every file is read."""
    try:
        manifest = release.manifest
    except (OSError, ValueError) as error:
        return [str(error)]
    wrong = _files(release.path, manifest["files"])
    if not wrong:
        wrong = [*_schemas(release.path, manifest), *_gate_record(release.path, manifest.get("override"))]
    return wrong


def glance(release: Release) -> list[str]:
    """What a release shows to be wrong at a glance: files that are missing, of another size, or with other bytes.

    Only files that were written to since the release was published are read; `verify` reads all.
    """
    try:
        manifest = release.manifest
        published = release.manifest_path.stat().st_mtime_ns
    except (OSError, ValueError) as error:
        return [str(error)]
    files = sorted(manifest["files"].items())
    return [line for place, file in files if (line := _wrong(release.path, place, file, published)) is not None]


def _files(folder: Path, listed: dict[str, Any]) -> list[str]:
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
    wrong = [f"{place} is not listed in the manifest" for place in sorted(there - listed.keys())]
    files = sorted(listed.items())
    return wrong + [line for place, file in files if (line := _wrong(folder, place, file, None)) is not None]


def _wrong(folder: Path, place: str, file: dict[str, Any], trusted_until: int | None) -> str | None:
    """What is wrong with a listed file.

    Args:
        folder: of the release.
        place: the file's path in it.
        file: its size and SHA-256, as the manifest lists them.
        trusted_until: a file of its size that was last written at this time or before is not read; None reads all.
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
    wrong = []
    described = {table["name"]: table for table in read_json(folder / "datapackage.json")["resources"]}
    for name, noted in manifest["tables"].items():
        file = pq.ParquetFile(folder / compact_path(name))
        if file.metadata.num_rows != noted["rows"]:
            wrong.append(f"{name} has {file.metadata.num_rows} rows, the manifest says {noted['rows']}")
        declared = [column["name"] for column in described[name]["schema"]["fields"]]
        if file.schema_arrow.names != declared:
            wrong.append(f"{name} has columns {file.schema_arrow.names}, datapackage.json names {declared}")
        parts = sorted(folder.glob(f"tables/{name}/**/*.parquet"))
        rows = sum(pq.read_metadata(part).num_rows for part in parts)
        if parts and rows != noted["rows"]:
            wrong.append(f"{name} has {rows} rows in its partitions, the manifest says {noted['rows']}")
    return wrong


def _gate_record(folder: Path, override: dict[str, Any] | None) -> list[str]:
    """Every blocking check passed, or is named by an override that gives its reason."""
    results = read_json(folder / "quality.json") or []
    wrong = [] if results else ["quality.json holds no results"]
    if override is not None and not str(override.get("reason", "")).strip():
        wrong.append("the gate was overridden without a reason")
    failed = [item["check"] for item in results if item["blocking"] and not item["passed"]]
    overridden = override["failing"] if override else []
    return wrong + [f"published although {check} failed" for check in failed if check not in overridden]
