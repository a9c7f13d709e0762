"""The page in the content of a record: its body, what the record says about it, and whether it is whole."""

from datetime import datetime
from typing import Final

from sources.archive.capture_date import FORMAT, InvalidDateError, capture_time, read_time
from sources.archive.coding import STORED_LIMIT_BYTES, decode_body, is_coded
from sources.archive.headers import HttpHead, RecordHead, http_head
from sources.archive.record import DAMAGE_HEADER, ORIGIN_HEADER, PAYLOAD_HEADER, WarcRecord
from sources.archive.record_digests import matches

PAGE_TYPES: Final = frozenset({"response", "resource", "revisit"})
"""Types of records of pages."""

OTHER_TYPES: Final = frozenset({"warcinfo", "request", "metadata", "conversion", "continuation", "arc"})
"""Types of records that are no pages."""

_WITHOUT_BODY: Final = (204, 304)
"""HTTP statuses of responses that have no body, whatever their Content-Length."""

_UNKNOWN_TIME: Final = "1970-01-01T00:00:00Z"
"""Time of a record without a date in a segment of an older version."""


class SkippedRecordError(ValueError):
    """A record that is not imported, with the reason."""


def record_of(
    head: RecordHead, content: bytes, *, is_segment: bool, now: datetime | None, with_digests: bool = True
) -> WarcRecord:
    """The page of a record.

    Args:
        head: the head of the record.
        content: its whole content.
        is_segment: whether the archive wrote the file.
        now: the time that dates are compared with.
        with_digests: whether the digests that the record claims are compared with its bytes. Without, the caller
            compares the body with the digest in the index; the record then has no payload digest.

    Raises:
        SkippedRecordError: the record has no target, no possible date, or is too large.
    """
    if not head.url:
        raise SkippedRecordError("it has no target URI")
    time = _time(head, is_segment=is_segment, now=now)
    is_revisit = head.type == "revisit"
    http, payload = (None, content) if head.type == "resource" else http_head(content) or (None, content)
    if http is not None and not http.is_complete and not is_revisit:
        raise SkippedRecordError("its HTTP head does not end, so it has no body")
    body, damage = decode_body(payload, http.headers) if http is not None and not is_revisit else (payload, None)
    if len(content) > STORED_LIMIT_BYTES or len(body) > STORED_LIMIT_BYTES:
        raise SkippedRecordError(f"it is larger than {STORED_LIMIT_BYTES:,} bytes")
    claimed = head.headers.get("WARC-Payload-Digest")
    if not is_revisit:
        damage = _truncation(head) or damage or _missing_bytes(payload, http)
        is_right = matches(claimed, payload, body, content) if with_digests else None
        if with_digests and damage is None:
            damage = _wrong_digest(head, content, is_right=is_right)
        own = head.headers.get(PAYLOAD_HEADER) if is_segment else None
        claimed = own or (claimed if is_right else None)
    else:
        body, damage = b"", head.headers.get(DAMAGE_HEADER) if is_segment else None
    return WarcRecord(
        url=head.url,
        captured_at=time,
        status=http.status if http is not None else None,
        content_type=_content_type(head, http),
        body=body,
        is_revisit=is_revisit,
        payload_digest=claimed,
        origin=head.headers.get(ORIGIN_HEADER),
        damage=damage,
    )


def has_right_digest(head: RecordHead, content: bytes) -> bool | None:
    """Whether the content has the digest that its record claims; None where the record claims none."""
    block = matches(head.headers.get("WARC-Block-Digest"), content)
    if block is not None:
        return block
    claimed = head.headers.get("WARC-Payload-Digest")
    if head.type == "revisit" or matches(claimed, b"") is None:
        return None
    http = http_head(content)
    if http is None:
        return matches(claimed, content)
    return matches(claimed, http[1], decode_body(http[1], http[0].headers)[0], content)


def length_in_http(head: RecordHead, content: bytes) -> int:
    """Where the content ends by its HTTP headers; 0 where they do not say so."""
    found = http_head(content)
    if head.type != "response" or found is None or found[0].headers.get("Transfer-Encoding"):
        return 0
    return len(content) - len(found[1]) + (found[0].headers.number("Content-Length") or 0)


def _time(head: RecordHead, *, is_segment: bool, now: datetime | None) -> str:
    if is_segment:
        time = read_time(head.date)
        return time.strftime(FORMAT) if time is not None else _UNKNOWN_TIME
    try:
        return capture_time(head.date, now)
    except InvalidDateError as error:
        raise SkippedRecordError(str(error)) from error


def _content_type(head: RecordHead, http: HttpHead | None) -> str | None:
    """The content type of the page. The WARC header of a revisit record without HTTP headers describes the record."""
    if http is not None:
        return http.headers.get("Content-Type")
    return None if head.type == "revisit" else head.headers.get("Content-Type")


def _truncation(head: RecordHead) -> str | None:
    """What the record itself says of its truncation."""
    if own := head.headers.get(DAMAGE_HEADER):
        return own
    if (reason := head.headers.get("WARC-Truncated")) is not None:
        return f"WARC-Truncated: {reason}"
    return "it is one segment of several" if head.headers.get("WARC-Segment-Number") else None


def _missing_bytes(payload: bytes, http: HttpHead | None) -> str | None:
    """A message where the body is shorter than its Content-Length."""
    if http is None or http.status in _WITHOUT_BODY or http.headers.get("Transfer-Encoding"):
        return None
    length = http.headers.number("Content-Length")
    if length is None or len(payload) >= length or not is_coded(payload, http.headers):
        return None
    return f"it has {len(payload):,} bytes, and its Content-Length is {length:,}"


def _wrong_digest(head: RecordHead, content: bytes, *, is_right: bool | None) -> str | None:
    """A message where the bytes do not have a digest that the record claims.

    Args:
        head: the head of the record.
        content: its whole content.
        is_right: whether the page has the payload digest; None where it cannot be compared.
    """
    if matches(head.headers.get("WARC-Block-Digest"), content) is False:
        return "its bytes do not have the digest of its record"
    if is_right is False:
        found = http_head(content) if head.type == "resource" else None  # a file that begins like a response
        if found is None or not matches(head.headers.get("WARC-Payload-Digest"), found[1]):
            return "its body does not have the payload digest of its record"
    return None
