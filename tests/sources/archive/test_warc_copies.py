"""Segments of the archive are valid WARC files for every form of import, readable without the index."""

import random
from pathlib import Path

import pytest

from sources.archive.page_archive import PageArchive
from sources.archive.warc import WarcRecord, read_warc
from sources.state_department.pages import assign
from tests.support import report_page, url, warc_bytes, whole_gzip


def noise(seed: int) -> str:
    """Text that gzip hardly compresses."""
    return "".join(random.Random(seed).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=20_000))


PAGES = {
    url(2018, slug): report_page(2018, slug.title(), noise(seed)) for seed, slug in enumerate(("norway", "ghana"))
} | {url(2018, "togo"): report_page(2018, "Togo")}


@pytest.fixture
def archive(tmp_path: Path) -> PageArchive:
    return PageArchive(tmp_path / "archive")


def import_bytes(archive: PageArchive, data: bytes) -> list[Path]:
    """The segments after an import."""
    path = archive.folder.parent / "in.warc.gz"
    path.write_bytes(data)
    assert archive.import_warc(path, origin="archive", assign=assign).lines == []
    return sorted((archive.folder / "warc").glob("*.warc.gz"))


@pytest.mark.parametrize(
    "data",
    [
        warc_bytes(PAGES),
        warc_bytes(PAGES, compressed=False),
        whole_gzip(warc_bytes(PAGES, compressed=False)),
        whole_gzip(warc_bytes(dict(reversed(PAGES.items())), compressed=False)),
    ],
    ids=["gzip per record", "plain", "one gzip", "one gzip, a small page first"],
)
def test_a_segment_has_every_page_once(archive: PageArchive, data: bytes) -> None:
    segments = import_bytes(archive, data)
    found = [record for path in segments for record in read_warc(path)]
    assert [record for record in found if not isinstance(record, WarcRecord)] == []
    assert {record.url: record.body for record in found if isinstance(record, WarcRecord)} == PAGES
    assert len(found) == len(PAGES)
    assert {capture.url: capture.body for capture in map(archive.load, archive.index.all_entries())} == PAGES


def test_a_gzip_per_record_file_is_copied_byte_for_byte(archive: PageArchive) -> None:
    data = warc_bytes(PAGES)
    (segment,) = import_bytes(archive, data)
    assert segment.read_bytes() == data
