"""A record that is not a whole page says so, in the archive and after a rebuild of the index."""

import gzip
from pathlib import Path

import brotli
import pytest
import zstandard

from sources.archive.page_archive import PageArchive
from sources.archive.rebuild import rebuild_index
from sources.assignment import assigning
from sources.state_department.pages import assign
from tests.support import report_page, url, warc_bytes, whole_gzip

NORWAY = url(2018, "norway")
BODY = report_page(2018, "Norway", " ".join(f"Sentence {number} of the report." for number in range(3_000)))
HTML = ("Content-Type", "text/html")


def coded(coding: str, body: bytes) -> bytes:
    return warc_bytes({NORWAY: body}, headers=[HTML, ("Content-Encoding", coding)])


def with_header(name: str, value: str) -> bytes:
    plain = warc_bytes({NORWAY: BODY}, compressed=False)
    line = f"{name}: {value}\r\n".encode()
    return plain.replace(b"WARC/1.0\r\n", b"WARC/1.0\r\n" + line, 1)


CHUNKS = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (BODY[:9_000], BODY[9_000:]))

DAMAGED = {
    "WARC-Truncated": (with_header("WARC-Truncated", "length"), "WARC-Truncated: length", BODY),
    "segment": (with_header("WARC-Segment-Number", "1"), "one segment of several", BODY),
    "content length": (
        warc_bytes({NORWAY: BODY[:5_000]}, headers=[HTML, ("Content-Length", str(len(BODY)))]),
        "has 5,000 bytes, and its Content-Length is",
        BODY[:5_000],
    ),
    "gzip": (coded("gzip", gzip.compress(BODY)[:-2_000]), "gzip coding is unfinished", None),
    "gzip without its end": (coded("x-gzip", gzip.compress(BODY)[:-8]), "gzip coding is unfinished", BODY),
    "br": (coded("br", brotli.compress(BODY)[:-500]), "brotli coding is unfinished", None),
    "zstd": (coded("zstd", zstandard.compress(BODY)[:-500]), "zstd coding is unfinished", None),
    "chunked": (
        warc_bytes({NORWAY: CHUNKS}, headers=[HTML, ("Transfer-Encoding", "chunked")]),
        "chunked body is unfinished",
        BODY,
    ),
    "digest": (
        warc_bytes({NORWAY: BODY}, compressed=False).replace(b"Sentence 7 ", b"Sentence 8 ", 1),
        "do not have the digest of its record",
        BODY.replace(b"Sentence 7 ", b"Sentence 8 ", 1),
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("is_whole_gzip", [False, True])
def test_a_damaged_record_is_kept_and_named(tmp_path: Path, name: str, is_whole_gzip: bool) -> None:
    data, words, body = DAMAGED[name]
    if is_whole_gzip:
        data = whole_gzip(gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data + data)
    archive = PageArchive(tmp_path / "archive")
    path = tmp_path / "in.warc"
    path.write_bytes(data)
    report = archive.import_warc(path, origin="archive", assign=assign)
    assert report.lines == []
    (line,) = report.damaged
    assert NORWAY in line
    assert words in line
    (entry,) = archive.index.all_entries()
    assert words in (entry.damage or "")
    capture = archive.load(entry)
    assert capture.damage == entry.damage
    assert body is None or capture.body == body
    assert body is not None or BODY.startswith(capture.body)
    assert archive.was_imported(path)
    archive.close()
    for is_missing in (False, True):
        if is_missing:
            (archive.folder / "index.sqlite").unlink()
        rebuild_index(archive.folder, assigning)
        with PageArchive(archive.folder) as rebuilt:
            assert [one.damage for one in rebuilt.index.all_entries()] == [entry.damage]


@pytest.mark.parametrize(
    "data",
    [
        coded("gzip", gzip.compress(BODY)),
        coded("gzip", BODY),
        coded("br", brotli.compress(BODY)),
        coded("br", BODY),
        coded("zstd", zstandard.compress(BODY)),
        coded("zstd", zstandard.compress(BODY[:100]) + zstandard.compress(BODY[100:])),
        coded("zstd", BODY),
        coded("gzip, br", brotli.compress(gzip.compress(BODY))),
        warc_bytes({NORWAY: CHUNKS + b"0\r\n\r\n"}, headers=[HTML, ("Transfer-Encoding", "chunked")]),
        warc_bytes({NORWAY: BODY}, headers=[HTML, ("Content-Length", "12")]),
        warc_bytes({NORWAY: BODY}, headers=[HTML, ("Content-Encoding", "gzip"), ("Content-Length", "999999999")]),
        with_header("WARC-Payload-Digest", "no digest at all"),
    ],
    ids="gzip decoded_gzip br decoded_br zstd two_zstd decoded_zstd two chunked longer decoded_length digest".split(),
)
def test_a_whole_record_is_not_damaged(tmp_path: Path, data: bytes) -> None:
    archive = PageArchive(tmp_path / "archive")
    path = tmp_path / "in.warc"
    path.write_bytes(data)
    report = archive.import_warc(path, origin="archive", assign=assign)
    assert (report.lines, report.damaged) == ([], [])
    (entry,) = archive.index.all_entries()
    assert entry.damage is None
    assert archive.load(entry).body == BODY


def test_a_page_that_comes_again_with_the_same_damaged_bytes_is_damaged_too(tmp_path: Path) -> None:
    archive = PageArchive(tmp_path / "archive")
    path = tmp_path / "in.warc"
    plain = with_header("WARC-Truncated", "time")
    path.write_bytes(plain + plain.replace(b"2025-01-02", b"2025-02-02"))
    archive.import_warc(path, origin="archive", assign=assign)
    assert [entry.damage for entry in archive.index.all_entries()] == ["WARC-Truncated: time"] * 2
