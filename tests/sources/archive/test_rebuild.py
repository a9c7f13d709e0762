"""The index is rebuilt from the WARC segments and from the facts that only the old index has."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sources.archive import database
from sources.archive.capture import Capture, Entry, digest_of
from sources.archive.database import IndexInUseError
from sources.archive.decisions import Decision, DecisionKind, append_decision, read_decisions
from sources.archive.page_archive import PageArchive
from sources.archive.rebuild import RebuildReport, rebuild_index
from sources.archive.schema import TABLES_IN_NO_SEGMENT, VERSION, NewerIndexError
from sources.assignment import assigning
from tests.old_home import unpack_old_home
from tests.replica.news_web import news_sites
from tests.sources.news.discovery.support import news_web
from tests.support import narrative_page, report_page, tip_url, url, warc_bytes, write_warc

MADE_FROM_SEGMENTS = {"captures", "edition_states", "bodies", "segments", "settings", "sqlite_sequence"}
NORWAY, GHANA, MALTA = (url(2018, slug) for slug in ("norway", "ghana", "malta"))
UNDATED = (
    b"<html><body><article><h1>Togo stays on the Tier 2 Watch List</h1><p>Togo was kept on the Tier 2 Watch List in the"
    b" Trafficking in Persons Report of the State Department.</p></article></body></html>"
)


def rebuild(archive: PageArchive) -> RebuildReport:
    archive.close()
    return rebuild_index(archive.folder, assigning)


def entries_of(folder: Path) -> list[Entry]:
    """Every capture of an archive, each read back."""
    with PageArchive(folder) as archive:
        entries = list(archive.index.all_entries())
        for entry in entries:
            assert archive.load(entry).digest == entry.digest
    return entries


def content_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table that cannot be rebuilt from segments, by table."""
    with closing(sqlite3.connect(folder / "index.sqlite")) as connection:
        return {table: list(connection.execute(f"SELECT * FROM {table} ORDER BY 1")) for table in TABLES_IN_NO_SEGMENT}


def live(address: str, body: bytes, second: int) -> Capture:
    return Capture(address, f"2026-09-01T22:00:{second:02}Z", body, digest_of(body), "live", 200, "text/html")


@pytest.fixture
def archive(tmp_path: Path) -> PageArchive:
    """Captures from every kind of import, some with repeated bytes."""
    archive = PageArchive(tmp_path / "archive")
    assign = assigning(archive.index)
    ghana = report_page(2018, "Ghana")
    first = {
        NORWAY: report_page(2018, "Norway"),
        GHANA: ghana,
        "https://a.sample.invalid/x": b"<p>A page of a sample</p>",
    }
    by_record = write_warc(tmp_path / "by_record.warc.gz", first)
    again = write_warc(tmp_path / "again.warc.gz", {GHANA: ghana}, date="2025-02-03T04:05:06Z")
    plain = tmp_path / "plain.warc"
    narrative = {tip_url(2018, "togo"): narrative_page("Togo", "Tier 2", year=2018)}
    plain.write_bytes(
        warc_bytes(narrative, compressed=False, record_type="resource")
        + warc_bytes({MALTA: report_page(2018, "Malta")}, compressed=False)
    )
    for path in (by_record, again, plain):
        assert archive.import_warc(path, origin="archive", assign=assign).lines == []
    archive.index.published.add("https://paper.example/togo", date(2018, 6, 29))
    article = Capture(
        "https://paper.example/togo", "2026-08-01T00:00:00Z", UNDATED, digest_of(UNDATED), "archive", 200, None
    )
    archive.add_page(article, assign=assign)
    with archive.appending(assign) as appender:
        appender.add(live(NORWAY, report_page(2018, "Norway", text="Newer."), 1))
        appender.add(live(GHANA, ghana, 2))  # unchanged since it was imported
        missing = Capture(
            "https://www.state.gov/x",
            "2026-09-01T22:00:03Z",
            b"<p>Gone</p>",
            digest_of(b"<p>Gone</p>"),
            "live",
            404,
            None,
        )
        appender.add(missing)
    return archive


def test_every_table_is_rebuilt_or_copied(archive: PageArchive) -> None:
    with closing(sqlite3.connect(archive.folder / "index.sqlite")) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == MADE_FROM_SEGMENTS | set(TABLES_IN_NO_SEGMENT)


