"""The page archive itself: taking captures in, giving them out.

Bytes lie in WARC segments; what is written there is never changed, and is complete on disk before the index names it,
so a crash at any point leaves at worst bytes nobody names.
"""

import base64
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sources.archive.capture import Capture, digest_of
from sources.archive.index import Entry, Index
from sources.archive.stored import StoredCapture, load_stored
from sources.archive.warc import GZIP, Damage, Record, read_warc
from sources.registry.address import clean, is_sample, page_key

Edition = tuple[str, int]
Assign = Callable[[Capture], Edition | None]
Wanted = Callable[[Capture], bool]

_UNNAMED: Final = ".unnamed"
"""How a segment is called until the index is about to know it."""

_AT_ONCE: Final = 1_000
"""Records of a file that are taken in between two commits."""


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
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.index = Index(folder / "index.sqlite")

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
        copier = _Copier(path, self)
        items = read_warc(path)
        try:
            while self._take_some(items, copier, report, origin, assign, wanted, concerns):
                pass
        finally:
            copier.close()
        if not report.lines and not report.left_out:
            with self.index.writing():
                self.index.add_import(fingerprint, path.name)
        return report

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

    def assign_anew(self, assign: Assign, readers: str) -> int:
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
            _flush(file)
        partial.replace(path)
        return count

    def _take_some(
        self,
        items: Iterator[Record | Damage],
        copier: "_Copier",
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
                self._take(item, copier, report, origin, assign, wanted, concerns)
            copier.sync()
        return read > 0

    def _take(
        self,
        record: Record,
        copier: "_Copier",
        report: ImportReport,
        origin: str,
        assign: Assign,
        wanted: Wanted | None,
        concerns: Wanted | None = None,
    ) -> None:
        url = clean(record.url)
        digest = digest_of(record.body)
        if record.is_revisit:
            known = self.index.body_with_payload(record.payload_digest or "")
            if known is None:
                report.lines.append(f"{report.file}: the revisit record of {url} repeats a capture that is not held")
                return
            digest = known
        key = page_key(url)
        if self.index.has_capture(key, record.captured_at, digest):
            return
        origin = "sample" if is_sample(url) else origin
        capture = Capture(
            record.url, record.captured_at, record.body, digest, origin, record.status, record.content_type
        )
        if record.is_revisit:
            copier.flush()  # the body may have come earlier in the same file
            entry = Entry(
                key, record.captured_at, digest, record.url, origin, record.status, record.content_type, None, None
            )
            capture = self.load(entry)
        if wanted is not None and not wanted(capture):
            report.left_out += 1
            return
        if concerns is not None and not concerns(capture):
            report.passed_over += 1
            return
        if not self.index.has_body(digest):
            copier.add(record, digest)
            report.new_bodies += 1
        family, year = assign(capture) or (None, None)
        content_type = capture.content_type
        entry = Entry(key, record.captured_at, digest, record.url, origin, capture.status, content_type, family, year)
        report.new_captures += self.index.add_capture(entry)


class Appender:
    """Takes in pages one by one, all into one segment. Each is durable before the next is asked for."""

    def __init__(self, archive: PageArchive, assign: Assign) -> None:
        self._archive = archive
        self._assign = assign
        self._copier = _Copier(None, archive)

    def add(self, capture: Capture, also: Callable[[], None] = lambda: None) -> ImportReport:
        """Takes in one page.

        Args:
            capture: the page.
            also: what else is written to the index's database, in the same transaction: both happen or neither.
        """
        report = ImportReport(capture.url, records=1)
        record = Record(
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
                self._archive._take(record, self._copier, report, capture.origin, self._assign, None)
                self._copier.sync()
                also()
        except BaseException:
            self.close()
            self._copier = _Copier(None, self._archive)  # the index no longer knows the segment
            raise
        return report

    def close(self) -> None:
        """Closes the segment."""
        self._copier.close()


class _Copier:
    """Writes the new records of one import into one new segment.

    Records of a gzip-per-record file are copied as they are, so that the archive keeps what was handed over byte
    for byte; all others are written anew.
    """

    def __init__(self, source: Path | None, archive: PageArchive) -> None:
        self._archive = archive
        self._source = source if source is not None and _is_gzip(source) else None
        self._segment: int | None = None
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        self._is_new = True
        self._input: BinaryIO | None = None

    def add(self, record: Record, digest: str) -> None:
        """Stores a record's bytes and tells the index where."""
        file = self._open()
        offset = file.tell()
        if not self._copy(record, file):
            _write_record(file, record)
        assert self._segment is not None
        self._archive.index.add_body(digest, self._segment, offset, len(record.body), record.payload_digest)

    def flush(self) -> None:
        """Lets what was added be read."""
        if self._file is not None:
            self._file.flush()

    def sync(self) -> None:
        """Makes what was added durable; called before the index commits.

        A new segment takes its name only here: one of which the index never came to know is then told by its name,
        and cleared away.
        """
        if self._file is not None and self._path is not None and self._segment is not None:
            _flush(self._file)
            if self._is_new:
                self._path = self._path.rename(_free_name(self._path.parent))
                self._archive.index.name_segment(self._segment, f"warc/{self._path.name}")
                _flush_folder(self._path.parent)
                self._is_new = False

    def close(self) -> None:
        """Closes the files. What was not synchronised before is not known to the index, and is cleared away later."""
        if self._input is not None:
            self._input.close()
        if self._file is not None:
            self._file.close()

    def _open(self) -> BinaryIO:
        if self._file is None:
            folder = self._archive.folder / "warc"
            folder.mkdir(exist_ok=True)
            for left in folder.glob(f"*{_UNNAMED}"):  # of imports cut short: while we write to the index, no other does
                left.unlink()
            self._path = folder / f"{uuid4().hex}{_UNNAMED}"
            self._file = self._path.open("xb")
            self._segment = self._archive.index.add_segment(f"warc/{self._path.name}")
        return self._file

    def _copy(self, record: Record, file: BinaryIO) -> bool:
        """Copies the record's gzip member; False where the record has none of its own."""
        if self._source is None or record.end is None:
            return False
        if self._input is None:
            self._input = self._source.open("rb")
        self._input.seek(record.offset)
        member = self._input.read(record.end - record.offset)
        follower = self._input.read(len(GZIP))
        if not member.startswith(GZIP) or follower not in (GZIP, b""):
            return False
        file.write(member)
        return True


def _free_name(folder: Path) -> Path:
    taken = {path.name for path in folder.iterdir()}
    number = next(number for number in range(1, len(taken) + 2) if f"{number:06}.warc.gz" not in taken)
    return folder / f"{number:06}.warc.gz"


def _write_record(file: BinaryIO, record: Record) -> None:
    writer = WARCWriter(file, gzip=True)
    headers = StatusAndHeaders("200 OK", _content_headers(record), protocol="HTTP/1.1")
    if record.status not in (None, 200):
        headers = StatusAndHeaders(f"{record.status} Error", _content_headers(record), protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            record.url,
            "response",
            payload=io.BytesIO(record.body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": record.captured_at},
        )
    )


def _content_headers(record: Record) -> list[tuple[str, str]]:
    return [("Content-Type", record.content_type or "text/html"), ("Content-Length", str(len(record.body)))]


def _export_record(writer: WARCWriter, entry: Entry, first: dict[str, Entry], archive: PageArchive) -> Any:
    capture = archive.load(entry)
    record = Record(entry.url, entry.captured_at, entry.status, entry.content_type, capture.body, False, None)
    headers = StatusAndHeaders(f"{entry.status or 200} OK", _content_headers(record), protocol="HTTP/1.1")
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


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
