"""What the machine refuses, said in one line: what, where, what to do."""

import os
import re
import resource
import shutil
from pathlib import Path
from typing import Final

_SAFE: Final = "what was stored before is whole"

_KINDS: Final[tuple[tuple[str, str], ...]] = (
    (
        r"No space left on device|database or disk is full|[Dd]isk quota exceeded",
        f"no space is left on the disk of {{place}}; free some and run again, {_SAFE}",
    ),
    (
        r"File too large",
        f"files under {{place}} may not grow as large as needed (`ulimit -f`); raise the limit and run again, {_SAFE}",
    ),
    (
        r"Read-only file system",
        "{place} can only be read; make it writable, or set TIP_HOME to a folder that is",
    ),
    (
        r"Permission denied|Operation not permitted|unable to open database file|attempt to write a readonly database",
        "user {user} has no right to {place}; run as the owner of it, or give this user the right",
    ),
    (r"Too many open files", "too many files are open at once; raise the limit (`ulimit -n`) and run again"),
    (
        r"disk I/O error|Input/output error",
        "the disk of {place} fails to read or write; check it, then run `tip verify`",
    ),
)
"""By what libraries and the system say, what we say."""


def explained(error: BaseException, home: Path) -> str | None:
    """An error, or what caused it, as one line; None where it is none that the machine is to blame for.

    Args:
        error: what was raised.
        home: the home worked on; the place to name where the error names none.
    """
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        ours = type(found).__module__.partition(".")[0] in ("assets", "orchestration", "sources", "warehouse")
        if not ours and (line := explained_text(str(found), home, getattr(found, "filename", None))) is not None:
            return line
        found = found.__cause__ or found.__context__
    return None


def explained_text(text: str, home: Path, place: object = None) -> str | None:
    """As `explained`, of an error of which only the words are left."""
    said = _plainer(text, home)
    line = next((line for pattern, line in _KINDS if re.search(pattern, said)), None)
    named = place if isinstance(place, str | Path) else _quoted_path(text)
    return line.format(place=named or home, user=_user()) if line else None


def _plainer(text: str, home: Path) -> str:
    """SQLite has one word for several troubles; a look at the machine tells which it is."""
    if "disk I/O error" in text and _is_full(home):
        return "No space left on device"
    if "disk I/O error" in text and resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
        return "File too large"
    if re.search("unable to open database file|readonly database", text) and _can_only_be_read(home):
        return "Read-only file system"
    return text


def _is_full(folder: Path) -> bool:
    """Whether hardly anything is left."""
    try:
        return shutil.disk_usage(folder).free < 8 << 20
    except OSError:
        return False


def _can_only_be_read(folder: Path) -> bool:
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _quoted_path(text: str) -> str | None:
    found = re.search(r"'(/[^']+)'\s*$", text.strip())
    return found[1] if found else None


def _user() -> str:
    import getpass  # noqa: PLC0415 - needed only where something is wrong

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.geteuid())
