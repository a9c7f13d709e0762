"""What killed processes leave behind: half-written files and folders, named after the process that wrote them."""

import os
import re
import shutil
from pathlib import Path
from typing import Final

_FILE: Final = re.compile(r"^\..+\.(\d+)\.partial$")
_FOLDER: Final = re.compile(r"^\.(?:building|removing)-.+-(\d+)$")


def partial_file(path: Path) -> str:
    """Where a file is written before it is put in place."""
    return f"{path.parent}/.{path.name}.{os.getpid()}.partial"


def building_folder(parent: Path, name: str) -> Path:
    """Where a folder is filled before it is put in place."""
    return parent / f".building-{name}-{os.getpid()}"


def removing_folder(parent: Path, name: str) -> Path:
    """What a folder is called while it is removed."""
    return parent / f".removing-{name}-{os.getpid()}"


def sweep(folder: Path) -> int:
    """Removes what processes that are gone left half-written anywhere below a folder.

    Returns:
        How many files and folders were removed.
    """
    removed = 0
    for root, folders, files in os.walk(folder):
        for name in [name for name in folders if _is_left_over(_FOLDER, name)]:
            shutil.rmtree(Path(root, name), ignore_errors=True)
            folders.remove(name)
            removed += 1
        for name in files:
            if _is_left_over(_FILE, name):
                Path(root, name).unlink(missing_ok=True)
                removed += 1
    return removed


def _is_left_over(form: re.Pattern[str], name: str) -> bool:
    found = form.match(name)
    return found is not None and not _is_alive(int(found[1]))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
