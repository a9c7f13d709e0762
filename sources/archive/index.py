"""The archive's index: which captures there are of which page, and where their bytes lie."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sources.archive.capture import Entry
from sources.archive.stored import StoredCapture

__all__ = ["Entry", "Index", "Stored"]

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS segments (
    segment INTEGER PRIMARY KEY,
    file TEXT NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS bodies (
    digest TEXT PRIMARY KEY,
    segment INTEGER NOT NULL REFERENCES segments,
    offset INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    payload_digest TEXT
) WITHOUT ROWID;
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
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS captures_by_edition ON captures (family, year, page_key);
CREATE INDEX IF NOT EXISTS bodies_by_payload ON bodies (payload_digest);
CREATE TABLE IF NOT EXISTS settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS imports (
    digest TEXT PRIMARY KEY,
    name TEXT NOT NULL
) WITHOUT ROWID;
"""


_STORED: Final = """
SELECT page_key, captured_at, captures.digest AS digest, url, origin, status, content_type, family, year,
    file, offset, settings.value
FROM captures
LEFT JOIN bodies ON bodies.digest = captures.digest
LEFT JOIN segments ON segments.segment = bodies.segment
LEFT JOIN settings ON settings.name = 'published ' || page_key
"""


@dataclass(frozen=True)
class Stored:
    """Where a body's record lies."""

    file: str
    offset: int


