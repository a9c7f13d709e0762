"""What killed processes leave behind: half-written files and folders, named after the process that wrote them."""

import os
import re
import shutil
from collections.abc import Container
from pathlib import Path
from typing import Final
from uuid import uuid4

_LEFT: Final = re.compile(r"^\..+\.(\d+)-([0-9a-f]{8})\.(?:partial|building|removing)$")
_THIS_RUN: Final = uuid4().hex[:8]
"""Tells this process from an earlier one of the same number, which in a container is the rule."""


def partial_file(path: Path) -> Path:
    """Where a file or link is made before it is put in place."""
    return _mine(path.parent, path.name, "partial")


def building_folder(parent: Path, name: str) -> Path:
    """Where a folder is filled before it is put in place."""
    return _mine(parent, name, "building")


def removing_folder(parent: Path, name: str) -> Path:
    """What a folder is called while it is removed."""
    return _mine(parent, name, "removing")


def remove_leftovers(folder: Path, *, but: Container[str] = (), deep: bool = True) -> int:
    """Removes what processes that are gone left half-written in a folder.

    Args:
        folder: the folder; it need not be there.
        but: folders right below it that are not looked into.
        deep: whether to look into the folders below it.

    Returns:
        How many files and folders were removed.
    """
    removed = 0
    for root, folders, files in os.walk(folder):
        left = [name for name in (*folders, *files) if _is_left_over(name)]
        for name in left:
            _remove(Path(root, name))
        removed += len(left)
        if not deep:
            break
        folders[:] = [name for name in folders if name not in left and not (root == str(folder) and name in but)]
    return removed


def _mine(parent: Path, name: str, what: str) -> Path:
    return parent / f".{name}.{os.getpid()}-{_THIS_RUN}.{what}"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _is_left_over(name: str) -> bool:
    found = _LEFT.match(name)
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
