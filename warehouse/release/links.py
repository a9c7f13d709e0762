"""Putting staged files into a release, each proven to be the one that the checks saw: as hard links, but for compact
files whose descriptions are not those of the declarations any more."""

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from warehouse.catalog.descriptions import is_described, write_described
from warehouse.quality.gate import RefusedError
from warehouse.release.release_store import Release
from warehouse.staging.area import StagingArea
from warehouse.staging.files import file_digest
from warehouse.staging.staged_table import StagedTable
from warehouse.staging.table_files import File
from warehouse.tables import TABLES

_WITHOUT_LINKS: Final = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP)
"""Another file system, one without hard links, or no more links to this file: it is copied instead."""


class Linker:
    """Links the files of staged tables into the folder of a release.

    A file that the release before holds as well, unchanged since that was published, was proven then. It costs one
    link and no reading; of its partitions that is nearly all of a release. Every other file is read and compared.

    Attributes:
        described: the compact files that are not those staged, as only their descriptions are new; by path, the
            SHA-256 of the staged file whose rows they hold.
    """

    def __init__(self, staging: StagingArea, folder: Path, before: Release | None) -> None:
        """Begins an empty release.

        Args:
            staging: what is staged.
            folder: of the new release.
            before: the release to share files with; None where there is none, or where it is damaged.
        """
        self.described: dict[str, str] = {}
        self._staging = staging
        self._folder = str(folder)
        self._before = before
        self._proven: Mapping[str, Any] = before.files if before else {}
        self._proven_at = before.manifest_path.stat().st_mtime_ns if before and self._proven else 0
        self._made = {self._folder}

    def link_compact(self, tables: Iterable[StagedTable]) -> None:
        """Links the one-file forms of tables. They are what checks and later tables were made from, so the staged
        file itself must be the right one, whatever the release before holds."""
        for table in tables:
            for path in _under(table, "compact/"):
                source = self._proven_file(table, path)
                if is_described(source, TABLES[table.name]):
                    self._link(str(source), path)
                else:
                    self._describe(source, path, table)

    def link_partitions(self, tables: Iterable[StagedTable]) -> None:
        """Links the country/year files of tables."""
        for table in tables:
            for path in sorted(_under(table, "tables/")):
                if not self._link_from_before(path, table.files[path]):
                    self._link_staged(table, path)

    def _link_from_before(self, path: str, file: File) -> bool:
        """Links a file of the release before; False where that has no such file, or not as it was published."""
        noted = self._proven.get(path)
        if noted is None or noted["sha256"] != file.sha256 or self._before is None:
            return False
        source = f"{self._before.path}/{path}"
        try:
            return self._is_as_proven(os.stat(source), file.bytes) and self._link(source, path)  # noqa: PTH116
        except FileNotFoundError:
            return False

    def _link_staged(self, table: StagedTable, path: str) -> None:
        self._link(str(self._proven_file(table, path)), path)

    def _describe(self, source: Path, path: str, table: StagedTable) -> None:
        """Puts a compact file with the present descriptions into the release: the one of the release before where
        that has one of the same rows, or else one written anew."""
        staged = table.files[path].sha256
        if not self._link_described_before(path, table.name, staged):
            target = Path(self._folder, path)
            self._make_folder(str(target.parent))
            write_described(source, target, TABLES[table.name])
        self.described[path] = staged

    def _link_described_before(self, path: str, table: str, staged: str) -> bool:
        noted = self._proven.get(path)
        if noted is None or noted.get("rows_of") != staged or self._before is None:
            return False
        source = self._before.path / path
        try:
            is_fit = self._is_as_proven(source.stat(), noted["bytes"]) and is_described(source, TABLES[table])
        except FileNotFoundError:
            return False
        return is_fit and self._link(str(source), path)

    def _proven_file(self, table: StagedTable, path: str) -> Path:
        """A staged file that holds what the checks saw.

        Raises:
            RefusedError: it does not.
        """
        source = self._staging.folder / path
        if not self._is_proven(source, path, table.files[path]):
            self._staging.mark_dirty(table.name)
            raise RefusedError(f"{source} is not the file the checks saw; run again, the table is then staged anew")
        return source

    def _is_proven(self, source: Path, path: str, file: File) -> bool:
        """Whether a staged file holds what the checks saw: it is the very file that was published, or reads so."""
        if not source.exists():
            return False
        return self._is_published(source, path, file) or file_digest(source) == file.sha256

    def _is_published(self, source: Path, path: str, file: File) -> bool:
        """Whether a staged file is the very file of the release before, as it was published."""
        noted = self._proven.get(path)
        if noted is None or noted["sha256"] != file.sha256 or self._before is None:
            return False
        published = self._before.path / path
        return published.exists() and published.samefile(source) and self._is_as_proven(source.stat(), file.bytes)

    def _is_as_proven(self, stat: os.stat_result, size: int) -> bool:
        """Whether a published file has its size and was not written to since."""
        return stat.st_size == size and stat.st_mtime_ns <= self._proven_at

    def _link(self, source: str, path: str) -> bool:
        target = f"{self._folder}/{path}"
        self._make_folder(target.rpartition("/")[0])
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in _WITHOUT_LINKS:
                raise
            shutil.copyfile(source, target)
        return True

    def _make_folder(self, folder: str) -> None:
        if folder not in self._made:
            self._make_folder(folder.rpartition("/")[0])
            os.mkdir(folder)  # noqa: PTH102 - plain paths: a release has thousands
            self._made.add(folder)


def _under(table: StagedTable, folder: str) -> list[str]:
    return [path for path in table.files if path.startswith(folder)]
