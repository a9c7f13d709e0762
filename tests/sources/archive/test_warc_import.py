"""WARC files of every form are imported completely, and lost bytes are reported."""

import gzip
import io
from pathlib import Path

import brotli
import pytest
from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from sources.archive.capture import Capture, digest_of
from sources.archive.page_archive import PageArchive
from sources.state_department.pages import assign
from tests.support import report_page, url, warc_bytes, whole_gzip

PAGES = {url(2018, slug): report_page(2018, slug.title()) for slug in ("norway", "ghana", "togo")}


@pytest.fixture
def archive(tmp_path: Path) -> PageArchive:
    return PageArchive(tmp_path / "archive")


def import_bytes(archive: PageArchive, data: bytes, name: str = "in.warc.gz"):
    path = archive.folder.parent / name
    path.write_bytes(data)
    return archive.import_warc(path, origin="archive", assign=assign)


def bodies(archive: PageArchive) -> dict[str, bytes]:
    return {capture.url: capture.body for capture in map(archive.load, archive.index.all_entries())}


@pytest.mark.parametrize(
    "data",
    [
        warc_bytes(PAGES),
        warc_bytes(PAGES, compressed=False),
        whole_gzip(warc_bytes(PAGES, compressed=False)),
        warc_bytes(PAGES, record_type="resource"),
        warc_bytes(PAGES, record_type="resource", compressed=False),
    ],
    ids=["gzip per record", "plain", "one gzip", "resource", "plain resource"],
)
def test_every_form_of_warc_is_read(archive: PageArchive, data: bytes) -> None:
    report = import_bytes(archive, data)
    assert (report.records, report.new_captures, report.lines) == (3, 3, [])
    assert bodies(archive) == PAGES
    assert archive.index.editions() == {("human_rights", 2018): 3}


def test_chunked_and_compressed_bodies_are_decoded(archive: PageArchive) -> None:
    body = report_page()
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:500], body[500:])) + b"0\r\n\r\n"
    html = ("Content-Type", "text/html")
    data = (
        warc_bytes({url(2016, "norway"): chunked}, headers=[html, ("Transfer-Encoding", "chunked")])
        + warc_bytes({url(2017, "norway"): gzip.compress(body)}, headers=[html, ("Content-Encoding", "gzip")])
        + warc_bytes({url(2018, "norway"): body}, headers=[html, ("Transfer-Encoding", "chunked")])
        + warc_bytes({url(2019, "norway"): body}, headers=[html, ("Content-Encoding", "gzip")])
        + warc_bytes({url(2020, "norway"): brotli.compress(body)}, headers=[html, ("Content-Encoding", "br")])
        + warc_bytes({url(2021, "norway"): body}, headers=[html, ("Content-Encoding", "br")])
    )
    report = import_bytes(archive, data)
    assert report.lines == []
    assert set(bodies(archive).values()) == {body}
    assert report.new_bodies == 1  # the same bytes, stored once


@pytest.mark.parametrize("address", ["<https://www.state.gov/x/>", "norway_files/a.html", "//www.state.gov/y", "urn:x"])
def test_unusual_target_uris_are_imported(archive: PageArchive, address: str) -> None:
    import_bytes(archive, warc_bytes({address: report_page()}))
    (entry,) = archive.index.all_entries()
    assert entry.url.strip("<>") == address.strip("<>")
    assert (entry.family, entry.year) == ("human_rights", 2018)  # from its title


def test_whole_records_of_a_truncated_file_are_imported_and_the_rest_is_reported(archive: PageArchive) -> None:
    data = warc_bytes(PAGES)
    report = import_bytes(archive, data[:-40])
    assert report.new_captures == 2
    (lost,) = report.lines
    assert "truncated" in lost or "damaged" in lost
    assert "togo" in lost or "record 3" in lost
    whole = import_bytes(archive, data, "again.warc.gz")  # the earlier import does not affect the whole file
    assert (whole.new_captures, whole.lines) == (1, [])


