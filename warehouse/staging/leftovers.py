"""Partial files and folders of killed processes, which are named after the process that wrote them."""

import os
import re
import shutil
from collections.abc import Container
from pathlib import Path
from typing import Final
from uuid import uuid4

_LEFTOVER: Final = re.compile(r"^\..+\.(\d+)-([0-9a-f]{8})\.(?:partial|building|removing)$")
_THIS_RUN: Final = uuid4().hex[:8]
"""Distinguishes this process from an earlier one with the same number, which is common in containers."""


def partial_file(path: Path) -> Path:
    """The path of a file or link before it is moved into place."""
    return _path_of_this_process(path.parent, path.name, "partial")


def building_folder(parent: Path, name: str) -> Path:
    """The path of a folder before it is moved into place."""
    return _path_of_this_process(parent, name, "building")


def removing_folder(parent: Path, name: str) -> Path:
    """The path of a folder while it is removed."""
    return _path_of_this_process(parent, name, "removing")


def remove_leftovers(folder: Path, *, skipped: Container[str] = (), deep: bool = True) -> int:
    """Removes the partial files and folders of processes that do not run any more.

    Args:
        folder: the folder; it need not exist.
        skipped: folders directly below it that are not searched.
        deep: whether to search the folders below it.

    Returns:
        The number of files and folders that were removed.
    """
    removed = 0
    for root, folders, files in os.walk(folder):
        left = [name for name in (*folders, *files) if _is_leftover(name)]
        for name in left:
            _remove(Path(root, name))
        removed += len(left)
        if not deep:
            break
        folders[:] = [name for name in folders if name not in left and not (root == str(folder) and name in skipped)]
    return removed


def _path_of_this_process(parent: Path, name: str, what: str) -> Path:
    return parent / f".{name}.{os.getpid()}-{_THIS_RUN}.{what}"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _is_leftover(name: str) -> bool:
    found = _LEFTOVER.match(name)
    if found is None:
        return False
    process, run = int(found[1]), found[2]
    return run != _THIS_RUN if process == os.getpid() else not _is_alive(process)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
