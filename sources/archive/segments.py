"""Writing WARC segments: what a page came as goes into a file of the archive, and is durable before the index names it.

Every capture has a record: one with its bytes where these are new, else a revisit record. So the segments alone tell
all captures, and the index can be made anew from them.
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
from sources.archive.warc import GZIP, ORIGIN_HEADER, WarcRecord, payload_digest_of

FOLDER: Final = "warc"
"""Where the segments lie, in the folder of the archive."""

_UNNAMED: Final = ".unnamed"
"""How a segment is called until the index is about to know it."""

_SUFFIX: Final = ".warc.gz"


def segment_files(folder: Path) -> list[Path]:
    """The segments of an archive, in the order of their names."""
    return sorted((folder / FOLDER).glob(f"*{_SUFFIX}"))


class SegmentWriter:
    """Writes the new records of one import into one new segment.

    Records of a gzip-per-record file are copied as they are, so that the archive keeps what was handed over byte
    for byte; all others are written anew.
    """

    def __init__(self, folder: Path, index: Index, source: Path | None = None) -> None:
        """Begins nothing yet: the segment is made with the first record.

        Args:
            folder: of the archive.
            index: told where the records lie.
            source: the file that the records come from, if any.
        """
        self._folder = folder / FOLDER
        self._index = index
        self._source = source if source is not None and _is_gzip(source) else None
        self._segment: int | None = None
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        self._is_new = True
        self._input: BinaryIO | None = None

    def add(self, record: WarcRecord, digest: str, origin: str) -> None:
        """Stores the bytes of a record and tells the index where."""
        file = self._open()
        offset = file.tell()
        if record.origin not in (None, origin) or not self._copy(record, file):
            _write_record(file, record, origin)
        assert self._segment is not None
        self._index.add_body(digest, self._segment, offset, len(record.body), record.payload_digest)

    def add_repeat(self, capture: Capture, first: Entry) -> None:
        """Stores that bytes which are held were seen again.

        Args:
            capture: the capture.
            first: an earlier capture of the same bytes.
        """
        writer = WARCWriter(self._open(), gzip=True)
        writer.write_record(
            writer.create_revisit_record(
                capture.url,
                payload_digest_of(capture.digest),
                first.url,
                first.captured_at,
                http_headers=http_headers(capture.status, capture.content_type, len(capture.body)),
                warc_headers_dict=_said_in_warc(capture.captured_at, capture.origin),
            )
        )

    def flush(self) -> None:
        """Lets what was added be read."""
        if self._file is not None:
            self._file.flush()

    def sync(self) -> None:
        """Makes what was added durable; called before the index commits.

        A new segment takes its name only here: one of which the index never came to know is then told by its name,
        and cleared away.
        """
        if self._file is not None and self._path is not None and self._segment is not None:
            flush_file(self._file)
            if self._is_new:
                self._path = self._path.rename(_free_name(self._path.parent))
                self._index.name_segment(self._segment, f"{FOLDER}/{self._path.name}")
                flush_folder(self._path.parent)
                self._is_new = False

    def close(self) -> None:
        """Closes the files. What was not synchronised before is not known to the index, and is cleared away later."""
        if self._input is not None:
            self._input.close()
        if self._file is not None:
            self._file.close()

    def _open(self) -> BinaryIO:
        if self._file is None:
            self._folder.mkdir(exist_ok=True)
            for left in self._folder.glob(f"*{_UNNAMED}"):  # of imports cut short: while we write, no other does
                left.unlink()
            self._path = self._folder / f"{uuid4().hex}{_UNNAMED}"
            self._file = self._path.open("xb")
            self._segment = self._index.add_segment(f"{FOLDER}/{self._path.name}")
        return self._file

    def _copy(self, record: WarcRecord, file: BinaryIO) -> bool:
        """Copies the record's gzip member; False where the record has none of its own."""
        if self._source is None or record.end is None:
            return False
        if self._input is None:
            self._input = self._source.open("rb")
        self._input.seek(record.offset)
        member = self._input.read(record.end - record.offset)
        follower = self._input.read(len(GZIP))
        if not member.startswith(GZIP) or follower not in (GZIP, b""):
            return False
        file.write(member)
        return True


def http_headers(status: int | None, content_type: str | None, size: int) -> StatusAndHeaders | None:
    """The head of an answer of so many bytes; None for what did not come by HTTP."""
    if status is None:
        return None
    headers = [("Content-Type", content_type)] if content_type is not None else []
    line = "200 OK" if status == 200 else f"{status} Error"
    return StatusAndHeaders(line, [*headers, ("Content-Length", str(size))], protocol="HTTP/1.1")


def flush_file(file: BinaryIO) -> None:
    """Makes durable what was written to a file."""
    file.flush()
    os.fsync(file.fileno())


def _write_record(file: BinaryIO, record: WarcRecord, origin: str) -> None:
    writer = WARCWriter(file, gzip=True)
    head = http_headers(record.status, record.content_type, len(record.body))
    writer.write_record(
        writer.create_warc_record(
            record.url,
            "response" if head is not None else "resource",
            payload=io.BytesIO(record.body),
            http_headers=head,
            warc_content_type="" if head is not None else record.content_type or "text/html",
            warc_headers_dict=_said_in_warc(record.captured_at, origin),
        )
    )


def _said_in_warc(captured_at: str, origin: str) -> dict[str, str]:
    return {"WARC-Date": captured_at, ORIGIN_HEADER: origin}


def _free_name(folder: Path) -> Path:
    taken = {path.name for path in folder.iterdir()}
    number = next(number for number in range(1, len(taken) + 2) if f"{number:06}{_SUFFIX}" not in taken)
    return folder / f"{number:06}{_SUFFIX}"


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"