def test_damage_in_the_middle_is_reported(archive: PageArchive) -> None:
    data = bytearray(warc_bytes(PAGES))
    offset = bytes(data).find(b"\x1f\x8b\x08", 10) + 200
    data[offset : offset + 40] = b"x" * 40
    report = import_bytes(archive, bytes(data))
    assert set(bodies(archive)) == {url(2018, "norway"), url(2018, "togo")}
    (line,) = report.lines
    assert "1 whole records" in line
    assert "reading continues at byte" in line


@pytest.mark.parametrize("tail", [b"junk at the end", b"\x00" * 30])
def test_bytes_after_the_last_record_are_reported(archive: PageArchive, tail: bytes) -> None:
    report = import_bytes(archive, warc_bytes(PAGES) + tail)
    assert report.new_captures == 3
    assert f"{len(tail)} bytes" in report.lines[0]


@pytest.mark.parametrize("data", [b"", b"<html>no archive</html>", b"\x1f\x8b\x08 broken"])
def test_a_file_that_is_no_warc_is_reported(archive: PageArchive, data: bytes) -> None:
    report = import_bytes(archive, data)
    assert report.new_captures == 0
    assert len(report.lines) == 1


def test_importing_twice_changes_nothing(archive: PageArchive) -> None:
    data = warc_bytes(PAGES)
    import_bytes(archive, data)
    again = import_bytes(archive, data)
    assert (again.records, again.new_captures, again.new_bodies) == (3, 0, 0)
    other_file = import_bytes(archive, warc_bytes(PAGES, compressed=False), "other.warc")
    assert (other_file.records, other_file.new_captures, other_file.new_bodies) == (3, 0, 0)


def test_several_captures_of_a_page_are_stored(archive: PageArchive) -> None:
    address = url(2018, "norway")
    import_bytes(archive, warc_bytes({address: report_page(text="Old.")}, date="2020-01-01T00:00:00Z"), "old.warc.gz")
    import_bytes(archive, warc_bytes({address: report_page(text="New.")}, date="2021-01-01T00:00:00Z"), "new.warc.gz")
    entries = archive.index.entries("human_rights", 2018)
    assert [entry.captured_at[:4] for entry in entries] == ["2020", "2021"]


def test_an_export_is_read_by_other_tools_and_imported_again(archive: PageArchive, tmp_path: Path) -> None:
    import_bytes(archive, warc_bytes(PAGES))
    body = PAGES[url(2018, "norway")]
    again = Capture(url(2018, "norway"), "2025-06-01T00:00:00Z", body, digest_of(body), "archive")
    archive.add_page(again, assign=assign)
    out = tmp_path / "out.warc.gz"
    assert archive.export(out) == 4
    with out.open("rb") as file:
        assert [record.rec_type for record in WarcioIterator(file)] == [
            "warcinfo",
            *["response"] * 2,
            "revisit",
            "response",
        ]
    assert len(list(ArchiveIterator(io.BytesIO(out.read_bytes())))) >= 4
    copy = PageArchive(tmp_path / "copy")
    report = copy.import_warc(out, origin="archive", assign=assign)
    assert (report.new_captures, report.new_bodies, report.lines) == (4, 3, [])
    assert bodies(copy) == bodies(archive)


def test_changed_bytes_on_disk_raise(archive: PageArchive) -> None:
    import_bytes(archive, warc_bytes({url(2018, "norway"): report_page()}, compressed=False))
    (segment,) = (archive.folder / "warc").iterdir()
    other = warc_bytes({url(2018, "norway"): report_page(text="Forged.")})
    segment.write_bytes(other)
    (entry,) = archive.index.all_entries()
    with pytest.raises(OSError, match="not the archived bytes"):
        archive.load(entry)


def test_bytes_that_cannot_be_decompressed_name_their_page(archive: PageArchive) -> None:
    import_bytes(archive, warc_bytes({url(2018, "norway"): report_page()}))
    (segment,) = (archive.folder / "warc").iterdir()
    data = bytearray(segment.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 8] = bytes(8)
    segment.write_bytes(data)
    (entry,) = archive.index.all_entries()
    with pytest.raises(OSError, match=f"{segment.name}: the bytes of {entry.url}"):
        archive.load(entry)
