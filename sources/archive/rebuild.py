"""Rebuild of the index from the WARC segments.

Captures, bodies and their locations come from the segments. The rebuild copies what only the old index has, where it
is readable: the state of crawls and of news discovery, the imported files, and the origin of bytes without an origin
header. The new index is written to a separate file, which replaces the old one in one step.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

from sources.archive.capture import Capture, Entry, digest_of
from sources.archive.database import DamagedIndexError, Database, remove_database, replace_database
from sources.archive.decisions import read_decisions
from sources.archive.index import Index
from sources.archive.ingest import Assign, entry_of
from sources.archive.page_archive import INDEX, has_content
from sources.archive.published import read_published
from sources.archive.repeated import repeated_body
from sources.archive.schema import TABLES_IN_NO_SEGMENT
from sources.archive.segment_store import segments_elsewhere, store_of
from sources.archive.segments import FOLDER, SegmentWriter, segment_files
from sources.archive.stored import is_readable, load_stored, record_at
from sources.archive.warc import Damage, WarcRecord, read_warc
from sources.registry.address import clean, is_sample, page_key

_NEW: Final = ".new"
_CAPTURES_PER_COMMIT: Final = 1_000

_CAPTURES: Final = ("captures", "bodies", "segments")
_ORIGINS: Final = ("live", "archive")
"""Origins in the header of records. Pages of the sample are known by their address."""


class SegmentsElsewhereError(Exception):
    """Segments are only in the store of the archive; the message says which and what to do in one line."""


@dataclass
class RebuildReport:
    """What a rebuild did.

    Attributes:
        segments: WARC segments read.
        totals: pages, captures, bodies and bytes of the new index.
        lines: messages about unreadable parts of segments and of the files beside them.
        index_error: why the old index could not be read completely; empty where it could.
        lost: facts that the new index lacks, in a few words each.
    """

    segments: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    index_error: str = ""
    lost: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The report in one line."""
        counts = f"{self.totals['pages']:,} pages, {self.totals['captures']:,} captures"
        return f"rebuilt from {self.segments:,} WARC segments: {counts}"

    @property
    def loss(self) -> str | None:
        """What was lost, in one line; None where nothing was lost."""
        if not self.lost:
            return None
        return f"{self.index_error or 'bytes are missing'}; lost: {', '.join(self.lost)}"


def rebuild_index(folder: Path, assigning: Callable[[Index], Assign]) -> RebuildReport:
    """Rebuilds the index of an archive. No other process may write to the archive at the same time.

    Args:
        folder: the folder of the archive.
        assigning: returns the function that assigns family and year of a page, for an index.

    Raises:
        NewerIndexError: newer code wrote the old index.
        IndexInUseError: another process has the old index open, so it cannot be replaced.
        SegmentsElsewhereError: segments are only in the store of the archive.
        ValueError: a line of `decisions.jsonl` or `published.jsonl` is invalid; the message names file and line.
    """
    _validate_segments(folder)
    cut = [read_decisions(folder).cut, read_published(folder).cut]
    report = RebuildReport(lines=[line for line in cut if line is not None])
    path = folder / INDEX
    new = path.with_name(path.name + _NEW)
    remove_database(new)  # of an interrupted rebuild
    try:
        with closing(_OldIndex(path)) as old, closing(Index(new)) as index:
            _Rebuild(folder, old, index, assigning(index), report).run()
            report.totals = index.totals()
        replace_database(path, new)
    except BaseException:
        remove_database(new)
        raise
    return report


def _validate_segments(folder: Path) -> None:
    """Validates that all segments are in the folder: captures of others would be lost.

    Raises:
        SegmentsElsewhereError: some are only in the store.
    """
    elsewhere, store = segments_elsewhere(folder), store_of(folder)
    if elsewhere and store is not None:
        raise SegmentsElsewhereError(
            f"{len(elsewhere):,} segments are only in {store.url(FOLDER)}, first {elsewhere[0]}: copy them to"
            f" {folder / FOLDER}, then rebuild again; the index was not changed"
        )


