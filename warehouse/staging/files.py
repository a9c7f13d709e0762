"""Files that are whole or not there at all, and their digests."""

import ctypes
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from warehouse.staging.leftovers import partial_file


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_file(path: Path, data: bytes) -> None:
    """Puts a file in place in one step. An existing file is replaced, never changed: links to it keep its old bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_file(path)
    partial.write_bytes(data)
    partial.replace(path)


def write_new_file(path: str, data: bytes) -> None:
    """Writes a file of its own, never into one that others may share by a link.

    Half the cost of `write_file`, for files by the thousand. A kill leaves half a file: only for places that the
    caller does not trust until it has noted them as whole.
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
    """JSON as all our files write it: keys sorted, one final newline."""
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n").encode()


def to_json_by_line(value: Mapping[str, Any], name: str, items: Mapping[str, Any]) -> bytes:
    """As `to_json`, with one object more in it that has an item a line: ten times faster where there are thousands."""
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


class RecordedFile(NamedTuple):
    """What a note says of a file."""

    bytes: int
    sha256: str


def first_changed(folder: Path, files: Mapping[str, RecordedFile | None], *, recorded_in: Path) -> str | None:
    """The first file that is not as it was noted, or the note itself where it is missing; None where all are.

    Sizes and times are compared. Only a file that was written to after the note is read: where a home was copied, that
    is every file, and all are as they were.

    Args:
        folder: where the files lie.
        files: by path, what the note says; None where it says only that the file is there.
        recorded_in: the note.
    """
    try:
        noted_at = recorded_in.stat().st_mtime_ns
    except FileNotFoundError:
        return recorded_in.name
    for path, noted in files.items():
        try:
            found = os.stat(f"{folder}/{path}")  # noqa: PTH116 - thousands of files: plain paths are twice as fast
        except FileNotFoundError:
            return path
        if noted is None or (found.st_size == noted.bytes and found.st_mtime_ns <= noted_at):
            continue
        if found.st_size != noted.bytes or file_digest(folder / path) != noted.sha256:
            return path
    return None


def sync_file_system(folder: Path) -> None:
    """Makes everything written so far on a folder's file system survive a power cut.

    One call in place of a flush for every file and folder, of which a release has tens of thousands.
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
