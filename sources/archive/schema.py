"""What tables the archive's index has, in every version of its schema, and how an older version becomes the newest.

All tables that lie in the index are declared here, those of the crawl and of the news desk too: they change in one
transaction with the captures. A change of the schema is a new migration at the end; those before it are never edited.
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
"""Changes the database; the path is that of its file. Runs inside a transaction and may be run again after a crash."""


class NewerIndexError(Exception):
    """The index was written by newer code."""


@dataclass(frozen=True)
class Migration:
    """One step forward.

    Attributes:
        version: the version of the schema after it.
        step: what makes this version out of the one before.
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
"""Version 0.1.0 noted no version and made the tables of the crawl and of the news desk when they were first used: hence
`IF NOT EXISTS`, here and nowhere else."""

TOLD_BY_NO_SEGMENT: Final[Mapping[str, str]] = {
    "fetch_state": "when pages were asked for",
    "fetch_hosts": "which hosts rest",
    "fetch_robots": "robots.txt files",
    "fetch_log": "the log of crawls",
    "news_candidates": "candidates of news",
    "news_listings": "listings of news",
    "imports": "which files were imported",
}
"""Tables that cannot be made from the WARC segments, and what their rows say. All others can."""


def _create_tables(connection: sqlite3.Connection, _: Path) -> None:
    for statement in _TABLES_OF_VERSION_1:
        connection.execute(statement)


def _move_published_days(connection: sqlite3.Connection, path: Path) -> None:
    """Days of publication that people gave leave the settings for a file beside the WARC files."""
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
    """Captures of the same bytes are looked up whenever a page is taken in again."""
    connection.execute("CREATE INDEX captures_by_digest ON captures (digest)")


MIGRATIONS: Final = (
    Migration(1, _create_tables),
    Migration(2, _move_published_days),
    Migration(3, _find_captures_by_digest),
)

VERSION: Final = MIGRATIONS[-1].version
"""The version of the schema that this code reads and writes."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Brings a database to the newest version of the schema, one transaction a step.

    Args:
        connection: to the database, without an open transaction.
        path: its file, for messages and for what lies beside it.

    Raises:
        NewerIndexError: the database has a version that this code does not know.
    """
    held = _version(connection)
    _refuse_newer(held, path)
    for migration in MIGRATIONS[held:]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) < migration.version:  # else another process was quicker
                migration.step(connection, path)
                connection.execute(f"PRAGMA user_version = {migration.version}")
        except BaseException:
            if connection.in_transaction:  # SQLite itself ends some that fail, on a full disk for one
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    _refuse_newer(_version(connection), path)


def _version(connection: sqlite3.Connection) -> int:
    with closing(connection.execute("PRAGMA user_version")) as cursor:
        return int(cursor.fetchone()[0])


def _refuse_newer(held: int, path: Path) -> None:
    if held > VERSION:
        raise NewerIndexError(
            f"{path} has version {held} of the index, and this version of tip knows {VERSION} at most:"
            " use the version of tip that wrote it, or a newer one"
        )
