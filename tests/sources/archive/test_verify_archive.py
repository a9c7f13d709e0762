"""Every stored body is read back, verified on request, and replaced where it cannot be read."""

from pathlib import Path

import pytest

from sources.archive.capture import Entry, digest_of
from sources.archive.page_archive import PageArchive
from sources.archive.rebuild import rebuild_index
from sources.archive.segments import SegmentWriter
from sources.archive.stored import StoredCapture, is_readable, load_stored
from sources.archive.verify import verify_archive
from sources.assignment import assigning
from sources.state_department.pages import assign
from tests.support import report_page, url, warc_bytes, whole_gzip, write_warc

PAGES = {url(2018, slug): report_page(2018, slug.title()) for slug in ("norway", "ghana", "togo")}


@pytest.fixture
def archive(tmp_path: Path) -> PageArchive:
    archive = PageArchive(tmp_path / "archive")
    archive.import_warc(write_warc(tmp_path / "in.warc.gz", PAGES), origin="archive", assign=assign)
    return archive


def damage(archive: PageArchive, address: str) -> None:
    (entry,) = [entry for entry in archive.index.all_entries() if entry.url == address]
    location = archive.index.location_of(entry.digest)
    path = archive.folder / location.file
    data = bytearray(path.read_bytes())
    data[location.offset + 100 : location.offset + 140] = b"x" * 40
    path.write_bytes(data)


def lines(archive: PageArchive) -> list[str]:
    return verify_archive(archive.folder, archive.index).lines


def test_an_unreadable_body_is_named(archive: PageArchive) -> None:
    assert lines(archive) == []
    damage(archive, url(2018, "ghana"))
    (line,) = lines(archive)
    assert line.startswith("warc/000001.warc.gz, byte ")
    assert f"the bytes of {url(2018, 'ghana')} of 2025-01-02T03:04:05Z cannot be read" in line


def test_every_kind_of_loss_is_found(archive: PageArchive, tmp_path: Path) -> None:
    other = {url(2017, "malta"): report_page(2017, "Malta"), url(2017, "peru"): report_page(2017, "Peru")}
    archive.import_warc(write_warc(tmp_path / "b.warc.gz", other), origin="archive", assign=assign)
    segment = archive.folder / "warc" / "000001.warc.gz"
    segment.write_bytes(segment.read_bytes()[:-30])
    (archive.folder / "warc" / "000002.warc.gz").unlink()
    with archive.index.writing():
        digest = next(entry.digest for entry in archive.index.all_entries() if "norway" in entry.url)
        archive.index.database.change("DELETE FROM bodies WHERE digest = ?", digest)
    found = verify_archive(archive.folder, archive.index)
    assert (found.bodies, found.read) == (4, 4)
    assert [line.split(" of ")[0] for line in found.lines] == [
        "the index has no bytes",
        f"warc/000001.warc.gz, byte {archive.index.location_of(found_digest(archive, 'togo')).offset:,}: the bytes",
        "warc/000002.warc.gz is missing, with the bytes",
    ]


def found_digest(archive: PageArchive, slug: str) -> str:
    return next(entry.digest for entry in archive.index.all_entries() if slug in entry.url)


def test_a_limit_of_time_is_kept_and_told(archive: PageArchive) -> None:
    found = verify_archive(archive.folder, archive.index, limit_seconds=-1.0)
    assert (found.read, found.bodies, found.is_complete) == (0, 3, False)


@pytest.mark.parametrize("form", ["same file", "other file", "one page", "revisit day"])
def test_importing_the_same_bytes_again_replaces_an_unreadable_body(
    archive: PageArchive, tmp_path: Path, form: str
) -> None:
    ghana = url(2018, "ghana")
    before = list(archive.index.all_entries())
    damage(archive, ghana)
    again = {
        "same file": tmp_path / "in.warc.gz",
        "other file": write_warc(tmp_path / "b.warc", PAGES, compressed=False),
        "one page": write_warc(tmp_path / "c.warc", {"https://mirror.example/ghana": PAGES[ghana]}),
        "revisit day": write_warc(tmp_path / "d.warc", {ghana: PAGES[ghana]}, date="2025-02-03T00:00:00Z"),
    }[form]
    report = archive.import_warc(again, origin="archive", assign=assign)
    assert report.restored_bodies == 1
    assert "1 unreadable bodies replaced" in report.summary
    assert lines(archive) == []
    assert set(before) <= set(archive.index.all_entries())
    assert {entry.url: archive.load(entry).body for entry in before} == PAGES
    archive.close()
    (archive.folder / "index.sqlite").unlink()
    rebuild_index(archive.folder, assigning)
    with PageArchive(archive.folder) as rebuilt:
        entries = list(rebuilt.index.all_entries())
        assert set(before) <= set(entries)
        assert {rebuilt.load(entry).body for entry in entries} == set(PAGES.values())


def test_a_live_page_with_the_same_bytes_replaces_an_unreadable_body(archive: PageArchive) -> None:
    ghana = url(2018, "ghana")
    capture = next(archive.load(entry) for entry in archive.index.all_entries() if entry.url == ghana)
    damage(archive, ghana)
    assert archive.add_page(capture, assign=assign).restored_bodies == 1
    assert lines(archive) == []


def test_bytes_that_are_changed_while_they_are_written_end_the_import(
    archive: PageArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that changes between reading and copying, or a disk that stores other bytes."""
    before = list(archive.index.all_entries())
    path = write_warc(tmp_path / "b.warc.gz", {url(2017, "malta"): report_page(2017, "Malta")})
    real = SegmentWriter._copy

    def copy_changed(self: SegmentWriter, record, file) -> bool:
        path.write_bytes(warc_bytes({url(2017, "malta"): report_page(2017, "Malta", "Other.")}))
        return real(self, record, file)

    monkeypatch.setattr(SegmentWriter, "_copy", copy_changed)
    with pytest.raises(OSError, match="are not the bytes that were written"):
        archive.import_warc(path, origin="archive", assign=assign)
    assert list(archive.index.all_entries()) == before
    assert not archive.was_imported(path)
    assert lines(archive) == []


def test_every_body_of_a_member_with_several_records_is_readable(tmp_path: Path) -> None:
    """Older versions copied such members as one, with the same place for each of their records."""
    (tmp_path / "warc").mkdir()
    records = b"".join(warc_bytes({address: body}, compressed=False) for address, body in PAGES.items())
    (tmp_path / "warc/000001.warc.gz").write_bytes(whole_gzip(records))
    for address, body in PAGES.items():
        entry = Entry(address, "2025-01-02T03:04:05Z", digest_of(body), address, "archive", 200, None, None, None)
        stored = StoredCapture(entry, "warc/000001.warc.gz", 0)
        assert load_stored(tmp_path, stored).body == body
        assert is_readable(tmp_path / stored.file, stored.offset, entry.digest)
    assert not is_readable(tmp_path / "warc/000001.warc.gz", 0, digest_of(b"other"))
