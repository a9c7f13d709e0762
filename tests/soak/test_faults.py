"""Errors of the machine: one line names error, place and remedy, no stored data are lost, the next run succeeds."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from tests.mounts import fill, read_only, small_disk
from tests.soak.tip import TIP, copy_of, current_text, environment, fails_with, run, succeed, tip
from tests.support import edition, write_warc
from warehouse.release.verify import verify

pytestmark = pytest.mark.soak
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
"""Prefix that removes the capabilities of root, so that file permissions apply to the command."""
needs_setpriv = pytest.mark.skipif(
    bool(WITHOUT_RIGHTS) and shutil.which("setpriv") is None,
    reason="permissions do not apply to root, and there is no setpriv",
)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("archives")
    return [
        write_warc(folder / f"{n}.warc.gz", edition(2018, text=f"version {n}"), date=f"2020-0{n + 1}-01T00:00:00Z")
        for n in range(2)
    ]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory, archives: list[Path]) -> Path:
    """A home with one release."""
    home = tmp_path_factory.mktemp("released") / "home"
    succeed(run(home, archives[0]))
    return home


def assert_intact_and_next_run_succeeds(home: Home, archive: Path) -> None:
    """The earlier release is intact and current, and the next run publishes the new one."""
    assert current_text(home) == "version 0"
    assert verify(home.releases.current()) == []
    succeed(run(home.folder, archive))
    assert current_text(home) == "version 1"
    assert all(verify(release) == [] for release in home.releases.all())
    assert [path.name for path in home.releases.folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("left", [0, 1_000, 3_000, 4_000, 5_000])
def test_a_full_disk(released: Path, archives: list[Path], tmp_path: Path, left: int) -> None:
    """Depending on the free kilobytes, the disk is full before, while or after Dagster records the start of the run."""
    with small_disk(tmp_path / "disk", 64) as disk:
        home = copy_of(released, disk / "home")
        filling = fill(disk, left * 1024)
        fails_with(run(home.folder, archives[1]), "no space is left", home.folder, "free some and run again")
        if left == 0:
            fails_with(tip(home.folder, "import", archives[1]), "no space is left")
            fails_with(tip(home.folder, "releases", "--pin", home.releases.current().id), "no space is left")
        filling.unlink()
        assert_intact_and_next_run_succeeds(home, archives[1])


def test_a_limit_of_the_file_size(released: Path, archives: list[Path], tmp_path: Path) -> None:
    home = copy_of(released, tmp_path / "home")
    limited = ["sh", "-c", 'ulimit -f 512; exec "$@"', "sh"]  # 256 kB: less than the DuckDB file needs
    done = run(home.folder, archives[1], through=limited)
    fails_with(done, str(home.folder), "run again")
    assert_intact_and_next_run_succeeds(home, archives[1])


def test_a_read_only_home(released: Path, archives: list[Path], tmp_path: Path) -> None:
    original = copy_of(released, tmp_path / "home")
    with read_only(original.folder, tmp_path / "read-only") as folder:
        for command in writing_commands(archives[1]):
            fails_with(tip(folder, *command), folder, "can only be read", "TIP_HOME")
        for command in reading_commands():
            succeed(tip(folder, *command))
    assert_intact_and_next_run_succeeds(original, archives[1])


def writing_commands(archive: Path) -> list[Sequence[object]]:
    return [
        ("run", "--source", "archive", "--archive", archive),
        ("import", archive),
        ("rollback",),
        ("releases", "--prune", "1"),
    ]


def reading_commands() -> list[Sequence[str]]:
    return [("releases",), ("verify",), ("tables",), ("sql", "SELECT count(*) FROM pages")]


@needs_setpriv
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a home to another user")
def test_a_home_of_another_user(released: Path, archives: list[Path], tmp_path: Path) -> None:
    home = copy_of(released, tmp_path / "home")
    change_owner(home.folder, 65534)
    for command in writing_commands(archives[1]):
        fails_with(tip(home.folder, *command, through=WITHOUT_RIGHTS), home.folder, "no right", "owner")
    for command in reading_commands():
        succeed(tip(home.folder, *command, through=WITHOUT_RIGHTS))
    change_owner(home.folder, 0)
    assert_intact_and_next_run_succeeds(home, archives[1])


def change_owner(folder: Path, user: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)


@needs_setpriv
@pytest.mark.parametrize("name", ["archive", "staging", "releases", "dagster"])
def test_a_folder_without_write_permission(released: Path, archives: list[Path], tmp_path: Path, name: str) -> None:
    home = copy_of(released, tmp_path / "home")
    closed = [path for path in (home.folder / name, *(home.folder / name).rglob("*")) if path.is_dir()]
    for folder in closed:
        folder.chmod(0o555)
    done = run(home.folder, archives[1], through=WITHOUT_RIGHTS)
    for folder in closed:
        folder.chmod(0o755)
    fails_with(done, home.folder, "no right", "give this user the right")
    assert_intact_and_next_run_succeeds(home, archives[1])


def test_two_runs_at_once(released: Path, archives: list[Path], tmp_path: Path) -> None:
    home = copy_of(released, tmp_path / "home")
    first = subprocess.Popen(
        [*TIP, "run", "--source", "archive", "--archive", str(archives[1])],
        env=environment(home.folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    lock = home.folder / ".locks/run"
    while lock.read_text() != str(first.pid):
        assert first.poll() is None
        time.sleep(0.01)
    fails_with(run(home.folder), f"process {first.pid} is writing to {home.folder} (run)", "wait", code=4)
    assert first.communicate()[1] == ""
    assert first.returncode == 0
    assert current_text(home) == "version 1"


def test_a_part_locked_by_another_process(released: Path, archives: list[Path], tmp_path: Path) -> None:
    """Archive and releases have separate locks: a command that needs a held lock fails, other commands succeed."""
    home = copy_of(released, tmp_path / "home")
    current = home.releases.current().name
    message = f"process {os.getpid()} is writing to {home.folder}"
    with writing(home.folder, "archive"):
        for command in (("import", archives[1]), ("run", "--source", "archive", "--archive", archives[1])):
            fails_with(tip(home.folder, *command), f"{message} (archive)", "wait", code=4 if "run" in command else 1)
        succeed(tip(home.folder, "rollback", current))
    with writing(home.folder, "release"):
        for command in (("rollback", current), ("releases", "--prune", "1"), ("run", "--archive", archives[1])):
            fails_with(tip(home.folder, *command), f"{message} (release)", "wait", code=4 if "run" in command else 1)
    assert_intact_and_next_run_succeeds(home, archives[1])
