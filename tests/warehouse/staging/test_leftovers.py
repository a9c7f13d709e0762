"""Only what dead processes left half-written is removed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.staging.leftovers import building_folder, partial_file, remove_leftovers, removing_folder


@pytest.fixture(scope="module")
def dead() -> int:
    """The number of a process that is gone."""
    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    process.wait()
    return process.pid


def test_names_tell_what_is_made_and_by_whom(tmp_path: Path) -> None:
    made = (partial_file(tmp_path / "a.json"), building_folder(tmp_path, "b"), removing_folder(tmp_path, "c"))
    parts = [path.name.split(".") for path in made]
    assert {path.parent for path in made} == {tmp_path}
    assert [(first, *rest[:-2], rest[-1]) for first, *rest in parts] == [
        ("", "a", "json", "partial"), ("", "b", "building"), ("", "c", "removing"),
    ]  # fmt: skip
    runs = {part[-2] for part in parts}
    assert len(runs) == 1
    process, _, run = runs.pop().partition("-")
    assert (int(process), len(run)) == (os.getpid(), 8)


@pytest.mark.parametrize(
    ("name", "goes"),
    [
        (".a.{dead}-01234567.partial", True),
        (".a.{dead}-01234567.building", True),
        (".a.b.{dead}-01234567.removing", True),
        (".a.{own}-01234567.partial", True),
        (".a.{other}-01234567.partial", False),
        (".a.1-01234567.partial", False),
        ("a.{dead}-01234567.partial", False),
        (".a.{dead}-01234567.partial.txt", False),
        (".a.{dead}-0123456.partial", False),
        (".a.{dead}-012345678.partial", False),
        (".a.{dead}-01234567.json", False),
        (".a.partial", False),
    ],
)
def test_what_is_left_over(tmp_path: Path, dead: int, name: str, goes: bool) -> None:
    path = tmp_path / name.format(dead=dead, own=os.getpid(), other=os.getppid())
    path.write_bytes(b"half")
    assert remove_leftovers(tmp_path) == goes
    assert path.exists() is not goes


def test_what_this_process_makes_stays(tmp_path: Path) -> None:
    partial_file(tmp_path / "a").write_bytes(b"half")
    building_folder(tmp_path, "b").mkdir()
    assert remove_leftovers(tmp_path) == 0
    assert len(list(tmp_path.iterdir())) == 2


def test_folders_go_with_all_that_is_in_them_and_links_without_what_they_point_to(tmp_path: Path, dead: int) -> None:
    folder = tmp_path / "x" / f".a.{dead}-01234567.building"
    (folder / "deep").mkdir(parents=True)
    (folder / f".b.{dead}-01234567.partial").write_bytes(b"half")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/file").write_bytes(b"whole")
    (tmp_path / f".c.{dead}-01234567.partial").symlink_to("kept")
    (tmp_path / f".d.{dead}-01234567.partial").symlink_to("nowhere")
    assert remove_leftovers(tmp_path) == 3
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == ["kept", "kept/file", "x"]


def test_where_is_looked(tmp_path: Path, dead: int) -> None:
    name = f".a.{dead}-01234567.partial"
    places = ("", "tables", "other", "other/tables")
    for place in places:
        (tmp_path / place).mkdir(exist_ok=True)
        (tmp_path / place / name).write_bytes(b"half")

    def left() -> list[str]:
        return [place for place in places if (tmp_path / place / name).exists()]

    assert remove_leftovers(tmp_path, deep=False) == 1
    assert left() == ["tables", "other", "other/tables"]
    assert remove_leftovers(tmp_path, skipped=("tables",)) == 2
    assert left() == ["tables"], "a folder of that name is left out only where it lies right below"
    assert remove_leftovers(tmp_path) == 1
    assert left() == []


def test_nothing_is_left_where_there_is_nothing(tmp_path: Path) -> None:
    assert remove_leftovers(tmp_path / "none") == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root may set another owner")
def test_a_process_of_another_user_is_alive(tmp_path: Path) -> None:
    """It may not be signalled, which tells that it is there."""
    name = f".a.{os.getpid()}-01234567.partial"
    (tmp_path / name).write_bytes(b"half")
    tmp_path.chmod(0o777)
    script = (
        "import os; from pathlib import Path; from warehouse.staging.leftovers import remove_leftovers;"
        "os.setuid(65534); print(remove_leftovers(Path()))"
    )
    command = [sys.executable, "-c", script]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (found.stdout, (tmp_path / name).exists()) == ("0\n", True), found.stderr
