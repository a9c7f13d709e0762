"""An older index is migrated with all its rows; a newer index is refused."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from sources.archive import schema
from sources.archive.database import DamagedIndexError, Database
from sources.archive.page_archive import MissingIndexError, PageArchive
from sources.archive.published import PublishedDay, read_published
from sources.archive.schema import MIGRATIONS, VERSION, Migration, NewerIndexError
from sources.fetch.memory.state import FetchState
from sources.news.discovery.candidates.store import Candidates
from sources.news.discovery.listings.store import Listings
from tests.old_home import unpack_old_home
from tests.replica.news_web import POST, UPGRADED, news_sites
from tests.sources.news.discovery.support import news_web

ARTICLE = "https://paper.example/togo-stays"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The archive of a home made by version 0.1.0."""
    return unpack_old_home(tmp_path) / "archive"


def version_of(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "index.sqlite")) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def content_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, by table."""
    with closing(sqlite3.connect(folder / "index.sqlite")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in sorted(tables)}


def indexes_of(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "index.sqlite")) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


def test_versions_are_consecutive() -> None:
    assert [migration.version for migration in MIGRATIONS] == list(range(1, VERSION + 1))


def test_an_old_index_is_migrated_with_all_its_rows(folder: Path) -> None:
    before = content_of(folder)
    assert version_of(folder) == 0
    assert "captures_by_digest" not in indexes_of(folder)
    PageArchive(folder).close()
    after = content_of(folder)
    assert version_of(folder) == VERSION
    assert "captures_by_digest" in indexes_of(folder)
    settings = before.pop("settings")
    assert ("published paper.example/togo-stays", "2018-06-29") in settings
    assert after.pop("settings") == [setting for setting in settings if setting[0] == "readers"]
    assert all(row[-1] is None for row in after["captures"])
    after["captures"] = [row[:-1] for row in after["captures"]]  # without `damage`, which is new
    states = after.pop("edition_states")
    assert {state[:2] for state in states} == {capture[7:9] for capture in after["captures"]}
    assert after == before
    counts = {table: len(after[table]) for table in ("captures", "bodies", "segments", "imports", "news_candidates")}
    assert counts == {"captures": 15, "bodies": 14, "segments": 7, "imports": 2, "news_candidates": 15}
    assert all(after[table] for table in after)


def test_captures_of_an_old_archive_are_read(folder: Path) -> None:
    with PageArchive(folder) as archive:
        captures = [archive.load(entry) for entry in archive.index.all_entries()]
        stored = archive.index.captures("news", 2018)
        assert len(captures) == 15
        assert {capture.origin for capture in captures} == {"live", "archive"}
        days = {capture.entry.url: capture.published for capture in stored}
        assert days == {
            ARTICLE: "2018-06-29",
            "https://news.harbour-times.example/2018/06/ghana-tier-2-trafficking": None,
        }
    assert read_published(folder).records == [PublishedDay(ARTICLE, date(2018, 6, 29))]


def test_the_state_of_crawls_is_migrated(folder: Path) -> None:
    with PageArchive(folder) as archive:
        state, candidates, listings = (store(archive.index) for store in (FetchState, Candidates, Listings))
        known = {page: state.page(f"www.example.org/{page}") for page in ("a", "gone", "no")}
        assert {page: one.outcome for page, one in known.items() if one} == {"a": "ok", "gone": "gone", "no": "blocked"}
        assert len(state.log_lines()) == 41
        found = candidates.get(f"{POST}{UPGRADED}")
        assert found is not None
        assert found.outcome == "duplicate"
        assert len(candidates.all()) == 15
        assert listings.state(f"https://{POST}/feed") == "recurring"


def test_a_crawl_continues_after_the_migration(folder: Path) -> None:
    """A crawl after the migration requests nothing that has an outcome."""
    with news_web(folder, news_sites()) as web:
        before = web.outcomes()
        report = web.fetch(0)
        assert web.replica.requests == []
        assert (report.crawl.stored, web.outcomes()) == (0, before)


def test_opening_twice_at_once_migrates_once(folder: Path) -> None:
    barrier = Barrier(8)

    def opened(_: int) -> int:
        barrier.wait()
        with PageArchive(folder) as archive:
            return archive.index.totals()["captures"]

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(opened, range(8))) == {15}
    assert len(read_published(folder).records) == 1
    assert version_of(folder) == VERSION


def test_a_migration_that_fails_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: sqlite3.Connection, _: Path) -> None:
        connection.execute("CREATE TABLE half_made (number INTEGER)")
        connection.execute("DELETE FROM captures")
        raise OSError("no space left on device")

    PageArchive(folder).close()
    before = content_of(folder)
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, Migration(VERSION + 1, broken)))
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    with pytest.raises(OSError, match="no space left"):
        PageArchive(folder)
    assert version_of(folder) == VERSION
    assert content_of(folder) == before


def test_an_interrupted_migration_runs_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(connection: sqlite3.Connection, path: Path) -> None:
        MIGRATIONS[1].step(connection, path)
        raise KeyboardInterrupt

    monkeypatch.setattr(schema, "MIGRATIONS", (MIGRATIONS[0], Migration(2, interrupted), *MIGRATIONS[2:]))
    with pytest.raises(KeyboardInterrupt):
        PageArchive(folder)
    monkeypatch.undo()
    assert version_of(folder) == 1
    with PageArchive(folder) as archive:
        assert archive.index.published.by_page() == {"paper.example/togo-stays": date(2018, 6, 29)}
    assert version_of(folder) == VERSION


def test_an_index_of_a_newer_version_is_refused(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "index.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = content_of(folder)
    with pytest.raises(NewerIndexError) as refused:
        PageArchive(folder)
    message = str(refused.value)
    assert message.startswith(f"{folder / 'index.sqlite'} has version {VERSION + 1}")
    assert "use the version of tip that wrote it" in message
    assert "\n" not in message
    assert content_of(folder) == before


@pytest.fixture
def wider(tmp_path: Path) -> Iterator[Path]:
    """An empty archive with an additional column in every table, as in a later version."""
    folder = tmp_path / "archive"
    PageArchive(folder).close()
    with closing(sqlite3.connect(folder / "index.sqlite")) as connection:
        for table in content_of(folder):
            if table != "sqlite_sequence":
                connection.execute(f"ALTER TABLE {table} ADD COLUMN later TEXT")
    yield folder


def test_every_statement_names_its_columns(wider: Path) -> None:
    with news_web(wider, news_sites()) as web:
        assert web.fetch(0).crawl.stored == 6
        assert web.fetch(1).crawl.stored == 0
        assert [web.archive.load(entry) for entry in web.archive.index.all_entries()]
        assert list(web.archive.index.captures_by_day("news", 2010))
        FetchState(web.archive.index).wake_hosts()
        web.archive.index.store_setting("readers", "x")
        web.archive.index.add_import("0", "name")
        assert web.archive.index.setting("readers") == "x"
        assert web.archive.index.was_imported("0")
    filled = content_of(wider)
    assert all(filled[table] for table in filled)
    assert all(row[-1] is None for table in filled if table != "sqlite_sequence" for row in filled[table])


def test_a_file_that_is_no_database_is_named(folder: Path) -> None:
    (folder / "index.sqlite").write_bytes(b"not a database, however long it may be" * 100)
    with pytest.raises(DamagedIndexError, match=r"index\.sqlite is damaged .*--rebuild-index") as told:
        PageArchive(folder)
    assert "\n" not in str(told.value)


def test_damage_within_the_file_is_named(folder: Path) -> None:
    path = folder / "index.sqlite"
    PageArchive(folder).close()
    with closing(sqlite3.connect(path)) as connection:
        roots = [page for (page,) in connection.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")]
    data = bytearray(path.read_bytes())
    for page in roots:  # the schema is undamaged, the tables are not
        data[4096 * (page - 1) : 4096 * page] = bytes(4096)
    path.write_bytes(data)
    database = Database(path)
    with pytest.raises(DamagedIndexError, match="--rebuild-index"):
        list(database.rows("SELECT page_key FROM captures"))
    with pytest.raises(DamagedIndexError, match="--rebuild-index"):
        database.row("SELECT count(*) FROM fetch_state")


@pytest.mark.parametrize("emptied", [False, True])
def test_segments_without_an_index_raise(folder: Path, emptied: bool) -> None:
    (folder / "index.sqlite").unlink()
    if emptied:
        (folder / "index.sqlite").touch()
    with pytest.raises(MissingIndexError, match="--rebuild-index"):
        PageArchive(folder)
