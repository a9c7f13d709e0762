"""Reads and stages editions of reports and of news, several at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.plan.versions import reader_code, reader_version
from assets.pipeline.read.captures import captures_digest, captures_of
from assets.pipeline.read.edition_result import EditionResult
from assets.pipeline.read.report_rows import read_report
from assets.pipeline.read.workers import needs_workers, workers
from sources.archive.index import Index
from sources.archive.stored import StoredCapture
from sources.registry.families import NEWS
from sources.state_department.revision import Revision
from warehouse.staging.area import EditionKey


def stage_editions(home: Home, keys: Sequence[EditionKey]) -> Iterator[EditionResult]:
    """Reads and stages editions.

    Editions without captures in the archive are removed from staging and give no result.

    Raises:
        BusyError: another process is staging one of the editions.
    """
    with ExitStack() as locks:
        for key in keys:
            locks.enter_context(writing(home.folder, f"edition {key.folder.replace('/', ' ')}"))
        yield from _stage(home, keys)


def unread_editions(home: Home, index: Index, keys: Iterable[EditionKey]) -> list[EditionKey]:
    """The editions whose staged rows are not those of their captures and of the readers."""
    return [key for key in keys if not _is_read(home, index, key)]


def _is_read(home: Home, index: Index, key: EditionKey) -> bool:
    metadata = home.staging.edition(key)
    now = {"captures": captures_digest(index, key), "made_with": reader_version(key.family).metadata}
    is_same = metadata is not None and all(metadata.get(name) == value for name, value in now.items())
    return is_same and home.staging.damaged_edition(key) is None


def _stage(home: Home, keys: Sequence[EditionKey]) -> Iterator[EditionResult]:
    reports: dict[EditionKey, Sequence[StoredCapture]] = {}
    sources: dict[EditionKey, Mapping[str, Any]] = {}
    with home.archive() as archive:
        for key in keys:
            if (captures := captures_digest(archive.index, key)) is None:
                home.staging.remove_edition(key)
                continue
            sources[key] = {"captures": captures, "made_with": reader_version(key.family).metadata}
            if key.family != NEWS:
                reports[key] = list(captures_of(archive.index, key))
    for family in {key.family for key in sources}:
        home.staging.record_code(reader_version(family).code, reader_code(family).files)
    for key in sources.keys() - reports.keys():
        from assets.pipeline.read.news import stage_news  # noqa: PLC0415 - workers that read reports import none of it

        yield stage_news(home, key, sources[key], workers())
    tasks = [(home.folder, key, captures, sources[key]) for key, captures in reports.items()]
    if needs_workers(sum(len(captures) for captures in reports.values())) and len(tasks) > 1:
        yield from workers().map(stage_report, *zip(*tasks, strict=True))
    else:
        yield from (stage_report(*task) for task in tasks)


def stage_report(
    home_folder: Path, key: EditionKey, captures: Sequence[StoredCapture], source: Mapping[str, Any]
) -> EditionResult:
    """Reads one edition of a report from its captures and stages its rows.

    Args:
        home_folder: the home.
        key: the edition.
        captures: all captures of the edition, in order of page and time.
        source: metadata of its input: the digest of the captures and the version of the reader.
    """
    home = Home(home_folder)
    read = read_report(home.archive_folder, captures)
    revisions = [vars(revision) for revision in read.revisions]
    metadata = {"pages_in_archive": read.pages, "counts": read.counts, "revisions": revisions}
    home.staging.write_edition(key, read.frames, {**source, **metadata})
    return EditionResult(key, read.counts, read.lines, revision_lines(metadata))


def revision_lines(metadata: Mapping[str, Any]) -> list[str]:
    """A line for every page of a staged edition whose text was changed after publication."""
    return [Revision(**revision).line for revision in metadata.get("revisions", ())]
