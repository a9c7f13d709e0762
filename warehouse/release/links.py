"""Linking staged files into a release. Each is verified to be the one that the checks read.

The files of a release are shared with the staging area and other releases, so they are read-only.
Compact files with outdated descriptions are written again instead.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from warehouse.at_once import for_each
from warehouse.catalog.descriptions import is_described, write_described
from warehouse.quality.gate import RefusedError
from warehouse.release.release_store import Release
from warehouse.staging.area import StagingArea
from warehouse.staging.files import file_digest, is_unchanged_since
from warehouse.staging.staged_table import StagedTable
from warehouse.staging.table_files import File
from warehouse.tables import TABLES

_WITHOUT_LINKS: Final = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP)
"""Errors where a file is copied instead: another file system, no hard links, or too many links."""

_READ_ONLY: Final = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


class Linker:
    """Links the files of staged tables into the folder of a release.

    A file that the release before has too, unchanged since its publication, was verified then: it is linked and not
    read. This applies to nearly all partitions of a release. Every other file is read and compared. A file of a release
    counts as changed too where a link to it was added or removed.

    Attributes:
        described: the compact files that were written again with new descriptions; by path, the SHA-256 of the staged
            file with the same rows.
    """

    def __init__(self, staging: StagingArea, folder: Path, before: Release | None) -> None:
        """Prepares an empty release.

        Args:
            staging: the staging area.
            folder: the folder of the new release.
            before: the release to share files with; None where there is none or it is damaged.
        """
        self.described: dict[str, str] = {}
        self._staging = staging
        self._folder = str(folder)
        self._before = before
        self._verified: Mapping[str, Any] = before.files if before else {}
        self._verified_at = before.sealed if before else 0
        self._made = {self._folder}

    def link_compact(self, tables: Iterable[StagedTable]) -> None:
        """Links the compact files of tables. Checks and other tables were made from them, so the staged file itself is
        verified, whatever the release before has."""
        for table in tables:
            for path in _under(table, "compact/"):
                source = self._verified_file(table, path)
                if is_described(Path(source), TABLES[table.name]):
                    self._link(source, path)
                else:
                    self._describe(Path(source), path, table)

    def link_partitions(self, tables: Iterable[StagedTable]) -> None:
        """Links the country/year files of tables."""
        places = [(table, path) for table in tables for path in sorted(_under(table, "tables/"))]
        for _, path in places:
            self._make_folder(_folder_of(f"{self._folder}/{path}"))
        for_each(self._link_partition, places)

    def _link_partition(self, place: tuple[StagedTable, str]) -> None:
        table, path = place
        if not self._link_from_before(path, table.files[path]):
            self._link(self._verified_file(table, path), path)

    def published_bytes(self, path: str) -> bytes | None:
        """The bytes of a file of the release before; None where it has no such file or the file changed."""
        source = self.published_file(path)
        try:
            return Path(source).read_bytes() if source is not None else None
        except OSError:
            return None

    def _link_from_before(self, path: str, file: File) -> bool:
        """Links a file of the release before; False where it has no such file or the file changed."""
        recorded = self._verified.get(path)
        source = self.published_file(path) if recorded and recorded["sha256"] == file.sha256 else None
        return source is not None and self._link(source, path)

    def _describe(self, source: Path, path: str, table: StagedTable) -> None:
        """Adds a compact file with the current descriptions: that of the release before where it has the same rows,
        otherwise a new one."""
        staged = table.files[path].sha256
        if not self._link_described_before(path, table.name, staged):
            target = Path(self._folder, path)
            self._make_folder(str(target.parent))
            write_described(source, target, TABLES[table.name])
            target.chmod(_READ_ONLY)
        self.described[path] = staged

    def _link_described_before(self, path: str, table: str, staged: str) -> bool:
        recorded = self._verified.get(path)
        source = self.published_file(path) if recorded and recorded.get("rows_of") == staged else None
        return source is not None and is_described(Path(source), TABLES[table]) and self._link(source, path)

    def _verified_file(self, table: StagedTable, path: str) -> str:
        """A staged file that is the one that the checks read.

        Raises:
            RefusedError: the file differs.
        """
        source = f"{self._staging.folder}/{path}"  # plain paths: a release has thousands
        if not self._is_verified(source, path, table.files[path]):
            self._staging.mark_dirty(table.name)
            raise RefusedError(f"{source} is not the file that the checks read; run again to stage the table again")
        return source

    def _is_verified(self, source: str, path: str, file: File) -> bool:
        """Whether a staged file is the one that the checks read: linked to the published file, or equal by digest."""
        try:
            return self._is_published(source, path, file) or file_digest(source) == file.sha256
        except FileNotFoundError:
            return False

    def _is_published(self, source: str, path: str, file: File) -> bool:
        """Whether a staged file is a hard link to the file of the release before, unchanged since its publication."""
        recorded = self._verified.get(path)
        if recorded is None or recorded["sha256"] != file.sha256 or self._before is None:
            return False
        published = self._before.path / path
        found = os.stat(source)  # noqa: PTH116
        return published.exists() and published.samefile(source) and self._is_as_verified(found, file.bytes)

    def published_file(self, path: str) -> str | None:
        """A file of the release before, where it is the one in its manifest; read only where it was changed since.

        None also where it cannot be read: a folder became a file, the disk fails. The staged file is taken then.
        """
        recorded = self._verified.get(path)
        if recorded is None or self._before is None:
            return None
        source = f"{self._before.path}/{path}"  # plain paths: a release has thousands
        try:
            found = os.lstat(source)
            if not stat.S_ISREG(found.st_mode):
                return None
            is_published = self._is_as_verified(found, recorded["bytes"]) or file_digest(source) == recorded["sha256"]
        except OSError:
            return None
        return source if is_published else None

    def _is_as_verified(self, found: os.stat_result, size: int) -> bool:
        """Whether a published file has its size and was not changed since."""
        return found.st_size == size and is_unchanged_since(found, self._verified_at)

    def _link(self, source: str, path: str) -> bool:
        target = f"{self._folder}/{path}"
        self._make_folder(_folder_of(target))
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in _WITHOUT_LINKS:
                raise
            shutil.copyfile(source, target)
        os.chmod(target, _READ_ONLY)  # noqa: PTH101 - plain paths: a release has thousands
        return True

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made:
            self._make_folder(_folder_of(folder))
            os.mkdir(folder)  # noqa: PTH102 - plain paths: a release has thousands
            self._made.add(folder)


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _under(table: StagedTable, folder: str) -> list[str]:
    return [path for path in table.files if path.startswith(folder)]
