"""The files of one staged table; only files whose bytes differ are written."""

import os
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.staging.files import digest, file_digest, write_file, write_new_file

if TYPE_CHECKING:
    from warehouse.staging.sorted_rows import RowFile


@dataclass(frozen=True)
class File:
    """A file of a staged table, by its path in staging and in a release."""

    sha256: str
    bytes: int
    rows: int


class TableFiles:
    """Changes the files of one table from those of its manifest to those written or skipped here.

    The dirty marker is set before the first change and removed after the caller has written the new manifest. While it
    is there, a change was interrupted and the manifest cannot be trusted: the next change compares the files
    themselves. So partitions need no partial files, which would double the cost of a first run.
    """

    def __init__(self, folder: Path, name: str, recorded: Mapping[str, File] | None) -> None:
        self.files: dict[str, File] = {}
        self._changed: set[str] = set()
        self._folder = folder
        self._recorded = recorded or {}
        self._marker = dirty_marker(folder, name)
        self._is_marked = self._marker.exists()
        self._was_interrupted = self._is_marked or recorded is None
        self._found = _partitions_on_disk(folder, name) if self._was_interrupted else set()

    @property
    def changed(self) -> int:
        """The number of files that were written or removed."""
        return len(self._changed)

    @property
    def recorded(self) -> Mapping[str, File]:
        """The files of the manifest; none where it cannot be trusted."""
        return {} if self._was_interrupted else self._recorded

    def skip(self, path: str) -> None:
        """Leaves a file as it is in the manifest."""
        self.files[path] = self.recorded[path]

    def skip_others(self, changed: Set[str]) -> None:
        """Leaves all partitions as they are in the manifest, without those that may change."""
        for path in self.recorded:
            if path.startswith("tables/") and path not in changed:
                self.skip(path)

    def keep(self, path: str) -> bool:
        """Leaves a file as it is in the manifest, if it is there; returns whether it is."""
        if path not in self.recorded or not os.path.exists(f"{self._folder}/{path}"):  # noqa: PTH110 - thousands of files
            return False
        self.skip(path)
        return True

    def is_unchanged(self, path: str) -> bool:
        """Whether a file exists as in the manifest, and no other file of the manifest changed."""
        others = {name: file for name, file in self.recorded.items() if name != path}
        return path in self.recorded and others == self.files and (self._folder / path).exists()

    def write(self, path: str, data: bytes, rows: int, *, is_read: bool = False) -> None:
        """Writes a file, unless it has these bytes already; several threads may write different files.

        Args:
            path: its path, relative to the staging area.
            data: its bytes.
            rows: the number of its rows.
            is_read: whether others may read the file at the same time: it is then replaced in one step.
        """
        file = self.files[path] = File(digest(data), len(data), rows)
        if not self._is_written(path, file):
            self.set_marker()
            if is_read:
                write_file(self._folder / path, data)
            else:
                write_new_file(f"{self._folder}/{path}", data)
            self._changed.add(path)

    def place(self, path: str, written: "RowFile") -> None:
        """Puts a file into place, unless the same bytes are there already.

        A partition of one row group is written there directly, for half of the cost.
        """
        if not (written.is_begun or written.with_schema):
            self.write(path, written.whole(), written.rows)
            return
        sha256, size = written.finish()
        file = self.files[path] = File(sha256, size, written.rows)
        if self._is_written(path, file):
            written.discard()
        else:
            written.place()
            self._changed.add(path)

    def remove_others(self) -> None:
        """Removes the files of the table that were neither written nor skipped."""
        others = self._recorded.keys() | self._found
        for path in sorted(others - self.files.keys()):
            self.set_marker()
            target = self._folder / path
            target.unlink(missing_ok=True)
            with suppress(OSError):  # not empty
                target.parent.rmdir()
                target.parent.parent.rmdir()
            self._changed.add(path)

    def remove_marker(self) -> None:
        """Removes the dirty marker; called after the manifest is written."""
        if self._is_marked:
            self._marker.unlink()
            self._is_marked = False

    def _is_written(self, path: str, file: File) -> bool:
        if not self._was_interrupted and self._recorded.get(path) != file:
            return False
        target = f"{self._folder}/{path}"
        if not os.path.exists(target):  # noqa: PTH110 - thousands of files
            return False
        return not self._was_interrupted or file_digest(target) == file.sha256

    def set_marker(self) -> None:
        """Sets the dirty marker."""
        if not self._is_marked:
            self._marker.parent.mkdir(parents=True, exist_ok=True)
            self._marker.touch()
            self._is_marked = True


def dirty_marker(folder: Path, name: str) -> Path:
    """The path of the dirty marker of a table: a change of it is in progress or was interrupted."""
    return folder / "manifests" / f"{name}.dirty"


def _partitions_on_disk(folder: Path, name: str) -> set[str]:
    root = folder / "tables" / name
    return {os.path.relpath(Path(at, file), folder) for at, _, files in os.walk(root) for file in files}


def compact_path(name: str) -> str:
    """The path of the compact file of a table, in the staging area and in a release."""
    return f"compact/{name}.parquet"
