"""Random damage of the sample's WARC files: whole records are kept and readable, and every loss has its line."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from sources.archive.page_archive import PageArchive
from sources.archive.verify import verify_archive
from sources.archive.warc import read_warc
from sources.sample import news_archive, sample_archive, trafficking_archive
from tests.sources.archive.damages import Damaged, damaged_files

_SEED = 14


def records_of(path: Path) -> list[bytes]:
    """The records of a file of the sample, plain."""
    return [b"WARC/1.0\r\n" + part for part in gzip.decompress(path.read_bytes()).split(b"WARC/1.0\r\n")[1:]]


def pages_of(records: list[bytes], folder: Path) -> dict[int, tuple[str, bytes]]:
    """Address and body of each record that is a page."""
    path = folder / "one.warc"
    pages = {}
    for number, record in enumerate(records):
        path.write_bytes(record)
        for item in read_warc(path):
            pages[number] = item.url, item.body
    return pages


def contradictions(damaged: Damaged, pages: dict[int, tuple[str, bytes]], archive: PageArchive) -> Iterator[str]:
    """What is wrong after the import of a damaged file."""
    before = {entry: archive.load(entry).body for entry in archive.index.all_entries()}
    path = archive.folder.parent / "in.warc"
    path.write_bytes(damaged.data)
    report = archive.import_warc(path, origin="archive", assign=lambda _: None)
    after = {entry: archive.load(entry).body for entry in archive.index.all_entries()}
    stored = {(entry.url, body) for entry, body in after.items()}
    if any(after.get(entry) != body for entry, body in before.items()):
        yield "something that was stored before is lost"
    if lost := [pages[one][0] for one in damaged.whole if one in pages and pages[one] not in stored]:
        yield f"whole records are lost: {lost}"
    new = {entry: body for entry, body in after.items() if entry not in before and entry.damage is None}
    if wrong := [entry.url for entry, body in new.items() if body not in {body for _, body in pages.values()}]:
        yield f"wrong bytes count as whole: {wrong}"
    if any(not body for body in after.values()):
        yield "a capture has no bytes"
    whole = {(entry.url, body) for entry, body in after.items() if entry.damage is None}
    is_lost = any(pages[one] not in whole for one in damaged.chosen if one in pages)
    if is_lost and not report.lines and not report.damaged and not damaged.is_whole:
        yield "the loss has no line"
    if verify_archive(archive.folder, archive.index).lines:
        yield "the archive cannot be verified"


def run(path: Path, count: int, tmp_path: Path) -> list[str]:
    records = records_of(path)
    pages = pages_of(records, tmp_path)
    wrong = []
    for number, damaged in enumerate(damaged_files(records, _SEED, count)):
        if number % 25 == 0:
            archive = PageArchive(tmp_path / f"archive{number}")
        wrong += [f"{number}: {damaged.name}: {what}" for what in contradictions(damaged, pages, archive)]
    return wrong


def test_a_sample_of_damages_loses_only_what_they_touch(tmp_path: Path) -> None:
    assert run(sample_archive(), 70, tmp_path) == []


@pytest.mark.soak
@pytest.mark.parametrize(
    ("path", "count"), [(sample_archive(), 200), (trafficking_archive(), 150), (news_archive(), 150)]
)
def test_five_hundred_damages_lose_only_what_they_touch(tmp_path: Path, path: Path, count: int) -> None:
    assert run(path, count, tmp_path) == []
