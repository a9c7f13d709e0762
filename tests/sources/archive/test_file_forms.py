"""WARC files in members of any size, ARC, WACZ and zstd are imported; other files are named as what they are."""

import gzip
import io
import random
import zipfile
import zlib
from itertools import accumulate
from pathlib import Path

import pytest
import zstandard

from sources.archive.page_archive import PageArchive
from sources.archive.record import Damage
from sources.archive.verify import verify_archive
from sources.archive.warc import read_warc
from sources.state_department.pages import assign
from tests.support import report_page, url, warc_bytes, whole_gzip

PAGES = {url(2018, slug): report_page(2018, slug.title()) for slug in ("norway", "ghana", "togo", "malta", "peru")}
PLAIN = warc_bytes(PAGES, compressed=False)


@pytest.fixture
def archive(tmp_path: Path) -> PageArchive:
    return PageArchive(tmp_path / "archive")


def import_bytes(archive: PageArchive, data: bytes, name: str = "in.warc.gz"):
    path = archive.folder.parent / name
    path.write_bytes(data)
    return archive.import_warc(path, origin="archive", assign=assign)


def bodies(archive: PageArchive) -> dict[str, bytes]:
    return {capture.url: capture.body for capture in map(archive.load, archive.index.all_entries())}


def members(data: bytes, size: int) -> bytes:
    return b"".join(gzip.compress(data[at : at + size], mtime=0) for at in range(0, len(data), size))


def halves() -> tuple[dict[str, bytes], dict[str, bytes]]:
    pages = list(PAGES.items())
    return dict(pages[:2]), dict(pages[2:])


def two_wholes() -> bytes:
    """`gzip -c a.warc > x; gzip -c b.warc >> x`."""
    return b"".join(whole_gzip(warc_bytes(part, compressed=False)) for part in halves())


def zstd_records(dictionary: bytes = b"") -> bytes:
    compressor = zstandard.ZstdCompressor(dict_data=zstandard.ZstdCompressionDict(dictionary) if dictionary else None)
    frames = [compressor.compress(warc_bytes({address: body}, compressed=False)) for address, body in PAGES.items()]
    head = b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary if dictionary else b""
    return head + b"".join(frames)


def dictionary() -> bytes:
    samples = [report_page(2018, f"Land {number}", f"Text {number} of a page.") for number in range(200)]
    return zstandard.train_dictionary(8_000, samples).as_bytes()


def arc(compress: bool, version: int = 1) -> bytes:
    def record(address: str, kind: str, content: bytes) -> bytes:
        middle = b"" if version == 1 else b"200 - - 0 in.arc "
        line = b"%s 192.0.2.1 20190102030405 %s %s%d\n" % (address.encode(), kind.encode(), middle, len(content))
        data = line + content + b"\n"
        return gzip.compress(data, mtime=0) if compress else data

    first = b"%d 0 tip\nURL IP-address Archive-date Content-type Archive-length\n" % version
    pages = (
        record(address, "text/html", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body)
        for address, body in PAGES.items()
    )
    return (
        record("filedesc://in.arc", "text/plain", first)
        + record("dns:www.state.gov", "text/dns", b"x\n")
        + b"".join(pages)
    )


def wacz(names: tuple[str, ...] = ("archive/a.warc.gz", "archive/b.warc")) -> bytes:
    buffer = io.BytesIO()
    first, second = halves()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(names[0], warc_bytes(first))
        file.writestr(names[1], warc_bytes(second, compressed=False), zipfile.ZIP_DEFLATED)
        file.writestr("datapackage.json", "{}")
        file.writestr("indexes/index.cdx.gz", gzip.compress(b"cdx"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        two_wholes(),
        b"".join(members(warc_bytes({address: body}, compressed=False), 700) for address, body in PAGES.items()),
        members(PLAIN, 700),
        members(PLAIN, 65_280),
        members(PLAIN, 1_237) + gzip.compress(b""),  # bgzip ends with an empty member
        zstd_records(),
        zstd_records(dictionary()),
        zstandard.ZstdCompressor().compress(PLAIN),
        arc(compress=False),
        arc(compress=True),
        arc(compress=False, version=2),
        wacz(),
    ],
    ids=[
        "two files",
        "members of a record",
        "cut",
        "bgzip",
        "cut, empty",
        "zstd",
        "zstd dictionary",
        "one zstd",
        "arc",
        "arc.gz",
        "arc 2",
        "wacz",
    ],
)
def test_every_record_is_kept_and_readable_by_itself(archive: PageArchive, data: bytes) -> None:
    report = import_bytes(archive, data)
    assert (report.new_captures, report.lines, report.damaged) == (5, [], [])
    assert bodies(archive) == PAGES
    found = verify_archive(archive.folder, archive.index)
    assert (found.bodies, found.read, found.lines) == (5, 5, [])
    again = [record for path in sorted((archive.folder / "warc").iterdir()) for record in read_warc(path)]
    assert {record.url: record.body for record in again if not isinstance(record, Damage)} == PAGES


