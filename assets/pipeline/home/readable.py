"""A home that nothing can be written to, for commands that only read its archive."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from assets.pipeline.home.home import Home
from assets.pipeline.home.machine_errors import home_state_line
from sources.archive.page_archive import INDEX


@contextmanager
def readable_home(home: Home) -> Iterator[Home]:
    """The home; where nothing can be written, one with a copy of its index, which SQLite writes to when it reads."""
    if not (home.archive_folder / INDEX).exists() or home_state_line(home.folder) is None:
        yield home
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in home.folder.iterdir():
            if path.name != "archive":
                (folder / path.name).symlink_to(path)
        (folder / "archive").mkdir()
        for path in home.archive_folder.iterdir():
            if not path.name.startswith(INDEX):
                (folder / "archive" / path.name).symlink_to(path)
        _copy_index(home.archive_folder / INDEX, folder / "archive" / INDEX)
        yield Home(folder)


def _copy_index(index: Path, target: Path) -> None:
    """Copies an index. Only while a process has it open, or after a crash, there is a write-ahead log beside it."""
    if index.with_name(f"{INDEX}-wal").exists() and _copy_snapshot(index, target):
        return
    for path in index.parent.glob(f"{INDEX}*"):
        shutil.copy(path, target.parent)


def _copy_snapshot(index: Path, target: Path) -> bool:
    """Copies an index that the owner of the home may be writing to; False where SQLite cannot read it so."""
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(index))}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
    except sqlite3.Error:
        target.unlink(missing_ok=True)
        return False
    return True
