"""A record of a page in a WARC file, and its headers that only this archive writes."""

import re
from dataclasses import dataclass
from typing import Final

ORIGIN_HEADER: Final = "TIP-Origin"
"""WARC header with the origin of the bytes, in the records that this archive writes."""

DAMAGE_HEADER: Final = "TIP-Damage"
"""WARC header that says why a body is not whole, in the records that this archive writes."""

PAYLOAD_HEADER: Final = "TIP-Payload-Digest"
"""WARC header with the payload digest of the imported record, in the records that this archive writes."""

_BODY_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class WarcRecord:
    """A whole record of a page.

    Attributes:
        url: target URI as written in the record.
        captured_at: WARC-Date in UTC.
        status: HTTP status; None for a resource record.
        content_type: content type of the page.
        body: the body after transfer and content decoding.
        is_revisit: whether the record repeats the bytes of an earlier capture and has none itself.
        payload_digest: WARC-Payload-Digest as written: of a revisit record what it repeats, of another record only
            where it is the digest of the body.
        offset: where the record begins in the file.
        end: where the gzip member of the record ends; None where the record has no member of its own.
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


def payload_digest_of(digest: str) -> str:
    """The payload digest that this archive writes in revisit records for a body digest."""
    return f"sha256:{digest}"


def digest_in(payload_digest: str) -> str | None:
    """The body digest from a payload digest of `payload_digest_of`; None for any other payload digest."""
    found = _BODY_DIGEST.fullmatch(payload_digest)
    return found[1] if found else None
