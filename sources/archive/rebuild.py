"""Making the index anew from the WARC segments.

What the segments tell is taken from them: captures, bodies, places. What only the old index knows is kept where it can
be read: what crawls and the news desk remember, which files were imported, where bytes came from that do not say so.
The new index is made in a file of its own, which replaces the old one in one step.
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
from sources.archive.page_archive import INDEX, Assign, entry_of, holds_bytes
from sources.archive.published import read_published
from sources.archive.schema import TOLD_BY_NO_SEGMENT
from sources.archive.segments import FOLDER, SegmentWriter, segment_files
from sources.archive.stored import StoredCapture, load_stored
from sources.archive.warc import Damage, WarcRecord, read_warc
from sources.registry.address import clean, is_sample, page_key

_NEW: Final = ".new"
_AT_ONCE: Final = 1_000
"""Captures between two commits."""

_CAPTURES: Final = ("captures", "bodies", "segments")
_ORIGINS: Final = ("live", "archive")
"""What records say of their origin; pages of the sample say it by their address."""


@dataclass
class RebuildReport:
    """What a rebuild did.

    Attributes:
        segments: WARC segments read.
        totals: pages, captures, bodies and bytes of the new index.
        lines: what could not be read of segments and of the files beside them, one line each.
        trouble: why the old index could not be read, or not all of it; empty where it could.
        lost: what the new index does not know, in a few words each.
    """

    segments: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    trouble: str = ""
    lost: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The report in one line."""
        held = f"{self.totals['pages']:,} pages, {self.totals['captures']:,} captures"
        return f"made anew from {self.segments:,} WARC segments: {held}"

    @property
    def loss(self) -> str | None:
        """What was lost, in one line; None where nothing was."""
        if not self.lost:
            return None
        return f"{self.trouble or 'bytes are missing'}; not known any more: {', '.join(self.lost)}"


def rebuild_index(folder: Path, assigning: Callable[[Index], Assign]) -> RebuildReport:
    """Makes the index of an archive anew. Nobody else may write to the archive meanwhile.

    Args:
        folder: of the archive.
        assigning: gives the function that says which family and year a page is of.

    Raises:
        NewerIndexError: the old index was written by newer code.
        IndexInUseError: another process has the old index open, so that it cannot be replaced.
        ValueError: a line of `decisions.jsonl` or `published.jsonl` is invalid; file and line are named.
    """
    cut = [read_decisions(folder).cut, read_published(folder).cut]
    report = RebuildReport(lines=[line for line in cut if line is not None])
    path = folder / INDEX
    new = path.with_name(path.name + _NEW)
    remove_database(new)  # of a rebuild that was killed
    try:
        with closing(_Old(path)) as old, closing(Index(new)) as index:
            _Rebuild(folder, old, index, assigning(index), report).run()
            report.totals = index.totals()
        replace_database(path, new)
    except BaseException:
        remove_database(new)
        raise
    return report


class _Old:
    """The old index, as far as it can be read."""

    def __init__(self, path: Path) -> None:
        self.trouble = ""
        """Why it cannot be read, or not all of it."""
        self._index: Index | None = None
        self._sound: dict[str, bool] = {}
        if not holds_bytes(path):
            self.trouble = "there was no index"
            return
        try:
            self._index = Index(path)
        except DamagedIndexError as error:
            self.trouble = f"the index could not be read ({error.__cause__})"

    def close(self) -> None:
        """Closes it."""
        if self._index is not None:
            self._index.close()

    def database_with(self, table: str) -> Database | None:
        """The database, where a table of it is whole."""
        return self._index.database if self._index is not None and self._is_sound(table) else None

    def captures(self) -> Index | None:
        """The index, where what it says of captures is whole."""
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
                self.trouble = "the index was damaged"
        return self._sound[table]


