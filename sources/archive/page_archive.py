"""The page archive itself: taking captures in, giving them out.

Bytes lie in WARC segments; what is written there is never changed, and is complete on disk before the index names it,
so a crash at any point leaves at worst bytes nobody names.
"""

import base64
import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from warcio.warcwriter import WARCWriter

from sources.archive.capture import Capture, Entry, digest_of
from sources.archive.index import Index
from sources.archive.segments import SegmentWriter, flush_file, http_headers, segment_files
from sources.archive.stored import StoredCapture, load_stored
from sources.archive.warc import Damage, WarcRecord, read_warc
from sources.registry.address import clean, is_sample, page_key

Edition = tuple[str, int]
Assign = Callable[[Capture], Edition | None]
Wanted = Callable[[Capture], bool]

INDEX: Final = "index.sqlite"
"""The file of the index, in the folder of the archive."""

_AT_ONCE: Final = 1_000
"""Records of a file that are taken in between two commits."""


class MissingIndexError(Exception):
    """An archive has lost its index."""


@dataclass
class ImportReport:
    """What an import did; `lines` say what was lost, one line each."""

    file: str
    records: int = 0
    new_captures: int = 0
    new_bodies: int = 0
    left_out: int = 0
    passed_over: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The report in one line."""
        line = f"{self.file}: {self.records} records, {self.new_captures} new captures, {self.new_bodies} new bodies"
        if self.passed_over:
            line += f", {self.passed_over} passed over: about something else, or held already"
        return f"{line}, {self.left_out} left out by --editions or --countries" if self.left_out else line


class PageArchive:
    """A folder of WARC segments and their index."""

    def __init__(self, folder: Path) -> None:
        """Opens an archive, and makes it where there is none.

        Raises:
            MissingIndexError: there are WARC segments without an index.
            NewerIndexError: the index was written by newer code.
            DamagedIndexError: the index is no database.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / INDEX
        if not holds_bytes(path) and segment_files(folder):
            raise MissingIndexError(
                f"{path} is missing, and WARC segments lie beside it:"
                " `tip doctor --rebuild-index` makes it anew from them"
            )
        self.index = Index(path)

    def __enter__(self) -> "PageArchive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the index."""
        self.index.close()

    def import_warc(
        self,
        path: Path,
        *,
        origin: str,
        assign: Assign,
        wanted: Wanted | None = None,
        concerns: Wanted | None = None,
    ) -> ImportReport:
        """Takes in every page of a WARC file; what is there already is left as it is.

        Args:
            path: the file.
            origin: `archive` or `live`; pages of the sample say so by their address.
            assign: family and year of a page.
            wanted: which pages to take this time; all without it.
            concerns: which pages are worth taking at all; the others are counted and never looked at again.
        """
        report = ImportReport(path.name)
        fingerprint = _file_digest(path)
        if self.index.was_imported(fingerprint):
            return report
        writer = SegmentWriter(self.folder, self.index, path)
        items = read_warc(path)
        try:
            while self._take_some(items, writer, report, origin, assign, wanted, concerns):
                pass
        finally:
            writer.close()
        if not report.lines and not report.left_out:
            with self.index.writing():
                self.index.add_import(fingerprint, path.name)
        return report

    def was_imported(self, path: Path) -> bool:
        """Whether a file with the same bytes has been taken in as a whole."""
        return self.index.was_imported(_file_digest(path))

    def add_page(self, capture: Capture, *, assign: Assign) -> ImportReport:
        """Takes in one page that did not come in a WARC file."""
        with self.appending(assign) as appender:
            return appender.add(capture)

    @contextmanager
    def appending(self, assign: Assign) -> Iterator["Appender"]:
        """Takes in pages one after the other, as they come from the web."""
        appender = Appender(self, assign)
        try:
            yield appender
        finally:
            appender.close()

    def reassign(self, assign: Assign, readers: str) -> int:
        """Asks again, once per state of the readers, which edition the pages of no known edition are of.

        Returns:
            How many captures found their edition.
        """
        if self.index.setting("readers") == readers:
            return 0
        found = 0
        with self.index.writing():
            for entry in self.index.entries(None, None):
                if (edition := assign(self.load(entry))) is not None:
                    self.index.assign(entry, *edition)
                    found += 1
            self.index.remember("readers", readers)
        return found

    def load(self, entry: Entry) -> Capture:
        """A capture with its bytes.

        Raises:
            OSError: the bytes on disk are not those that were archived.
        """
        where = self.index.where(entry.digest)
        return load_stored(self.folder, StoredCapture(entry, where.file, where.offset))

    def export(self, path: Path) -> int:
        """Writes the whole archive as one WARC file; captures of the same bytes become revisit records.

        Returns:
            The number of captures written.
        """
        partial = path.with_name(path.name + ".partial")
        first: dict[str, Entry] = {}
        count = 0
        with partial.open("wb") as file:
            writer = WARCWriter(file, gzip=path.suffix == ".gz")
            writer.write_record(writer.create_warcinfo_record(path.name, {"software": "tip-warehouse"}))
            for entry in self.index.all_entries():
                count += 1
                writer.write_record(_export_record(writer, entry, first, self))
                first.setdefault(entry.digest, entry)
            flush_file(file)
        partial.replace(path)
        return count

    def _take_some(
        self,
        items: Iterator[WarcRecord | Damage],
        writer: SegmentWriter,
        report: ImportReport,
        origin: str,
        assign: Assign,
        wanted: Wanted | None,
        concerns: Wanted | None,
    ) -> bool:
        """Takes in the next records of a file, all or none of them; whether there were any.

        An import that is stopped keeps what was taken in before, and goes on from there when it is started again.
        """
        read = 0
        with self.index.writing():
            for item in islice(items, _AT_ONCE):
                read += 1
                if isinstance(item, Damage):
                    report.lines.append(item.message)
                    continue
                report.records += 1
                self._take(item, writer, report, origin, assign, wanted, concerns)
            writer.sync()
        return read > 0

    def _take(
        self,
        record: WarcRecord,
        writer: SegmentWriter,
        report: ImportReport,
        origin: str,
        assign: Assign,
        wanted: Wanted | None,
        concerns: Wanted | None = None,
    ) -> None:
        key = page_key(clean(record.url))
        digest = self._digest_of(record)
        if digest is None:
            line = f"{report.file}: the revisit record of {clean(record.url)} repeats a capture that is not held"
            report.lines.append(line)
            return
        if self.index.has_capture(key, record.captured_at, digest):
            return
        if record.is_revisit:
            writer.flush()  # the body may have come earlier in the same file
        capture = self._capture_of(record, digest, origin)
        if wanted is not None and not wanted(capture):
            report.left_out += 1
            return
        if concerns is not None and not concerns(capture):
            report.passed_over += 1
            return
        if self.index.has_body(digest):
            writer.add_repeat(capture, self.index.first_with(digest))
        else:
            writer.add(record, digest, capture.origin)
            report.new_bodies += 1
        report.new_captures += self.index.add_capture(entry_of(capture, assign(capture)))

    def _digest_of(self, record: WarcRecord) -> str | None:
        """The digest of a record's bytes; None where it repeats bytes that are not held."""
        if not record.is_revisit:
            return digest_of(record.body)
        return self.index.body_with_payload(record.payload_digest or "")

    def _capture_of(self, record: WarcRecord, digest: str, origin: str) -> Capture:
        origin = "sample" if is_sample(record.url) else origin
        body, kind = record.body, record.content_type
        if record.is_revisit:
            first = self.index.first_with(digest)
            body = self.load(first).body
            kind = kind if record.status is not None else first.content_type
        return Capture(record.url, record.captured_at, body, digest, origin, record.status, kind)


