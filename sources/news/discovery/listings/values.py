"""Parsers of values in listings: titles, dates, compressed bodies."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Final

from sources.fetch.outcome.outcomes import MAX_BODY_BYTES
from sources.fetch.request.body import BrokenBodyError, TooLargeError, decompress

_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_MAX_TITLE_LENGTH: Final = 300
_DAY: Final = re.compile(r"(\d{4})([-/.]?)(\d\d)\2(\d\d)(?!\d)|(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?!\d)")
_SLASHED_DAY: Final = re.compile(r"\d{4}[/.]\d\d?[/.]\d\d?(?!\d)")
_GZIP: Final = b"\x1f\x8b"


def plain(text: object, max_length: int = _MAX_TITLE_LENGTH) -> str:
    """Text in one line without tags; empty for a value that is not text."""
    if not isinstance(text, str):
        return ""
    return " ".join(unescape(_TAG.sub(" ", text[: max_length * 20])).split())[:max_length]


def day_of(text: object) -> date | None:
    """The day of a date that begins with its year (2025-06-30, 2025/06/30, 20250630), or of one as in mail headers.

    None for any other value: 06/07/2025 is two days.
    """
    if not isinstance(text, str):
        return None
    found = _DAY.match(text.strip())
    try:
        if found is None:
            return parsedate_to_datetime(text.strip()).date()
        year, _, month, day = found.groups()[:4] if found[1] else (found[5], "", found[6], found[7])
        return date(int(year), int(month), int(day))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def slashed_day_of(text: object) -> date | None:
    """The day of a date as 2025/06/30 or 2025.06.30; None for any other value."""
    return day_of(text) if isinstance(text, str) and _SLASHED_DAY.match(text.strip()) else None


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
