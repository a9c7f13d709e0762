"""Backups of a home: archive, decisions, releases and settings. All else is made again from them.

A backup may run beside other processes. The index is copied first, as one snapshot: the bytes that it names are on
disk before. Where pages are removed meanwhile, which gives their segments new names, both are copied again. Releases
never change. A second backup into the same folder copies what is new; until it ends, the first one can be restored.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assets.pipeline.home.home import DamagedHomeError, Home
from assets.pipeline.home.lock import writing
from assets.pipeline.home.readable import readable_home
from assets.pipeline.settings.files import FILE_NAME, WrongHomeError
from sources.archive.forgotten import FILE as FORGOTTEN
from sources.archive.forgotten import ForgottenPages
from sources.archive.page_archive import INDEX
from sources.archive.removal import has_record_of
from sources.archive.segment_store import RECORD, sent_segments
from sources.archive.verify import verify_archive
from warehouse.release.release_store import Release
from warehouse.release.verify import verify
from warehouse.staging.files import read_json, to_json, write_file
from warehouse.staging.leftovers import building_folder, partial_file, remove_leftovers

_MANIFEST: Final = "backup.json"
_RESTORING: Final = ".restoring"
"""Marks a home until its restore is complete."""

_LINES: Final = ("decisions.jsonl", "published.jsonl", FORGOTTEN)
"""Files of the archive to which lines are added."""

_ATTEMPTS: Final = 3
"""How often index and segments are copied until they fit; a segment that the home itself lost never comes."""


class BackupError(Exception):
    """A folder is no backup, or cannot take one."""


@dataclass(frozen=True)
class Copied:
    """What a backup or a restore did.

    Attributes:
        files: number of files that were copied.
        size: their size in bytes.
        releases: number of releases in the copy.
        lines: what is damaged in a restored home.
    """

    files: int
    size: int
    releases: int
    lines: tuple[str, ...] = ()


def back_up(home: Home, folder: Path) -> Copied:
    """Copies a home into a folder, beside what an earlier backup copied there.

    Raises:
        BackupError: the home is empty, the folder is inside it, or holds something else.
    """
    if home.kind is None:
        raise BackupError(f"{home.folder} is empty; there is nothing to back up")
    folder = folder.resolve()
    if folder == home.folder.resolve() or home.folder.resolve() in folder.parents:
        raise BackupError(f"{folder} is inside the home; name a folder elsewhere, best on another disk")
    if folder.exists() and any(folder.iterdir()) and not (folder / _MANIFEST).exists():
        raise BackupError(f"{folder} holds something else; name a new folder, or that of an earlier backup")
    if not _is_complete(folder):
        write_file(folder / _MANIFEST, to_json({"kind": home.kind, "complete": False}))
    remove_leftovers(folder)
    copier = _Copier()
    copier.copy(home.archive_folder / RECORD, folder / "archive" / RECORD)  # before the index, which must name these
    for name in _LINES:
        copier.copy_lines(home.archive_folder / name, folder / "archive" / name)
    _copy_archive(home, folder / "archive", copier)
    _remove_forgotten(home, folder / "archive")
    current = home.releases.current()
    for release in home.releases.all():
        copier.copy_release(release, folder / "releases")
    for name in ("home.json", FILE_NAME, "releases/pins.json"):
        copier.copy(home.folder / name, folder / name)
    copied = [path.name for path in (folder / "releases").iterdir()] if (folder / "releases").is_dir() else []
    kept = current.name if current is not None and current.name in copied else None
    write_file(folder / _MANIFEST, to_json({"kind": home.kind, "complete": True, "current": kept}))
    return Copied(copier.files, copier.size, len(copied) - ("pins.json" in copied))


def restore(folder: Path, home: Home) -> Copied:
    """Makes a new home from a backup, and reads all of it.

    `home.json` is written last: a restore that is killed is repeated.

    Raises:
        BackupError: the folder is no complete backup.
        WrongHomeError: the home is not empty.
        BusyError: another process is writing to the home.
    """
    manifest = read_json(folder / _MANIFEST)
    if not _is_complete(folder):
        state = "is no backup" if manifest is None else "is a backup that was not finished"
        raise BackupError(f"{folder} {state}; run `tip backup` again")
    if _is_used(home):
        raise WrongHomeError(f"{home.folder} is not empty; set TIP_HOME to a new folder to restore into")
    home.folder.mkdir(parents=True, exist_ok=True)
    (home.folder / _RESTORING).touch()
    copier = _Copier()
    with writing(home.folder, "run"):
        for path in _files(folder / "archive"):
            copier.copy(path, home.archive_folder / path.name)
        for path in _files(folder / "archive/warc"):
            copier.copy(path, home.archive_folder / "warc" / path.name)
        saved = [Release(path) for path in sorted((folder / "releases").glob("*/"))]
        for release in saved:
            copier.copy_release(release, home.folder / "releases")
        copier.copy(folder / "releases/pins.json", home.folder / "releases/pins.json")
        if manifest.get("current"):
            home.releases.point_to(Release(home.folder / "releases" / manifest["current"]))
        for name in (FILE_NAME, "home.json"):
            copier.copy(folder / name, home.folder / name)
        (home.folder / _RESTORING).unlink()
    return Copied(copier.files, copier.size, len(saved), tuple(_damage(home)))


def _damage(home: Home) -> Iterator[str]:
    with home.archive() as archive:
        yield from verify_archive(archive.folder, archive.index).lines
    for release in home.releases.all():
        yield from (f"release {release.name}: {line}" for line in verify(release))


def _is_used(home: Home) -> bool:
    try:
        if (home.folder / _RESTORING).exists():
            return home.kind is not None
        return home.kind is not None or any(
            (home.folder / name).exists() for name in ("archive", "releases", FILE_NAME)
        )
    except DamagedHomeError:
        return not (home.folder / _RESTORING).exists()  # otherwise a restore was killed


def _remove_forgotten(home: Home, archive: Path) -> None:
    """Deletes segments of earlier backups with a page that was taken out of the home since.

    The home has such a segment under another name, without the page. A segment that the home lost in another way stays.
    """
    forgotten = ForgottenPages(archive)
    for path in _files(archive / "warc"):
        is_older = not (home.archive_folder / "warc" / path.name).exists()
        if is_older and has_record_of(path, forgotten):
            path.unlink()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _is_complete(folder: Path) -> bool:
    manifest = read_json(folder / _MANIFEST)
    return isinstance(manifest, dict) and bool(manifest.get("complete"))


def _copy_archive(home: Home, target: Path, copier: "_Copier") -> None:
    """Copies the index and the segments that it names; the index gets its name last."""
    target.mkdir(parents=True, exist_ok=True)
    index = partial_file(target / INDEX)
    with readable_home(home) as readable:
        with readable.archive():
            pass  # an index of an older version is brought forward before it is copied
        for _ in range(_ATTEMPTS):
            segments = _copy_index(readable.archive_folder / INDEX, index)
            for path in _files(home.archive_folder / "warc"):
                copier.copy(path, target / "warc" / path.name)
            if segments - sent_segments(target).keys() <= {path.name for path in _files(target / "warc")}:
                break
    index.replace(target / INDEX)


def _copy_index(source: Path, target: Path) -> set[str]:
    """Copies a snapshot of the index, and returns the names of the segments in it."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return {Path(file).name for (file,) in copy.execute("SELECT file FROM segments")}


