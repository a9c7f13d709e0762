"""The schema of the archive's index, and the migrations from older versions to the newest.

All tables of the index are declared here. The tables of crawls and of news discovery are among them, because they
change in one transaction with the captures. Every schema change is a new migration at the end. Existing migrations
are never edited.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sources.archive.published import PublishedDay, append_published

Step = Callable[[sqlite3.Connection, Path], None]
"""Changes the database in the file `path`. Runs inside a transaction, and can run again after a crash."""


class NewerIndexError(Exception):
    """Newer code wrote the index."""


@dataclass(frozen=True)
class Migration:
    """A migration from one version of the schema to the next.

    Attributes:
        version: the version of the schema after the migration.
        step: changes the database to this version.
    """

    version: int
    step: Step


_TABLES_OF_VERSION_1: Final = (
    """
    CREATE TABLE IF NOT EXISTS segments (
        segment INTEGER PRIMARY KEY,
        file TEXT NOT NULL UNIQUE
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS bodies (
        digest TEXT PRIMARY KEY,
        segment INTEGER NOT NULL REFERENCES segments,
        offset INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        payload_digest TEXT
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS captures (
        page_key TEXT NOT NULL,
        captured_at TEXT NOT NULL,
        digest TEXT NOT NULL REFERENCES bodies,
        url TEXT NOT NULL,
        origin TEXT NOT NULL,
        status INTEGER,
        content_type TEXT,
        family TEXT,
        year INTEGER,
        PRIMARY KEY (page_key, captured_at, digest)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS captures_by_edition ON captures (family, year, page_key)",
    "CREATE INDEX IF NOT EXISTS bodies_by_payload ON bodies (payload_digest)",
    """
    CREATE TABLE IF NOT EXISTS settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS imports (
        digest TEXT PRIMARY KEY,
        name TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS fetch_state (
        page_key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        host TEXT NOT NULL,
        tried_at TEXT NOT NULL,
        outcome TEXT NOT NULL,
        status INTEGER,
        detail TEXT NOT NULL,
        failures INTEGER NOT NULL,
        good_at TEXT,
        final_url TEXT,
        digest TEXT,
        etag TEXT,
        last_modified TEXT
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS fetch_state_by_host ON fetch_state (host, tried_at)",
    """
    CREATE TABLE IF NOT EXISTS fetch_hosts (
        host TEXT PRIMARY KEY,
        refusals INTEGER NOT NULL,
        rests_until TEXT,
        reason TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS fetch_robots (
        origin TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        detail TEXT NOT NULL,
        body TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        expires_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS fetch_log (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        night TEXT NOT NULL,
        at TEXT NOT NULL,
        url TEXT NOT NULL,
        outcome TEXT NOT NULL,
        status INTEGER,
        detail TEXT NOT NULL,
        requests INTEGER NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS fetch_log_by_night ON fetch_log (night)",
    """
    CREATE TABLE IF NOT EXISTS news_candidates (
        page_key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        publisher TEXT,
        adapter TEXT NOT NULL,
        found_at TEXT NOT NULL,
        printed TEXT,
        title TEXT NOT NULL,
        copy TEXT,
        outcome TEXT NOT NULL,
        detail TEXT NOT NULL,
        settled_at TEXT,
        article_id TEXT
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS news_candidates_by_outcome ON news_candidates (outcome, found_at)",
    "CREATE INDEX IF NOT EXISTS news_candidates_by_article ON news_candidates (article_id)",
    """
    CREATE TABLE IF NOT EXISTS news_listings (
        url TEXT PRIMARY KEY,
        adapter TEXT NOT NULL,
        publisher TEXT,
        state TEXT NOT NULL,
        parent TEXT,
        depth INTEGER NOT NULL,
        rank INTEGER NOT NULL,
        asked_at TEXT,
        good_at TEXT,
        outcome TEXT NOT NULL,
        detail TEXT NOT NULL,
        found INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS news_listings_by_state ON news_listings (state, adapter, rank)",
    "CREATE INDEX IF NOT EXISTS news_listings_by_parent ON news_listings (parent)",
)
"""Version 0.1.0 stored no schema version, and created the tables of crawls and news discovery on first use. Only these
statements therefore have `IF NOT EXISTS`."""

TABLES_IN_NO_SEGMENT: Final[Mapping[str, str]] = {
    "fetch_state": "when pages were requested",
    "fetch_hosts": "which hosts are paused",
    "fetch_robots": "robots.txt files",
    "fetch_log": "the log of crawls",
    "news_candidates": "candidates of news",
    "news_listings": "listings of news",
    "imports": "which files were imported",
}
"""Tables that cannot be rebuilt from the WARC segments, with a description of their rows. All other tables can."""


def _create_tables(connection: sqlite3.Connection, _: Path) -> None:
    for statement in _TABLES_OF_VERSION_1:
        connection.execute(statement)


def _move_published_days(connection: sqlite3.Connection, path: Path) -> None:
    """Moves the publication days that people added from the settings to a file beside the WARC files."""
    prefix = "published "
    sql = """
    SELECT coalesce(min(captures.url), substr(settings.name, ?)), settings.value
    FROM settings LEFT JOIN captures ON captures.page_key = substr(settings.name, ?)
    WHERE substr(settings.name, 1, ?) = ?
    GROUP BY settings.name, settings.value
    ORDER BY settings.name
    """
    after = len(prefix) + 1
    for url, day in connection.execute(sql, (after, after, len(prefix), prefix)).fetchall():
        append_published(path.parent, PublishedDay(url, date.fromisoformat(day)))
    connection.execute("DELETE FROM settings WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))


def _find_captures_by_digest(connection: sqlite3.Connection, _: Path) -> None:
    """Adds an index for the lookup of captures with the same bytes."""
    connection.execute("CREATE INDEX captures_by_digest ON captures (digest)")


def _add_damage_of_captures(connection: sqlite3.Connection, _: Path) -> None:
    """Adds the column that says why a capture is not whole."""
    connection.execute("ALTER TABLE captures ADD COLUMN damage TEXT")


_NEW_STATE: Final = """
DELETE FROM edition_states WHERE family IS {row}.family AND year IS {row}.year;
INSERT INTO edition_states (family, year, state) VALUES ({row}.family, {row}.year, hex(randomblob(16)));
"""


def _add_edition_states(connection: sqlite3.Connection, _: Path) -> None:
    """Adds the state of each edition: a value that no other state has, from the last change of one of its captures."""
    connection.execute(
        "CREATE TABLE edition_states (family TEXT, year INTEGER, state TEXT NOT NULL, UNIQUE (family, year))"
    )
    connection.execute(
        "INSERT INTO edition_states (family, year, state)"
        " SELECT family, year, hex(randomblob(16)) FROM captures GROUP BY 1, 2"
    )
    for change, rows in (("INSERT", ("NEW",)), ("DELETE", ("OLD",)), ("UPDATE", ("OLD", "NEW"))):
        statements = "".join(_NEW_STATE.format(row=row) for row in rows)
        connection.execute(
            f"CREATE TRIGGER captures_{change.lower()} AFTER {change} ON captures BEGIN {statements} END"
        )


MIGRATIONS: Final = (
    Migration(1, _create_tables),
    Migration(2, _move_published_days),
    Migration(3, _find_captures_by_digest),
    Migration(4, _add_damage_of_captures),
    Migration(5, _add_edition_states),
)

VERSION: Final = MIGRATIONS[-1].version
"""The version of the schema that this code reads and writes."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Migrates a database to the newest version of the schema, with one transaction for each step.

    Args:
        connection: a connection to the database, without an open transaction.
        path: the file of the database, for messages and for the files beside it.

    Raises:
        NewerIndexError: the database has a version that this code does not know.
    """
    version = _version(connection)
    _refuse_newer(version, path)
    for migration in MIGRATIONS[version:]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) < migration.version:  # otherwise another process has migrated it
                migration.step(connection, path)
                connection.execute(f"PRAGMA user_version = {migration.version}")
        except BaseException:
            if connection.in_transaction:  # SQLite ends some failed transactions itself, for example on a full disk
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    _refuse_newer(_version(connection), path)


def _version(connection: sqlite3.Connection) -> int:
    with closing(connection.execute("PRAGMA user_version")) as cursor:
        return int(cursor.fetchone()[0])


def _refuse_newer(version: int, path: Path) -> None:
    if version > VERSION:
        raise NewerIndexError(
            f"{path} has version {version} of the index, and this version of tip knows {VERSION} at most:"
            " use the version of tip that wrote it, or a newer one"
        )
