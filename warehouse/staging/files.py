"""Files that are written in one step, their digests, and JSON."""

import ctypes
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from warehouse.staging.leftovers import partial_file

_BLOCK: Final = 1 << 16
"""Bytes that are read at once: `hashlib.file_digest` fills a larger buffer first, which small files do not need."""


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path | str) -> str:
    """SHA-256 of a file."""
    hashed = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - plain paths: a release has thousands of small files
        while block := file.read(_BLOCK):
            hashed.update(block)
    return hashed.hexdigest()


def write_file(path: Path, data: bytes) -> None:
    """Writes a file in one step. An existing file is replaced, never changed: hard links to it keep the old bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_file(path)
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_new_file(path: str, data: bytes) -> None:
    """Writes a new file, never into an existing one that may have hard links.

    It costs half as much as `write_file`, for thousands of files. A killed process leaves a partial file: only for
    paths that the caller does not trust before it has recorded them.
    """
    try:
        file = open(path, "xb")  # noqa: PTH123, SIM115 - thousands of small files: plain paths are twice as fast
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        file = open(path, "xb")  # noqa: PTH123, SIM115
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
        file = open(path, "xb")  # noqa: PTH123, SIM115
    with file:
        file.write(data)


def to_json(value: Any) -> bytes:
    """JSON with sorted keys and a final newline."""
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n").encode()


def to_json_by_line(value: Mapping[str, Any], name: str, items: Mapping[str, Any]) -> bytes:
    """As `to_json`, with one more object that has one item per line: ten times faster for thousands of items."""
    encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
    lines = ",\n".join(f"  {encode(key)}: {encode(item)}" for key, item in sorted(items.items()))
    head = to_json(value).removesuffix(b"\n}\n")
    return head + f",\n {encode(name)}: {{\n{lines}\n }}\n}}\n".encode()


def read_json(path: Path) -> Any:
    """The content of a JSON file; None where there is none."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def is_unchanged_since(found: os.stat_result, time: int) -> bool:
    """Whether neither the bytes nor the metadata of a file changed at a time in nanoseconds or after it.

    A program can set the time of the last write back, but not that of the last change of the metadata. A change in the
    same tick of the clock counts.
    """
    return max(found.st_mtime_ns, found.st_ctime_ns) < time


class RecordedFile(NamedTuple):
    """Size and digest of a file as recorded."""

    bytes: int
    sha256: str


def first_changed(folder: Path, files: Mapping[str, RecordedFile | None], *, recorded_in: Path) -> str | None:
    """The first file that differs from its record, or the record itself where it is missing; None where none does.

    Sizes and times are compared. Only a file that was written after the record is read; in a copied home that is every
    file.

    Args:
        folder: the folder of the files.
        files: by path, the recorded size and digest; None where the file only has to exist.
        recorded_in: the file with the record.
    """
    try:
        recorded_at = recorded_in.stat().st_mtime_ns
    except FileNotFoundError:
        return recorded_in.name
    for path, recorded in files.items():
        try:
            found = os.stat(f"{folder}/{path}")  # noqa: PTH116 - thousands of files: plain paths are twice as fast
        except FileNotFoundError:
            return path
        if recorded is None or (found.st_size == recorded.bytes and found.st_mtime_ns <= recorded_at):
            continue
        if found.st_size != recorded.bytes or file_digest(folder / path) != recorded.sha256:
            return path
    return None


def sync_file_system(folder: Path) -> None:
    """Makes everything written so far on a folder's file system survive a power cut.

    One call replaces a flush of every file and folder; a release has tens of thousands.
    """
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:  # not Linux
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if syncfs(descriptor) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), str(folder))
    finally:
        os.close(descriptor)


def flush_folder(path: Path) -> None:
    """Makes the names in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
