"""Parsers of values in listings: titles, dates, compressed bodies."""

import re
from datetime import date, datetime
from html import unescape
from typing import Final

from sources.fetch.outcome.outcomes import MAX_BODY_BYTES
from sources.fetch.request.body import BrokenBodyError, TooLargeError, decompress

_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_MAX_TITLE_LENGTH: Final = 300
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_GZIP: Final = b"\x1f\x8b"


def plain(text: object, max_length: int = _MAX_TITLE_LENGTH) -> str:
    """Text in one line without tags; empty for a value that is not text."""
    if not isinstance(text, str):
        return ""
    return " ".join(unescape(_TAG.sub(" ", text[: max_length * 20])).split())[:max_length]


def day_of(text: object) -> date | None:
    """The day of an ISO 8601 or W3C date; None for any other value."""
    found = _DAY.match(text.strip()) if isinstance(text, str) else None
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def moment_of_digits(text: str) -> datetime | None:
    """The time in a timestamp of fourteen digits, as web archives write it; None for any other text."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S") if len(text) == 14 else None
    except ValueError:
        return None


def unpacked(body: bytes) -> bytes:
    """The body, unpacked if it is a gzip file.

    Raises:
        ValueError: it cannot be unpacked within the limits.
    """
    if not body.startswith(_GZIP):
        return body
    try:
        return decompress([body], "gzip", max_compressed_bytes=MAX_BODY_BYTES, max_body_bytes=MAX_BODY_BYTES)
    except (BrokenBodyError, TooLargeError) as error:
        raise ValueError(str(error)) from error
