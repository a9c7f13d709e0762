"""Backup and restore: the restored home has the same releases, and its next run publishes nothing new."""

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assets.pipeline.home import backup
from assets.pipeline.home.backup import BackupError, back_up, restore
from assets.pipeline.home.home import Home
from assets.pipeline.settings.files import WrongHomeError
from tests.orchestration.command_line import TIP, tip, tip_here
from tests.orchestration.made_home import copy_home, make_home
from tests.support import edition, write_warc
from warehouse.release.verify import verify


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("old"))


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    return copy_home(made, tmp_path / "home")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("index.sqlite")
    }


@pytest.mark.soak
def test_a_restored_home_is_the_same_and_publishes_nothing_new(home: Home, tmp_path: Path) -> None:
    (home.folder / "tip.toml").write_text("keep_releases = 7\n")
    assert tip_here(home.folder, "releases", "--pin", home.releases.current().name).returncode == 0
    assert tip_here(home.folder, "backup", str(tmp_path / "backup")).returncode == 0
    restored = Home(tmp_path / "restored")
    done = tip_here(restored.folder, "restore", str(tmp_path / "backup"))
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(restored.folder / "releases") == contents(home.folder / "releases")
    assert contents(restored.archive_folder) == contents(home.archive_folder)
    assert restored.releases.current().name == home.releases.current().name
    assert (restored.folder / "tip.toml").read_text() == "keep_releases = 7\n"
    run = tip(restored.folder, "run")
    assert run.returncode == 0, run.stderr
    assert "nothing new" in run.stdout


def test_a_second_backup_copies_what_is_new(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backup")
    again = back_up(home, tmp_path / "backup")
    assert again.files <= 2  # the files to which lines are added
    assert again.releases == len(home.releases.all())


def test_an_article_that_was_taken_out_is_in_no_later_backup(home: Home, tmp_path: Path) -> None:
    address, secret = "https://paper.example/2014/06/20/asked", b"<p>The secret text of the article.</p>"
    page = tmp_path / "page.html"
    page.write_bytes(secret)
    lost = sorted((home.archive_folder / "warc").iterdir())[0]
    assert tip_here(home.folder, "import", str(page), "--url", address).returncode == 0
    backup = tmp_path / "backup"
    back_up(home, backup)
    done = tip_here(home.folder, "forget", address, "--reason", "asked")
    assert (done.returncode, done.stderr) == (0, "")
    lost.unlink()  # by accident, and not because an article was taken out
    back_up(home, backup)
    segments = b"".join(gzip.decompress(path.read_bytes()) for path in (backup / "archive/warc").iterdir())
    assert b"secret" not in segments
    assert (backup / "archive/warc" / lost.name).exists()
    restored = Home(tmp_path / "restored")
    assert restore(backup, restored).lines == ()
    assert tip_here(restored.folder, "import", str(page), "--url", address).returncode == 1


@pytest.mark.soak
def test_a_backup_while_pages_are_imported_is_whole(home: Home, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "pages.warc.gz", edition(2019))
    command = [*TIP, "import", str(warc)]
    environment = {**os.environ, "TIP_HOME": str(home.folder)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        number = 0
        while process.poll() is None or number == 0:
            number += 1
            back_up(home, tmp_path / f"backup{number}")
    assert process.returncode == 0
    for each in range(1, number + 1):
        assert restore(tmp_path / f"backup{each}", Home(tmp_path / f"restored{each}")).lines == ()


def test_pages_removed_during_a_backup(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A removal gives the segment another name after the index was copied."""
    copy_index, copies = backup._copy_index, []

    def slow(source: Path, target: Path) -> set[str]:
        names = copy_index(source, target)
        if not copies:
            with home.archive() as archive:
                address = next(iter(archive.index.all_entries())).url
            assert tip_here(home.folder, "forget", address, "--reason", "asked").returncode == 0
        copies.append(names)
        return names

    monkeypatch.setattr(backup, "_copy_index", slow)
    back_up(home, tmp_path / "backup")
    assert copies[0] != copies[1]
    assert restore(tmp_path / "backup", Home(tmp_path / "restored")).lines == ()


def test_a_release_that_is_pruned_while_it_is_copied_is_not_in_the_backup(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = home.releases.current()
    count = backup._Copier._count
    files = 0

    def counted(copier: object, path: Path) -> None:
        nonlocal files
        count(copier, path)
        if release.name in str(path) and (files := files + 1) == 3:
            release.path.rename(tmp_path / "pruned")

    monkeypatch.setattr(backup._Copier, "_count", counted)
    back_up(home, tmp_path / "backup")
    assert files == 3
    assert list((tmp_path / "backup/releases").glob("*")) == []


def test_an_interrupted_backup_leaves_the_earlier_one(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(home, tmp_path / "backup")
    warc = write_warc(tmp_path / "pages.warc.gz", edition(2019))
    assert tip_here(home.folder, "import", str(warc)).returncode == 0
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(backup, "_copy_index", interrupted)
        back_up(home, tmp_path / "backup")
    restored = Home(tmp_path / "restored")
    assert restore(tmp_path / "backup", restored).lines == ()
    assert verify(restored.releases.current()) == []


def interrupted(source: Path, target: Path) -> set[str]:
    target.write_bytes(b"half an index")
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["tip.toml", "releases/a/manifest.json"])
def test_a_restore_overwrites_nothing(home: Home, tmp_path: Path, name: str) -> None:
    back_up(home, tmp_path / "backup")
    path = tmp_path / "restored" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(WrongHomeError, match="is not empty"):
        restore(tmp_path / "backup", Home(tmp_path / "restored"))
    assert path.read_text() == "mine"


def test_a_restore_that_was_killed_is_repeated(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backup")
    restored = Home(tmp_path / "restored")
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom assets.pipeline.home import backup\n"
        "from assets.pipeline.home.home import Home\n"
        "copy = backup._Copier.copy_release\n"
        "def slow(*arguments):\n    copy(*arguments)\n    print('copied', flush=True)\n    time.sleep(60)\n"
        "backup._Copier.copy_release = slow\n"
        "backup.restore(Path(sys.argv[1]), Home(Path(sys.argv[2])))\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "backup"), str(restored.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "copied\n"
        process.send_signal(signal.SIGKILL)
    time.sleep(0.1)
    assert restore(tmp_path / "backup", restored).lines == ()
    assert restored.kind == home.kind
    assert verify(restored.releases.current()) == []


def test_damage_of_a_backup_is_named_after_the_restore(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "backup")
    segment = sorted((tmp_path / "backup/archive/warc").iterdir())[0]
    segment.write_bytes(segment.read_bytes()[:-50])
    done = tip_here(tmp_path / "restored", "restore", str(tmp_path / "backup"))
    assert done.returncode == 1
    assert segment.name in done.stderr


def test_what_cannot_be_backed_up_or_restored_is_one_line(home: Home, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "file").write_text("mine")
    for folder, words in ((home.folder / "backup", "inside the home"), (other, "holds something else")):
        with pytest.raises(BackupError, match=words):
            back_up(home, folder)
    with pytest.raises(BackupError, match="is empty"):
        back_up(Home(tmp_path / "new"), tmp_path / "backup")
    with pytest.raises(BackupError, match="is no backup"):
        restore(other, Home(tmp_path / "new"))
    back_up(home, tmp_path / "backup")
    with pytest.raises(WrongHomeError, match="is not empty"):
        restore(tmp_path / "backup", home)
