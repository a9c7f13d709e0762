"""A capture and the place of its bytes: all it takes to read it, without the index."""

from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from sources.archive.capture import Capture, Entry, digest_of
from sources.archive.warc import decoded_body


@dataclass(frozen=True)
class StoredCapture:
    """A capture as the index has it, and where its bytes lie. It can be handed to another process.

    Attributes:
        entry: the capture.
        file: WARC segment, relative to the folder of the archive.
        offset: where the record of its body begins there.
        published: the day of publication that a person gave for the page, ISO 8601; None where nobody did.
    """

    entry: Entry
    file: str
    offset: int
    published: str | None = None


def load_stored(folder: Path, stored: StoredCapture) -> Capture:
    """A capture with its bytes, read from the segment alone.

    Args:
        folder: of the archive.
        stored: the capture.

    Raises:
        OSError: the bytes on disk are not those that were archived.
    """
    entry = stored.entry
    with (folder / stored.file).open("rb") as file:
        file.seek(stored.offset)
        records = ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=True, auto_decode="none")
        try:
            raw = next(iter(records), None)
            body = decoded_body(raw) if raw is not None else b""
        except (OSError, ValueError, EOFError):  # damaged so that it does not even unpack
            body = b""
    if digest_of(body) != entry.digest:
        raise OSError(
            f"{stored.file}: the bytes of {entry.url} are not those that were archived; import the page again"
        )
    return Capture(entry.url, entry.captured_at, body, entry.digest, entry.origin, entry.status, entry.content_type)
