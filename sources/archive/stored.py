"""A capture with the location of its bytes. It can be read without the index."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from sources.archive.capture import Capture, Entry, digest_of
from sources.archive.coding import STORED_LIMIT_BYTES, decode_body
from sources.archive.decisions import DecisionInForce
from sources.archive.headers import HEADER_BYTES, warc_head
from sources.archive.members import member_at
from sources.archive.record import WarcRecord
from sources.archive.record_content import PAGE_TYPES, SkippedRecordError, record_of
from sources.archive.segment_store import open_segment


@dataclass(frozen=True)
class StoredCapture:
    """A capture in the index, with the location of its bytes. Another process can read it.

    Attributes:
        entry: the capture.
        file: WARC segment, relative to the folder of the archive.
        offset: where the record of the body begins in the segment.
        published: the publication day that a person added for the page, ISO 8601; None where nobody did.
        decision: the last decision of a person about the capture; None without one.
    """

    entry: Entry
    file: str
    offset: int
    published: str | None = None
    decision: DecisionInForce | None = None

    @property
    def line(self) -> str:
        """Everything that decides how the capture is parsed, in one line; without the location of its bytes."""
        return line_of(str(self.entry), self.published, self.decision)


def line_of(entry: str, published: date | str | None, decision: DecisionInForce | None) -> str:
    """The line of a capture, from its entry as text, its day in ISO 8601 and its decision."""
    stated = f" published={published}" if published else ""
    decided = f" decision={decision.line}" if decision else ""
    return f"{entry}{stated}{decided}"


def load_stored(folder: Path, stored: StoredCapture) -> Capture:
    """Reads a capture with its bytes from its segment.

    Args:
        folder: the folder of the archive.
        stored: the capture.

    Raises:
        OSError: the bytes on disk are not the archived bytes.
    """
    entry = stored.entry
    path = folder / stored.file
    body = _body_at(path, stored.offset, entry.digest)
    if body is None:
        raise OSError(f"{stored.file}: the bytes of {entry.url} are not the archived bytes; import the page again")
    return Capture(
        entry.url,
        entry.captured_at,
        body,
        entry.digest,
        entry.origin,
        entry.status,
        entry.content_type,
        entry.damage,
    )


def record_at(path: Path, offset: int, digest: str) -> WarcRecord | None:
    """The record with a body in the gzip member at an offset of a segment; None where the member does not have it.

    Raises:
        OSError: the segment cannot be opened.
    """
    records = _records_in(member_at(path, offset), with_digests=True)
    return next((record for record in records if digest_of(record.body) == digest), None)


def is_readable(path: Path, offset: int, digest: str) -> bool:
    """Whether the body at an offset of a segment has its digest."""
    try:
        return _body_at(path, offset, digest) is not None
    except OSError:
        return False


def _body_at(path: Path, offset: int, digest: str) -> bytes | None:
    """The body with a digest at an offset of a segment; None where it is not there.

    Raises:
        OSError: the segment cannot be opened.
    """
    for record in _records_in(member_at(path, offset), with_digests=False):
        if digest_of(record.body) == digest:
            return record.body
    body = _body_as_read_before(path, offset)
    return body if digest_of(body) == digest else None


def _records_in(data: bytes, *, with_digests: bool) -> Iterator[WarcRecord]:
    """The page records of a member. Older versions stored members with several records."""
    position = 0
    while position < len(data):
        if data[position] in b"\r\n":
            position += 1
            continue
        head = warc_head(data[position : position + HEADER_BYTES] if position else data)
        if head is None:
            return
        content = data[position + head.size : position + head.size + head.length]
        position += head.size + head.length
        if len(content) < head.length or head.type not in PAGE_TYPES or head.type == "revisit":
            continue
        try:
            yield record_of(head, content, is_segment=True, now=None, with_digests=with_digests)
        except SkippedRecordError:
            continue


def _body_as_read_before(path: Path, offset: int) -> bytes:
    """The body of the record at an offset as version 0.1.0 read it, which digests of its records may depend on."""
    with open_segment(path) as file:
        file.seek(offset)
        records = ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=True, auto_decode="none")
        try:
            raw = next(iter(records), None)
            body: bytes = raw.reader.read(STORED_LIMIT_BYTES + 1) if raw is not None else b""
            return decode_body(body, raw.http_headers)[0] if raw is not None and raw.http_headers is not None else body
        except (OSError, ValueError, EOFError):  # too damaged to decompress
            return b""
