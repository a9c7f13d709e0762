"""Writes the archives of the sample: `python -m sources.sample.build`.

The same pages always give the same bytes: the file depends on no clock, no random value and no machine.
"""

import io
import uuid
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources.sample.document import SITE, read_documents
from sources.sample.layouts import render
from sources.sample.news.pages import news_pages
from sources.sample.trafficking.pages import trafficking_pages

_DATE: Final = datetime(2025, 9, 1, tzinfo=UTC)
_INFO: Final = {
    "software": "tip-warehouse sources.sample.build",
    "format": "WARC File Format 1.0",
    "description": "Sample pages in the layout of report pages, written by the project; no official text",
}
_GZIP_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""The header of a gzip member without time and operating system, which zlib would add."""


@dataclass(frozen=True)
class Archive:
    """A file of the sample.

    Attributes:
        name: of the file in this package.
        about: address of the archive itself.
        pages: returns the address and HTML of each page, always in the same order.
        moment: capture time of its records.
    """

    name: str
    about: str
    pages: Callable[[], Iterable[tuple[str, str]]]
    moment: datetime = _DATE

    @property
    def path(self) -> Path:
        """Path of the file in the package."""
        return Path(__file__).parent / self.name


def _human_rights_pages() -> list[tuple[str, str]]:
    return [(document.url, render(document)) for document in read_documents()]


HUMAN_RIGHTS: Final = Archive("sample.warc.gz", SITE, _human_rights_pages)
TRAFFICKING: Final = Archive("trafficking.warc.gz", f"{SITE}/reports/", trafficking_pages)
NEWS: Final = Archive("news.warc.gz", "https://news.sample.invalid/", news_pages, datetime(2025, 12, 1, tzinfo=UTC))
"""Captured after the last article was published, because no page is published after its capture."""

ARCHIVES: Final = (HUMAN_RIGHTS, TRAFFICKING, NEWS)


def build(path: Path, archive: Archive = HUMAN_RIGHTS) -> int:
    """Writes an archive.

    Returns:
        The number of pages in it.
    """
    pages = list(archive.pages())
    with path.open("wb") as file:
        file.write(_member(_warcinfo(archive)))
        for url, html in pages:
            file.write(_member(_response(url, html.encode(), archive.moment)))
    return len(pages)


def main() -> None:
    """Writes the archives into the package."""
    for archive in ARCHIVES:
        pages = build(archive.path, archive)
        print(f"{archive.name}: {pages} pages, {archive.path.stat().st_size:,} bytes")


def _warcinfo(archive: Archive) -> bytes:
    def create(writer: WARCWriter) -> Any:
        record = writer.create_warcinfo_record(archive.name, _INFO)
        for name, value in _identity(archive.about, archive.moment).items():
            record.rec_headers.replace_header(name, value)
        return record

    return _written(create)


def _response(url: str, body: bytes, moment: datetime) -> bytes:
    headers = [
        ("Content-Type", "text/html; charset=UTF-8"),
        ("Content-Length", str(len(body))),
        ("Last-Modified", format_datetime(moment, usegmt=True)),
    ]

    def create(writer: WARCWriter) -> Any:
        return writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            warc_headers_dict=_identity(url, moment),
        )

    return _written(create)


def _identity(url: str, moment: datetime) -> dict[str, str]:
    return {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>",
        "WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
    }


def _written(create: Any) -> bytes:
    """The bytes of a record before compression."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    writer.write_record(create(writer))
    return buffer.getvalue()


def _member(data: bytes) -> bytes:
    """One gzip member, the same on every system."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    ends = zlib.crc32(data).to_bytes(4, "little") + (len(data) % 2**32).to_bytes(4, "little")
    return _GZIP_HEADER + deflate.compress(data) + deflate.flush() + ends


if __name__ == "__main__":
    main()
