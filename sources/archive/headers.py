"""Header lines of WARC records, ARC records and HTTP responses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

HEADER_BYTES: Final = 1 << 20
"""The longest header of a record."""

_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_STATUS: Final = re.compile(rb"\s*(?:HTTP/[\d.]+|ICY)[ \t]+(\d{3})\b")
_ARC_DATE: Final = re.compile(rb"\d{14}")
_DIGITS: Final = re.compile(r"[0-9]{1,18}")


class Headers:
    """Header lines by name, without regard to case. The first of several lines with one name counts."""

    def __init__(self, lines: bytes) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in _pairs(lines):
            self._values.setdefault(name.lower(), []).append(value)

    def get(self, name: str) -> str | None:
        """The value of a header; the values of all its lines for content codings."""
        values = self._values.get(name.lower())
        if values is None:
            return None
        return ", ".join(values) if name == "Content-Encoding" else values[0]

    def number(self, name: str) -> int | None:
        """The value of a header as a number; None where it is none."""
        value = (self.get(name) or "").strip()
        return int(value) if _DIGITS.fullmatch(value) else None


@dataclass(frozen=True)
class HttpHead:
    """The head of an HTTP response. It is incomplete where no empty line ends it."""

    status: int
    headers: Headers
    is_complete: bool = True


@dataclass(frozen=True)
class RecordHead:
    """The head of a WARC or ARC record.

    Attributes:
        type: the type of the record, in lower case.
        url: the target URI; None where there is none.
        date: the date as written.
        length: the number of bytes of its content.
        size: the number of bytes of the head itself.
        headers: the WARC headers; empty for an ARC record.
    """

    type: str
    url: str | None
    date: str | None
    length: int
    size: int
    headers: Headers


def end_of_head(data: bytes) -> int:
    """Where the content begins after header lines; -1 where they do not end."""
    found = _HEADER_END.search(data)
    return found.end() if found else -1


def warc_head(data: bytes) -> RecordHead | None:
    """The head of a WARC record; None where the bytes are no complete one."""
    end = end_of_head(data)
    if end < 0:
        return None
    headers = Headers(data[data.find(b"\n") + 1 : end])
    length, kind = headers.number("Content-Length"), headers.get("WARC-Type")
    if length is None or kind is None:
        return None
    return RecordHead(kind.lower(), headers.get("WARC-Target-URI"), headers.get("WARC-Date"), length, end, headers)


def arc_head(data: bytes) -> RecordHead | None:
    """The head of an ARC record, of version 1 or 2; None where the bytes are none."""
    line, newline, _ = data.partition(b"\n")
    fields = line.strip().split(b" ")
    if not newline or len(fields) < 5 or b":" not in fields[0] or not _ARC_DATE.fullmatch(fields[2]):
        return None
    if not fields[-1].isdigit() or len(fields[-1]) > 18:
        return None
    url = fields[0].decode("utf-8", "replace")
    kind = "response" if url.lower().startswith(("http:", "https:")) else "arc"
    return RecordHead(kind, url, fields[2].decode(), int(fields[-1]), len(line) + 1, Headers(b""))


def http_head(content: bytes) -> tuple[HttpHead, bytes] | None:
    """The HTTP head of a content and the body after it; None where the content is no HTTP response."""
    status = _STATUS.match(content[:64])
    if status is None:
        return None
    found = _HEADER_END.search(content, 0, HEADER_BYTES)
    end = found.end() if found else len(content)
    lines = content[content.find(b"\n") + 1 : end] if b"\n" in content[:end] else b""
    return HttpHead(int(status[1]), Headers(lines), found is not None), content[end:]


def _pairs(lines: bytes) -> Iterator[tuple[str, str]]:
    name, value = "", ""
    for line in lines.decode("utf-8", "replace").replace("\r\n", "\n").split("\n"):
        if line[:1] in (" ", "\t") and name:
            value += " " + line.strip()
            continue
        if name:
            yield name, value
        name, colon, value = line.partition(":")
        name, value = (name.strip(), value.strip()) if colon else ("", "")
    if name:
        yield name, value
