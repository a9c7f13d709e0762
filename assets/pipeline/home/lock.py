"""Locks: one thread of one process at a time writes to an edition, a table, the archive or the releases.

A second writer gets an error that names the first. Different editions and tables are written at the same time.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_FOLDER: Final = ".locks"
_locked: set[tuple[Path, int]] = set()
"""The locked files, with the thread that locked each."""


class BusyError(Exception):
    """Another process, or another thread of this one, is writing to the same part of the home."""


@contextmanager
def writing(folder: Path, part: str) -> Iterator[None]:
    """Locks a part of a home for this thread; a nested call in it for the same part does nothing.

    The lock ends with the process, so a killed process leaves no lock.

    Args:
        folder: the folder of the home.
        part: the part to write: `run`, `archive`, `release`, `edition <family> <year>`, `table <name>`.

    Raises:
        BusyError: another process or thread holds the lock.
    """
    path = folder / _FOLDER / part.replace(" ", "-")
    key = path, threading.get_ident()
    if key in _locked:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise BusyError(
                f"process {holder} is writing to {folder} ({part}); wait until it ends, or stop it"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _locked.add(key)
        try:
            yield
        finally:
            _locked.discard(key)
            file.truncate(0)


@contextmanager
def waiting(folder: Path, file: str) -> Iterator[None]:
    """Locks a small file of a home while it is changed; waits for a process that changes it at the same time."""
    path = folder / _FOLDER / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
