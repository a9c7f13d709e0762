"""Reading and staging editions: of reports and of news, those that are asked for, several at a time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from assets.pipeline.captures import captures_digest, captures_of
from assets.pipeline.edition_result import EditionResult
from assets.pipeline.home import Home
from assets.pipeline.lock import writing
from assets.pipeline.news import stage_news
from assets.pipeline.report_rows import read_report
from assets.pipeline.versions import reader_code, reader_version
from assets.pipeline.workers import are_many, workers
from sources.archive.stored import StoredCapture
from sources.registry.families import NEWS
from sources.state_department.revision import Revision
from warehouse.staging.area import EditionKey


def stage_editions(home: Home, keys: Sequence[EditionKey]) -> Iterator[EditionResult]:
    """Reads and stages editions.

    Editions of which the archive holds nothing are dropped from staging and left out here.

    Raises:
        BusyError: another process is staging one of the editions.
    """
    with ExitStack() as held:
        for key in keys:
            held.enter_context(writing(home.folder, f"edition {key.folder.replace('/', ' ')}"))
        yield from _stage(home, keys)


def _stage(home: Home, keys: Sequence[EditionKey]) -> Iterator[EditionResult]:
    reports: dict[EditionKey, Sequence[StoredCapture]] = {}
    notes: dict[EditionKey, Mapping[str, Any]] = {}
    with home.archive() as archive:
        for key in keys:
            if (captures := captures_digest(archive.index, key)) is None:
                home.staging.remove_edition(key)
                continue
            notes[key] = {"captures": captures, "made_with": reader_version(key.family).metadata}
            if key.family != NEWS:
                reports[key] = list(captures_of(archive.index, key))
    for family in {key.family for key in notes}:
        home.staging.record_code(reader_version(family).code, reader_code(family).files)
    for key in notes.keys() - reports.keys():
        yield stage_news(home, key, notes[key], workers())
    tasks = [(home.folder, key, captures, notes[key]) for key, captures in reports.items()]
    if are_many(sum(len(captures) for captures in reports.values())) and len(tasks) > 1:
        yield from workers().map(stage_report, *zip(*tasks, strict=True))
    else:
        yield from (stage_report(*task) for task in tasks)


def stage_report(
    home_folder: Path, key: EditionKey, captures: Sequence[StoredCapture], note: Mapping[str, Any]
) -> EditionResult:
    """Reads one edition of a report from its captures and stages its rows.

    Args:
        home_folder: the home.
        key: the edition.
        captures: all captures of it, in order of page and time.
        note: what is noted of it beside what is read.
    """
    home = Home(home_folder)
    read = read_report(home.archive_folder, captures)
    revisions = [vars(revision) for revision in read.revisions]
    read_note = {"pages_in_archive": read.pages, "counts": read.counts, "revisions": revisions}
    home.staging.write_edition(key, read.frames, {**note, **read_note})
    return EditionResult(key, read.counts, read.lines, revision_lines(read_note))


def revision_lines(note: Mapping[str, Any]) -> list[str]:
    """A line for every page of a staged edition whose text was changed after publication."""
    return [Revision(**revision).line for revision in note.get("revisions", ())]
