"""Dagster's instance of a home: the one that `tip run` and the UI share."""

import os
from importlib import resources
from pathlib import Path

from assets.home import Home


def prepare_instance(home: Home) -> Path:
    """Puts `dagster.yaml` where Dagster looks for it and points `DAGSTER_HOME` there.

    Returns:
        The folder, under the home.
    """
    folder = home.folder / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings()
    target = folder / "dagster.yaml"
    if not target.exists() or target.read_bytes() != settings:
        target.write_bytes(settings)
    os.environ["DAGSTER_HOME"] = str(folder)
    os.environ["TIP_HOME"] = str(home.folder)
    return folder


def _settings() -> bytes:
    """The project's dagster.yaml: beside the packages in a checkout, inside this one when installed."""
    packaged = resources.files("orchestration").joinpath("dagster.yaml")
    if packaged.is_file():
        return packaged.read_bytes()
    return (Path(__file__).resolve().parent.parent / "dagster.yaml").read_bytes()
