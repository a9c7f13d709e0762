"""Shows whether a Dagster run is being executed: the executing process holds a lock until the run or the process ends.

Dagster itself does not notice that the process of a run was killed: the run stays "started" and blocks later runs.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

PROCESS_TAG: Final = "tip/process"
"""Tag of a run: the id of the process that executes it."""

STARTED_TAG: Final = "tip/process_started"
"""Tag of a run: when this process started."""

_FOLDER: Final = ".locks/runs"
_IMPORTED: Final = time.time()


def process_tags() -> dict[str, str]:
    """The tags that name this process, by its id and the time of its start."""
    return {PROCESS_TAG: str(os.getpid()), STARTED_TAG: f"{datetime.fromtimestamp(_start_time(), UTC):%FT%TZ}"}


@contextmanager
def executing(folder: Path, run_id: str) -> Iterator[None]:
    """Holds the lock of a run during the block. Several parts of the program may hold it for the same run.

    Args:
        folder: the folder of the home.
        run_id: the id of the Dagster run.
    """
    path = _lock_path(folder, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # waits only while another process asks `is_executing`
        yield
        # the others that hold the lock of this run still need the file
        if _can_lock(file.fileno()):
            path.unlink(missing_ok=True)


def is_executing(folder: Path, run_id: str) -> bool | None:
    """Whether a process executes a run; None if no process ever began to, or the run ended in the regular way."""
    try:
        with _lock_path(folder, run_id).open("r") as file:
            return not _can_lock(file.fileno())
    except FileNotFoundError:
        return None


def forget_run(folder: Path, run_id: str) -> None:
    """Removes the lock of a run that no process executes."""
    _lock_path(folder, run_id).unlink(missing_ok=True)


def _can_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_path(folder: Path, run_id: str) -> Path:
    return folder / _FOLDER / run_id


def _start_time() -> float:
    """When this process started, in seconds since 1970."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        since_boot = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + since_boot
    except (OSError, AttributeError):
        return _IMPORTED  # no Linux
