"""Verifying a release: every file is there, whole, and what the manifest says; nothing else is."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from warehouse.release.shelf import Release
from warehouse.store.files import file_digest, read_json
from warehouse.store.staging import compact_path
from warehouse.tables import TABLES


def verify(release: Release) -> list[str]:
    """Everything wrong with a release, one line each; empty when it is as it was published."""
    try:
        manifest = release.manifest
    except (FileNotFoundError, ValueError) as error:
        return [str(error)]
    wrong = _files(release.path, manifest["files"])
    if not wrong:
        wrong = [*_schemas(release.path, manifest), *_gate_record(release.path, manifest.get("override"))]
    return wrong


def _files(folder: Path, listed: dict[str, Any]) -> list[str]:
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
    wrong = [f"{place} is not listed in the manifest" for place in sorted(there - listed.keys())]
    for place, file in sorted(listed.items()):
        path = folder / place
        if place not in there:
            wrong.append(f"{place} is missing")
        elif path.stat().st_size != file["bytes"]:
            wrong.append(f"{place} has {path.stat().st_size} bytes, the manifest says {file['bytes']}")
        elif file_digest(path) != file["sha256"]:
            wrong.append(f"{place} has other bytes than were published")
    return wrong


def _schemas(folder: Path, manifest: dict[str, Any]) -> list[str]:
    wrong = []
    for name, noted in manifest["tables"].items():
        file = pq.ParquetFile(folder / compact_path(name))
        if file.metadata.num_rows != noted["rows"]:
            wrong.append(f"{name} has {file.metadata.num_rows} rows, the manifest says {noted['rows']}")
        declared = TABLES[name].columns if name in TABLES else None
        if declared is not None and file.schema_arrow.names != declared:
            wrong.append(f"{name} has columns {file.schema_arrow.names}, declared are {declared}")
        parts = sorted(folder.glob(f"tables/{name}/**/*.parquet"))
        rows = sum(pq.read_metadata(part).num_rows for part in parts)
        if parts and rows != noted["rows"]:
            wrong.append(f"{name} has {rows} rows in its partitions, the manifest says {noted['rows']}")
    return wrong


def _gate_record(folder: Path, override: dict[str, Any] | None) -> list[str]:
    """Every blocking check passed, or is named by an override that gives its reason."""
    verdicts = read_json(folder / "quality.json") or []
    wrong = [] if verdicts else ["quality.json holds no verdicts"]
    if override is not None and not str(override.get("reason", "")).strip():
        wrong.append("the gate was overridden without a reason")
    failed = [item["check"] for item in verdicts if item["blocking"] and not item["passed"]]
    overridden = override["failing"] if override else []
    return wrong + [f"published although {check} failed" for check in failed if check not in overridden]
