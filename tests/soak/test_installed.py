"""The application installed from a wheel, outside the clone."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.docs.project_files import ROOT

pytestmark = pytest.mark.soak


def _left_out(folder: str, names: list[str]) -> set[str]:
    """What is no part of the application: hidden files, and tests and the home in the root of the clone."""
    of_root = {"data", "tests", "benchmarks"} if Path(folder) == ROOT else set()
    return of_root | {name for name in names if name.startswith(".")}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel, and the packages of this one."""
    folder = tmp_path_factory.mktemp("installed")
    project = folder / "project"
    shutil.copytree(ROOT, project, ignore=_left_out)
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=project, check=True)
    (wheel,) = (project / "dist").glob("*.whl")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / "bin/python"
    install = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    # the dependencies of this environment; its own installation of the project is a .pth file, which is not read
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    shutil.rmtree(project)
    return environment / "bin"


def tip(installed: Path, user: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TIP_", "DAGSTER", "PYTHON"))}
    environment = {**clean, "HOME": str(user), "XDG_DATA_HOME": str(user / "share")}
    command = [installed / "tip", *arguments]
    return subprocess.run(command, env=environment, cwd=user, capture_output=True, text=True, check=False)


def test_the_sample_is_published_in_the_data_folder_of_the_user(installed: Path, tmp_path: Path) -> None:
    done = tip(installed, tmp_path, "run", "--source", "sample")
    assert done.returncode == 0, done.stderr
    home = Home(tmp_path / "share/tip-warehouse")
    assert home.releases.current() is not None
    sql = "SELECT count(*) AS n FROM tier_placements WHERE country = 'KHM'"
    assert "n\n25" in tip(installed, tmp_path, "sql", sql, "--csv").stdout.replace("\r", "")
    doctor = tip(installed, tmp_path, "doctor")
    assert (doctor.returncode, doctor.stderr) == (0, "")
    assert str(home.folder) in tip(installed, tmp_path, "config").stdout
    assert tip(installed, tmp_path, "run").stdout.count("nothing new") == 1
    installed_files = installed.parent
    assert not list(installed_files.rglob("warehouse.duckdb"))
