"""One writer at a time of an edition, a table, the archive or the releases.

The second writer is told who holds it; nothing of theirs interleaves. Different editions and tables are written side
by side.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_FOLDER: Final = ".locks"
_held: set[Path] = set()


class BusyError(Exception):
    """Another process is writing to the same part of the home."""


@contextmanager
def writing(folder: Path, part: str) -> Iterator[None]:
    """Holds a part of a home for this process; inside a block that holds it already, does nothing.

    The lock goes with the process, so that a killed one leaves none behind.

    Args:
        folder: of the home.
        part: what is written: `run`, `archive`, `release`, `edition <family> <year>`, `table <name>`.

    Raises:
        BusyError: another process holds it.
    """
    path = folder / _FOLDER / part.replace(" ", "-")
    if path in _held:
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
                f"process {holder} is writing to {folder} ({part}); wait until it is done, or stop it"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
            file.truncate(0)