def test_the_date_of_an_arc_record_is_its_time(archive: PageArchive) -> None:
    import_bytes(archive, arc(compress=True))
    assert {entry.captured_at for entry in archive.index.all_entries()} == {"2019-01-02T03:04:05Z"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><head><title>Norway</title></head></html>", "HTML: `tip import FILE --url URL`"),
        (b"\xef\xbb\xbf\n <html lang=en></html>", "HTML: `tip import FILE --url URL`"),
        (gzip.compress(b"<html></html>"), "decompressed, it is no WARC file, it is HTML: `tip import FILE --url URL`"),
        (b"Norway: Section 1. Respect for the person\n", "text: `tip import FILE --url URL`"),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n",
            "MHTML",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=text/html\n\n--x\n", "MHTML"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"BZh91AY&SY", "bzip2"),
        (wacz(("a.html", "b.html")), "a ZIP file without a WARC file"),
        (wacz()[:-60], "damaged ZIP file"),
    ],
    ids=["empty", "html", "bom", "gzip", "text", "mhtml", "mhtml folded", "pdf", "bzip2", "zip", "cut wacz"],
)
def test_a_file_that_is_no_warc_is_named(archive: PageArchive, data: bytes, words: str) -> None:
    report = import_bytes(archive, data, "in.dat")
    assert report.new_captures == 0
    (line,) = report.lines
    assert words in line
    assert line.startswith(str(archive.folder.parent / "in.dat"))


@pytest.mark.parametrize(("bombs", "kept"), [(1, 2), (2, 0)])
def test_a_member_that_inflates_without_end_is_left_out(archive: PageArchive, bombs: int, kept: int) -> None:
    """Nor do several together write more than the whole file allows."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(bombs):
            file.writestr(f"archive/{number}.warc", bytes(65 * 1024 * 1024))
        file.writestr("archive/z.warc", warc_bytes(halves()[0], compressed=False))
    report = import_bytes(archive, buffer.getvalue())
    assert "0.warc inflates to more than 67,108,864 bytes, as no WARC file of its size does" in report.lines[0]
    assert report.new_captures == kept


def noise(seed: int) -> str:
    """Text that gzip hardly compresses."""
    return "".join(random.Random(seed).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=20_000))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.55, 0.8, 0.9999])
def test_a_file_compressed_as_a_whole_gives_the_records_before_a_cut(archive: PageArchive, share: float) -> None:
    pages = {address: report_page(2018, "Norway", noise(seed)) for seed, address in enumerate(PAGES)}
    records = [warc_bytes({address: body}, compressed=False) for address, body in pages.items()]
    data = whole_gzip(b"".join(records))
    data = data[: int(len(data) * share)]
    size = len(zlib.decompressobj(31).decompress(data)) + len(b"\r\n\r\n")  # the last record needs no newlines
    ends = accumulate(map(len, records))
    whole = dict(list(pages.items())[: sum(end <= size for end in ends)])
    report = import_bytes(archive, data)
    assert bodies(archive) == whole
    (line,) = report.lines
    assert f"is truncated in record {len(whole) + 1}" in line
    assert f"the {len(whole)} whole records before" in line


def test_a_plain_file_with_an_impossible_length_keeps_the_other_records(archive: PageArchive) -> None:
    records = [warc_bytes({address: body}, compressed=False) for address, body in PAGES.items()]
    for at in (4, 2):
        start = records[at].rindex(b"Content-Length: ", 0, records[at].index(b"HTTP/1.1"))
        end = records[at].index(b"\r\n", start)
        records[at] = records[at][:start] + b"Content-Length: 99999999999" + records[at][end:]
    report = import_bytes(archive, b"".join(records), "in.warc")
    assert set(bodies(archive)) == {address for at, address in enumerate(PAGES) if at not in (2, 4)}
    assert len(report.lines) == 2
    assert all("99,999,999,999" in line for line in report.lines)


@pytest.mark.parametrize("more", [-40, 7, 60, 300, 900])
@pytest.mark.parametrize("compress", [bytes, whole_gzip], ids=["plain", "whole"])
def test_a_slightly_wrong_length_costs_only_its_record(archive: PageArchive, compress: object, more: int) -> None:
    records = [warc_bytes({address: body}, compressed=False) for address, body in PAGES.items()]
    start = records[1].rindex(b"Content-Length: ", 0, records[1].index(b"HTTP/1.1"))
    end = records[1].index(b"\r\n", start)
    length = int(records[1][start + len(b"Content-Length: ") : end])
    records[1] = records[1][:start] + b"Content-Length: %d" % (length + more) + records[1][end:]
    report = import_bytes(archive, compress(b"".join(records)), "in.warc")  # type: ignore[operator]
    assert set(bodies(archive)) == {address for at, address in enumerate(PAGES) if at != 1}
    (line,) = report.lines
    assert list(PAGES)[1] in line


def test_a_record_whose_http_head_does_not_end_has_no_body(archive: PageArchive) -> None:
    address = url(2018, "qatar")
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; char"
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-01-02T03:04:05Z\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    report = import_bytes(archive, head.encode() + content + b"\r\n\r\n" + PLAIN, "in.warc")
    assert bodies(archive) == PAGES
    (line,) = report.lines
    assert address in line
    assert "its HTTP head does not end, so it has no body" in line


def test_reading_goes_on_after_garbage_between_members(archive: PageArchive) -> None:
    first, second = halves()
    garbage = b"<html>not gzip \x1f\x8b\x08 at all</html>"
    report = import_bytes(archive, warc_bytes(first) + garbage + warc_bytes(second))
    assert bodies(archive) == PAGES
    (line,) = report.lines
    assert f"{len(garbage)} bytes" in line
    assert "reading continues at byte" in line
