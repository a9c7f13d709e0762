"""Writing WARC segments. A record is durable on disk before the index refers to it.

Every capture has a record: a record with its bytes where they are new, otherwise a revisit record. The segments
therefore contain all captures, and the index can be rebuilt from them.
"""

import io
import os
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources.archive.capture import Capture, Entry
from sources.archive.index import Index
from sources.archive.json_lines import flush_folder
from sources.archive.members import GZIP
from sources.archive.record import DAMAGE_HEADER, ORIGIN_HEADER, PAYLOAD_HEADER, WarcRecord, payload_digest_of
from sources.archive.record_digests import matches
from sources.archive.segment_store import retired_segments, sent_segments
from sources.archive.stored import is_readable
from warehouse.at_once import for_each

FOLDER: Final = "warc"
"""The folder of the segments, in the folder of the archive."""

_UNNAMED: Final = ".unnamed"
"""Suffix of a segment until its first synchronisation."""

_SUFFIX: Final = ".warc.gz"


def segment_files(folder: Path) -> list[Path]:
    """The segments of an archive, in the order of their names."""
    return sorted((folder / FOLDER).glob(f"*{_SUFFIX}"))


class SegmentWriter:
    """Writes the new records of one import into one new segment.

    Records of a gzip-per-record file are copied byte for byte. All other records are written again.
    """

    def __init__(self, folder: Path, index: Index, source: Path | None = None) -> None:
        """Prepares a writer. The first record creates the segment.

        Args:
            folder: the folder of the archive.
            index: receives the location of the records.
            source: the imported file, if any.
        """
        self._folder = folder / FOLDER
        self._index = index
        self._source = source if source is not None and _is_gzip(source) else None
        self._segment: int | None = None
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        self._is_new = True
        self._input: BinaryIO | None = None
        self._unread: list[tuple[str, int, str]] = []  # digest, offset and address of bodies that were not read back

    def add(self, record: WarcRecord, digest: str, origin: str) -> None:
        """Writes a record and adds its location to the index. A body that the index has is moved to this record."""
        file = self._open()
        offset = file.tell()
        if record.origin not in (None, origin) or not self._copy(record, file):
            _write_record(file, record, origin)
        assert self._segment is not None
        add = self._index.move_body if self._index.has_body(digest) else self._index.add_body
        add(digest, self._segment, offset, len(record.body), record.payload_digest)
        self._unread.append((digest, offset, record.url))

    def add_repeat(self, capture: Capture, first: Entry) -> None:
        """Writes a revisit record for a capture whose bytes are stored.

        Args:
            capture: the capture.
            first: an earlier capture with the same bytes.
        """
        writer = WARCWriter(self._open(), gzip=True)
        writer.write_record(
            writer.create_revisit_record(
                capture.url,
                payload_digest_of(capture.digest),
                first.url,
                first.captured_at,
                http_headers=http_headers(capture.status, capture.content_type, len(capture.body)),
                warc_headers_dict=_warc_headers(capture.captured_at, capture.origin, capture.damage),
            )
        )

    def flush(self) -> None:
        """Writes buffered records, so that they can be read."""
        if self._file is not None:
            self._file.flush()

    def sync(self) -> None:
        """Makes the added records durable. Called before the index commits.

        A new segment gets its final name only here. A segment that the index never committed therefore keeps its
        temporary name, and the next import deletes it.

        Raises:
            OSError: bytes on disk are not the bytes that were written.
        """
        if self._file is not None and self._path is not None and self._segment is not None:
            flush_file(self._file)
            if self._is_new:
                self._path = self._path.rename(free_segment_name(self._path.parent, self._index))
                self._index.name_segment(self._segment, f"{FOLDER}/{self._path.name}")
                flush_folder(self._path.parent)
                self._is_new = False
            self._read_back(self._path)

    def close(self) -> None:
        """Closes the files. The next import deletes a segment that was never synchronised."""
        if self._input is not None:
            self._input.close()
        if self._file is not None:
            self._file.close()

    def _open(self) -> BinaryIO:
        if self._file is None:
            self._folder.mkdir(exist_ok=True)
            for leftover in self._folder.glob(f"*{_UNNAMED}"):  # of interrupted imports: there is only one writer
                leftover.unlink()
            self._path = self._folder / f"{uuid4().hex}{_UNNAMED}"
            self._file = self._path.open("xb")
            self._segment = self._index.add_segment(f"{FOLDER}/{self._path.name}")
        return self._file

    def _read_back(self, path: Path) -> None:
        """Reads every new body and compares its digest."""

        def read(written: tuple[str, int, str]) -> None:
            digest, offset, url = written
            if not is_readable(path, offset, digest):
                raise OSError(f"{path}: the bytes of {url} on disk are not the bytes that were written")

        for_each(read, self._unread)
        self._unread.clear()

    def _copy(self, record: WarcRecord, file: BinaryIO) -> bool:
        """Copies the gzip member of a record; False where the record has no own member."""
        if self._source is None or record.end is None:
            return False
        if self._input is None:
            self._input = self._source.open("rb")
        return _copy_member(self._input, record, file)


