"""Dagster's instance of a home: the one that `tip run` and the UI share."""

import os
from importlib import resources
from pathlib import Path
from typing import Final

from assets.home import Home

LOCATION: Final = "tip_warehouse"
"""What the UI calls our code location, whether `tip ui` or `dg dev` (pyproject.toml) opened it."""

REPOSITORY_TAG: Final = {".dagster/repository": f"__repository__@{LOCATION}"}
"""Runs made in this process carry what the UI puts on its own, so that its job pages list both."""

_ONE_PLAN: Final = "DAGSTER_EMIT_PARTITION_SUBSET_IN_PLANNED_EVENTS"
"""Without it a run over all editions begins with an event for each asset and edition, hundreds of them, which take
longer to store than the editions take to read. The price: a failed run marks no single edition as failed."""

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
    os.environ.setdefault(_ONE_PLAN, "true")
    return folder


def _settings() -> bytes:
    """The project's dagster.yaml: beside the packages in a checkout, inside this one when installed."""
    packaged = resources.files("orchestration").joinpath("dagster.yaml")
    if packaged.is_file():
        return packaged.read_bytes()
    return (Path(__file__).resolve().parent.parent / "dagster.yaml").read_bytes()