class _OldIndex:
    """The readable tables of the old index."""

    def __init__(self, path: Path) -> None:
        self.error = ""
        """Why it cannot be read completely."""
        self._index: Index | None = None
        self._sound: dict[str, bool] = {}
        if not has_content(path):
            self.error = "there was no index"
            return
        try:
            self._index = Index(path)
        except DamagedIndexError as error:
            self.error = f"the index could not be read ({error.__cause__})"

    def close(self) -> None:
        """Closes the index."""
        if self._index is not None:
            self._index.close()

    def database_with(self, table: str) -> Database | None:
        """The database, where this table is undamaged."""
        return self._index.database if self._index is not None and self._is_sound(table) else None

    def captures(self) -> Index | None:
        """The index, where its tables of captures are undamaged."""
        return self._index if all(self.database_with(table) is not None for table in _CAPTURES) else None

    def _is_sound(self, table: str) -> bool:
        if table not in self._sound:
            assert self._index is not None
            try:
                rows = list(self._index.database.rows(f"PRAGMA quick_check('{table}')"))
            except DamagedIndexError:
                rows = []
            self._sound[table] = rows == [("ok",)]
            if not self._sound[table]:
                self.error = "the index was damaged"
        return self._sound[table]


class _Rebuild:
    """One rebuild of an index."""

    def __init__(self, folder: Path, old: _OldIndex, index: Index, assign: Assign, report: RebuildReport) -> None:
        self._folder = folder
        self._old = old
        self._known = old.captures()
        self._index = index
        self._assign = assign
        self._report = report
        self._writer = SegmentWriter(folder, index)
        self._unresolved: list[tuple[Path, WarcRecord]] = []
        self._assumed = 0

    def run(self) -> None:
        """Fills the new index."""
        with closing(self._writer):
            self._fill()

    def _fill(self) -> None:
        for path in segment_files(self._folder):
            self._read_segment(path)
        with self._index.writing():
            for path, record in self._unresolved:
                if not self._add_repeat(record):
                    self._report.lines.append(f"{path}: the repeated bytes of {record.url} are in no segment")
        missing = self._copy_captures()
        if missing:
            self._report.lost.append(f"{missing:,} captures whose bytes are in no segment")
        if self._known is None:
            self._report.lost.append("captures that version 0.1.0 wrote no record of")
        if self._assumed:
            self._report.lost.append(f"the origin of {self._assumed:,} captures (they count as `archive`)")
        self._copy_tables(is_complete=self._known is not None and not missing)
        self._report.index_error = self._old.error

    def _read_segment(self, path: Path) -> None:
        """Adds every record of a segment to the index."""
        self._report.segments += 1
        with self._index.writing():
            segment = self._index.add_segment(f"{FOLDER}/{path.name}")
        items = read_warc(path, is_segment=True)
        while batch := list(islice(items, _CAPTURES_PER_COMMIT)):
            with self._index.writing():
                for item in batch:
                    if isinstance(item, Damage):
                        self._report.lines.append(item.message)
                    elif page_key(clean(item.url)) in self._index.forgotten:
                        continue
                    elif not item.is_revisit:
                        self._add_record(item, path, segment)
                    elif not self._add_repeat(item):
                        self._unresolved.append((path, item))
                self._writer.sync()

    def _add_record(self, record: WarcRecord, path: Path, segment: int) -> None:
        digest = digest_of(record.body)
        if not self._index.has_body(digest):
            self._index.add_body(digest, segment, record.offset, len(record.body), record.payload_digest)
            if record.end is None and not is_readable(path, record.offset, digest):
                self._writer.add(record, digest, record.origin or "archive")
        self._add_capture(record, digest, record.body, record.content_type)

    def _add_repeat(self, record: WarcRecord) -> bool:
        """Adds the capture of a revisit record; False where the index does not have the repeated bytes yet."""
        self._writer.flush()
        digest = repeated_body(self._folder, self._index, record.payload_digest)
        if digest is None:
            return False
        first = self._index.oldest_with_digest(digest)
        content_type = record.content_type if record.status is not None else first.content_type
        record = replace(record, damage=record.damage or first.damage)
        self._add_capture(record, digest, self._load(first).body, content_type)
        return True

    def _add_capture(self, record: WarcRecord, digest: str, body: bytes, content_type: str | None) -> None:
        capture = Capture(
            record.url, record.captured_at, body, digest, "archive", record.status, content_type, record.damage
        )
        key = page_key(clean(record.url))
        if self._index.has_capture(key, record.captured_at, digest):
            return
        old = self._known.entry(key, record.captured_at, digest) if self._known else None
        if is_sample(record.url):
            capture = replace(capture, origin="sample")
        elif record.origin is not None and record.origin in _ORIGINS:
            capture = replace(capture, origin=record.origin)
        elif old is not None:  # records of version 0.1.0 have no origin, and do not show a missing status or type
            capture = replace(capture, origin=old.origin, status=old.status, content_type=old.content_type)
        else:
            self._assumed += 1
        self._index.add_capture(entry_of(capture, self._assign(capture)))

    def _load(self, entry: Entry) -> Capture:
        return load_stored(self._folder, self._index.stored_capture(entry))

    def _copy_captures(self) -> int:
        """Copies captures of the old index that have no record in a segment, if their bytes exist.

        Version 0.1.0 wrote no record for a page that came again with the same bytes; this adds the record. The old
        index also has the location of bytes behind a damaged part of a segment.

        Returns:
            The number of captures whose bytes are lost.
        """
        if self._known is None:
            return 0
        missing = 0
        unseen = self._captures_without_record(self._known)
        while batch := list(islice(unseen, _CAPTURES_PER_COMMIT)):
            with self._index.writing():
                missing += sum(not self._copy_capture(entry, self._known) for entry in batch)
                self._writer.sync()
        return missing

    def _captures_without_record(self, known: Index) -> Iterator[Entry]:
        for entry in known.all_entries():
            if entry.page_key in self._index.forgotten:
                continue
            if not self._index.has_capture(entry.page_key, entry.captured_at, entry.digest):
                yield entry

    def _copy_capture(self, entry: Entry, known: Index) -> bool:
        """Copies a capture; False where its bytes are lost."""
        if self._index.has_body(entry.digest):
            capture = self._load(entry)
            self._writer.add_repeat(capture, self._index.oldest_with_digest(entry.digest))
        else:
            found = self._at_old_location(entry, known)
            if found is None:
                return False
            capture = found
        self._index.add_capture(entry_of(capture, self._assign(capture)))
        return True

    def _at_old_location(self, entry: Entry, known: Index) -> Capture | None:
        """Reads a capture at its location in the old index, and adds the location to the new one.

        Returns:
            The capture; None where its bytes are not at this location.
        """
        try:
            stored = known.stored_capture(entry)
            capture = load_stored(self._folder, stored)
        except (KeyError, OSError):
            return None
        segment = self._index.segment_of(stored.file)
        if segment is None:
            return None
        record = record_at(self._folder / stored.file, stored.offset, entry.digest)
        payload = record.payload_digest if record is not None else None
        self._index.add_body(entry.digest, segment, stored.offset, len(capture.body), payload)
        return capture

    def _copy_tables(self, *, is_complete: bool) -> None:
        """Copies the tables that are in no segment.

        Where bytes may be lost, no file counts as imported, because it may contain them.
        """
        for table, description in TABLES_IN_NO_SEGMENT.items():
            database = self._old.database_with(table)
            if database is None or (table == "imports" and not is_complete):
                self._report.lost.append(description)
            else:
                _copy_table(table, database, self._index.database)


def _copy_table(table: str, source: Database, target: Database) -> None:
    names = [name for (name,) in target.rows("SELECT name FROM pragma_table_info(?)", table)]
    columns, placeholders = ", ".join(names), ", ".join("?" * len(names))
    with target.writing():
        rows = source.rows(f"SELECT {columns} FROM {table}")  # noqa: S608 - names of the schema
        target.change_each(f"INSERT INTO {table} ({columns}) VALUES ({placeholders})", rows)  # noqa: S608
