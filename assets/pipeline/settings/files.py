"""The folder of the home and the settings file, found without reading any other setting."""

import errno
import os
import tomllib
from pathlib import Path
from typing import Any, Final

HOME_VARIABLE: Final = "TIP_HOME"
FILE_VARIABLE: Final = "TIP_SETTINGS"
FILE_NAME: Final = "tip.toml"
"""The settings file of a home, where `TIP_SETTINGS` names no other."""

_CLONE: Final = Path(__file__).resolve().parents[3]
_APPLICATION: Final = "tip-warehouse"


class SettingsError(Exception):
    """Settings are wrong.

    Attributes:
        lines: one line for each mistake: where, what, what to do.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


class WrongHomeError(Exception):
    """The home holds data of the other kind, or `TIP_HOME` names no folder."""


def settings_file() -> Path | None:
    """The settings file in use; None where there is none.

    Raises:
        SettingsError: `TIP_SETTINGS` names no file.
        WrongHomeError: `TIP_HOME` names no folder.
    """
    named = os.environ.get(FILE_VARIABLE)
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise SettingsError([f"{FILE_VARIABLE}={named} names no file"])
        return path.resolve()
    path = home_folder() / FILE_NAME
    return path if path.is_file() else None


def home_folder() -> Path:
    """The folder of the home: `TIP_HOME`, or `home` in the file that `TIP_SETTINGS` names, or the default.

    Raises:
        SettingsError: the settings file cannot be read.
        WrongHomeError: the setting names no folder.
    """
    named, where = os.environ.get(HOME_VARIABLE), HOME_VARIABLE
    if not named and (file := os.environ.get(FILE_VARIABLE)):
        path = Path(file).expanduser()
        named = str(read_file(path).get("home", "")) if path.is_file() else ""
        where = f"{path}: home"
    if not named:
        return default_home()
    try:
        folder = Path(named).expanduser().resolve()
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        if not existing.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{existing} is a file")
    except (RuntimeError, ValueError, OSError) as error:
        # the user after ~ is unknown, no home folder of a user is known, a loop of links, a name that is too long
        reason = getattr(error, "strerror", None) or str(error)
        raise WrongHomeError(f"{where}={named} names no folder ({reason}); set it to a folder") from None
    return folder


def default_home() -> Path:
    """`data/` of a clone; of an installed application, the data folder of the user."""
    import platformdirs  # noqa: PLC0415 - only where nothing names the home

    if is_clone():
        return _CLONE / "data"

    return platformdirs.user_data_path(_APPLICATION)


def is_clone() -> bool:
    """Whether this code runs in a clone of the project, and not as an installed application."""
    return (_CLONE / "pyproject.toml").is_file()


def read_file(path: Path) -> dict[str, Any]:
    """The content of a settings file.

    Raises:
        SettingsError: it cannot be read.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: is no TOML: {error}"]) from None
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read: {error.strerror}"]) from None
