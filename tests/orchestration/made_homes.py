"""Homes that a run made once, for tests that each use a copy."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from assets.pipeline.home.home import Home
from orchestration.instance import prepare_instance
from orchestration.refresh import Outcome, RefreshOptions, refresh
from tests.support import report_page, url, write_warc

ATLANTIS = {url(2018, name.lower()): report_page(2018, name) for name in ("Atlantis", "Lemuria")}


def run(home: Home, tmp_path: Path, pages: dict[str, bytes], **options: object) -> Outcome:
    path = write_warc(tmp_path / f"{len(list(tmp_path.glob('*.gz')))}.warc.gz", pages)
    return refresh(home, RefreshOptions("archive", (str(path),), **options))  # type: ignore[arg-type]


class MadeHome(NamedTuple):
    """A home that a run made, and the outcome of this run. Tests use copies of it."""

    home: Home
    outcome: Outcome

    def copy_to(self, home: Home) -> Outcome:
        shutil.copytree(self.home.folder, home.folder, symlinks=True)
        prepare_instance(home)
        return self.outcome


def made_home(folder: Path, pages: dict[str, bytes]) -> MadeHome:
    home = Home(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("TIP_HOME", home.folder), ("DAGSTER_HOME", home.folder / "dagster")):
            patch.setenv(name, str(value))
        return MadeHome(home, run(home, folder, pages))
