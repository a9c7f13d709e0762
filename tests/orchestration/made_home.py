"""A home with a release, made once per module and copied for each test."""

import shutil
from pathlib import Path

from assets.pipeline.home.home import Home
from tests.old_home import unpack_old_home
from tests.orchestration.command_line import tip


def make_home(folder: Path) -> Path:
    """A release of this version from the archive of a home of version 0.1.0."""
    home = unpack_old_home(folder)
    (home / "current").unlink()
    shutil.rmtree(home / "releases")  # newer readers may read fewer rows, which the gate would refuse
    shutil.rmtree(home / "staging")
    done = tip(home, "run", "--source", "archive")
    assert done.returncode == 0, done.stderr
    return home


def copy_home(made: Path, folder: Path) -> Home:
    """A copy of a home in a new folder."""
    return Home(shutil.copytree(made, folder, symlinks=True))
