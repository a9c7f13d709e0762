"""Verifying a release: its files are exactly those of the manifest, with size and digest."""

import os
import stat
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from warehouse.release.release_store import Release
from warehouse.staging.files import file_digest, is_unchanged_since, read_json
from warehouse.staging.table_files import compact_path


def verify(release: Release) -> list[str]:
    """Every error of a release, one line each. Every file is read."""
    try:
        manifest = release.manifest
    except (OSError, ValueError) as error:
        return [str(error)]
    errors = _files(release.path, manifest, None)
    if not errors:
        errors = [*_schemas(release.path, manifest), *_gate_record(release.path, manifest.get("override"))]
    return errors


def find_changed_files(release: Release) -> list[str]:
    """The files of a release that are missing, not listed, of another size, or with other bytes.

    Only files that were changed since the publication are read; `verify` reads all.
    """
    try:
        manifest = release.manifest
    except (OSError, ValueError) as error:
        return [str(error)]
    return _files(release.path, manifest, release.sealed)


def _files(folder: Path, manifest: dict[str, Any], trusted_until: int | None) -> list[str]:
    """The errors of the files of a release; see `_error_of_file`."""
    listed: dict[str, Any] = manifest.get("files", {})
    if not listed:
        return ["manifest.json lists no files"]
    unlisted = sorted(_unlisted(folder, {*listed, "manifest.json"}, trusted_until))
    errors = [f"{place} is not listed in the manifest" for place in unlisted]
    lines = (_error_of_file(folder, place, file, trusted_until) for place, file in sorted(listed.items()))
    return errors + [line for line in lines if line is not None]


def _unlisted(folder: Path, listed: Set[str], trusted_until: int | None) -> Iterator[str]:
    """The paths in a folder that are not listed and are no folder, links to folders included.

    A folder that was last changed before `trusted_until` still has the names that it was published with, so it is not
    read: a release has tens of thousands of folders. None reads all.
    """
    folders = {"", *(place.rpartition("/")[0] for place in listed)}
    for place in list(folders):
        while place := place.rpartition("/")[0]:
            folders.add(place)
    pending = sorted(folders)
    while pending:
        place = pending.pop()
        path = f"{folder}/{place}"
        try:
            found = os.lstat(path)  # with the slash at its end, the release itself may be a link
        except (FileNotFoundError, NotADirectoryError):
            continue  # its files are missing
        if not stat.S_ISDIR(found.st_mode):
            yield place
        elif trusted_until is None or not is_unchanged_since(found, trusted_until):
            for entry in os.scandir(path):
                name = f"{place}/{entry.name}" if place else entry.name
                if not entry.is_dir(follow_symlinks=False):
                    if name not in listed and name not in folders:
                        yield name
                elif name not in folders:
                    folders.add(name)
                    pending.append(name)


def _error_of_file(folder: Path, place: str, file: dict[str, Any], trusted_until: int | None) -> str | None:
    """The error of a listed file; None where there is none.

    Args:
        folder: the folder of the release.
        place: the file's path in it.
        file: its size and SHA-256 in the manifest.
        trusted_until: a file last changed before this time is not read; None reads all.
    """
    path = f"{folder}/{place}"
    try:
        found = os.lstat(path)  # plain paths: a release has thousands
    except (FileNotFoundError, NotADirectoryError):
        return f"{place} is missing"
    if not stat.S_ISREG(found.st_mode):
        return f"{place} is not a regular file"
    if found.st_size != file["bytes"]:
        return f"{place} has {found.st_size} bytes, the manifest says {file['bytes']}"
    is_trusted = trusted_until is not None and is_unchanged_since(found, trusted_until)
    if not is_trusted and file_digest(path) != file["sha256"]:
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