class Appender:
    """Takes in pages one by one, all into one segment. Each is durable before the next is asked for."""

    def __init__(self, archive: PageArchive, assign: Assign) -> None:
        self._archive = archive
        self._assign = assign
        self._writer = SegmentWriter(archive.folder, archive.index)

    def add(self, capture: Capture, also: Callable[[], None] = lambda: None) -> ImportReport:
        """Takes in one page.

        Args:
            capture: the page.
            also: what else is written to the index's database, in the same transaction: both happen or neither.
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
        )
        try:
            with self._archive.index.writing():
                self._archive._take(record, self._writer, report, capture.origin, self._assign, None)
                self._writer.sync()
                also()
        except BaseException:
            self.close()  # the index no longer knows the segment
            self._writer = SegmentWriter(self._archive.folder, self._archive.index)
            raise
        return report

    def close(self) -> None:
        """Closes the segment."""
        self._writer.close()


def entry_of(capture: Capture, edition: Edition | None) -> Entry:
    """A capture as the index has it."""
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
    )


def _export_record(writer: WARCWriter, entry: Entry, first: dict[str, Entry], archive: PageArchive) -> Any:
    capture = archive.load(entry)
    headers = http_headers(entry.status or 200, entry.content_type, len(capture.body))
    date = {"WARC-Date": entry.captured_at}
    if (original := first.get(entry.digest)) is not None:
        payload = _sha1(capture.body)
        return writer.create_revisit_record(
            entry.url,
            payload,
            original.url,
            original.captured_at,
            http_headers=headers,
            warc_headers_dict=date,
        )
    return writer.create_warc_record(
        entry.url, "response", payload=io.BytesIO(capture.body), http_headers=headers, warc_headers_dict=date
    )


def _sha1(body: bytes) -> str:
    """The payload digest in the form WARC files use."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def holds_bytes(path: Path) -> bool:
    """Whether a file is there and not empty."""
    return path.exists() and path.stat().st_size > 0


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
