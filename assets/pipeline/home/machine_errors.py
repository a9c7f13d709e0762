"""Errors of the machine as one line: what failed, where, and what to do.

Errors are classified by type and number, never by the words of a message.
"""

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

_SAFE: Final = "data stored before are intact"

_FULL: Final = f"no space is left on the disk of {{place}}; free some and run again, {_SAFE}"
_TOO_LARGE: Final = (
    f"files under {{place}} may not grow as large as needed (`ulimit -f`); raise the limit and run again, {_SAFE}"
)
_READ_ONLY: Final = "{place} can only be read; make it writable, or set TIP_HOME to a folder that is"
_NO_RIGHT: Final = "user {user} has no right to {place}; run as the owner of it, or give this user the right"
_TOO_MANY: Final = "too many files are open at once; raise the limit (`ulimit -n`) and run again"
_NO_MEMORY: Final = f"there is not enough memory; end other programs or raise the limit, and run again, {_SAFE}"
_WORKER_ENDED: Final = f"a worker process was ended from outside, perhaps for lack of memory; run again, {_SAFE}"
_DAMAGED_HISTORY: Final = (
    "{place} is damaged; move this file away and run again: it holds only Dagster's history of runs, no table"
)
_FAILING: Final = "the disk of {place} fails to read or write; check it, then run `tip verify`"

_BY_NUMBER: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _TOO_LARGE,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.EIO: _FAILING,
    errno.ENOMEM: _NO_MEMORY,
}

_BY_SQLITE: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _NO_RIGHT,
    sqlite3.SQLITE_CANTOPEN: _NO_RIGHT,
    sqlite3.SQLITE_PERM: _NO_RIGHT,
    sqlite3.SQLITE_IOERR: _FAILING,
}
"""By SQLite's primary result code."""

_LIBRARIES: Final = ("duckdb", "polars", "pyarrow")
"""Libraries whose file errors have no number; for these the state of the machine is examined instead."""


def machine_error_line(error: BaseException, home: Path) -> str | None:
    """The error, or its cause, as one line; None if it is not an error of the machine.

    Args:
        error: the raised error.
        home: the folder of the home; the message names it if the error names no file.
    """
    for cause in _with_causes(error):
        if isinstance(cause, sqlite3.DatabaseError) and (damaged := _damaged_history(home)) is not None:
            return _DAMAGED_HISTORY.format(place=damaged)
        template = _template(cause, home)
        if template is not None:
            return template.format(place=_file_name(cause) or home, user=_user_name())
    return None


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """An error and its causes, the error first; an error that a library wraps counts as a cause."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        wrapped = getattr(current, "orig", None)  # SQLAlchemy stores the driver's error there
        waiting += [wrapped if isinstance(wrapped, BaseException) else None, current.__cause__, current.__context__]


def _template(error: BaseException, home: Path) -> str | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        template = _BY_SQLITE.get(code & 0xFF) if code is not None else None
        return _disk_error(home) or template if template is not None else None
    if isinstance(error, MemoryError):
        return _NO_MEMORY
    if isinstance(error, BrokenExecutor):
        return _WORKER_ENDED
    if isinstance(error, OSError):
        return _BY_NUMBER.get(error.errno or 0)
    if type(error).__module__.partition(".")[0] in _LIBRARIES:
        return _disk_error(home)
    return None


def _damaged_history(home: Path) -> Path | None:
    """The first of Dagster's databases in a home that is damaged; None where each can be read."""
    for path in sorted((home / "dagster").rglob("*.db")):
        try:
            with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as database:
                if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                    return path
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                return path
    return None


def home_state_line(home: Path) -> str | None:
    """Why nothing can be written to a home, in one line; None if something can."""
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(bytes(_PROBE_BYTES))
            file.flush()
    except OSError as error:
        return machine_error_line(OSError(error.errno, error.strerror), home) or f"{home}: {error.strerror}"
    return None


_PROBE_BYTES: Final = 1 << 20


def _disk_error(home: Path) -> str | None:
    """The error of the disk of a home: SQLite and other libraries report several of these as one."""
    try:
        if os.statvfs(home).f_flag & os.ST_RDONLY:
            return _READ_ONLY
        return _FULL if shutil.disk_usage(home).free < _FULL_DISK_BYTES else _file_size_error()
    except OSError:
        return None


_FULL_DISK_BYTES: Final = 8 << 20


def _file_size_error() -> str | None:
    import resource  # noqa: PLC0415 - imported only after an error

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return _TOO_LARGE if limit != resource.RLIM_INFINITY else None


def _file_name(error: BaseException) -> str | None:
    filename = getattr(error, "filename", None)
    return str(filename) if isinstance(filename, str | Path) else None


def _user_name() -> str:
    import getpass  # noqa: PLC0415 - imported only after an error

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.geteuid())
