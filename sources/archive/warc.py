"""Reading WARC files: every whole record, and a message about lost bytes.

fastwarc iterates over the records. warcio decodes transfer and content encodings, because it tolerates wrong headers.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from sources.archive.coding import STORED_LIMIT_BYTES, decode_body, is_coded

GZIP: Final = b"\x1f\x8b\x08"
"""The first bytes of a gzip member."""

ORIGIN_HEADER: Final = "TIP-Origin"
"""WARC header with the origin of the bytes, in the records that this archive writes."""

DAMAGE_HEADER: Final = "TIP-Damage"
"""WARC header that says why a body is not whole, in the records that this archive writes."""

_WITHOUT_BODY: Final = (204, 304)
"""HTTP statuses of responses that have no body, whatever their Content-Length."""

_LENGTH_DIGITS: Final = 18

_BODY_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")
_TYPES: Final = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit


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
        damage: why the body is not the whole page, in a few words; None for a whole one.
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
    damage: str | None = None


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
    decoded, damage = decode_body(body, http) if http is not None else (body, None)
    if len(decoded) > STORED_LIMIT_BYTES:
        return Damage(f"{path}: {url} is larger than {STORED_LIMIT_BYTES:,} bytes and was skipped")
    is_revisit = raw.record_type == WarcRecordType.revisit
    damage = None if is_revisit else damage or _missing_bytes(body, http)
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
        damage=_truncation(raw) or damage,
    )


def _truncation(raw: Any) -> str | None:
    """What the record itself says of its truncation."""
    if own := raw.headers.get(DAMAGE_HEADER):
        return str(own)
    reason = raw.headers.get("WARC-Truncated")
    return f"WARC-Truncated: {reason}" if reason is not None else None


def _missing_bytes(body: bytes, http: Any) -> str | None:
    """A message where the body is shorter than its Content-Length."""
    if http is None or http.get("Transfer-Encoding") or http.status_code in _WITHOUT_BODY or not is_coded(body, http):
        return None
    length = (http.get("Content-Length") or "").strip()
    if not (length.isascii() and length.isdecimal()) or len(body) >= int(length[:_LENGTH_DIGITS]):
        return None
    return f"it has {len(body):,} bytes, and its Content-Length is {length[:_LENGTH_DIGITS]}"


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
    return decode_body(body, raw.http_headers)[0] if raw.http_headers is not None else body


def _date(raw: Any) -> str:
    date = raw.record_date
    return date.strftime("%Y-%m-%dT%H:%M:%SZ") if date is not None else "1970-01-01T00:00:00Z"


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
