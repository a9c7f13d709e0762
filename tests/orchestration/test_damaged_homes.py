"""Homes that are damaged, full, read-only or named wrongly: one line with the path and the remedy."""

import errno
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from assets.pipeline.home.home import DamagedHomeError, Home, WrongHomeError
from assets.pipeline.home.machine_errors import home_state_line, machine_error_line
from sources.page_selection import parse_countries, parse_editions, validate_year
from tests.orchestration.command_line import TIP, tip_here


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home of real data with one release and an empty archive."""
    home = Home(tmp_path / "home")
    home.claim("real")
    release = home.folder / "releases" / "abc"
    release.mkdir(parents=True)
    (release / "manifest.json").write_text('{"kind": "real", "tables": {}, "files": {}, "previous": null}')
    duckdb.connect(str(release / "warehouse.duckdb")).close()
    (home.folder / "current").symlink_to("releases/abc")
    with home.archive():
        pass
    return home


def only_line(home: Path, *arguments: str, code: int = 1) -> str:
    done = tip_here(home, *arguments)
    assert done.returncode == code, (done.stdout, done.stderr)
    (line,) = done.stderr.splitlines()
    assert line.startswith("tip: ")
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"kind": "other"}', b"\xff\xfe", b'{"kind": []}'])
def test_a_damaged_home_json_is_no_new_home(home: Home, content: bytes) -> None:
    path = home.folder / "home.json"
    path.write_bytes(content)
    for command in (["run"], ["run", "--plan"], ["doctor"], ["export", str(home.folder / "x.warc.gz")]):
        line = only_line(home.folder, *command)
        assert f"{path} is damaged" in line
        assert '{"kind": "real"}' in line  # as the release says
    assert path.read_bytes() == content


def test_a_missing_home_json_beside_releases_is_no_new_home(home: Home) -> None:
    (home.folder / "home.json").unlink()
    assert "is missing, and there are releases beside it" in only_line(home.folder, "run")
    with pytest.raises(DamagedHomeError):
        home.claim("sample")
    assert not (home.folder / "home.json").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]"])
def test_a_damaged_manifest_is_named(home: Home, content: bytes) -> None:
    manifest = home.folder / "releases/abc/manifest.json"
    manifest.write_bytes(content)
    assert "the release is damaged" in only_line(home.folder, "verify")
    doctor = tip_here(home.folder, "doctor")
    assert "manifest.json" in doctor.stdout + doctor.stderr
    assert tip_here(home.folder, "sql", "SELECT 1").returncode == 0  # the tables can be read


def test_doctor_shows_what_can_be_read_beside_a_damaged_index(home: Home) -> None:
    (home.archive_folder / "index.sqlite").write_bytes(b"no database" * 1000)
    done = tip_here(home.folder, "doctor")
    assert done.returncode == 1
    assert "release     abc" in done.stdout
    line, _release_without_files = done.stderr.splitlines()
    assert "index.sqlite is damaged" in line
    assert "tip doctor --rebuild-index" in line


def test_a_damaged_database_of_dagster_is_named(home: Home) -> None:
    path = home.folder / "dagster" / "history" / "runs.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 1000)
    line = machine_error_line(sqlite3.DatabaseError("file is not a database"), home.folder)
    assert line is not None
    assert f"{path} is damaged; move this file away" in line
    line, _release_without_files = tip_here(home.folder, "doctor").stderr.splitlines()
    assert str(path) in line


@pytest.mark.parametrize(
    "named", ["~nosuchuser/home", "{folder}/loop", "{folder}/file", "{folder}/" + "x" * 300, "{folder}/file/below"]
)
def test_a_home_that_is_no_folder_is_one_line(tmp_path: Path, named: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("")
    for command in ("run", "doctor", "sql"):
        more = ["SELECT 1"] if command == "sql" else []
        line = only_line(Path(named.format(folder=tmp_path)), command, *more)
        assert "TIP_HOME" in line or command == "sql"


def test_a_home_of_an_unknown_user_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIP_HOME", "~nosuchuser/x")
    with pytest.raises(WrongHomeError, match="names no folder"):
        Home.from_environment()


def test_the_home_variable_is_not_needed_for_a_home_without_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setenv("TIP_HOME", str(tmp_path))
    assert Home.from_environment().folder == tmp_path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["tables"], ["doctor"], ["sql", "SELECT range FROM range(100000)", "--csv"]])
def test_a_full_standard_output_is_not_blamed_on_the_home(home: Home, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*TIP, *arguments],
            env={**os.environ, "TIP_HOME": str(home.folder)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "tip: the output cannot be written (No space left on device); data in the home are intact\n"


def test_a_home_that_takes_no_bytes_is_one_line(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from pathlib import Path; from assets.pipeline.home.machine_errors import home_state_line\n"
        f"print(home_state_line(Path({str(tmp_path)!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "may not grow as large as needed" in done.stdout
    assert home_state_line(tmp_path) is None
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_errors_of_memory_are_one_line(tmp_path: Path) -> None:
    for error in (MemoryError(), OSError(errno.ENOMEM, "Cannot allocate memory")):
        line = machine_error_line(error, tmp_path)
        assert line is not None
        assert "not enough memory" in line


@pytest.mark.parametrize("editions", ["1990-2040", "1999", "2001-2999", "0000"])
def test_editions_that_cannot_be_are_refused_with_those_that_can(tmp_path: Path, editions: str) -> None:
    line = only_line(tmp_path / "home", "run", "--editions", editions, code=2)
    assert "editions are 2001 to 20" in line
    assert parse_editions("2001-2025") == range(2001, 2026)


def test_a_year_of_parse_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("PROSECUTION\n\nNothing.")
    line = only_line(tmp_path, "parse", str(tmp_path / "page.txt"), "--year", "1999", "--country", "KHM", code=2)
    assert "1999 is no edition: editions are 2001 to 20" in line
    with pytest.raises(ValueError, match="1999 is no edition of human_rights: editions are 2016 to"):
        validate_year(1999, "human_rights")


@pytest.mark.parametrize(
    ("named", "code"),
    [("khm", "KHM"), ("Cambodia", "KHM"), ("Côte d'Ivoire", "CIV"), ("Ivory Coast", "CIV"), (" thailand ", "THA")],
)
def test_a_country_is_given_by_code_or_name(named: str, code: str) -> None:
    assert parse_countries([named]) == {code}


def test_an_unknown_country_is_refused(tmp_path: Path) -> None:
    assert "no country has the code or the name Atlantis" in only_line(
        tmp_path / "home", "run", "--countries", "KHM,Atlantis", code=2
    )


def test_a_copy_of_a_home_without_its_index_is_no_new_home(home: Home, tmp_path: Path) -> None:
    shutil.copytree(home.folder, tmp_path / "copy", symlinks=True)
    (tmp_path / "copy" / "archive" / "index.sqlite").unlink()
    (tmp_path / "copy" / "home.json").write_text(json.dumps({"kind": "real"}))
    assert Home(tmp_path / "copy").kind == "real"
