"""Append-only files with one JSON object per line, for facts that only people know."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

_BLOCK_BYTES: Final = 1 << 16


@dataclass(frozen=True)
class LinesRead(Generic[T]):
    """The content of a file.

    Attributes:
        records: one record for each whole line, in order.
        cut: a message about a truncated last line; None where the last line is whole.
    """

    records: list[T]
    cut: str | None = None


def read_lines(path: Path, record_of: Callable[[Mapping[str, Any]], T]) -> LinesRead[T]:
    """Reads a file. A missing file counts as empty.

    A line is written in one piece, so a crash can truncate only the last line. A truncated line does not count.

    Args:
        path: the file.
        record_of: converts the object of a line to a record; raises ValueError for an invalid object.

    Raises:
        ValueError: a line is no record; the message names file and line.
    """
    try:
        *whole, last = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return LinesRead([])
    records = [_record(path, number, line, record_of) for number, line in enumerate(whole, start=1) if line.strip()]
    if not last.strip():
        return LinesRead(records)
    number = len(whole) + 1
    if not _is_whole(last):
        return LinesRead(records, f"{path}: line {number} is truncated and was skipped")
    return LinesRead([*records, _record(path, number, last, record_of)])


def file_state(path: Path) -> tuple[int, int] | None:
    """The time of the last change and the size of a file; None where it is missing."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size


def append_line(path: Path, values: Mapping[str, str]) -> None:
    """Adds a line and flushes it to disk. Removes the rest of a truncated last line first."""
    line = json.dumps(values, ensure_ascii=False).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a+b") as file:
        start, tail = _line_without_newline(file)
        if tail and _is_whole(tail):  # some editors write no newline at the end of a file
            line = b"\n" + line
        elif tail:
            file.truncate(start)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Flushes the list of files of a folder to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _record(path: Path, number: int, line: bytes, record_of: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        values = json.loads(line)
        if not isinstance(values, dict):
            raise ValueError("it is no JSON object")
        return record_of(values)
    except ValueError as error:
        raise ValueError(f"{path}, line {number}: {error}") from error


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _line_without_newline(file: Any) -> tuple[int, bytes]:
    """Offset and bytes of a last line without a newline; no bytes where every line has one."""
    end = start = file.seek(0, os.SEEK_END)
    tail = b""
    while start and b"\n" not in tail:
        start = max(0, start - _BLOCK_BYTES)
        file.seek(start)
        tail = file.read(end - start)
    rest = tail.rpartition(b"\n")[2]
    return end - len(rest), rest
