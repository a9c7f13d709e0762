"""Ingesting captures: records of an imported file and single pages go into a segment and into the index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from sources.archive.capture import Capture, Entry, digest_of
from sources.archive.index import Index
from sources.archive.record import Damage, WarcRecord
from sources.archive.repeated import repeated_body
from sources.archive.segments import SegmentWriter
from sources.archive.stored import is_readable, load_stored
from sources.registry.address import clean, is_sample, page_key

Edition = tuple[str, int]
Assign = Callable[[Capture], Edition | None]
"""The family and year of a page; None where it belongs to no known edition."""

Wanted = Callable[[Capture], bool]

_RECORDS_PER_COMMIT: Final = 1_000


@dataclass
class ImportReport:
    """What an import did.

    Attributes:
        restored_bodies: stored bodies that could not be read, and were written again.
        lines: messages about lost bytes.
        damaged: messages about new captures that are not whole.
    """

    file: str
    records: int = 0
    new_captures: int = 0
    new_bodies: int = 0
    left_out: int = 0
    passed_over: int = 0
    restored_bodies: int = 0
    lines: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The report in one line."""
        line = f"{self.file}: {self.records} records, {self.new_captures} new captures, {self.new_bodies} new bodies"
        if self.restored_bodies:
            line += f", {self.restored_bodies} unreadable bodies replaced"
        if self.passed_over:
            line += f", {self.passed_over} passed over: about another subject, or already in the archive"
        return f"{line}, {self.left_out} left out by --editions or --countries" if self.left_out else line


class Ingest:
    """Ingests records of one source into one new segment, and reports what it did."""

    def __init__(
        self,
        folder: Path,
        index: Index,
        report: ImportReport,
        *,
        assign: Assign,
        source: Path | None = None,
        wanted: Wanted | None = None,
        concerns: Wanted | None = None,
    ) -> None:
        """Prepares an ingest. The first record creates the segment.

        Args:
            folder: the folder of the archive.
            index: the index of the archive.
            report: counts the records.
            assign: returns family and year of a page.
            source: the imported file, if any.
            wanted: selects pages by their address and edition; None for all pages.
            concerns: selects pages by their content; None for all pages.
        """
        self.report = report
        self._folder = folder
        self._index = index
        self._assign = assign
        self._wanted = wanted
        self._concerns = concerns
        self._writer = SegmentWriter(folder, index, source)

    def add_batch(self, items: Iterator[WarcRecord | Damage], origin: str) -> bool:
        """Ingests the next records in one transaction. Returns whether there were any.

        An interrupted import keeps the committed batches. The next import of the file continues after them.
        """
        read = 0
        with self._index.writing():
            for item in islice(items, _RECORDS_PER_COMMIT):
                read += 1
                if isinstance(item, Damage):
                    self.report.lines.append(item.message)
                    continue
                self.report.records += 1
                self.add(item, origin)
            self._writer.sync()
        return read > 0

    def add(self, record: WarcRecord, origin: str) -> None:
        """Ingests one record, inside a transaction. `sync` must follow before the commit."""
        key = page_key(clean(record.url))
        if key in self._index.forgotten:
            self.report.lines.append(f"{self.report.file}: {clean(record.url)} was taken out and is not archived again")
            return
        digest = self._digest_of(record)
        if digest is None:
            self.report.lines.append(
                f"{self.report.file}: the revisit record of {clean(record.url)} repeats a capture that is not in the"
                " archive"
            )
            return
        if self._index.has_capture(key, record.captured_at, digest):
            self._restore(record, digest, origin)
            return
        capture = self._capture_of(record, digest, origin)
        if self._wanted is not None and not self._wanted(capture):
            self.report.left_out += 1
            return
        if self._concerns is not None and not self._concerns(capture):
            self.report.passed_over += 1
            return
        if self._restore(record, digest, capture.origin):
            pass
        elif self._index.has_body(digest):
            self._writer.add_repeat(capture, self._index.oldest_with_digest(digest))
        else:
            self._writer.add(record, digest, capture.origin)
            self.report.new_bodies += 1
        self.report.new_captures += self._index.add_capture(entry_of(capture, self._assign(capture)))
        if capture.damage is not None:
            self.report.damaged.append(
                f"{self.report.file}: {clean(record.url)} is damaged: {capture.damage}; it is kept, and not used while"
                " there is a whole capture"
            )

    def restore_batch(self, items: Iterator[WarcRecord | Damage], origin: str) -> bool:
        """Counts the next records, and rewrites unreadable stored bodies from them. Returns whether there were any."""
        read = 0
        with self._index.writing():
            for item in islice(items, _RECORDS_PER_COMMIT):
                read += 1
                if isinstance(item, Damage):
                    continue
                self.report.records += 1
                if not item.is_revisit:
                    self._restore(item, digest_of(item.body), origin)
            self._writer.sync()
        return read > 0

    def _restore(self, record: WarcRecord, digest: str, origin: str) -> bool:
        """Rewrites a stored body if it cannot be read. Returns whether it did."""
        if record.is_revisit or not self._index.has_body(digest):
            return False
        location = self._index.location_of(digest)
        self._writer.flush()
        if is_readable(self._folder / location.file, location.offset, digest):
            return False
        self._writer.add(record, digest, "sample" if is_sample(record.url) else origin)
        self.report.restored_bodies += 1
        for entry in self._index.with_digest(digest):  # their records may have been beside the lost bytes
            if (entry.page_key, entry.captured_at) != (page_key(clean(record.url)), record.captured_at):
                self._writer.add_repeat(_capture_of_entry(entry, record.body), entry)
        return True

    def sync(self) -> None:
        """Makes the added records durable."""
        self._writer.sync()

    def close(self) -> None:
        """Closes the segment."""
        self._writer.close()

    def _digest_of(self, record: WarcRecord) -> str | None:
        """The digest of a record's bytes; None where it repeats bytes that are not in the archive."""
        if not record.is_revisit:
            return digest_of(record.body)
        self._writer.flush()  # the body may be an earlier record of the same file
        return repeated_body(self._folder, self._index, record.payload_digest)

    def _capture_of(self, record: WarcRecord, digest: str, origin: str) -> Capture:
        origin = "sample" if is_sample(record.url) else origin
        body, content_type, damage = record.body, record.content_type, record.damage
        if record.is_revisit:
            first = self._index.oldest_with_digest(digest)
            body = load_stored(self._folder, self._index.stored_capture(first)).body
            content_type = content_type if record.status is not None else first.content_type
            damage = damage or first.damage
        return Capture(record.url, record.captured_at, body, digest, origin, record.status, content_type, damage)


