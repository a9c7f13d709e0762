"""Small readers of what listings hold: titles, dates, compressed bodies."""

import re
from datetime import date, datetime
from html import unescape
from typing import Final

from sources.fetch.outcome.outcomes import MAX_BODY_BYTES
from sources.fetch.request.body import BrokenBodyError, TooLargeError, decompress

_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_LONGEST_TITLE: Final = 300
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_GZIP: Final = b"\x1f\x8b"


def plain(text: object, longest: int = _LONGEST_TITLE) -> str:
    """Text in one line without tags; empty for what is no text."""
    if not isinstance(text, str):
        return ""
    return " ".join(unescape(_TAG.sub(" ", text[: longest * 20])).split())[:longest]


def day_of(text: object) -> date | None:
    """The day of an ISO 8601 or W3C date; None where it is none."""
    found = _DAY.match(text.strip()) if isinstance(text, str) else None
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def moment_of_digits(text: str) -> datetime | None:
    """A time written in fourteen digits, as web archives do; None where it is none."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S") if len(text) == 14 else None
    except ValueError:
        return None


def unpacked(body: bytes) -> bytes:
    """A body that may be a gzip file, unpacked.

    Raises:
        ValueError: it cannot be unpacked within the limits.
    """
    if not body.startswith(_GZIP):
        return body
    try:
        return decompress([body], "gzip", max_compressed_bytes=MAX_BODY_BYTES, max_body_bytes=MAX_BODY_BYTES)
    except (BrokenBodyError, TooLargeError) as error:
        raise ValueError(str(error)) from error
