"""Reading WARC files: every whole record, and a plain word on what was lost.

fastwarc walks the file; warcio undoes transfer and content encodings, which it does even where the headers are
not quite true.
"""

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import brotli
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

STORED_LIMIT: Final = 64 * 1024 * 1024
"""Bodies beyond this are not archived: no page is a thousandth of it."""

GZIP: Final = b"\x1f\x8b\x08"
"""How a gzip member begins."""

ORIGIN_HEADER: Final = "TIP-Origin"
"""WARC header in which the records that this archive writes say where the bytes came from."""

_BODY_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")
_TYPES: Final = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
_CODINGS: Final = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


@dataclass(frozen=True)
class WarcRecord:
    """A whole record of a page.

    Attributes:
        url: target URI as it stands in the record.
        captured_at: WARC-Date.
        status: HTTP status; None for a resource record.
        content_type: of the page.
        body: after transfer and content decoding.
        is_revisit: whether the record only says that an earlier capture's bytes were seen again.
        payload_digest: WARC-Payload-Digest as written, if any.
        offset: where the record begins in the file.
        end: where the next one begins; None where that is not known.
        origin: where the bytes came from, as an archive like this one wrote it; None where the record does not say.
    """

    url: str
    captured_at: str
    status: int | None
    content_type: str | None
    body: bytes
    is_revisit: bool
    payload_digest: str | None
    offset: int = 0
    end: int | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Damage:
    """What could not be read of a file, in one line."""

    message: str


def read_warc(path: Path) -> Iterator[WarcRecord | Damage]:
    """Yields the page records of a WARC file, gzip-per-record, wholly compressed or plain.

    A file that is cut off or damaged gives every whole record before the damage, then one `Damage`.
    """
    pending: WarcRecord | None = None
    for position, item in _walk(path):
        if pending is not None:
            yield replace(pending, end=position)
            pending = None
        if isinstance(item, WarcRecord):
            pending = item
        elif item is not None:
            yield item


def addresses_in(path: Path) -> Iterator[str]:
    """The target URIs of a file's page records, as far as it can be read; bodies are not looked at."""
    with path.open("rb") as file, suppress(OSError, ValueError, EOFError):
        for raw in ArchiveIterator(file, record_types=_TYPES, parse_http=False):
            yield raw.headers.get("WARC-Target-URI") or ""


def _walk(path: Path) -> Iterator[tuple[int | None, WarcRecord | Damage | None]]:
    """Every record with its position; None for records that are no pages, and at the end of the file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        compressed = file.read(3) == GZIP
        file.seek(0)
        begun: int | None = 0  # where the record being read begins, while one is
        last = whole = 0  # where the last whole record begins; how many there are
        try:
            for raw in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=True, auto_decode="none"):
                begun = raw.stream_pos
                body = raw.reader.read(STORED_LIMIT + 1)
                if len(body) < min(raw.content_length, STORED_LIMIT + 1):
                    yield (
                        begun,
                        Damage(_lost(path, "is cut off", whole, begun, raw.headers.get("WARC-Target-URI"))),
                    )
                    return
                last, begun, whole = raw.stream_pos, None, whole + 1
                yield last, _record(raw, body, path) if raw.record_type & _TYPES else None
        except (OSError, ValueError, EOFError) as error:
            start = _end_of_record(path, last, compressed) if begun is None else begun
            yield start or None, Damage(_lost(path, f"is damaged ({error})", whole, start, None))
            return
    if whole == 0:
        yield None, Damage(f"{path}: no WARC record in it")
        return
    end = _end_of_record(path, last, compressed)
    message = f"{path} is damaged after record {whole}: {size - end:,} bytes at its end are no record and were left"
    yield end, Damage(message) if end < size else None


def _record(raw: Any, body: bytes, path: Path) -> WarcRecord | Damage:
    url = raw.headers.get("WARC-Target-URI")
    if not url:
        return Damage(f"{path}: the record at byte {raw.stream_pos:,} names no target URI and was left")
    http = raw.http_headers
    decoded = _undo_codings(body, http) if http is not None else body
    if len(decoded) > STORED_LIMIT:
        return Damage(f"{path}: {url} is larger than {STORED_LIMIT:,} bytes and was left")
    is_revisit = raw.record_type == WarcRecordType.revisit
    return WarcRecord(
        url=url,
        captured_at=_date(raw),
        status=http.status_code if http is not None else None,
        content_type=_content_type(raw, http, is_revisit=is_revisit),
        body=decoded,
        is_revisit=is_revisit,
        payload_digest=raw.headers.get("WARC-Payload-Digest"),
        offset=raw.stream_pos,
        origin=raw.headers.get(ORIGIN_HEADER),
    )


def _content_type(raw: Any, http: Any, *, is_revisit: bool) -> str | None:
    """The page's; the WARC header of a revisit record without HTTP headers tells of the record, not of the page."""
    if http is not None:
        return http.get("Content-Type")  # type: ignore[no-any-return]
    return None if is_revisit else raw.headers.get("Content-Type")


