"""Files of JSON objects, one a line, to which lines are only added: what people said that no other file tells."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

_BLOCK: Final = 1 << 16


@dataclass(frozen=True)
class LinesRead(Generic[T]):
    """What a file holds.

    Attributes:
        records: one for each whole line, in order.
        cut: one line about a last line that was cut off; None where none was.
    """

    records: list[T]
    cut: str | None = None


def read_lines(path: Path, record_of: Callable[[Mapping[str, Any]], T]) -> LinesRead[T]:
    """Reads a file; one that is not there is empty.

    A line is written in one piece, so a last line without its end was cut off by a crash and never counted.

    Args:
        path: the file.
        record_of: makes a record of the object of a line; raises ValueError where it is none.

    Raises:
        ValueError: a line is no record; file and line are named.
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
        return LinesRead(records, f"{path}: line {number} is cut off and was left")
    return LinesRead([*records, _record(path, number, last, record_of)])


def append_line(path: Path, values: Mapping[str, str]) -> None:
    """Adds a line; it is on disk when this returns. What is left of a line that was cut off goes."""
    line = json.dumps(values, ensure_ascii=False).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a+b") as file:
        start, tail = _unended(file)
        if tail and _is_whole(tail):  # a person's editor leaves the end of the last line out
            line = b"\n" + line
        elif tail:
            file.truncate(start)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Makes durable which files a folder holds."""
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


def _unended(file: Any) -> tuple[int, bytes]:
    """Where the last line begins that has no end, and what it holds; empty where every line has its end."""
    end = start = file.seek(0, os.SEEK_END)
    tail = b""
    while start and b"\n" not in tail:
        start = max(0, start - _BLOCK)
        file.seek(start)
        tail = file.read(end - start)
    held = tail.rpartition(b"\n")[2]
    return end - len(held), held
