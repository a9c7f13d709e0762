"""Homes on a file system that can only be read, and on a full disk: one line, and everything that can be read."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from tests.mounts import fill, read_only, small_disk
from tests.orchestration.command_line import tip_here
from tests.orchestration.made_homes import MadeHome
from tests.support import edition, write_warc


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A WARC file of other captures."""
    pages = edition(text="The law is new.")
    return str(write_warc(tmp_path_factory.mktemp("files") / "newer.warc.gz", pages, date="2026-01-02T00:00:00Z"))


@pytest.fixture(params=["read-only", "full"])
def unwritable(request: pytest.FixtureRequest, tmp_path: Path, made_of_2018: MadeHome) -> Iterator[tuple[Path, str]]:
    """A home that nothing can be written to, and the line that says so."""
    released = made_of_2018.home.folder
    if request.param == "read-only":
        with read_only(released, tmp_path / "home") as home:
            yield home, f"{home} can only be read; make it writable, or set TIP_HOME to a folder that is"
    else:
        with small_disk(tmp_path / "disk", 32) as disk:
            home = shutil.copytree(released, disk / "home", symlinks=True)
            fill(disk)
            yield (
                home,
                f"no space is left on the disk of {home}; free some and run again, data stored before are intact",
            )


def files_of(home: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each file but the locks."""
    found = ((path, path.lstat()) for path in home.rglob("*") if path.parent.name != ".locks")
    return {str(path.relative_to(home)): (state.st_size, state.st_mtime_ns) for path, state in found if path.is_file()}


@pytest.mark.soak
def test_everything_that_can_be_read_is_shown(unwritable: tuple[Path, str], newer: str) -> None:
    home, line = unwritable
    before = files_of(home)
    release = Home(home).releases.current().name  # type: ignore[union-attr]

    doctor = tip_here(home, "doctor")
    assert (doctor.returncode, doctor.stderr) == (1, f"tip: {line}\n")
    for shown in (f"home        {home} (real)", "archive     8 pages, 8 captures", "human_rights 2018: 8 pages"):
        assert shown in doctor.stdout
    for shown in ("layout      state_report_accordion", "quarantine  0 records", "checks  ", f"release     {release}"):
        assert shown in doctor.stdout

    ui = tip_here(home, "ui")
    assert (ui.returncode, ui.stdout, ui.stderr) == (1, "", f"tip: {line}\n")

    for command, shown in (
        (("sql", "SELECT count(*) AS pages FROM pages", "--csv"), "pages\n8\n"),
        (("tables",), "report_sections "),
        (("verify",), f"{release} is complete"),
        (("verify", "--archive"), "8 bodies of 8 captures were read"),
        (("why", "pages", "NOR", "2018"), "human_rights"),
        (("releases",), f"* {release}"),
        (("run", "--plan"), "nothing was written"),
        (("run", "--plan", "--json"), '"quality_results"'),
        (("run", "--source", "live", "--plan", "--editions", "2018"), "known pages due"),
        (("monitor", "--print"), "tip_healthy 0.0"),
        (("config",), str(home)),
    ):
        done = tip_here(home, *command)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert shown in done.stdout, command

    for command in (
        ("run",),
        ("run", "--source", "archive", "--archive", newer),
        ("import", newer),
        ("rollback",),
        ("accept", "https://www.state.gov/", "--reason", "read"),
    ):
        done = tip_here(home, *command)
        (error,) = done.stderr.splitlines()
        assert (done.returncode, done.stdout) == (1, ""), command
        assert error.startswith("tip: ")
        assert ("can only be read; make it" in error) == ("can only be read" in line), command
        assert ("no space is left" in error) == ("no space is left" in line), command
        assert str(home) in error
    assert files_of(home) == before


@pytest.mark.soak
def test_a_home_that_cannot_be_written_is_backed_up(unwritable: tuple[Path, str], tmp_path: Path) -> None:
    home, line = unwritable
    before = files_of(home)
    status = tip_here(home, "doctor", "--json")
    assert [finding["line"] for finding in json.loads(status.stdout)["findings"]] == [line]
    assert (status.returncode, status.stderr) == (1, "")
    backup = tip_here(home, "backup", str(tmp_path / "backup"))
    assert (backup.returncode, backup.stderr) == (0, "")
    restored = tip_here(tmp_path / "restored", "restore", str(tmp_path / "backup"))
    assert (restored.returncode, restored.stderr) == (0, "")
    for command in (("prune", "--plan"), ("prune",), ("forget", "https://paper.example/", "--reason", "asked")):
        done = tip_here(home, *command)
        (error,) = done.stderr.splitlines()
        assert done.returncode == 1, command
        assert error.startswith("tip: ")
        assert str(home) in error, command
    after = files_of(home)
    # Dagster's databases, opened on a full disk, leave empty logs beside them
    assert {name: state for name, state in after.items() if not name.startswith("dagster/")}.items() <= before.items()


def test_the_sources_of_a_live_home_are_read(tmp_path: Path, made_of_2018: MadeHome) -> None:
    live = Home(tmp_path / "live")
    made_of_2018.copy_to(live)
    live.record_live()
    with read_only(live.folder, tmp_path / "home") as home:
        done = tip_here(home, "doctor", "--json")
        found = json.loads(done.stdout)["findings"]
        assert {finding["kind"] for finding in found} <= {"machine", "source_stale"}, found
        assert done.stderr == ""


def test_an_export_to_another_disk_reads_the_whole_archive(unwritable: tuple[Path, str], tmp_path: Path) -> None:
    home, _ = unwritable
    done = tip_here(home, "export", str(tmp_path / "all.warc.gz"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "all.warc.gz: 8 captures" in done.stdout