class _Copier:
    """Copies files, each into place in one step; files that are equal by size and time stay."""

    def __init__(self) -> None:
        self.files = 0
        self.size = 0
        self._copied: dict[tuple[int, int], Path] = {}

    def copy(self, source: Path, target: Path) -> None:
        """Copies a file, if it exists."""
        if not source.is_file() or _is_same(source, target):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = partial_file(target)
        try:
            shutil.copy2(source, partial)
        except FileNotFoundError:
            return  # it was removed meanwhile
        partial.replace(target)
        self._count(target)

    def copy_lines(self, source: Path, target: Path) -> None:
        """Copies the whole lines of a file to which another process may add."""
        if source.is_file():
            data = source.read_bytes()
            write_file(target, data[: data.rfind(b"\n") + 1])
            self._count(target)

    def copy_release(self, release: Release, folder: Path) -> None:
        """Copies a whole release that is not there yet; files that releases share are copied once."""
        target = folder / release.name
        if target.exists() or not release.is_whole:
            return
        folder.mkdir(parents=True, exist_ok=True)
        building = building_folder(folder, release.name)
        try:
            for path in (*release.manifest["files"], release.manifest_path.name):
                self._copy_shared(release.path / path, building / path)
        except FileNotFoundError:
            shutil.rmtree(building, ignore_errors=True)  # `tip prune` removed the release meanwhile
            return
        building.rename(target)

    def _copy_shared(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        stat = source.stat()
        key = (stat.st_dev, stat.st_ino)
        if key in self._copied:
            os.link(self._copied[key], target)
            return
        shutil.copy2(source, target)
        self._copied[key] = target
        self._count(target)

    def _count(self, path: Path) -> None:
        self.files += 1
        self.size += path.stat().st_size


def _is_same(source: Path, target: Path) -> bool:
    if not target.is_file():
        return False
    one, other = source.stat(), target.stat()
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)
