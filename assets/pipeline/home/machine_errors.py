"""What the machine refuses, in one line: what, where, what to do.

Errors are told apart by their type and number, never by the words of a message.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_SAFE: Final = "what was stored before is whole"

_FULL: Final = f"no space is left on the disk of {{place}}; free some and run again, {_SAFE}"
_TOO_LARGE: Final = (
    f"files under {{place}} may not grow as large as needed (`ulimit -f`); raise the limit and run again, {_SAFE}"
)
_READ_ONLY: Final = "{place} can only be read; make it writable, or set TIP_HOME to a folder that is"
_NO_RIGHT: Final = "user {user} has no right to {place}; run as the owner of it, or give this user the right"
_TOO_MANY: Final = "too many files are open at once; raise the limit (`ulimit -n`) and run again"
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
"""Libraries that tell of a refused file in words alone: the machine itself is looked at instead."""


def machine_line(error: BaseException, home: Path) -> str | None:
    """An error, or what caused it, as one line; None where it is none that the machine is to blame for.

    Args:
        error: what was raised.
        home: the home worked on; the place to name where the error names none.
    """
    for found in _chain(error):
        template = _template(found, home)
        if template is not None:
            return template.format(place=_place(found) or home, user=_user())
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what caused it, the error first; what a library wraps counts as a cause."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop(0)
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        wrapped = getattr(found, "orig", None)  # SQLAlchemy keeps the driver's error there
        waiting += [wrapped if isinstance(wrapped, BaseException) else None, found.__cause__, found.__context__]


def _template(error: BaseException, home: Path) -> str | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        template = _BY_SQLITE.get(code & 0xFF) if code is not None else None
        return _state_of(home) or template if template is not None else None
    if isinstance(error, OSError):
        return _BY_NUMBER.get(error.errno or 0)
    if type(error).__module__.partition(".")[0] in _LIBRARIES:
        return _state_of(home)
    return None


def _state_of(home: Path) -> str | None:
    """What is wrong with the place of a home itself: SQLite and others have one word for several of these."""
    try:
        if os.statvfs(home).f_flag & os.ST_RDONLY:
            return _READ_ONLY
        return _FULL if shutil.disk_usage(home).free < _HARDLY_ANYTHING else _limited()
    except OSError:
        return None


_HARDLY_ANYTHING: Final = 8 << 20  # bytes


def _limited() -> str | None:
    import resource  # noqa: PLC0415 - needed only where something is wrong

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return _TOO_LARGE if limit != resource.RLIM_INFINITY else None


def _place(error: BaseException) -> str | None:
    filename = getattr(error, "filename", None)
    return str(filename) if isinstance(filename, str | Path) else None


def _user() -> str:
    import getpass  # noqa: PLC0415 - needed only where something is wrong

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.geteuid())
