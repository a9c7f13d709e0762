"""Removes what is old: history of runs, releases, files that were taken in, captures, remains of killed processes."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

import dagster as dg

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.home.stores import remote_releases
from assets.pipeline.ingest.inbox import done_files
from assets.pipeline.ingest.superseded import remove_superseded, superseded_captures
from assets.pipeline.publish.removal import remove_releases
from assets.pipeline.settings.declaration import Settings
from orchestration.instance import OF_THIS_PROJECT
from sources.archive.capture import Entry
from warehouse.release import retention
from warehouse.staging.leftovers import remove_leftovers

_NEWEST_RUNS: Final = 50
"""Runs that stay, however old they are; the last failure and the last success of a quiet home are among them."""

_ENDED: Final = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)
_BATCH: Final = 1_000


@dataclass(frozen=True)
class Removal:
    """Something that can be removed.

    Attributes:
        what: what it is.
        name: its name: a run id, the name of a release or of its upload, the path of a file.
        why: why it can be removed.
        size: its size in bytes; 0 where it is not known, or where something that stays has the same bytes.
        capture: the capture, if it is one.
    """

    what: Literal["run", "release", "upload", "inbox file", "capture"]
    name: str
    why: str
    size: int = 0
    capture: Entry | None = None

    @property
    def line(self) -> str:
        """The removal in one line."""
        size = f", {self.size:,} bytes" if self.size else ""
        return f"{self.what} {self.name}: {self.why}{size}"


def removals(home: Home, instance: dg.DagsterInstance | None, values: Settings, now: datetime) -> list[Removal]:
    """What can be removed: see `local_removals`, `unfinished_uploads`.

    Raises:
        StoreError: the object store of the releases failed.
    """
    return [*local_removals(home, instance, values, now), *unfinished_uploads(home)]


def local_removals(home: Home, instance: dg.DagsterInstance | None, values: Settings, now: datetime) -> list[Removal]:
    """What the settings say can be removed from the home. The current release and pinned releases never are.

    Of the archive, captures that only repeat others are removed, and only where the setting `keep_capture_days` is set.

    Args:
        home: the home.
        instance: its Dagster instance; None for a home without one.
        values: the settings.
        now: the present time.
    """
    runs = _old_runs(instance, now - timedelta(days=values.keep_run_days), values) if instance is not None else ()
    files = _old_files(home, now - timedelta(days=values.keep_run_days), values)
    return [*runs, *_old_releases(home, values), *files, *_old_captures(home, values, now)]


def remove(home: Home, instance: dg.DagsterInstance | None, found: Iterable[Removal]) -> Iterator[Removal]:
    """Removes, and yields what was removed.

    Raises:
        BusyError: another process is publishing, or writes to the archive.
        StoreError: the object store of the releases failed.
    """
    found = list(found)
    for removal in found:
        if removal.what == "run" and instance is not None:
            instance.delete_run(removal.name)
            (_events_folder(instance) / f"{removal.name}.db").unlink(missing_ok=True)
            yield removal
        elif removal.what == "inbox file":
            (home.folder / removal.name).unlink(missing_ok=True)
            yield removal
    if any(removal.what == "run" for removal in found) and instance is not None:
        _compact(_events_folder(instance))
    if captures := {removal.capture: removal for removal in found if removal.capture is not None}:
        remove_superseded(home, captures.keys())
        yield from captures.values()
    releases = [removal for removal in found if removal.what == "release"]
    uploads = [removal for removal in found if removal.what == "upload"]
    if releases or uploads:  # without any, a publication at the same time is no obstacle
        with writing(home.folder, "release"):
            yield from _remove_releases(home, releases)
            yield from _remove_uploads(home, uploads)
    remove_leftovers(home.folder / "staging")


def _remove_releases(home: Home, found: list[Removal]) -> Iterator[Removal]:
    by_name = {removal.name: removal for removal in found}
    yield from (by_name[name] for name in remove_releases(home, list(by_name)))


def _remove_uploads(home: Home, found: list[Removal]) -> Iterator[Removal]:
    """Removes uploads that are still not complete: one that was found may have been running, and have ended since."""
    remote = remote_releases(home) if found else None
    unfinished = {leftover.name for leftover in remote.leftovers()} if remote is not None else set()
    for removal in found:
        if remote is not None and removal.name in unfinished:
            remote.remove(removal.name)
            yield removal


def _old_runs(instance: dg.DagsterInstance, before: datetime, values: Settings) -> Iterator[Removal]:
    """Ended runs of this project, without the newest ones."""
    newest = {run.run_id for run in instance.get_runs(dg.RunsFilter(tags=OF_THIS_PROJECT), limit=_NEWEST_RUNS)}
    old = dg.RunsFilter(tags=OF_THIS_PROJECT, statuses=list(_ENDED), created_before=before)
    folder = _events_folder(instance)
    for run in instance.get_runs(old, limit=_BATCH):
        if run.run_id not in newest:
            path = folder / f"{run.run_id}.db"
            size = path.stat().st_size if path.is_file() else 0
            yield Removal("run", run.run_id, f"older than {values.keep_run_days} days (keep_run_days)", size)


def _old_releases(home: Home, values: Settings) -> Iterator[Removal]:
    for release in retention.removable(home.releases, values.keep_releases):
        size = sum(
            path.stat().st_size for path in release.path.rglob("*") if path.is_file() and path.stat().st_nlink == 1
        )
        why = f"more than {values.keep_releases} newer ones (keep_releases)"
        yield Removal("release", release.name, why, size)


def unfinished_uploads(home: Home) -> Iterator[Removal]:
    """Uploads and removals in the object store that were interrupted.

    Raises:
        StoreError: the store failed.
    """
    remote = remote_releases(home)
    for leftover in remote.leftovers() if remote is not None else ():
        size = sum(each.size for each in leftover.objects)
        yield Removal("upload", leftover.name, "it was interrupted and is not complete", size)


def _old_files(home: Home, before: datetime, values: Settings) -> Iterator[Removal]:
    for path in done_files(home):
        stat = path.stat()
        if stat.st_ctime < before.timestamp():
            name = path.relative_to(home.folder).as_posix()
            why = f"taken in more than {values.keep_run_days} days ago, the archive has its pages"
            yield Removal("inbox file", name, why, stat.st_size)


def _old_captures(home: Home, values: Settings, now: datetime) -> Iterator[Removal]:
    if values.keep_capture_days is None:
        return
    for entry, size in superseded_captures(home, values.keep_capture_days, now):
        why = (
            f"repeats the captures before and after it, older than {values.keep_capture_days} days (keep_capture_days)"
        )
        yield Removal("capture", f"{entry.captured_at} {entry.url}", why, size, entry)


def _events_folder(instance: dg.DagsterInstance) -> Path:
    """The folder with one database of events per run, where Dagster stores in SQLite."""
    return Path(instance.root_directory) / "history/runs"


def _compact(folder: Path) -> None:
    """Gives the space of deleted events back to the disk; a database that is in use keeps it for new events."""
    for path in (folder / "index.db", folder.parent / "runs.db"):
        if path.is_file():
            with closing(sqlite3.connect(path, timeout=1)) as database:
                try:
                    database.execute("VACUUM")
                except sqlite3.OperationalError:
                    continue
