"""Captures: a page at one time, with its bytes or as the index has it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from email.message import Message
from typing import Final


@dataclass(frozen=True)
class Capture:
    """One capture of one address.

    Attributes:
        url: target URI as the archive record has it.
        captured_at: WARC-Date, ISO 8601 in UTC.
        body: the payload after transfer and content decoding.
        digest: SHA-256 of the body, hexadecimal.
        origin: `live`, `archive` or `sample`.
        status: HTTP status, None for a record without one.
        content_type: value of the Content-Type header, None where there is none.
        damage: why the body is not the whole page (truncated, unfinished coding), in a few words; None for a whole one.
    """

    url: str
    captured_at: str
    body: bytes
    digest: str
    origin: str
    status: int | None = 200
    content_type: str | None = "text/html"
    damage: str | None = None

    @property
    def charset(self) -> str | None:
        """The charset parameter of the content type."""
        if not self.content_type:
            return None
        message = Message()
        message["Content-Type"] = self.content_type
        return message.get_content_charset()


@dataclass(frozen=True, order=True)
class Entry:
    """A capture in the index, without its bytes. Entries sort by page, then by time.

    `damage` says why the bytes are not the whole page; None for a whole one.
    """

    page_key: str
    captured_at: str
    digest: str
    url: str
    origin: str
    status: int | None
    content_type: str | None
    family: str | None
    year: int | None
    damage: str | None = None


_ENTRY_TEXT: Final = f"Entry({', '.join(f'{field.name}={{!r}}' for field in fields(Entry))})"


def entry_text(values: Sequence[object]) -> str:
    """The text of the entry with these values, as `str` gives it, without making the entry."""
    return _ENTRY_TEXT.format(*values)


def digest_of(body: bytes) -> str:
    """The SHA-256 digest of a body; the whole warehouse names bodies by it."""
    return hashlib.sha256(body).hexdigest()