def test_a_rebuilt_index_equals_the_old_one(archive: PageArchive) -> None:
    before, copied = entries_of(archive.folder), content_of(archive.folder)
    files = {path: path.read_bytes() for path in archive.folder.rglob("*.warc.gz")}
    assert len(before) == 10
    assert {entry.origin for entry in before} == {"live", "archive", "sample"}
    assert {entry.status for entry in before} == {200, 404, None}
    report = rebuild(archive)
    assert entries_of(archive.folder) == before
    assert content_of(archive.folder) == copied
    assert (report.lines, report.loss) == ([], None)
    assert report.summary == "rebuilt from 5 WARC segments: 7 pages, 10 captures"
    assert {path: path.read_bytes() for path in archive.folder.rglob("*.warc.gz")} == files
    assert {path.name for path in archive.folder.iterdir()} == {"index.sqlite", "published.jsonl", "warc"}


@pytest.mark.parametrize("damage", ["missing", "empty", "no database", "truncated"])
def test_the_segments_alone_have_every_capture(archive: PageArchive, damage: str) -> None:
    before = entries_of(archive.folder)
    archive.close()
    path = archive.folder / "index.sqlite"
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "no database": b"x" * 9_000, "truncated": data[:4_096]}[damage])
    report = rebuild(archive)
    assert entries_of(archive.folder) == before
    assert report.loss is not None
    assert report.loss.startswith("there was no index" if damage in ("missing", "empty") else "the index ")
    assert "\n" not in report.loss
    for description in TABLES_IN_NO_SEGMENT.values():
        assert description in report.loss
    assert "the origin of 2 captures" in report.loss  # the records copied byte for byte, except those of the sample


def test_other_tables_of_a_damaged_index_are_copied(tmp_path: Path) -> None:
    with news_web(tmp_path / "archive", news_sites()) as web:
        web.fetch(0)
    before, copied = entries_of(web.archive.folder), content_of(web.archive.folder)
    path = web.archive.folder / "index.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'news_candidates'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA journal_mode=DELETE")
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(data)
    report = rebuild(web.archive)
    assert report.loss == "the index was damaged; lost: candidates of news"
    assert entries_of(web.archive.folder) == before
    assert content_of(web.archive.folder) == {**copied, "news_candidates": []}


def test_an_index_of_version_0_1_0_is_rebuilt_completely(tmp_path: Path) -> None:
    folder = unpack_old_home(tmp_path) / "archive"
    before, copied = entries_of(folder), content_of(folder)
    report = rebuild_index(folder, assigning)
    assert (report.lines, report.loss) == ([], None)
    assert entries_of(folder) == before
    assert content_of(folder) == copied
    (folder / "index.sqlite").unlink()  # the repeated page has its own record now
    report = rebuild_index(folder, assigning)
    assert "the origin of 14 captures" in (report.loss or "")
    again = entries_of(folder)
    assert [(entry.page_key, entry.captured_at, entry.digest, entry.family, entry.year) for entry in again] == [
        (entry.page_key, entry.captured_at, entry.digest, entry.family, entry.year) for entry in before
    ]


def test_decisions_and_days_of_publication_survive(archive: PageArchive) -> None:
    at = datetime(2026, 9, 2, tzinfo=UTC)
    decision = Decision(NORWAY, digest_of(report_page(2018, "Norway")), DecisionKind.REFUSE, "Cut off", "Ana", at)
    append_decision(archive.folder, decision)
    archive.close()
    for old in ("whole", "damaged", "missing"):
        if old == "damaged":
            (archive.folder / "index.sqlite").write_bytes(b"x" * 9_000)
        elif old == "missing":
            (archive.folder / "index.sqlite").unlink()
        rebuild_index(archive.folder, assigning)
        assert read_decisions(archive.folder).records == [decision]
        with PageArchive(archive.folder) as rebuilt:
            (stored,) = rebuilt.index.captures("news", 2018)  # assigned only by the publication day
            assert stored.published == "2018-06-29"


