"""Export of the whole archive as one WARC file."""

import base64
import hashlib
import io
from pathlib import Path
from typing import Any

from warcio.warcwriter import WARCWriter

from sources.archive.capture import Entry
from sources.archive.index import Index
from sources.archive.segments import flush_file, http_headers
from sources.archive.stored import load_stored


def export_archive(folder: Path, index: Index, path: Path) -> int:
    """Writes all captures to a WARC file. Repeated bytes become revisit records.

    Args:
        folder: the folder of the archive.
        index: the index of the archive.
        path: the file to write; gzip-compressed where its name ends with `.gz`.

    Returns:
        The number of captures written.
    """
    partial = path.with_name(path.name + ".partial")
    first: dict[str, Entry] = {}
    count = 0
    with partial.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "tip-warehouse"}))
        for entry in index.all_entries():
            count += 1
            body = load_stored(folder, index.stored_capture(entry)).body
            writer.write_record(_record(writer, entry, body, first.get(entry.digest)))
            first.setdefault(entry.digest, entry)
        flush_file(file)
    partial.replace(path)
    return count


def _record(writer: WARCWriter, entry: Entry, body: bytes, original: Entry | None) -> Any:
    """A response record; a revisit record where an earlier entry has the same bytes."""
    headers = http_headers(entry.status or 200, entry.content_type, len(body))
    date = {"WARC-Date": entry.captured_at}
    if original is not None:
        return writer.create_revisit_record(
            entry.url,
            _sha1(body),
            original.url,
            original.captured_at,
            http_headers=headers,
            warc_headers_dict=date,
        )
    return writer.create_warc_record(
        entry.url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=date
    )


def _sha1(body: bytes) -> str:
    """The payload digest in the usual form of WARC files."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
