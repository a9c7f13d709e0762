"""The inbox of a home: files that people lay there are taken into the archive.

A file is moved to `done/`, or to `failed/` with a file beside it that says why in one line. An import that is killed
is repeated: the archive stores each body once.
"""

import errno
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assets.pipeline.home.home import Home, Source

if TYPE_CHECKING:
    from sources.archive.ingest import Assign, ImportReport
    from sources.archive.page_archive import PageArchive

FOLDER: Final = "inbox"
_DONE: Final = "done"
_FAILED: Final = "failed"
_REASON: Final = ".why"
_PAGES: Final = frozenset((".html", ".htm", ".xhtml", ".txt"))
_PARTIAL: Final = frozenset((".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart"))
_OF_THE_MACHINE: Final = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOMEM))
"""Errors on opening a file that say nothing about the file."""

_SETTLED_SECONDS: Final = 5.0
"""A file that changed less than this ago may still be written."""


@dataclass
class InboxReport:
    """What was taken in.

    Attributes:
        reports: the report of each file that was taken in.
        lines: a line for each file that failed.
    """

    reports: "list[ImportReport]" = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def waiting_files(home: Home) -> list[Path]:
    """The files in the inbox, in order of their names. Hidden and unfinished ones wait."""
    folder = home.folder / FOLDER
    if not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    return sorted(path for path in files if _is_finished(path) and path.suffix != ".url")


def ingestion_source(home: Home, named: str | None) -> Source:
    """Where pages are ingested from: the named source, or else that of the home.

    A new home with files in its inbox is a home of real pages, and not one of the sample.

    Raises:
        ValueError: there is no source of this name.
    """
    if named is None and home.kind is None and waiting_files(home):
        return "archive"
    return home.source_of(named)


def inbox_key(home: Home) -> list[str]:
    """The waiting files by name, size and time of change; another file of the same name has another key."""
    stats = ((path.name, path.stat()) for path in waiting_files(home))
    return [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]


def take_in(home: Home, archive: "PageArchive", assign: "Assign") -> InboxReport:
    """Ingests the files of the inbox, and moves each. The archive must be locked for writing."""
    from assets.pipeline.ingest.saved_page import UnusableFileError, url_files  # noqa: PLC0415 - only for waiting files

    report = InboxReport()
    for path in waiting_files(home):
        beside = url_files(path) if path.suffix.lower() in _PAGES else []
        try:
            for each in (path, *beside):
                _require_readable(each)
            taken = _ingest(archive, path, assign)
        except (UnusableFileError, ValueError) as error:
            _move(home, path, beside, _FAILED, why := " ".join(str(error).split()))
            report.lines.append(f"{FOLDER}/{path.name} was not taken in: {why}")
            continue
        _move(home, path, beside, _DONE)
        report.reports.append(taken)
    return report


def failed_files(home: Home) -> list[tuple[str, str]]:
    """The files that were not taken in, with the reason."""
    folder = home.folder / FOLDER / _FAILED
    if not folder.is_dir():
        return []
    reasons = sorted(folder.glob(f"*{_REASON}"))
    return [
        (path.name.removesuffix(_REASON), path.read_text(encoding="utf-8", errors="replace").strip())
        for path in reasons
        if path.with_name(path.name.removesuffix(_REASON)).exists()
    ]


def done_files(home: Home) -> list[Path]:
    """The files that were taken in; the archive has their pages."""
    folder = home.folder / FOLDER / _DONE
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _ingest(archive: "PageArchive", path: Path, assign: "Assign") -> "ImportReport":
    from assets.pipeline.ingest.saved_page import UnusableFileError, address_of, saved_page  # noqa: PLC0415

    if path.suffix.lower() in _PAGES:
        saved_at = datetime.fromtimestamp(min(path.stat().st_mtime, time.time()), UTC)
        return archive.add_page(saved_page(path, address_of(path), saved_at), assign=assign)
    report = _import_warc(archive, path, assign)
    if not report.records:
        raise UnusableFileError(report.lines[0] if report.lines else "the file has no page")
    return report


def _require_readable(path: Path) -> None:
    """Tells a file that cannot be read from an error of the archive, so that the files after it are still taken in.

    Raises:
        UnusableFileError: the file cannot be read.
    """
    from assets.pipeline.ingest.saved_page import UnusableFileError  # noqa: PLC0415 - only for waiting files

    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        if error.errno in _OF_THE_MACHINE:
            raise
        remedy = "give tip the right to read it and lay it into the inbox again"
        raise UnusableFileError(f"{path.name} cannot be read ({error.strerror}); {remedy}") from None


def _import_warc(archive: "PageArchive", path: Path, assign: "Assign") -> "ImportReport":
    from sources.news.discovery.news_crawl import filter_of  # noqa: PLC0415

    concerns = filter_of(path, archive.index, datetime.now(UTC))
    return archive.import_warc(path, origin="archive", assign=assign, concerns=concerns)


def _is_finished(path: Path) -> bool:
    if path.name.startswith(".") or path.suffix.lower() in _PARTIAL:
        return False
    stat, now = path.stat(), time.time()
    changed_at = stat.st_mtime if stat.st_mtime <= now else stat.st_ctime  # a copied file may have a time in the future
    return now - changed_at >= _SETTLED_SECONDS


def _move(home: Home, path: Path, beside: list[Path], name: str, why: str | None = None) -> None:
    """Moves a file, under another name where one of the same name is there already."""
    folder = home.folder / FOLDER / name
    folder.mkdir(exist_ok=True)
    names = chain([path.name], (f"{path.stem}.{number}{path.suffix}" for number in count(2)))
    target = next(folder / each for each in names if not (folder / each).exists())
    if why is not None:
        target.with_name(f"{target.name}{_REASON}").write_text(f"{why}\n", encoding="utf-8")
    for other in beside:
        other.replace(target.with_name(f"{target.name}.url"))
    path.replace(target)
