"""A capture with the location of its bytes is read without the index, also in another process."""

import pickle
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sources.archive.decisions import Decision, append_decision
from sources.archive.page_archive import PageArchive
from sources.archive.stored import StoredCapture, load_stored
from sources.state_department.pages import assign
from tests.support import report_page, url, write_warc
from warehouse.tables.vocabulary import DecisionKind

SLUGS = ("togo", "ghana", "norway")


@pytest.fixture
def archive(tmp_path: Path) -> PageArchive:
    """Three pages of two files, one of them captured twice."""
    archive = PageArchive(tmp_path / "archive")
    older = {url(2018, slug): report_page(2018, slug.title(), text="Older.") for slug in SLUGS}
    newer = {url(2018, "ghana"): report_page(2018, "Ghana", text="Newer.")}
    for name, pages, day in (("new", newer, "2021-02-03"), ("old", older, "2020-02-03")):
        path = write_warc(tmp_path / f"{name}.warc.gz", pages, date=f"{day}T00:00:00Z")
        archive.import_warc(path, origin="archive", assign=assign)
    return archive


def test_captures_are_the_entries_in_their_order(archive: PageArchive) -> None:
    captures = archive.index.captures("human_rights", 2018)
    assert [stored.entry for stored in captures] == archive.index.entries("human_rights", 2018)
    assert [(stored.entry.url.split("/")[-2], stored.entry.captured_at[:4]) for stored in captures] == [
        ("ghana", "2020"),
        ("ghana", "2021"),
        ("norway", "2020"),
        ("togo", "2020"),
    ]
    assert archive.index.captures("human_rights", 2019) == []


def test_captures_by_day_are_in_the_order_of_days(archive: PageArchive) -> None:
    captures = list(archive.index.captures_by_day("human_rights", 2018))
    assert [stored.entry for stored in captures] == list(archive.index.by_day("human_rights", 2018))
    assert [stored.entry.captured_at[:4] for stored in captures] == ["2020", "2020", "2020", "2021"]


@pytest.mark.parametrize("by_day", [False, True])
def test_lines_are_those_of_the_captures(archive: PageArchive, by_day: bool) -> None:
    archive.index.published.add(url(2018, "ghana"), date(2019, 3, 4))
    refused = archive.index.entries("human_rights", 2018)[0]
    decided_at = datetime(2021, 3, 4, tzinfo=UTC)
    decision = Decision(refused.url, refused.digest, DecisionKind.REFUSE, "not whole", "a test", decided_at)
    append_decision(archive.folder, decision)
    captures = (archive.index.captures_by_day if by_day else archive.index.captures)("human_rights", 2018)
    expected = [(capture.entry.url, capture.line) for capture in captures]
    assert list(archive.index.capture_lines("human_rights", 2018, by_day=by_day)) == expected
    lines = "\n".join(line for _, line in expected)
    assert "published=2019-03-04 decision=refuse 1 2021-03-04T00:00:00Z" in lines


def test_captures_of_no_known_edition_are_listed(archive: PageArchive, tmp_path: Path) -> None:
    path = write_warc(tmp_path / "odd.warc.gz", {"https://example.org/a": b"<p>Nothing</p>"})
    archive.import_warc(path, origin="archive", assign=assign)
    assert [stored.entry.url for stored in archive.index.captures(None, None)] == ["https://example.org/a"]


def test_a_capture_is_read_without_the_index(archive: PageArchive) -> None:
    captures = archive.index.captures("human_rights", 2018)
    known = [archive.load(entry) for entry in archive.index.entries("human_rights", 2018)]
    archive.close()
    for file in archive.folder.glob("index.sqlite*"):
        file.unlink()
    sent = pickle.loads(pickle.dumps(captures))
    assert sent == captures
    assert [load_stored(archive.folder, stored) for stored in sent] == known
    assert not list(archive.folder.glob("index.sqlite*"))


def test_captures_have_their_publication_day(archive: PageArchive) -> None:
    entry = archive.index.entries("human_rights", 2018)[0]
    archive.index.published.add(entry.url, date(2010, 6, 15))
    published = [stored.published for stored in archive.index.captures("human_rights", 2018)]
    assert published == ["2010-06-15", "2010-06-15", None, None]
    by_day = {stored.entry: stored.published for stored in archive.index.captures_by_day("human_rights", 2018)}
    assert by_day[entry] == "2010-06-15"
    assert sum(day is None for day in by_day.values()) == 2


def test_a_wrong_location_raises(archive: PageArchive) -> None:
    first, second, *_ = archive.index.captures("human_rights", 2018)
    swapped = StoredCapture(first.entry, second.file, second.offset)
    with pytest.raises(OSError, match="not the archived bytes"):
        load_stored(archive.folder, swapped)


def test_a_capture_without_a_body_in_the_index_raises(archive: PageArchive) -> None:
    entry = archive.index.entries("human_rights", 2018)[0]
    with sqlite3.connect(archive.folder / "index.sqlite") as connection:
        connection.execute("DELETE FROM bodies WHERE digest = ?", (entry.digest,))
    with pytest.raises(KeyError, match=entry.digest):
        archive.index.captures("human_rights", 2018)
