"""The files of one staged table, of which only those are written whose bytes differ from what lies there."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from warehouse.staging.files import digest, file_digest, write_file, write_new_file
from warehouse.staging.sorted_rows import RowFile


@dataclass(frozen=True)
class File:
    """A file of a staged table, by its path in staging and in a release."""

    sha256: str
    bytes: int
    rows: int


class TableFiles:
    """Changes the files of one table from those noted to those put or kept here.

    Before the first change a mark is set, and taken away only when the caller has noted the files as they are then.
    While it stands, what was noted cannot be trusted: the change was cut short. The next one then looks at the files
    themselves. So partitions need no detour over a temporary name, which would double the cost of a first run.
    """

    def __init__(self, folder: Path, name: str, noted: Mapping[str, File] | None) -> None:
        self.files: dict[str, File] = {}
        self.changed = 0
        self._folder = folder
        self._name = name
        self._noted = noted or {}
        self._mark = dirty_marker(folder, name)
        self._is_marked = self._mark.exists()
        self._cut_short = self._is_marked or noted is None

    @property
    def noted(self) -> Mapping[str, File]:
        """The files as noted; none where the note cannot be trusted."""
        return {} if self._cut_short else self._noted

    def keep(self, path: str) -> None:
        """Leaves a noted file as it is."""
        self.files[path] = self.noted[path]

    def would_be_kept(self, path: str) -> bool:
        """Whether a file is there as noted, and all other noted files were put as they are or kept."""
        others = {name: file for name, file in self.noted.items() if name != path}
        return path in self.noted and others == self.files and (self._folder / path).exists()

    def put(self, path: str, data: bytes, rows: int, *, is_read: bool = False) -> None:
        """Makes a file hold these bytes.

        Args:
            path: where, relative to the staging area.
            data: what.
            rows: how many rows that is.
            is_read: whether others may be reading the file: it is then replaced in one step.
        """
        file = self.files[path] = File(digest(data), len(data), rows)
        target = self._folder / path
        if not self._lies_there(path, target, file):
            self._set_mark()
            if is_read:
                write_file(target, data)
            else:
                write_new_file(str(target), data)
            self.changed += 1

    def begin(self) -> None:
        """Sets the mark before anything is written beside the files: what a killed process leaves there is cleared
        away with them."""
        self._set_mark()

    def put_written(self, path: str, written: RowFile) -> None:
        """Puts a file that was written beside its place there, unless the same bytes lie there already."""
        sha256, size = written.finish()
        file = self.files[path] = File(sha256, size, written.rows)
        if self._lies_there(path, self._folder / path, file):
            written.drop()
        else:
            written.place()
            self.changed += 1

    def remove_others(self) -> None:
        """Removes the files of the table that were neither put nor kept."""
        others = self._noted.keys() | (self._strays() if self._cut_short else set())
        for path in sorted(others - self.files.keys()):
            self._set_mark()
            target = self._folder / path
            target.unlink(missing_ok=True)
            with suppress(OSError):  # not empty
                target.parent.rmdir()
                target.parent.parent.rmdir()
            self.changed += 1

    def done(self) -> None:
        """To be called when the files are noted as they are now."""
        if self._is_marked:
            self._mark.unlink()
            self._is_marked = False

    def _lies_there(self, path: str, target: Path, file: File) -> bool:
        if self._cut_short:
            return target.exists() and file_digest(target) == file.sha256
        return self._noted.get(path) == file and target.exists()

    def _set_mark(self) -> None:
        if not self._is_marked:
            self._mark.parent.mkdir(parents=True, exist_ok=True)
            self._mark.touch()
            self._is_marked = True

    def _strays(self) -> set[str]:
        root = self._folder / "tables" / self._name
        return {os.path.relpath(Path(at, file), self._folder) for at, _, files in os.walk(root) for file in files}


def dirty_marker(folder: Path, name: str) -> Path:
    """The mark of a table of which a change is under way, or was cut short."""
    return folder / "manifests" / f"{name}.dirty"
