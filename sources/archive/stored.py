"""A capture with the location of its bytes. It can be read without the index."""

from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from sources.archive.capture import Capture, Entry, digest_of
from sources.archive.warc import decoded_body


@dataclass(frozen=True)
class StoredCapture:
    """A capture in the index, with the location of its bytes. Another process can read it.

    Attributes:
        entry: the capture.
        file: WARC segment, relative to the folder of the archive.
        offset: where the record of the body begins in the segment.
        published: the publication day that a person added for the page, ISO 8601; None where nobody did.
    """

    entry: Entry
    file: str
    offset: int
    published: str | None = None

    @property
    def line(self) -> str:
        """Everything that decides how the capture is parsed, in one line; without the location of its bytes."""
        return f"{self.entry} published={self.published}" if self.published else str(self.entry)


def load_stored(folder: Path, stored: StoredCapture) -> Capture:
    """Reads a capture with its bytes from its segment.

    Args:
        folder: the folder of the archive.
        stored: the capture.

    Raises:
        OSError: the bytes on disk are not the archived bytes.
    """
    entry = stored.entry
    with (folder / stored.file).open("rb") as file:
        file.seek(stored.offset)
        records = ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=True, auto_decode="none")
        try:
            raw = next(iter(records), None)
            body = decoded_body(raw) if raw is not None else b""
        except (OSError, ValueError, EOFError):  # too damaged to decompress
            body = b""
    if digest_of(body) != entry.digest:
        raise OSError(f"{stored.file}: the bytes of {entry.url} are not the archived bytes; import the page again")
    return Capture(entry.url, entry.captured_at, body, entry.digest, entry.origin, entry.status, entry.content_type)
