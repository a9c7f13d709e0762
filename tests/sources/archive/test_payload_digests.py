"""A payload digest is compared with the bytes and never believed."""

import base64
import gzip
import hashlib
import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources.archive.page_archive import PageArchive
from sources.archive.rebuild import rebuild_index
from sources.assignment import assigning
from sources.state_department.pages import assign
from tests.support import report_page, url, warc_bytes, whole_gzip

NORWAY = url(2018, "norway")
FOREIGN = "https://elsewhere.example/page"
BODY = report_page(2018, "Norway")
OTHER = report_page(2018, "Norway", "A text that the State Department never wrote.")


def sha1(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def response(address: str, body: bytes, digest: str, *headers: tuple[str, str]) -> bytes:
    """A response record that claims a payload digest, and has no block digest."""
    data = warc_bytes({address: body}, compressed=False, headers=[("Content-Type", "text/html"), *headers])
    lines = [line for line in data.split(b"\r\n\r\n", 1)[0].split(b"\r\n") if b"-Digest" not in line]
    head = b"\r\n".join([*lines, f"WARC-Payload-Digest: {digest}".encode()])
    return head + b"\r\n\r\n" + data.split(b"\r\n\r\n", 1)[1]


def revisit(address: str, digest: str) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    date = {"WARC-Date": "2025-03-04T05:06:07Z"}
    record = writer.create_revisit_record(address, digest, address, date["WARC-Date"], http, date)
    writer.write_record(record)
    return buffer.getvalue()


@pytest.fixture
def archive(tmp_path: Path) -> PageArchive:
    return PageArchive(tmp_path / "archive")


def import_bytes(archive: PageArchive, data: bytes, name: str = "in.warc"):
    path = archive.folder.parent / name
    path.write_bytes(data)
    return archive.import_warc(path, origin="archive", assign=assign)


def bodies(archive: PageArchive) -> list[tuple[str, bytes]]:
    return [(entry.url, archive.load(entry).body) for entry in archive.index.all_entries()]


@pytest.mark.parametrize("compress", [bytes, whole_gzip], ids=["plain", "one gzip"])
def test_a_foreign_page_with_the_digest_of_a_page_does_not_become_that_page(archive: PageArchive, compress) -> None:
    claim = response(FOREIGN, OTHER, sha1(BODY))
    first = import_bytes(archive, compress(claim))
    assert ["payload digest" in line for line in first.damaged] == [True]
    report = import_bytes(archive, compress(revisit(NORWAY, sha1(BODY))), "second.warc")
    assert "repeats a capture that is not in the archive" in report.lines[0]
    assert bodies(archive) == [(FOREIGN, OTHER)]
    import_bytes(archive, compress(response(NORWAY, BODY, sha1(BODY))), "third.warc")
    import_bytes(archive, compress(revisit(NORWAY, sha1(BODY))), "fourth.warc")
    assert bodies(archive) == [(FOREIGN, OTHER), (NORWAY, BODY), (NORWAY, BODY)]


def test_a_digest_that_an_older_version_believed_is_not_believed_any_more(archive: PageArchive) -> None:
    import_bytes(archive, response(FOREIGN, OTHER, sha1(OTHER)))
    with archive.index.writing():
        archive.index.database.change("UPDATE bodies SET payload_digest = ?", sha1(BODY))
    report = import_bytes(archive, revisit(NORWAY, sha1(BODY)), "second.warc")
    assert len(report.lines) == 1
    assert bodies(archive) == [(FOREIGN, OTHER)]


def test_headers_of_this_archive_are_not_believed_in_a_foreign_file(archive: PageArchive) -> None:
    data = response(FOREIGN, OTHER, "sha1:none").replace(
        b"WARC/1.0\r\n", b"WARC/1.0\r\nTIP-Payload-Digest: %s\r\n" % sha1(BODY).encode(), 1
    )
    import_bytes(archive, gzip.compress(data), "in.warc.gz")
    import_bytes(archive, revisit(NORWAY, sha1(BODY)), "second.warc")
    assert bodies(archive) == [(FOREIGN, OTHER)]
    archive.close()
    (archive.folder / "index.sqlite").unlink()
    rebuild_index(archive.folder, assigning)
    with PageArchive(archive.folder) as rebuilt:
        import_bytes(rebuilt, revisit(NORWAY, sha1(BODY)), "third.warc")
        assert bodies(rebuilt) == [(FOREIGN, OTHER)]


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("is_rebuilt", [False, True])
def test_a_repeated_page_is_found_by_the_digest_of_its_bytes_as_transferred(
    archive: PageArchive, compress, is_rebuilt: bool
) -> None:
    coded = gzip.compress(BODY, mtime=0)
    import_bytes(archive, compress(response(NORWAY, coded, sha1(coded), ("Content-Encoding", "gzip"))))
    if is_rebuilt:
        archive.close()
        (archive.folder / "index.sqlite").unlink()
        rebuild_index(archive.folder, assigning)
        archive = PageArchive(archive.folder)
    report = import_bytes(archive, revisit(NORWAY, sha1(coded)), "second.warc")
    assert report.lines == []
    assert bodies(archive) == [(NORWAY, BODY)] * 2


@pytest.mark.parametrize(
    "digest",
    [
        sha1(BODY),
        sha1(BODY).lower(),
        f"sha1:{hashlib.sha1(BODY, usedforsecurity=False).hexdigest()}",
        f"SHA-256:{hashlib.sha256(BODY).hexdigest().upper()}",
        f"md5:{hashlib.md5(BODY, usedforsecurity=False).hexdigest()}",
        "sha256:" + base64.b32encode(hashlib.sha256(BODY).digest()).decode().rstrip("="),
    ],
)
def test_every_usual_form_of_a_digest_is_compared(archive: PageArchive, digest: str) -> None:
    assert import_bytes(archive, response(NORWAY, BODY, digest)).damaged == []
    assert import_bytes(archive, revisit(NORWAY, digest), "second.warc").lines == []
    assert bodies(archive) == [(NORWAY, BODY)] * 2
    assert len(import_bytes(archive, response(NORWAY, OTHER, digest), "third.warc").damaged) == 1
