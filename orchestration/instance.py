"""Dagster's instance of a home: the one that `tip run` and the UI share."""

import os
from importlib import resources
from pathlib import Path
from typing import Final

from assets.home import Home

LOCATION: Final = "tip_warehouse"
"""What the UI calls our code location, whether `tip ui` or `dg dev` (pyproject.toml) opened it."""

REPOSITORY_TAG: Final = {".dagster/repository": f"__repository__@{LOCATION}"}
"""Runs made in this process carry what the UI puts on its own, so that its timeline and job pages list both."""

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
    for name, wanted in (("dagster.yaml", _settings()), ("workspace.yaml", _WORKSPACE.encode())):
        target = folder / name
        if not target.exists() or target.read_bytes() != wanted:
            target.write_bytes(wanted)
    os.environ["DAGSTER_HOME"] = str(folder)
    os.environ["TIP_HOME"] = str(home.folder)
    return folder


def _settings() -> bytes:
    """The project's dagster.yaml: beside the packages in a checkout, inside this one when installed."""
    packaged = resources.files("orchestration").joinpath("dagster.yaml")
    if packaged.is_file():
        return packaged.read_bytes()
    return (Path(__file__).resolve().parent.parent / "dagster.yaml").read_bytes()
