"""Reading WARC files: every whole record, and a message about lost bytes.

fastwarc iterates over the records. warcio decodes transfer and content encodings, because it tolerates wrong headers.
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

STORED_LIMIT_BYTES: Final = 64 * 1024 * 1024
"""Larger bodies are not archived. No page has a thousandth of this size."""

GZIP: Final = b"\x1f\x8b\x08"
"""The first bytes of a gzip member."""

ORIGIN_HEADER: Final = "TIP-Origin"
"""WARC header with the origin of the bytes, in the records that this archive writes."""

_BODY_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")
_TYPES: Final = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
_CODINGS: Final = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


@dataclass(frozen=True)
class WarcRecord:
    """A whole record of a page.

    Attributes:
        url: target URI as written in the record.
        captured_at: WARC-Date.
        status: HTTP status; None for a resource record.
        content_type: content type of the page.
        body: the body after transfer and content decoding.
        is_revisit: whether the record repeats the bytes of an earlier capture and has none itself.
        payload_digest: WARC-Payload-Digest as written, if any.
        offset: where the record begins in the file.
        end: where the next record begins; None where it is not known.
        origin: origin of the bytes, from the header that this archive writes; None without that header.
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
    """A message about an unreadable part of a file."""

    message: str


def read_warc(path: Path) -> Iterator[WarcRecord | Damage]:
    """Yields the page records of a WARC file, gzip-per-record, wholly compressed or plain.

    A truncated or damaged file yields every whole record before the damage, then one `Damage`.
    """
    pending: WarcRecord | None = None
    for position, item in _records(path):
        if pending is not None:
            yield replace(pending, end=position)
            pending = None
        if isinstance(item, WarcRecord):
            pending = item
        elif item is not None:
            yield item


def addresses_in(path: Path) -> Iterator[str]:
    """Yields the target URIs of the page records of a file, up to the first damage. It reads no bodies."""
    with path.open("rb") as file, suppress(OSError, ValueError, EOFError):
        for raw in ArchiveIterator(file, record_types=_TYPES, parse_http=False):
            yield raw.headers.get("WARC-Target-URI") or ""


def _records(path: Path) -> Iterator[tuple[int | None, WarcRecord | Damage | None]]:
    """Yields every record with its position; None for records that are no pages, and at the end of the file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        compressed = file.read(3) == GZIP
        file.seek(0)
        begun: int | None = 0  # start of the record that is being read; None between records
        last = whole = 0  # start of the last whole record; number of whole records
        try:
            for raw in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=True, auto_decode="none"):
                begun = raw.stream_pos
                body = raw.reader.read(STORED_LIMIT_BYTES + 1)
                if len(body) < min(raw.content_length, STORED_LIMIT_BYTES + 1):
                    yield (
                        begun,
                        Damage(_loss_message(path, "is truncated", whole, begun, raw.headers.get("WARC-Target-URI"))),
                    )
                    return
                last, begun, whole = raw.stream_pos, None, whole + 1
                yield last, _record(raw, body, path) if raw.record_type & _TYPES else None
        except (OSError, ValueError, EOFError) as error:
            start = _end_of_record(path, last, compressed) if begun is None else begun
            yield start or None, Damage(_loss_message(path, f"is damaged ({error})", whole, start, None))
            return
    if whole == 0:
        yield None, Damage(f"{path}: the file has no WARC record")
        return
    end = _end_of_record(path, last, compressed)
    message = f"{path} is damaged after record {whole}: {size - end:,} bytes at its end are no record and were skipped"
    yield end, Damage(message) if end < size else None


def _record(raw: Any, body: bytes, path: Path) -> WarcRecord | Damage:
    url = raw.headers.get("WARC-Target-URI")
    if not url:
        return Damage(f"{path}: the record at byte {raw.stream_pos:,} has no target URI and was skipped")
    http = raw.http_headers
    decoded = _decode(body, http) if http is not None else body
    if len(decoded) > STORED_LIMIT_BYTES:
        return Damage(f"{path}: {url} is larger than {STORED_LIMIT_BYTES:,} bytes and was skipped")
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
    """The content type of the page. The WARC header of a revisit record without HTTP headers describes the record."""
    if http is not None:
        return http.get("Content-Type")  # type: ignore[no-any-return]
    return None if is_revisit else raw.headers.get("Content-Type")


def payload_digest_of(digest: str) -> str:
    """The payload digest that this archive writes in revisit records for a body digest."""
    return f"sha256:{digest}"


def digest_in(payload_digest: str) -> str | None:
    """The body digest from a payload digest of `payload_digest_of`; None for any other payload digest."""
    found = _BODY_DIGEST.fullmatch(payload_digest)
    return found[1] if found else None


def decoded_body(raw: Any) -> bytes:
    """The body of a fastwarc record after transfer and content decoding."""
    body = raw.reader.read(STORED_LIMIT_BYTES + 1)
    return _decode(body, raw.http_headers) if raw.http_headers is not None else body


def _date(raw: Any) -> str:
    date = raw.record_date
    return date.strftime("%Y-%m-%dT%H:%M:%SZ") if date is not None else "1970-01-01T00:00:00Z"


def _decode(body: bytes, http: Any) -> bytes:
    if "chunked" in (http.get("Transfer-Encoding") or "").lower():
        body = _read_limited(ChunkedDataReader(io.BytesIO(body)))
    for coding in reversed((http.get("Content-Encoding") or "").lower().split(",")):
        if kind := _CODINGS.get(coding.strip()):
            body = _read_limited(BufferedReader(io.BytesIO(body), decomp_type=kind))
        elif coding.strip() == "br":
            body = _decode_brotli(body)
    return body


def _decode_brotli(body: bytes) -> bytes:
    """Decodes brotli, because warcio does not support the current brotli package. Returns any other body unchanged."""
    decoder = brotli.Decompressor()
    pieces, total = [], 0
    try:
        piece = decoder.process(body, output_buffer_limit=1 << 20)
        while piece and total <= STORED_LIMIT_BYTES:
            pieces.append(piece)
            total += len(piece)
            piece = decoder.process(b"", output_buffer_limit=1 << 20)
    except brotli.error:
        return body
    return b"".join(pieces)


def _read_limited(stream: Any) -> bytes:
    """Reads a decoding stream to its end, or until it passes the limit."""
    pieces, total = [], 0
    while total <= STORED_LIMIT_BYTES and (piece := stream.read(1 << 20)):
        pieces.append(piece)
        total += len(piece)
    return b"".join(pieces)


def _loss_message(path: Path, what: str, whole: int, start: int, url: str | None) -> str:
    page = f" ({url})" if url else ""
    return (
        f"{path} {what} in record {whole + 1}{page}: the {whole} whole records before byte {start:,} were read,"
        f" {path.stat().st_size - start:,} bytes from there are lost"
    )


def _end_of_record(path: Path, offset: int, compressed: bool) -> int:
    """Where the last record ends. Bytes after it are reported."""
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
        if file.read(3) != GZIP:  # one gzip stream for the whole file: offsets do not apply to it
            return path.stat().st_size
        file.seek(offset)
        member = zlib.decompressobj(31)
        position = offset
        while not member.eof and (piece := file.read(1 << 16)):
            member.decompress(piece)
            position += len(piece)
        return position - len(member.unused_data)
