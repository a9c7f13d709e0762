"""Reads the settings: defaults, then the settings file, then the environment."""

import difflib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr, ValidationError

from assets.pipeline.settings.declaration import ENVIRONMENT_ONLY, PREFIX, Settings, variable
from assets.pipeline.settings.files import FILE_VARIABLE, HOME_VARIABLE, SettingsError, read_file, settings_file

_OTHER_VARIABLES: Final = frozenset((FILE_VARIABLE,))
_CLOSE: Final = 0.85
"""Likeness from which an unknown variable is taken for a misspelled one."""

_CLOSE_KEY: Final = 0.6


@dataclass(frozen=True)
class LoadedSettings:
    """Settings, and where each value comes from.

    Attributes:
        values: the settings.
        origins: by setting, the variable or the file that gives it; settings without a row have their default.
    """

    values: Settings
    origins: dict[str, str]

    def origin(self, name: str) -> str:
        """Where the value of a setting comes from."""
        return self.origins.get(name, "default")


def load_settings() -> LoadedSettings:
    """The settings of this process.

    Raises:
        SettingsError: the file cannot be read, or values are wrong.
        WrongHomeError: `TIP_HOME` names no folder.
    """
    path = settings_file()
    in_file = read_file(path) if path is not None else {}
    mistakes = _misplaced(in_file, path) + _misspelled_variables()
    known = {name: in_file[name] for name in Settings.model_fields if name in in_file and name not in ENVIRONMENT_ONLY}
    given = {name: text for name in Settings.model_fields if (text := os.environ.get(variable(name), "").strip())}
    origins = {**dict.fromkeys(known, str(path)), **{name: variable(name) for name in given}}
    try:
        values = Settings.model_validate({**known, **given})
    except ValidationError as error:
        raise SettingsError([*mistakes, *_lines_of(error, origins)]) from None
    if mistakes:
        raise SettingsError(mistakes)
    return LoadedSettings(values, origins)


def settings() -> Settings:
    """The values of the settings of this process; see `load_settings`."""
    return load_settings().values


def _misplaced(in_file: dict[str, Any], path: Path | None) -> list[str]:
    """Mistakes in the names of the file: unknown settings, secrets, and the home in its own folder."""
    lines = []
    for name in in_file:
        if name not in Settings.model_fields:
            close = difflib.get_close_matches(name, Settings.model_fields, 1, _CLOSE_KEY)
            remedy = f"did you mean {close[0]}?" if close else "`tip config` lists all settings"
            lines.append(f"{path}: {name}: no such setting; {remedy}")
        elif name in ENVIRONMENT_ONLY:
            lines.append(f"{path}: {name}: is a secret; remove it and set {variable(name)} in the environment")
        elif name == "home" and not os.environ.get(FILE_VARIABLE):
            lines.append(f"{path}: home: the file is in the home itself; set {HOME_VARIABLE} in the environment")
    return lines


def _misspelled_variables() -> list[str]:
    """A mistake for each variable that looks like that of a setting and is none."""
    known = {variable(name) for name in Settings.model_fields} | _OTHER_VARIABLES
    lines = []
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            close = difflib.get_close_matches(name, sorted(known), 1, _CLOSE)
            lines += [f"{name}: no such setting; did you mean {close[0]}?"] if close else []
    return lines


def _lines_of(error: ValidationError, origins: dict[str, str]) -> list[str]:
    lines = []
    for mistake in error.errors():
        name = str(mistake["loc"][0]) if mistake["loc"] else None
        message = mistake["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        if name is None:
            lines.append(f"settings: {message}")
            continue
        origin = origins[name]
        where = f"{origin}" if origin == variable(name) else f"{origin}: {name}"
        value = mistake["input"]
        shown = "(secret)" if name in ENVIRONMENT_ONLY or isinstance(value, SecretStr) else value
        lines.append(f"{where}={shown}: {message} ({Settings.model_fields[name].description})")
    return lines
