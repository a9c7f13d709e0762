"""The Dagster instance of a home, which `tip run`, the UI and Dagster's own commands share.

Its folder is `DAGSTER_HOME` of the user, else `dagster/` in the home. A new folder of a home gets the settings of the
project as a template; existing files belong to the user and are never written again.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

import dagster as dg
import yaml

from assets.pipeline.home.home import Home
from assets.pipeline.settings.files import SettingsError
from assets.pipeline.settings.load import settings

LOCATION: Final = "tip_warehouse"
"""The name of the code location in the UI, for `tip ui` and for `dg dev` (pyproject.toml)."""

_REPOSITORY: Final = ".dagster/repository"

REPOSITORY_TAG: Final = {_REPOSITORY: f"__repository__@{LOCATION}"}
"""The tag that the UI puts on its runs; runs of this process carry it too, so that job pages list both."""

OF_THIS_PROJECT: Final[Mapping[str, Sequence[str]]] = {
    _REPOSITORY: [f"__repository__@{name}" for name in (LOCATION, LOCATION.replace("_", "-"))]
}
"""Selects the runs of this project where other projects use the same instance. Kubernetes allows no `_` in a name."""

SETTINGS_FILE: Final = "dagster.yaml"
WORKSPACE_FILE: Final = "workspace.yaml"

_VARIABLE: Final = "DAGSTER_HOME"
_OF_A_CLONE: Final = ("storage", "local_artifact_storage")
"""Settings with the folders of a clone; without them, Dagster stores everything in its own folder."""

_GENERATED: Final = "3b98ceea7b7a152a1f27510c9402f0f4201c4684ca240dca62b62c1b78744157"
"""Digest of the settings that version 0.1.0 wrote into each home on every run, without the folders."""

_WORKSPACE: Final = f"""\
load_from:
  - python_module:
      module_name: orchestration.definitions
      location_name: {LOCATION}
"""

_set_here: set[str] = set()
"""Values of `DAGSTER_HOME` that `prepare_instance` set; any other value is the user's."""


def is_of_this_project(run: dg.DagsterRun) -> bool:
    """Whether the code location of this project made a run."""
    return run.tags.get(_REPOSITORY) in OF_THIS_PROJECT[_REPOSITORY]


def dagster_folder(home: Home) -> Path:
    """The folder of the Dagster instance of a home."""
    named = os.environ.get(_VARIABLE)
    if named and named not in _set_here:
        return Path(named).expanduser().absolute()
    return home.folder / "dagster"


def workspace_file(home: Home) -> Path:
    """The file that names the code location for Dagster's own commands."""
    return home.folder / "dagster" / WORKSPACE_FILE


def prepare_instance(home: Home) -> Path:
    """Writes missing files for the Dagster instance of a home, and sets `DAGSTER_HOME` and `TIP_HOME`.

    Returns:
        The folder of the instance.

    Raises:
        SettingsError: `DAGSTER_HOME` of the user names no folder.
    """
    folder = dagster_folder(home)
    own = home.folder / "dagster"
    own.mkdir(parents=True, exist_ok=True)
    if folder.resolve() == own.resolve():
        _write_template(own / SETTINGS_FILE)
        _set_here.add(str(folder))
    elif not folder.is_dir():
        raise SettingsError([f"{_VARIABLE}={folder} names no folder; create it, or unset the variable"])
    workspace = own / WORKSPACE_FILE
    if not workspace.exists():
        workspace.write_text(_WORKSPACE, encoding="utf-8")
    os.environ[_VARIABLE] = str(folder)
    os.environ["TIP_HOME"] = str(home.folder)
    return folder


def _write_template(path: Path) -> None:
    """Writes the settings of a new instance. Those that version 0.1.0 generated are replaced, others stay."""
    if path.exists() and not _is_generated(path):
        return
    written = path.with_name(f".{path.name}.new")
    written.write_text(yaml.safe_dump(template(), sort_keys=False), encoding="utf-8")
    written.replace(path)


def template() -> dict[str, Any]:
    """The Dagster settings of a new home.

    They come from dagster.yaml, which is in the root of a clone, and inside this package when installed.
    """
    packaged = resources.files("orchestration").joinpath(SETTINGS_FILE)
    clone = Path(__file__).resolve().parent.parent / SETTINGS_FILE
    content: dict[str, Any] = yaml.safe_load(packaged.read_bytes() if packaged.is_file() else clone.read_bytes())
    content = {name: value for name, value in content.items() if name not in _OF_A_CLONE}
    content["run_monitoring"]["max_runtime_seconds"] = settings().run_seconds
    return content


def _is_generated(path: Path) -> bool:
    try:
        content = _without_folders(yaml.safe_load(path.read_bytes()))
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest() == _GENERATED
    except (yaml.YAMLError, TypeError, UnicodeDecodeError):
        return False


def _without_folders(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_folders(each) for name, each in value.items() if name != "base_dir"}
    return value
