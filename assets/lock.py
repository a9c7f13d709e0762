"""One writer at a time on a home: the second is told who holds it, and nothing of theirs interleaves."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_NAME: Final = ".lock"
_held: set[Path] = set()


class BusyError(Exception):
    """Another process is writing to the home."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Holds the home for this process; inside a block that holds it already, does nothing.

    The lock goes with the process, so that a killed one leaves none behind.

    Raises:
        BusyError: another process holds it.
    """
    if folder in _held:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _NAME).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise BusyError(f"process {holder} is writing to {folder}; wait until it is done, or stop it") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _held.add(folder)
        try:
            yield
        finally:
            _held.discard(folder)
            file.truncate(0)
