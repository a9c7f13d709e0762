"""A release made again from its archive in another folder has the same id and files."""

import shutil
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.soak.tip import run, succeed, tip
from tests.support import HUMAN_RIGHTS, needs_corpus
from warehouse.release.release_store import Release
from warehouse.tables import TABLES

pytestmark = pytest.mark.soak


def assert_same_data(one: Release, other: Release) -> None:
    assert one.id == other.id
    data = [name for name, table in TABLES.items() if table.in_identity]
    first, second = one.manifest, other.manifest
    assert {name: first["tables"][name] for name in data} == {name: second["tables"][name] for name in data}
    files = [path for path in first["files"] if path.startswith("tables/")]
    assert len(files) > 100
    assert {path: first["files"][path] for path in files} == {path: second["files"].get(path) for path in files}


def rebuilt(home: Home, target: Path) -> Home:
    """A new home with the archive and the kind of data of another."""
    shutil.copytree(home.folder / "archive", target / "archive")
    shutil.copy(home.folder / "home.json", target)
    return Home(target)


def test_from_the_archive_of_a_home(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    succeed(tip(home.folder, "run", "--source", "sample"))
    again = rebuilt(home, tmp_path / "elsewhere/deeper")
    succeed(tip(again.folder, "run"))
    assert_same_data(home.releases.current(), again.releases.current())


@needs_corpus
def test_from_an_exported_archive(tmp_path: Path) -> None:
    """Real pages are ingested, exported as one file and ingested in another home."""
    home = Home(tmp_path / "home")
    assert run(home.folder, HUMAN_RIGHTS).returncode == 0
    succeed(tip(home.folder, "export", tmp_path / "all.warc.gz"))
    again = Home(tmp_path / "elsewhere")
    assert run(again.folder, tmp_path / "all.warc.gz").returncode == 0
    assert_same_data(home.releases.current(), again.releases.current())
