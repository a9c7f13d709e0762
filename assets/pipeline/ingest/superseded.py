"""The retention of captures: those that only repeat what the captures before and after them say.

Never removed: the first and the last capture of each text, so each text that was ever published stays; a capture that
a release in this home was read from; every capture of a page that a person decided about; news articles; captures that
are damaged or could not be read.
"""

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Final

import polars as pl

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.read.captures import UNKNOWN
from sources.archive.capture import Entry
from sources.archive.removal import Removed, remove_captures
from sources.archive.repeats import repeats
from sources.fetch.clock import stamp
from sources.registry.families import NEWS
from sources.state_department.editions import page_reader
from warehouse.release.release_store import Release
from warehouse.staging.area import EditionKey

_LEAST: Final = 3
"""Captures that a page must have before one can stand between two others."""


def superseded_captures(home: Home, keep_days: int, now: datetime) -> Iterator[tuple[Entry, int]]:
    """The captures that can be removed, with the decoded bytes that no other capture has.

    Args:
        home: the home.
        keep_days: days that every capture is kept.
        now: the present time.
    """
    if not home.archive_folder.is_dir():
        return
    before = stamp(now - timedelta(days=keep_days))
    released = released_digests(home.releases.all())
    with home.archive() as archive:
        index = archive.index

        def may_go(entry: Entry) -> bool:
            return entry.captured_at < before and entry.family != NEWS and entry.digest not in released

        for key in index.pages_with_captures(_LEAST):
            read = page_reader(home.archive_folder)
            for capture in repeats(index.captures_of_page(key), read, may_go):
                if not (home.archive_folder / capture.file).is_file():
                    continue  # its segment is in an object store, and is not written again
                digest = capture.entry.digest
                is_shared = len(index.with_digest(digest)) > 1
                yield capture.entry, 0 if is_shared else index.size_of(digest)


def remove_superseded(home: Home, entries: Collection[Entry]) -> Removed:
    """Takes captures out of the archive. The next run reads their editions again, and finds the same.

    Every edition is locked, because a segment that is written again may have captures of any that is just being read.

    Raises:
        BusyError: another process writes to the archive, or reads an edition.
    """
    with ExitStack() as locks:
        locks.enter_context(writing(home.folder, "archive"))
        archive = locks.enter_context(home.archive())
        for key in (UNKNOWN, *(EditionKey(*edition) for edition in sorted(archive.index.editions()))):
            locks.enter_context(writing(home.folder, f"edition {key.folder.replace('/', ' ')}"))
        return remove_captures(home.archive_folder, archive.index, entries)


def released_digests(releases: Collection[Release]) -> set[str]:
    """The digests of all pages that rows of these releases were read from."""
    digests: set[str] = set()
    for release in releases:
        for path in sorted((release.path / "compact").glob("*.parquet")):
            table = pl.scan_parquet(path)
            if "page_digest" in table.collect_schema():
                digests |= set(table.select("page_digest").unique().collect()["page_digest"].drop_nulls())
    return digests