def test_truncated_lines_are_reported(archive: PageArchive) -> None:
    for name in ("decisions.jsonl", "published.jsonl"):
        with (archive.folder / name).open("ab") as file:
            file.write(b'{"source_url": "https')
    report = rebuild(archive)
    assert [line.partition(": ")[2] for line in report.lines] == [
        "line 1 is truncated and was skipped",
        "line 2 is truncated and was skipped",
    ]


def test_lost_bytes_are_reported_and_can_be_imported_again(archive: PageArchive, tmp_path: Path) -> None:
    before = entries_of(archive.folder)
    archive.close()
    segments = sorted((archive.folder / "warc").iterdir())
    segments[0].unlink()  # Norway, Ghana, a page of the sample; two records repeat Ghana
    report = rebuild_index(archive.folder, assigning)
    assert report.loss == (
        "bytes are missing; lost: 5 captures whose bytes are in no segment, which files were imported"
    )
    assert (
        len([line for line in report.lines if line.endswith(f"the repeated bytes of {GHANA} are in no segment")]) == 2
    )
    left = entries_of(archive.folder)
    assert [entry for entry in before if entry in left] == left
    with PageArchive(archive.folder) as rebuilt:
        imported = rebuilt.import_warc(
            tmp_path / "by_record.warc.gz", origin="archive", assign=assigning(rebuilt.index)
        )
        assert (imported.new_captures, imported.new_bodies) == (3, 3)
    rebuild_index(archive.folder, assigning)  # the revisit records of Ghana are valid again
    assert entries_of(archive.folder) == before


def test_bytes_behind_damage_are_read_at_the_location_in_the_old_index(archive: PageArchive) -> None:
    before = entries_of(archive.folder)
    with PageArchive(archive.folder) as opened:
        norway, *_ = opened.index.newest(NORWAY.removeprefix("https://").rstrip("/"), 2)[-1:]
        location = opened.index.location_of(norway.digest)
    assert location.offset == 0
    path = archive.folder / location.file
    data = bytearray(path.read_bytes())
    data[100:140] = b"x" * 40
    path.write_bytes(data)
    archive.close()
    report = rebuild_index(archive.folder, assigning)
    assert report.loss is not None
    assert "1 captures whose bytes are in no segment" in report.loss
    assert any("damaged" in line for line in report.lines)
    assert entries_of(archive.folder) == [entry for entry in before if entry != norway]


def test_an_index_that_another_process_has_open_is_not_replaced(
    archive: PageArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LOCK_TIMEOUT_SECONDS", 1)
    before = entries_of(archive.folder)
    with pytest.raises(IndexInUseError, match="is open in another process"):
        rebuild_index(archive.folder, assigning)  # the fixture has the index open
    assert not list(archive.folder.glob("*.new*"))
    assert list(archive.index.all_entries()) == before
    assert rebuild(archive).loss is None


def test_an_index_of_a_newer_version_is_not_replaced(archive: PageArchive) -> None:
    archive.close()
    path = archive.folder / "index.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(NewerIndexError):
        rebuild_index(archive.folder, assigning)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM captures").fetchone() == (10,)


def test_files_of_an_interrupted_rebuild_are_removed(archive: PageArchive) -> None:
    before = entries_of(archive.folder)
    archive.close()
    shutil.copy(archive.folder / "index.sqlite", archive.folder / "index.sqlite.new")
    (archive.folder / "index.sqlite.new-wal").write_bytes(b"left over")
    assert rebuild_index(archive.folder, assigning).loss is None
    assert entries_of(archive.folder) == before
    assert not list(archive.folder.glob("*.new*"))


def test_segments_of_another_archive_count_as_archive(archive: PageArchive, tmp_path: Path) -> None:
    """Another archive wrote their origin `live`."""
    archive.close()
    other = PageArchive(tmp_path / "other")
    for path in sorted((archive.folder / "warc").iterdir()):
        assert other.import_warc(path, origin="archive", assign=assigning(other.index)).lines == []
    other.close()
    before = entries_of(other.folder)
    assert {entry.origin for entry in before} == {"archive", "sample"}
    assert [entry.captured_at for entry in before] == [entry.captured_at for entry in entries_of(archive.folder)]
    (other.folder / "index.sqlite").unlink()
    rebuild_index(other.folder, assigning)
    assert entries_of(other.folder) == before
