"""The page archive: a folder of WARC segments and their index.

Written bytes never change. They are durable on disk before the index refers to them, so a crash leaves at most bytes
without an index entry.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sources.archive.capture import Capture, Entry
from sources.archive.export import export_archive
from sources.archive.index import Index
from sources.archive.ingest import Appender, Assign, ImportReport, Ingest, Wanted
from sources.archive.segment_store import sent_segments
from sources.archive.segments import segment_files
from sources.archive.stored import load_stored
from sources.archive.warc import read_warc

INDEX: Final = "index.sqlite"
"""The file of the index, in the folder of the archive."""


class MissingIndexError(Exception):
    """The archive has segments, in its folder or in its store, and no index."""


class PageArchive:
    """A folder of WARC segments and their index."""

    def __init__(self, folder: Path) -> None:
        """Opens an archive, and creates a missing one.

        Raises:
            MissingIndexError: there are WARC segments without an index, or some were sent to a store.
            NewerIndexError: newer code wrote the index.
            DamagedIndexError: the index is no database.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / INDEX
        if not has_content(path) and (segment_files(folder) or sent_segments(folder)):
            where = "beside it" if segment_files(folder) else "in the store that store.json names"
            raise MissingIndexError(
                f"{path} is missing, and there are WARC segments {where}:"
                " `tip doctor --rebuild-index` rebuilds it from them"
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
        sifted_from: tuple[str, str] | None = None,
    ) -> ImportReport:
        """Ingests every page of a WARC file that is not in the archive.

        A stored body that cannot be read is replaced by that of the file, also where the file was imported before.

        Args:
            path: the file.
            origin: `archive` or `live`; pages of the sample have their own origin, by their address.
            assign: returns family and year of a page.
            wanted: selects the pages of this import; all without it.
            concerns: selects the pages with a relevant subject; the others are only counted, and a later import of
                the file does not read them again.
            sifted_from: name and digest of the file that this one was sifted from, which counts as imported then.
        """
        name, file_digest = sifted_from or (path.name, _file_digest(path))
        report = ImportReport(name)
        was_imported = self.index.was_imported(file_digest)
        ingest = Ingest(self.folder, self.index, report, assign=assign, source=path, wanted=wanted, concerns=concerns)
        items = read_warc(path)
        try:
            while (ingest.restore_batch if was_imported else ingest.add_batch)(items, origin):
                pass
        finally:
            ingest.close()
        if not was_imported and not report.lines and not report.left_out:
            with self.index.writing():
                self.index.add_import(file_digest, name)
        return report

    def was_imported(self, path: Path) -> bool:
        """Whether a file with the same bytes was imported completely."""
        return self.index.was_imported(_file_digest(path))

    def add_page(self, capture: Capture, *, assign: Assign) -> ImportReport:
        """Ingests one page that is not in a WARC file."""
        with self.appending(assign) as appender:
            return appender.add(capture)

    @contextmanager
    def appending(self, assign: Assign) -> Iterator[Appender]:
        """An appender for pages that are ingested one after the other."""
        appender = Appender(self.folder, self.index, assign)
        try:
            yield appender
        finally:
            appender.close()

    def reassign(self, assign: Assign, readers: str) -> int:
        """Assigns pages of no known edition again, once for each version of the readers.

        Returns:
            The number of captures that were assigned to an edition.
        """
        if self.index.setting("readers") == readers:
            return 0
        assigned = 0
        with self.index.writing():
            for entry in self.index.entries(None, None):
                if (edition := assign(self.load(entry))) is not None:
                    self.index.assign(entry, *edition)
                    assigned += 1
            self.index.store_setting("readers", readers)
        return assigned

    def load(self, entry: Entry) -> Capture:
        """Reads a capture with its bytes.

        Raises:
            OSError: the bytes on disk are not the archived bytes.
        """
        return load_stored(self.folder, self.index.stored_capture(entry))

    def export(self, path: Path) -> int:
        """Writes the whole archive as one WARC file, and returns the number of captures."""
        return export_archive(self.folder, self.index, path)


def has_content(path: Path) -> bool:
    """Whether a file exists and is not empty."""
    return path.exists() and path.stat().st_size > 0


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
