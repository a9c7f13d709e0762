"""Verification of the archive: every stored body is read and its digest is computed."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sources.archive.capture import Entry
from sources.archive.capture_date import latest_time
from sources.archive.index import BodyLocation, Index
from sources.archive.segment_store import sent_segments
from sources.archive.segments import FOLDER
from sources.archive.stored import is_readable

REMEDY: Final = "`tip import FILE` of a WARC file that has these pages stores their bytes again"
"""What to do about bytes that cannot be read."""


@dataclass
class ArchiveFindings:
    """What a verification found.

    Attributes:
        bodies: bodies in the index.
        read: bodies that were read; fewer where the time was over.
        lines: bodies that cannot be read, in a line each.
        future: captures that are in the future and stay in use, in a line each. Version 0.1.0 believed every date.
    """

    bodies: int = 0
    read: int = 0
    lines: list[str] = field(default_factory=list)
    future: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every body was read."""
        return self.read == self.bodies


def verify_archive(folder: Path, index: Index, *, limit_seconds: float | None = None) -> ArchiveFindings:
    """Reads every body of an archive and compares its digest.

    Args:
        folder: the folder of the archive.
        index: its index.
        limit_seconds: when to stop; never without it.
    """
    findings = ArchiveFindings(bodies=index.totals()["bodies"])
    findings.future += [
        f"the capture of {entry.url} of {entry.captured_at} is in the future, and no later one replaces it:"
        f" `tip refuse {entry.url} --digest {entry.digest} --reason TEXT` puts it out of use"
        for entry in index.captures_after(latest_time())
    ]
    findings.lines += [
        f"the index has no bytes of {entry.url} of {entry.captured_at}" for entry in index.captures_without_body()
    ]
    deadline = None if limit_seconds is None else time.monotonic() + limit_seconds
    missing: dict[str, int] = {}
    sent = {f"{FOLDER}/{name}" for name in sent_segments(folder)}
    for digest, location in list(index.bodies()):
        if deadline is not None and time.monotonic() > deadline:
            break
        findings.read += 1
        if location.file not in sent and not (folder / location.file).is_file():
            missing[location.file] = missing.get(location.file, 0) + 1
        elif not is_readable(folder / location.file, location.offset, digest):
            findings.lines += _lines_of(index.with_digest(digest), digest, location)
    findings.lines += [f"{file} is missing, with the bytes of {count:,} pages" for file, count in missing.items()]
    return findings


def _lines_of(entries: list[Entry], digest: str, location: BodyLocation) -> Iterator[str]:
    """A line for an unreadable body: its first page, and how many other captures need the same bytes."""
    page = f"{entries[0].url} of {entries[0].captured_at}" if entries else f"the body {digest}"
    others = f" and of {len(entries) - 1:,} other captures" if len(entries) > 1 else ""
    yield f"{location.file}, byte {location.offset:,}: the bytes of {page}{others} cannot be read"