class Appender:
    """Ingests pages one by one into one segment. Each page is durable before the next."""

    def __init__(self, folder: Path, index: Index, assign: Assign) -> None:
        self._folder = folder
        self._index = index
        self._assign = assign
        self._ingest: Ingest | None = None

    def add(self, capture: Capture, also: Callable[[], None] = lambda: None) -> ImportReport:
        """Ingests one page.

        Args:
            capture: the page.
            also: further writes to the database of the index, in the same transaction.
        """
        report = ImportReport(capture.url, records=1)
        record = WarcRecord(
            url=capture.url,
            captured_at=capture.captured_at,
            status=capture.status,
            content_type=capture.content_type,
            body=capture.body,
            is_revisit=False,
            payload_digest=None,
            damage=capture.damage,
        )
        if self._ingest is None:
            self._ingest = Ingest(self._folder, self._index, report, assign=self._assign)
        self._ingest.report = report
        try:
            with self._index.writing():
                self._ingest.add(record, capture.origin)
                self._ingest.sync()
                also()
        except BaseException:
            self.close()  # the rolled-back index no longer has the segment
            raise
        return report

    def close(self) -> None:
        """Closes the segment."""
        if self._ingest is not None:
            self._ingest.close()
            self._ingest = None


def _capture_of_entry(entry: Entry, body: bytes) -> Capture:
    return Capture(
        entry.url, entry.captured_at, body, entry.digest, entry.origin, entry.status, entry.content_type, entry.damage
    )


def entry_of(capture: Capture, edition: Edition | None) -> Entry:
    """The index entry of a capture."""
    family, year = edition or (None, None)
    return Entry(
        page_key(clean(capture.url)),
        capture.captured_at,
        capture.digest,
        capture.url,
        capture.origin,
        capture.status,
        capture.content_type,
        family,
        year,
        capture.damage,
    )