class Index:
    """The index database; one writer, any number of readers."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(_SCHEMA)

    @property
    def connection(self) -> sqlite3.Connection:
        """The database, for tables that must change in one transaction with the captures."""
        return self._connection

    def close(self) -> None:
        """Closes the database."""
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing: what is added inside is committed at the end, or not at all."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def was_imported(self, digest: str) -> bool:
        """Whether a file with these bytes has been imported as a whole."""
        return self._one("SELECT 1 FROM imports WHERE digest = ?", digest) is not None

    def add_import(self, digest: str, name: str) -> None:
        """Remembers that a file has been imported as a whole."""
        self._connection.execute("INSERT OR IGNORE INTO imports VALUES (?, ?)", (digest, name))

    def add_segment(self, file: str) -> int:
        """Adds a segment file and returns its number."""
        cursor = self._connection.execute("INSERT INTO segments (file) VALUES (?)", (file,))
        return int(cursor.lastrowid or 0)

    def name_segment(self, segment: int, file: str) -> None:
        """Gives a segment file another name."""
        self._connection.execute("UPDATE segments SET file = ? WHERE segment = ?", (file, segment))

    def has_body(self, digest: str) -> bool:
        """Whether the bytes are stored already."""
        return self._one("SELECT 1 FROM bodies WHERE digest = ?", digest) is not None

    def body_with_payload(self, payload_digest: str) -> str | None:
        """The digest of the stored body that a revisit record points to."""
        row = self._one("SELECT digest FROM bodies WHERE payload_digest = ?", payload_digest)
        return str(row[0]) if row else None

    def add_body(self, digest: str, segment: int, offset: int, size: int, payload_digest: str | None) -> None:
        """Says where new bytes are stored."""
        self._connection.execute(
            "INSERT INTO bodies VALUES (?, ?, ?, ?, ?)", (digest, segment, offset, size, payload_digest)
        )

    def add_capture(self, entry: Entry) -> bool:
        """Adds a capture; False where this very capture is known."""
        cursor = self._connection.execute(
            "INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.page_key,
                entry.captured_at,
                entry.digest,
                entry.url,
                entry.origin,
                entry.status,
                entry.content_type,
                entry.family,
                entry.year,
            ),
        )
        return cursor.rowcount > 0

    def has_capture(self, page_key: str, captured_at: str, digest: str) -> bool:
        """Whether this very capture is known."""
        sql = "SELECT 1 FROM captures WHERE page_key = ? AND captured_at = ? AND digest = ?"
        return self._one(sql, page_key, captured_at, digest) is not None

    def where(self, digest: str) -> Stored:
        """Where a body lies.

        Raises:
            KeyError: no such body.
        """
        sql = "SELECT file, offset FROM bodies JOIN segments USING (segment) WHERE digest = ?"
        row = self._one(sql, digest)
        if row is None:
            raise KeyError(digest)
        return Stored(str(row[0]), int(row[1]))

    def editions(self) -> dict[tuple[str, int], int]:
        """Pages (not captures) held of each family and year."""
        sql = "SELECT family, year, count(DISTINCT page_key) FROM captures WHERE family IS NOT NULL GROUP BY 1, 2"
        return {(str(family), int(year)): int(pages) for family, year, pages in self._connection.execute(sql)}

    def entries(self, family: str | None = None, year: int | None = None) -> list[Entry]:
        """Captures of one edition in order of page and time; of no known edition where both are None."""
        sql = "SELECT * FROM captures WHERE family IS ? AND year IS ? ORDER BY page_key, captured_at, digest"
        return [Entry(*row) for row in self._connection.execute(sql, (family, year))]

    def by_day(self, family: str, year: int) -> Iterator[Entry]:
        """Captures of one edition one by one, by day of capture, then in order of page and time."""
        sql = (
            "SELECT * FROM captures WHERE family = ? AND year = ?"
            " ORDER BY substr(captured_at, 1, 10), page_key, captured_at, digest"
        )
        for row in self._connection.execute(sql, (family, year)):
            yield Entry(*row)

    def captures(self, family: str | None, year: int | None) -> list[StoredCapture]:
        """Captures of one edition with the place of their bytes; which and in what order, as `entries` says.

        Raises:
            KeyError: a capture's body is not in the index.
        """
        sql = f"{_STORED} WHERE family IS ? AND year IS ? ORDER BY page_key, captured_at, digest"
        return [_stored(row) for row in self._connection.execute(sql, (family, year))]

    def captures_by_day(self, family: str, year: int) -> Iterator[StoredCapture]:
        """Captures of one edition with the place of their bytes, one by one, in the order of `by_day`.

        Raises:
            KeyError: a capture's body is not in the index.
        """
        sql = (
            f"{_STORED} WHERE family = ? AND year = ?"
            " ORDER BY substr(captured_at, 1, 10), page_key, captured_at, digest"
        )
        for row in self._connection.execute(sql, (family, year)):
            yield _stored(row)

    def newest(self, page_key: str, limit: int = 1) -> list[Entry]:
        """The newest good captures of one page, the newest first."""
        sql = (
            "SELECT * FROM captures WHERE page_key = ? AND coalesce(status, 200) = 200"
            " ORDER BY captured_at DESC, digest DESC LIMIT ?"
        )
        return [Entry(*row) for row in self._connection.execute(sql, (page_key, limit))]

    def last_fetched(self) -> str | None:
        """When the last page was fetched from the web; None where none was."""
        row = self._one("SELECT max(captured_at) FROM captures WHERE origin = 'live'")
        return str(row[0]) if row and row[0] else None

    def with_digest(self, digest: str) -> list[Entry]:
        """Captures of these very bytes, in order of page and time."""
        sql = "SELECT * FROM captures WHERE digest = ? ORDER BY page_key, captured_at"
        return [Entry(*row) for row in self._connection.execute(sql, (digest,))]

    def all_entries(self) -> Iterator[Entry]:
        """Every capture in order of page and time."""
        for row in self._connection.execute("SELECT * FROM captures ORDER BY page_key, captured_at, digest"):
            yield Entry(*row)

    def assign(self, entry: Entry, family: str, year: int) -> None:
        """Says which edition a capture is of."""
        self._connection.execute(
            "UPDATE captures SET family = ?, year = ? WHERE page_key = ? AND captured_at = ? AND digest = ?",
            (family, year, entry.page_key, entry.captured_at, entry.digest),
        )

    def setting(self, name: str) -> str | None:
        """A remembered value."""
        row = self._one("SELECT value FROM settings WHERE name = ?", name)
        return str(row[0]) if row else None

    def remember(self, name: str, value: str) -> None:
        """Remembers a value."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def totals(self) -> dict[str, int]:
        """Pages, captures, bodies and bytes (after decoding) held."""
        pages, captures = self._one("SELECT count(DISTINCT page_key), count(*) FROM captures") or (0, 0)
        bodies, size = self._one("SELECT count(*), coalesce(sum(bytes), 0) FROM bodies") or (0, 0)
        return {"pages": pages, "captures": captures, "bodies": bodies, "bytes": size}

    def _one(self, sql: str, *values: object) -> tuple[int, int] | None:
        row: tuple[int, int] | None = self._connection.execute(sql, values).fetchone()
        return row


def _stored(row: tuple[Any, ...]) -> StoredCapture:
    *columns, file, offset, published = row
    entry = Entry(*columns)
    if file is None:
        raise KeyError(entry.digest)
    return StoredCapture(entry, str(file), int(offset), published)