class RecordCopier:
    """Copies records of one file into another one, member by member where they have members of their own."""

    def __init__(self, source: Path, target: Path) -> None:
        """Opens the files.

        Args:
            source: the file of the records.
            target: the file that is written.
        """
        self._input = source.open("rb") if _is_gzip(source) else None
        self._file = target.open("wb")

    def __enter__(self) -> "RecordCopier":
        return self

    def __exit__(self, *_: object) -> None:
        if self._input is not None:
            self._input.close()
        self._file.close()

    def add(self, record: WarcRecord) -> None:
        """Copies a record."""
        if self._input is None or record.end is None or not _copy_member(self._input, record, self._file):
            _write_record(self._file, record, record.origin or "archive")


def _copy_member(source: BinaryIO, record: WarcRecord, file: BinaryIO) -> bool:
    """Copies the gzip member of a record; False where it has none."""
    assert record.end is not None
    source.seek(record.offset)
    member = source.read(record.end - record.offset)
    if not member.startswith(GZIP):
        return False
    file.write(member)
    return True


def http_headers(status: int | None, content_type: str | None, size: int) -> StatusAndHeaders | None:
    """HTTP headers for a body of a given size; None for a capture without HTTP status."""
    if status is None:
        return None
    headers = [("Content-Type", content_type)] if content_type is not None else []
    line = "200 OK" if status == 200 else f"{status} Error"
    return StatusAndHeaders(line, [*headers, ("Content-Length", str(size))], protocol="HTTP/1.1")


def flush_file(file: BinaryIO) -> None:
    """Flushes a file to disk."""
    file.flush()
    os.fsync(file.fileno())


def _write_record(file: BinaryIO, record: WarcRecord, origin: str) -> None:
    writer = WARCWriter(file, gzip=True)
    headers = http_headers(record.status, record.content_type, len(record.body))
    own = _warc_headers(record.captured_at, origin, record.damage)
    if record.payload_digest is not None and not matches(record.payload_digest, record.body):
        own[PAYLOAD_HEADER] = record.payload_digest
    writer.write_record(
        writer.create_warc_record(
            record.url,
            "response" if headers is not None else "resource",
            payload=io.BytesIO(record.body),
            http_headers=headers,
            warc_content_type="" if headers is not None else record.content_type or "text/html",
            warc_headers_dict=own,
        )
    )


def _warc_headers(captured_at: str, origin: str, damage: str | None) -> dict[str, str]:
    headers = {"WARC-Date": captured_at, ORIGIN_HEADER: origin}
    return headers if damage is None else {**headers, "WARC-Truncated": "unspecified", DAMAGE_HEADER: damage}


def free_segment_name(folder: Path, index: Index) -> Path:
    """A path for a new segment; no segment has its name in the folder, in the index, or in the store."""
    used = {path.name for path in folder.iterdir()} | index.segment_names()
    used |= {*sent_segments(folder.parent), *retired_segments(folder.parent)}
    number = next(number for number in range(1, len(used) + 2) if f"{number:06}{_SUFFIX}" not in used)
    return folder / f"{number:06}{_SUFFIX}"


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"
