"""Ingests WARC files into the archive of a home, and assigns pages of no known edition again with newer readers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assets.pipeline.home.home import Home, Source
from assets.pipeline.home.lock import writing
from assets.pipeline.ingest.inbox import take_in, waiting_files
from assets.pipeline.ingest.sending import has_unsent_segments, send_archive
from assets.pipeline.plan.versions import assignment_version
from assets.pipeline.read.captures import UNDATED_NEWS, UNKNOWN, edition_years
from sources.archive.ingest import Assign, ImportReport, Wanted
from sources.archive.page_archive import PageArchive
from sources.page_selection import wanted_pages
from sources.registry.families import NEWS, NO_YEAR, landing_page_of
from sources.sample import sample_archives


@dataclass(frozen=True)
class IngestReport:
    """The outcome of the files of a run.

    Attributes:
        reports: the report of each file.
        totals: counts of the archive.
        lines: warnings: damaged records, pages that are not read, rejected pages.
    """

    reports: list[ImportReport]
    totals: dict[str, int]
    lines: list[str] = field(default_factory=list)


def files_of(source: Source, archives: Sequence[str | Path]) -> list[Path]:
    """The WARC files that a run ingests."""
    return sample_archives() if source == "sample" else [Path(name) for name in archives]


def ingest(
    home: Home, source: Source, archives: Sequence[str], editions: str, countries: Sequence[str]
) -> IngestReport:
    """Ingests WARC files into the archive, and reads the pages of no known edition.

    Args:
        home: the home.
        source: where pages come from.
        archives: WARC files; ignored for the sample.
        editions: ingest only these; empty for all.
        countries: ingest only these, by code; empty for all.

    Raises:
        WrongHomeError: the home holds data of the other kind.
        BusyError: another process is writing to the archive.
        StoreError: the object store of the archive failed; the pages are archived, and the next run sends them.
    """
    from assets.pipeline.read.editions import stage_editions, unread_editions  # noqa: PLC0415 - readers are imported only when pages are read
    from sources.assignment import assigning  # noqa: PLC0415

    with writing(home.folder, "archive"):
        home.claim("sample" if source == "sample" else "real")
        wanted = wanted_pages(editions, list(countries))
        failed: list[str] = []
        with home.archive() as archive:
            assign = assigning(archive.index)
            reports = [_import_file(archive, path, assign, wanted) for path in files_of(source, archives)]
            if source != "sample":
                inbox = take_in(home, archive, assign)
                reports += inbox.reports
                failed = inbox.lines
            archive.reassign(assign, assignment_version())
            totals = {**archive.index.totals(), "landing_pages": _landing_pages(archive)}
            unread = _unknown_years(archive)
            stale = unread_editions(home, archive.index, (UNKNOWN, UNDATED_NEWS))
        send_archive(home)
        unknown = [line for edition in stage_editions(home, stale) for line in edition.lines]
    damages = [line for report in reports for line in (*report.lines, *report.damaged)]
    return IngestReport(reports, totals, [*failed, *damages, *unread, *unknown])


def is_archive_stale(home: Home, source: Source, archives: Sequence[str]) -> bool:
    """Whether files are not ingested or not sent to the store yet, or newer readers may assign pages to editions."""
    files = files_of(source, archives)
    if source != "sample" and waiting_files(home):
        return True
    if not home.archive_folder.exists():
        return bool(files)
    if has_unsent_segments(home):
        return True
    with home.archive() as archive:
        if any(not archive.was_imported(path) for path in files):
            return True
        return archive.index.setting("readers") != assignment_version()


def _import_file(archive: PageArchive, path: Path, assign: Assign, wanted: Wanted | None) -> ImportReport:
    """Imports a file; of a news crawl, only the articles about the report."""
    from sources.news.discovery.news_crawl import filter_of  # noqa: PLC0415

    concerns = filter_of(path, archive.index, datetime.now(UTC))
    return archive.import_warc(path, origin="archive", assign=assign, wanted=wanted, concerns=concerns)


def _landing_pages(archive: PageArchive) -> int:
    """The number of landing pages: they link to editions and belong to none, so no table counts them."""
    entries = archive.index.entries(None, None)
    return len({entry.page_key for entry in entries if landing_page_of(entry.url) is not None})


def _unknown_years(archive: PageArchive) -> list[str]:
    """A line for every archived edition that is not read, because its year is in the future."""
    known_years = edition_years()
    return [
        f"{pages} pages of {family} {year} are archived and not read: there is no such edition year yet"
        for (family, year), pages in sorted(archive.index.editions().items())
        if year not in known_years and (family, year) != (NEWS, NO_YEAR)
    ]