class _Rebuild:
    """One rebuild: fills a new index."""

    def __init__(self, folder: Path, old: _Old, index: Index, assign: Assign, report: RebuildReport) -> None:
        self._folder = folder
        self._old = old
        self._known = old.captures()
        self._index = index
        self._assign = assign
        self._report = report
        self._unresolved: list[tuple[Path, WarcRecord]] = []
        self._assumed = 0

    def run(self) -> None:
        """Fills the index."""
        for path in segment_files(self._folder):
            self._read(path)
        with self._index.writing():
            for path, record in self._unresolved:
                if not self._add_repeat(record):
                    self._report.lines.append(f"{path}: the bytes that came again from {record.url} are in no segment")
        missing = self._keep_captures()
        if missing:
            self._report.lost.append(f"{missing:,} captures whose bytes are in no segment")
        if self._known is None:
            self._report.lost.append("captures that version 0.1.0 wrote no record of")
        if self._assumed:
            self._report.lost.append(f"where {self._assumed:,} captures came from (they count as `archive`)")
        self._keep_tables(all_bytes_are_there=self._known is not None and not missing)
        self._report.trouble = self._old.trouble

    def _read(self, path: Path) -> None:
        """Takes every record of a segment into the index."""
        self._report.segments += 1
        with self._index.writing():
            segment = self._index.add_segment(f"{FOLDER}/{path.name}")
        items = read_warc(path)
        while batch := list(islice(items, _AT_ONCE)):
            with self._index.writing():
                for item in batch:
                    if isinstance(item, Damage):
                        self._report.lines.append(item.message)
                    elif not item.is_revisit:
                        self._add(item, segment)
                    elif not self._add_repeat(item):
                        self._unresolved.append((path, item))

    def _add(self, record: WarcRecord, segment: int) -> None:
        digest = digest_of(record.body)
        if not self._index.has_body(digest):
            payload = (self._known.payload_of(digest) if self._known else None) or record.payload_digest
            self._index.add_body(digest, segment, record.offset, len(record.body), payload)
        self._add_capture(record, digest, record.body, record.content_type)

    def _add_repeat(self, record: WarcRecord) -> bool:
        """Adds the capture of a revisit record; False where the bytes it repeats are not known yet."""
        digest = self._index.body_with_payload(record.payload_digest or "")
        if digest is None:
            return False
        first = self._index.first_with(digest)
        content_type = record.content_type if record.status is not None else first.content_type
        self._add_capture(record, digest, self._load(first).body, content_type)
        return True

    def _add_capture(self, record: WarcRecord, digest: str, body: bytes, content_type: str | None) -> None:
        capture = Capture(record.url, record.captured_at, body, digest, "archive", record.status, content_type)
        key = page_key(clean(record.url))
        if self._index.has_capture(key, record.captured_at, digest):
            return
        old = self._known.entry(key, record.captured_at, digest) if self._known else None
        if is_sample(record.url):
            capture = replace(capture, origin="sample")
        elif record.origin is not None and record.origin in _ORIGINS:
            capture = replace(capture, origin=record.origin)
        elif old is not None:  # records of version 0.1.0 say neither origin nor that there was no status or type
            capture = replace(capture, origin=old.origin, status=old.status, content_type=old.content_type)
        else:
            self._assumed += 1
        self._index.add_capture(entry_of(capture, self._assign(capture)))

    def _load(self, entry: Entry) -> Capture:
        where = self._index.where(entry.digest)
        return load_stored(self._folder, StoredCapture(entry, where.file, where.offset))

    def _keep_captures(self) -> int:
        """Keeps captures of the old index that no record was found of, where their bytes are.

        Version 0.1.0 wrote no record where a page came again in the same bytes; it gets one now. And bytes behind a
        damaged place of a segment are found where the old index says that they lie.

        Returns:
            How many captures have no bytes any more.
        """
        if self._known is None:
            return 0
        missing = 0
        with closing(SegmentWriter(self._folder, self._index)) as writer:
            unseen = self._unseen(self._known)
            while batch := list(islice(unseen, _AT_ONCE)):
                with self._index.writing():
                    missing += sum(not self._keep(entry, self._known, writer) for entry in batch)
                    writer.sync()
        return missing

    def _unseen(self, known: Index) -> Iterator[Entry]:
        for entry in known.all_entries():
            if not self._index.has_capture(entry.page_key, entry.captured_at, entry.digest):
                yield entry

    def _keep(self, entry: Entry, known: Index, writer: SegmentWriter) -> bool:
        """Keeps a capture; False where its bytes are nowhere."""
        if self._index.has_body(entry.digest):
            capture = self._load(entry)
            writer.add_repeat(capture, self._index.first_with(entry.digest))
        else:
            found = self._unscanned(entry, known)
            if found is None:
                return False
            capture = found
        self._index.add_capture(entry_of(capture, self._assign(capture)))
        return True

    def _unscanned(self, entry: Entry, known: Index) -> Capture | None:
        """The capture where the old index says that its bytes lie, which the new one then says too; None where they are
        not there."""
        try:
            where = known.where(entry.digest)
            capture = load_stored(self._folder, StoredCapture(entry, where.file, where.offset))
        except (KeyError, OSError):
            return None
        segment = self._index.segment_of(where.file)
        if segment is None:
            return None
        payload = known.payload_of(entry.digest)
        self._index.add_body(entry.digest, segment, where.offset, len(capture.body), payload)
        return capture

    def _keep_tables(self, *, all_bytes_are_there: bool) -> None:
        """Keeps what no segment tells. Where bytes may be gone, no file counts as imported: it may hold them."""
        for table, what in TOLD_BY_NO_SEGMENT.items():
            database = self._old.database_with(table)
            if database is None or (table == "imports" and not all_bytes_are_there):
                self._report.lost.append(what)
            else:
                _copy(table, database, self._index.database)


def _copy(table: str, source: Database, target: Database) -> None:
    names = [name for (name,) in target.rows("SELECT name FROM pragma_table_info(?)", table)]
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    with target.writing():
        rows = source.rows(f"SELECT {columns} FROM {table}")  # noqa: S608 - names of the schema
        target.change_each(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608
