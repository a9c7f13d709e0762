"""The archive's index: the captures of every page, and the location of their bytes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sources.archive.capture import Entry, entry_text
from sources.archive.database import Database
from sources.archive.decisions import DecisionsInForce
from sources.archive.forgotten import ForgottenPages
from sources.archive.published import PublishedDays
from sources.archive.record import digest_in
from sources.archive.stored import StoredCapture, line_of
from warehouse.tables.vocabulary import DecisionKind

__all__ = ["BodyLocation", "Entry", "Index"]

_ENTRY: Final = "page_key, captured_at, digest, url, origin, status, content_type, family, year, damage"

_STORED: Final = """
SELECT page_key, captured_at, captures.digest AS digest, url, origin, status, content_type, family, year, damage,
    file, offset
FROM captures
LEFT JOIN bodies ON bodies.digest = captures.digest
LEFT JOIN segments ON segments.segment = bodies.segment
"""


@dataclass(frozen=True)
class BodyLocation:
    """Segment file and offset of the record of a body."""

    file: str
    offset: int


class Index:
    """The index in its database, for one writer and any number of readers.

    Attributes:
        database: for stores that change their tables in one transaction with the captures.
        published: publication days that people added for pages.
        decisions: the last decisions of people about captures.
        forgotten: keys of pages that were taken out, and are not archived again.
    """

    def __init__(self, path: Path) -> None:
        """Opens an index, and creates a missing one.

        Raises:
            NewerIndexError: newer code wrote the index.
            DamagedIndexError: the file is no database.
        """
        self.database = Database(path)
        self.published = PublishedDays(path.parent)
        self.decisions = DecisionsInForce(path.parent)
        self.forgotten = ForgottenPages(path.parent)

    def close(self) -> None:
        """Closes the database."""
        self.database.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: it commits all changes at the end, or none of them."""
        with self.database.writing():
            yield

    def was_imported(self, digest: str) -> bool:
        """Whether a file with these bytes was imported completely."""
        return self.database.row("SELECT 1 FROM imports WHERE digest = ?", digest) is not None

    def add_import(self, digest: str, name: str) -> None:
        """Records that a file was imported completely."""
        self.database.change("INSERT OR IGNORE INTO imports (digest, name) VALUES (?, ?)", digest, name)

    def add_segment(self, file: str) -> int:
        """Adds a segment file and returns its number."""
        return self.database.insert("INSERT INTO segments (file) VALUES (?)", file)

    def segment_names(self) -> set[str]:
        """The names of all segments, without their folder."""
        return {file.rpartition("/")[2] for (file,) in self.database.rows("SELECT file FROM segments")}

    def segment_of(self, file: str) -> int | None:
        """The number of a segment file."""
        row = self.database.row("SELECT segment FROM segments WHERE file = ?", file)
        return int(row[0]) if row else None

    def name_segment(self, segment: int, file: str) -> None:
        """Changes the file name of a segment."""
        self.database.change("UPDATE segments SET file = ? WHERE segment = ?", file, segment)

    def has_body(self, digest: str) -> bool:
        """Whether the bytes are stored."""
        return self.database.row("SELECT 1 FROM bodies WHERE digest = ?", digest) is not None

    def bodies_with_payload(self, payload_digest: str) -> list[str]:
        """The digests of the stored bodies that a payload digest may mean. Older versions believed what files claim."""
        rows = self.database.rows("SELECT digest FROM bodies WHERE payload_digest = ? ORDER BY digest", payload_digest)
        own = digest_in(payload_digest)
        return ([own] if own is not None and self.has_body(own) else []) + [str(digest) for (digest,) in rows]

    def add_body(self, digest: str, segment: int, offset: int, size: int, payload_digest: str | None) -> None:
        """Adds the location of new bytes."""
        sql = "INSERT INTO bodies (digest, segment, offset, bytes, payload_digest) VALUES (?, ?, ?, ?, ?)"
        self.database.change(sql, digest, segment, offset, size, payload_digest)

    def move_body(self, digest: str, segment: int, offset: int, size: int, payload_digest: str | None) -> None:
        """Changes the location of stored bytes."""
        sql = "UPDATE bodies SET segment = ?, offset = ?, bytes = ?, payload_digest = ? WHERE digest = ?"
        self.database.change(sql, segment, offset, size, payload_digest, digest)

    def bodies(self) -> Iterator[tuple[str, BodyLocation]]:
        """Digest and location of every body, in the order of the segments."""
        sql = "SELECT digest, file, offset FROM bodies JOIN segments USING (segment) ORDER BY file, offset, digest"
        for digest, file, offset in self.database.rows(sql):
            yield str(digest), BodyLocation(str(file), int(offset))

    def captures_without_body(self) -> list[Entry]:
        """Captures whose bytes are not in the index."""
        return list(self._entries("WHERE digest NOT IN (SELECT digest FROM bodies) ORDER BY page_key, captured_at"))

    def captures_after(self, time: str) -> list[Entry]:
        """Captures later than a time, without those that a person refused."""
        decisions = self.decisions.by_capture()
        found = self._entries("WHERE captured_at > ? ORDER BY page_key, captured_at, digest", time)
        decided = ((entry, decisions.get((entry.page_key, entry.digest))) for entry in found)
        return [entry for entry, decision in decided if decision is None or decision.kind is not DecisionKind.REFUSE]

    def add_capture(self, entry: Entry) -> bool:
        """Adds a capture; False where the index has it."""
        changed = self.database.change(
            f"INSERT OR IGNORE INTO captures ({_ENTRY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            entry.page_key,
            entry.captured_at,
            entry.digest,
            entry.url,
            entry.origin,
            entry.status,
            entry.content_type,
            entry.family,
            entry.year,
            entry.damage,
        )
        return changed > 0

    def has_capture(self, page_key: str, captured_at: str, digest: str) -> bool:
        """Whether the index has this capture."""
        return self.entry(page_key, captured_at, digest) is not None

    def entry(self, page_key: str, captured_at: str, digest: str) -> Entry | None:
        """The entry of this capture; None where the index has none."""
        where = "WHERE page_key = ? AND captured_at = ? AND digest = ?"
        found = list(self._entries(where, page_key, captured_at, digest))
        return found[0] if found else None

    def location_of(self, digest: str) -> BodyLocation:
        """The location of a body.

        Raises:
            KeyError: the index has no such body.
        """
        row = self.database.row(
            "SELECT file, offset FROM bodies JOIN segments USING (segment) WHERE digest = ?", digest
        )
        if row is None:
            raise KeyError(digest)
        return BodyLocation(str(row[0]), int(row[1]))

    def stored_capture(self, entry: Entry) -> StoredCapture:
        """A capture with the location of its bytes.

        Raises:
            KeyError: the index has no such body.
        """
        location = self.location_of(entry.digest)
        return StoredCapture(entry, location.file, location.offset)

    def editions(self) -> dict[tuple[str, int], int]:
        """The number of pages (not captures) of each family and year."""
        sql = "SELECT family, year, count(DISTINCT page_key) FROM captures WHERE family IS NOT NULL GROUP BY 1, 2"
        return {(str(family), int(year)): int(pages) for family, year, pages in self.database.rows(sql)}

    def edition_states(self) -> dict[tuple[str | None, int | None], str]:
        """By family and year, a value that changes with every change of the captures, and never comes back."""
        rows = self.database.rows("SELECT family, year, state FROM edition_states")
        return {(family, year): str(state) for family, year, state in rows}

    def entries(self, family: str | None = None, year: int | None = None) -> list[Entry]:
        """Captures of one edition in order of page and time; captures of no known edition where both are None."""
        where = "WHERE family IS ? AND year IS ? ORDER BY page_key, captured_at, digest"
        return list(self._entries(where, family, year))

    def by_day(self, family: str, year: int) -> Iterator[Entry]:
        """Captures of one edition one by one, by day of capture, then in order of page and time."""
        where = "WHERE family = ? AND year = ? ORDER BY substr(captured_at, 1, 10), page_key, captured_at, digest"
        yield from self._entries(where, family, year)

    def captures(self, family: str | None, year: int | None) -> list[StoredCapture]:
        """Captures of one edition with the location of their bytes: the captures of `entries` in the same order.

        Raises:
            KeyError: a capture's body is not in the index.
        """
        where = "WHERE family IS ? AND year IS ? ORDER BY page_key, captured_at, digest"
        return list(self._stored(where, family, year))

    def captures_by_day(self, family: str, year: int) -> Iterator[StoredCapture]:
        """Captures of one edition with the location of their bytes, one by one, in the order of `by_day`.

        Raises:
            KeyError: a capture's body is not in the index.
        """
        where = "WHERE family = ? AND year = ? ORDER BY substr(captured_at, 1, 10), page_key, captured_at, digest"
        yield from self._stored(where, family, year)

    def capture_lines(self, family: str | None, year: int | None, *, by_day: bool) -> Iterator[tuple[str, str]]:
        """Address and `line` of each capture of one edition, without the captures, which take three times as long.

        Args:
            family: the family; None for captures of no known edition.
            year: the year.
            by_day: whether in the order of `captures_by_day`, or else in that of `captures`.

        Raises:
            KeyError: a capture's body is not in the index.
        """
        day = "substr(captured_at, 1, 10), " if by_day else ""
        days, decisions = self.published.by_page(), self.decisions.by_capture()
        where = f"WHERE family IS ? AND year IS ? ORDER BY {day}page_key, captured_at, digest"
        for *columns, file, _ in self.database.rows(f"{_STORED} {where}", family, year):
            page, _, digest, url = columns[:4]
            if file is None:
                raise KeyError(digest)
            yield url, line_of(entry_text(columns), days.get(page), decisions.get((page, digest)))

    def captures_of_page(self, page_key: str) -> list[StoredCapture]:
        """Captures of one page with the location of their bytes, the oldest first.

        Raises:
            KeyError: a capture's body is not in the index.
        """
        return list(self._stored("WHERE page_key = ? ORDER BY captured_at, digest", page_key))

    def newest(self, page_key: str, limit: int = 1) -> list[Entry]:
        """The newest good captures of one page, the newest first."""
        where = "WHERE page_key = ? AND coalesce(status, 200) = 200 ORDER BY captured_at DESC, digest DESC LIMIT ?"
        return list(self._entries(where, page_key, limit))

    def pages_with_captures(self, least: int) -> list[str]:
        """The keys of pages with at least this number of captures, in order."""
        sql = "SELECT page_key FROM captures GROUP BY page_key HAVING count(*) >= ? ORDER BY page_key"
        return [str(key) for (key,) in self.database.rows(sql, least)]

    def size_of(self, digest: str) -> int:
        """The number of decoded bytes of a body; 0 where the index has no such body."""
        row = self.database.row("SELECT bytes FROM bodies WHERE digest = ?", digest)
        return int(row[0]) if row else 0

    def captures_with_key(self, page_key: str) -> list[Entry]:
        """All captures of one page, the oldest first."""
        return list(self._entries("WHERE page_key = ? ORDER BY captured_at, digest", page_key))

    def remove_pages(self, page_keys: Iterable[str]) -> int:
        """Deletes the captures of pages, the state of their requests, and bytes that no capture has any more.

        Returns:
            The number of captures.
        """
        removed = 0
        for key in page_keys:
            removed += self.database.change("DELETE FROM captures WHERE page_key = ?", key)
            self.database.change("DELETE FROM fetch_state WHERE page_key = ?", key)
            self.database.change("UPDATE news_candidates SET title = '', printed = NULL WHERE page_key = ?", key)
        self._remove_unused_bodies()
        return removed

    def remove_captures(self, entries: Iterable[Entry]) -> int:
        """Deletes single captures, and bytes that no capture has any more.

        Returns:
            The number of captures.
        """
        sql = "DELETE FROM captures WHERE page_key = ? AND captured_at = ? AND digest = ?"
        removed = sum(self.database.change(sql, each.page_key, each.captured_at, each.digest) for each in entries)
        self._remove_unused_bodies()
        return removed

    def _remove_unused_bodies(self) -> None:
        self.database.change("DELETE FROM bodies WHERE digest NOT IN (SELECT digest FROM captures)")

    def replace_segment(self, file: str, new: str, removed: Sequence[tuple[int, int]]) -> None:
        """Moves the bodies of a segment to a copy of it that lacks some spans.

        Args:
            file: the old segment.
            new: the copy.
            removed: begin and end of each span, in order; bodies in them are deleted.
        """
        segment = self.segment_of(file)
        if segment is None:
            return
        target = self.add_segment(new)
        bodies = self.database.rows("SELECT digest, offset FROM bodies WHERE segment = ?", segment)
        for digest, offset in list(bodies):
            if any(start <= offset < end for start, end in removed):
                self.database.change("DELETE FROM bodies WHERE digest = ?", digest)
                continue
            before = sum(end - start for start, end in removed if end <= offset)
            sql = "UPDATE bodies SET segment = ?, offset = ? WHERE digest = ?"
            self.database.change(sql, target, offset - before, digest)
        self.database.change("DELETE FROM segments WHERE segment = ?", segment)

    def last_fetched(self) -> str | None:
        """When the last page was fetched from the web; None where no page was."""
        row = self.database.row("SELECT max(captured_at) FROM captures WHERE origin = 'live'")
        return str(row[0]) if row and row[0] else None

    def with_digest(self, digest: str) -> list[Entry]:
        """Captures with these bytes, in order of page and time."""
        return list(self._entries("WHERE digest = ? ORDER BY page_key, captured_at", digest))

    def oldest_with_digest(self, digest: str) -> Entry:
        """The oldest capture with these bytes; revisit records refer to it.

        Raises:
            KeyError: the index has no such capture.
        """
        found = list(self._entries("WHERE digest = ? ORDER BY captured_at, page_key LIMIT 1", digest))
        if not found:
            raise KeyError(digest)
        return found[0]

    def all_entries(self) -> Iterator[Entry]:
        """Every capture in order of page and time."""
        yield from self._entries("ORDER BY page_key, captured_at, digest")

    def assign(self, entry: Entry, family: str, year: int) -> None:
        """Assigns a capture to an edition."""
        sql = "UPDATE captures SET family = ?, year = ? WHERE page_key = ? AND captured_at = ? AND digest = ?"
        self.database.change(sql, family, year, entry.page_key, entry.captured_at, entry.digest)

    def setting(self, name: str) -> str | None:
        """The value of a setting; None where it is not stored."""
        row = self.database.row("SELECT value FROM settings WHERE name = ?", name)
        return str(row[0]) if row else None

    def store_setting(self, name: str, value: str) -> None:
        """Stores the value of a setting."""
        self.database.change("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)

    def totals(self) -> dict[str, int]:
        """The number of pages, captures, bodies and decoded bytes in the archive."""
        pages, captures = self.database.row("SELECT count(DISTINCT page_key), count(*) FROM captures") or (0, 0)
        bodies, size = self.database.row("SELECT count(*), coalesce(sum(bytes), 0) FROM bodies") or (0, 0)
        return {"pages": pages, "captures": captures, "bodies": bodies, "bytes": size}

    def _entries(self, where: str, *values: object) -> Iterator[Entry]:
        sql = f"SELECT {_ENTRY} FROM captures {where}"  # noqa: S608 - constant texts
        return (Entry(*row) for row in self.database.rows(sql, *values))

    def _stored(self, where: str, *values: object) -> Iterator[StoredCapture]:
        days, decisions = self.published.by_page(), self.decisions.by_capture()
        for *columns, file, offset in self.database.rows(f"{_STORED} {where}", *values):
            entry = Entry(*columns)
            if file is None:
                raise KeyError(entry.digest)
            day = days.get(entry.page_key)
            published = day.isoformat() if day else None
            decision = decisions.get((entry.page_key, entry.digest))
            yield StoredCapture(entry, str(file), int(offset), published, decision)
