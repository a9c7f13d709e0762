"""The Dagster instance of a home, which `tip run` and the UI share."""

import os
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from assets.pipeline.home.home import Home
from warehouse.staging.files import write_file

LOCATION: Final = "tip_warehouse"
"""The name of the code location in the UI, for `tip ui` and for `dg dev` (pyproject.toml)."""

REPOSITORY_TAG: Final = {".dagster/repository": f"__repository__@{LOCATION}"}
"""The tag that the UI puts on its runs; runs of this process carry it too, so that job pages list both."""

_IN_CLONE: Final = "data/dagster"
"""The folder of Dagster's storage in the settings of a clone, relative to its root."""

_WORKSPACE: Final = f"""\
load_from:
  - python_module:
      module_name: orchestration.definitions
      location_name: {LOCATION}
"""


def prepare_instance(home: Home) -> Path:
    """Writes `dagster.yaml` and `workspace.yaml` for a home, and sets `DAGSTER_HOME` and `TIP_HOME`.

    Returns:
        The Dagster folder of the home.
    """
    folder = home.folder / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("dagster.yaml", _settings_for(folder)), ("workspace.yaml", _WORKSPACE.encode())):
        target = folder / name
        if not target.exists() or target.read_bytes() != content:
            write_file(target, content)
    os.environ["DAGSTER_HOME"] = str(folder)
    os.environ["TIP_HOME"] = str(home.folder)
    return folder


def _settings_for(folder: Path) -> bytes:
    """The project's dagster.yaml, with its storage moved to a folder.

    The file is in the root of a clone, and inside this package when installed. Its own paths are those of `data/` in a
    clone, so that `dagster dev` and `dg` work without environment variables.
    """
    packaged = resources.files("orchestration").joinpath("dagster.yaml")
    clone = Path(__file__).resolve().parent.parent / "dagster.yaml"
    settings = yaml.safe_load(packaged.read_bytes() if packaged.is_file() else clone.read_bytes())
    return str(yaml.safe_dump(_with_storage(settings, str(folder)), sort_keys=False)).encode()


def _with_storage(settings: Any, folder: str) -> Any:
    """Settings with the storage folder of a clone replaced by another folder."""
    if isinstance(settings, dict):
        return {name: _with_storage(value, folder) for name, value in settings.items()}
    return folder if settings == _IN_CLONE else settings
