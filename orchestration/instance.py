"""Dagster's instance of a home: the one that `tip run` and the UI share."""

import os
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from assets.pipeline.home.home import Home

LOCATION: Final = "tip_warehouse"
"""What the UI calls our code location, whether `tip ui` or `dg dev` (pyproject.toml) opened it."""

REPOSITORY_TAG: Final = {".dagster/repository": f"__repository__@{LOCATION}"}
"""Runs made in this process carry what the UI puts on its own, so that its job pages list both."""

_IN_CLONE: Final = "data/dagster"
"""Where the settings of a clone put Dagster's storage, relative to its root."""

_WORKSPACE: Final = f"""\
load_from:
  - python_module:
      module_name: orchestration.definitions
      location_name: {LOCATION}
"""


def prepare_instance(home: Home) -> Path:
    """Puts `dagster.yaml` and `workspace.yaml` where Dagster looks for them and points `DAGSTER_HOME` there.

    Returns:
        The folder, under the home.
    """
    folder = home.folder / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    for name, wanted in (("dagster.yaml", _settings_for(folder)), ("workspace.yaml", _WORKSPACE.encode())):
        target = folder / name
        if not target.exists() or target.read_bytes() != wanted:
            target.write_bytes(wanted)
    os.environ["DAGSTER_HOME"] = str(folder)
    os.environ["TIP_HOME"] = str(home.folder)
    return folder


def _settings_for(folder: Path) -> bytes:
    """The project's dagster.yaml with the storage of this home.

    It lies beside the packages in a checkout, inside this one when installed. There its paths are those of the home in
    the clone, so that `dagster dev` and `dg` work without any environment.
    """
    packaged = resources.files("orchestration").joinpath("dagster.yaml")
    clone = Path(__file__).resolve().parent.parent / "dagster.yaml"
    settings = yaml.safe_load(packaged.read_bytes() if packaged.is_file() else clone.read_bytes())
    return str(yaml.safe_dump(_moved(settings, str(folder)), sort_keys=False)).encode()


def _moved(settings: Any, folder: str) -> Any:
    """Settings with every path in the clone's storage moved to another folder."""
    if isinstance(settings, dict):
        return {name: _moved(value, folder) for name, value in settings.items()}
    return folder if settings == _IN_CLONE else settings
