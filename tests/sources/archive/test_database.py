"""The connection to the database of the index."""

import gc
import sqlite3
from pathlib import Path

import pytest

from sources.archive.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(tmp_path / "index.sqlite")
    for name in ("a", "b", "c"):
        database.change("INSERT INTO settings (name, value) VALUES (?, ?)", name, "1")
    return database


def values(database: Database) -> dict[str, str]:
    return dict(database.rows("SELECT name, value FROM settings"))


@pytest.mark.filterwarnings("error")
def test_a_query_may_be_left_unfinished_after_the_database_was_closed(database: Database) -> None:
    rows = database.rows("SELECT name FROM settings ORDER BY name")
    assert next(rows) == ("a",)
    database.close()
    del rows
    gc.collect()


def test_a_failed_transaction_changes_nothing(database: Database) -> None:
    with pytest.raises(KeyError), database.writing():
        database.change("UPDATE settings SET value = '2'")
        raise KeyError
    assert values(database) == {"a": "1", "b": "1", "c": "1"}
    with database.writing():
        assert database.change("UPDATE settings SET value = '2' WHERE name < 'c'") == 2
    assert values(database) == {"a": "2", "b": "2", "c": "1"}


def test_readers_see_committed_changes(database: Database, tmp_path: Path) -> None:
    other = Database(tmp_path / "index.sqlite")
    with database.writing():
        database.change("DELETE FROM settings")
        assert len(values(other)) == 3  # write-ahead log: a reader does not wait, and sees no uncommitted change
    assert values(other) == {}


def test_an_error_other_than_damage_is_not_converted(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.row("SELECT 1 FROM no_table")
