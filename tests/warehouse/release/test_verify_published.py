"""Verifying reads every file; `find_changed_files` compares sizes and times, and reads only what was written since."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.pipeline.home.home import Home
from tests.warehouse.staged import CHANGING, release_version
from warehouse.release.release_store import Release
from warehouse.release.verify import find_changed_files, verify
from warehouse.staging.files import digest, to_json, write_file

PART = "tables/pages/country=AAX/year=2001/part-0.parquet"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Release:
    home = Home(tmp_path_factory.mktemp("published") / "home")
    return release_version(home, dict.fromkeys(CHANGING, 3), 0, 3).release


@pytest.fixture
def release(published: Release, tmp_path: Path) -> Release:
    """A copy, with times."""
    return Release(shutil.copytree(published.path, tmp_path / published.name))


def aged(path: Path, seconds: int) -> None:
    """Sets the time of a file to that of the manifest and so many seconds."""
    time = path.parents[len(Path(PART).parts) - 1].joinpath("manifest.json").stat().st_mtime_ns
    os.utime(path, ns=(time + seconds * 10**9, time + seconds * 10**9))


def test_a_release_as_it_was_published(release: Release) -> None:
    assert verify(release) == find_changed_files(release) == []


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_other_bytes_are_found_whatever_the_time_of_the_file(release: Release, seconds: int) -> None:
    path = release.path / PART
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    aged(path, seconds)
    assert verify(release) == find_changed_files(release) == [f"{PART} has other bytes than were published"]


@pytest.mark.parametrize("look", [verify, find_changed_files])
def test_what_is_missing_or_of_another_size(release: Release, look: Callable[[Release], list[str]]) -> None:
    path, size = release.path / PART, (release.path / PART).stat().st_size
    path.chmod(0o644)
    path.write_bytes(b"x")
    aged(path, -1)
    (release.path / "dictionary.md").unlink()
    shutil.rmtree(release.path / "tables/pages/country=AAX/year=2002")
    (release.path / "tables/pages/country=AAX/year=2002").write_bytes(b"no folder")
    found = [line for line in look(release) if "not listed" not in line]
    assert found == [
        "dictionary.md is missing",
        f"{PART} has 1 bytes, the manifest says {size}",
        f"{PART.replace('2001', '2002')} is missing",
    ]


@pytest.mark.parametrize("look", [verify, find_changed_files])
def test_a_manifest_that_cannot_be_read(release: Release, look: Callable[[Release], list[str]]) -> None:
    release.manifest_path.write_text('{"files": {')
    assert look(release) == [f"{release.manifest_path} cannot be read; the release is damaged"]
    release.manifest_path.unlink()
    assert look(release) == [f"{release.manifest_path} is missing; the release is damaged"]


def forge(release: Release, place: str, change: Callable[[Any], object]) -> None:
    """Changes a JSON file of a release and lets the manifest list it as it is then."""
    value = json.loads((release.path / place).read_bytes())
    change(value)
    write_file(release.path / place, to_json(value))
    if place != "manifest.json":
        data = to_json(value)
        entry = {"bytes": len(data), "sha256": digest(data)}
        forge(release, "manifest.json", lambda manifest: manifest["files"].update({place: entry}))


def test_rows_are_counted(release: Release) -> None:
    forge(release, "manifest.json", lambda manifest: manifest["tables"]["pages"].update(rows=4))
    assert verify(release) == [
        "pages has 3 rows, the manifest says 4",
        "pages has 3 rows in its partitions, the manifest says 4",
    ]


def test_columns_are_those_that_the_release_itself_describes(release: Release) -> None:
    """Not those of today: a release stays whole when a later version declares another column."""

    def forget_one(package: Any) -> None:
        (pages,) = (resource for resource in package["resources"] if resource["name"] == "pages")
        assert pages["schema"]["fields"].pop()["name"] == "origin"

    forge(release, "datapackage.json", forget_one)
    (line,) = verify(release)
    assert line.startswith("pages has columns ['country', 'year', ")
    assert "datapackage.json names" in line