def payload_digest_of(digest: str) -> str:
    """The digest of a body as revisit records that this archive writes have it."""
    return f"sha256:{digest}"


def digest_in(payload_digest: str) -> str | None:
    """The digest of a body from the form of `payload_digest_of`; None for a payload digest of another form."""
    found = _BODY_DIGEST.fullmatch(payload_digest)
    return found[1] if found else None


def decoded_body(raw: Any) -> bytes:
    """The body of a fastwarc record after transfer and content decoding."""
    body = raw.reader.read(STORED_LIMIT + 1)
    return _undo_codings(body, raw.http_headers) if raw.http_headers is not None else body


def _date(raw: Any) -> str:
    date = raw.record_date
    return date.strftime("%Y-%m-%dT%H:%M:%SZ") if date is not None else "1970-01-01T00:00:00Z"


def _undo_codings(body: bytes, http: Any) -> bytes:
    if "chunked" in (http.get("Transfer-Encoding") or "").lower():
        body = _bounded(ChunkedDataReader(io.BytesIO(body)))
    for coding in reversed((http.get("Content-Encoding") or "").lower().split(",")):
        if kind := _CODINGS.get(coding.strip()):
            body = _bounded(BufferedReader(io.BytesIO(body), decomp_type=kind))
        elif coding.strip() == "br":
            body = _undo_brotli(body)
    return body


def _undo_brotli(body: bytes) -> bytes:
    """Brotli undone here, as warcio cannot with current brotli; a body that is not in it is left as it is."""
    decoder = brotli.Decompressor()
    pieces, total = [], 0
    try:
        piece = decoder.process(body, output_buffer_limit=1 << 20)
        while piece and total <= STORED_LIMIT:
            pieces.append(piece)
            total += len(piece)
            piece = decoder.process(b"", output_buffer_limit=1 << 20)
    except brotli.error:
        return body
    return b"".join(pieces)


def _bounded(stream: Any) -> bytes:
    """Reads a decoding stream to its end, but never far beyond the limit."""
    pieces, total = [], 0
    while total <= STORED_LIMIT and (piece := stream.read(1 << 20)):
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces)


def _lost(path: Path, what: str, whole: int, start: int, url: str | None) -> str:
    page = f" ({url})" if url else ""
    return (
        f"{path} {what} in record {whole + 1}{page}: the {whole} whole records before byte {start:,} are kept,"
        f" {path.stat().st_size - start:,} bytes from there are lost"
    )


def _end_of_record(path: Path, offset: int, compressed: bool) -> int:
    """Where the last record ends, so that bytes after it do not go unnoticed."""
    with path.open("rb") as file:
        file.seek(offset)
        if not compressed:
            head = file.read(1 << 16)
            length = next(
                (
                    int(line.split(b":", 1)[1])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length:")
                ),
                0,
            )
            return offset + head.find(b"\r\n\r\n") + 4 + length + 4
        if file.read(3) != GZIP:  # one gzip stream around the whole file: offsets do not point into it
            return path.stat().st_size
        file.seek(offset)
        member = zlib.decompressobj(31)
        position = offset
        while not member.eof and (piece := file.read(1 << 16)):
            member.decompress(piece)
            position += len(piece)
        return position - len(member.unused_data)
