"""Saved pages as captures."""

import re
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sources.archive.capture import Capture, digest_of
from sources.archive.file_kind import is_mhtml
from sources.html.decode import decode
from sources.html.guard import validate_markup
from sources.html.text import is_plain_text

_HEAD_BYTES: Final = 1 << 16
_MAX_BYTES: Final = 16_000_000
"""Larger files are no pages; far below the largest body that the archive stores."""

_URL_LINE: Final = re.compile(r"^(?:URL=)?(https?://\S+)\s*$", re.MULTILINE | re.IGNORECASE)


class UnusableFileError(ValueError):
    """A file cannot be taken in, with the reason and what to do."""


def saved_page(path: Path, url: str, time: datetime | None) -> Capture:
    """A file as a capture of a URL; a file without markup is plain text.

    Args:
        path: the file.
        url: the URL of the page.
        time: when the page was saved; None where it is not known.

    Raises:
        UnusableFileError: the file is no page, but MHTML or an archive of pages, or it is too large.
    """
    body = _content_of(path)
    _refuse_archive(path, body[:_HEAD_BYTES])
    plain = is_plain_text(body[:_HEAD_BYTES].decode("utf-8", errors="replace"))
    kind = "text/plain" if plain else None
    captured_at = time.strftime("%Y-%m-%dT%H:%M:%SZ") if time is not None else ""
    return Capture(url, captured_at, body, digest_of(body), "archive", 200, kind)


def _content_of(path: Path) -> bytes:
    """The bytes of a page. What is larger than a page can be is not read: the archive could not give it back."""
    with path.open("rb") as file:
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise UnusableFileError(f"the page is larger than {_MAX_BYTES:,} bytes")
    return content


def _refuse_archive(path: Path, head: bytes) -> None:
    if is_mhtml(head):
        raise UnusableFileError(f"{path} is MHTML, which tip does not read: save the page as HTML")
    if head.startswith((b"WARC/", b"filedesc:", b"PK\x03\x04")):
        raise UnusableFileError(f"{path} is an archive and no saved page: leave --url out")


def address_of(path: Path) -> str:
    """The address of a saved page: from a file `NAME.url` beside it, or else its canonical link.

    Raises:
        UnusableFileError: the file is no page, or the page does not tell its address, or tells several.
    """
    with path.open("rb") as file:
        _refuse_archive(path, file.read(_HEAD_BYTES))
    for beside in url_files(path):
        with beside.open("rb") as file:
            found = _URL_LINE.search(file.read(_HEAD_BYTES).decode("utf-8", errors="replace"))
        if found is None:
            raise UnusableFileError(f"{beside.name} has no line with an address (https://...)")
        return found[1]
    addresses = _canonical_links(path)
    if len(addresses) == 1:
        return addresses.pop()
    problem = "has no canonical link" if not addresses else "has several canonical links"
    raise UnusableFileError(f"the page {problem}; write its address into a file {path.name}.url beside it")


def url_files(path: Path) -> list[Path]:
    """The files beside a saved page that may tell its address."""
    return [beside for beside in (path.with_name(f"{path.name}.url"), path.with_suffix(".url")) if beside.is_file()]


def _canonical_links(path: Path) -> set[str]:
    """The absolute canonical links of a page."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - needed only for pages without a file beside them

    text = decode(_content_of(path)).text
    try:
        validate_markup(text)
    except ValueError as error:
        raise UnusableFileError(str(error)) from None
    links = (node.attributes.get("href") or "" for node in LexborHTMLParser(text).css('link[rel~="canonical"]'))
    return {link.strip() for link in links if _is_web_address(link.strip())}


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
