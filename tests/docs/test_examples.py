"""Every query, command and script of the documentation runs on a small release; the commands' reference is current."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import duckdb
import pytest

from orchestration.cli.main import tip
from orchestration.cli.reference import command_reference
from tests.docs.project_files import ROOT, doc_files
from tests.orchestration.command_line import tip_here
from tests.warehouse.small_release import write_home

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:[A-Z_]+=\S+ )*(?:\S*/)?(tip .*)$")
_PLACEHOLDER = "/path/to/release"


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """The blocks of a language, each with its page and number."""
    for page in doc_files():
        found = (text for kind, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language)
        yield from ((f"{page.relative_to(ROOT)} {number}", text) for number, text in enumerate(found, start=1))


def named(found: Iterator[tuple[str, str]]) -> dict[str, list[object]]:
    known = list(found)
    return {"argvalues": [text for _, text in known], "ids": [name for name, _ in known]}


def commands() -> Iterator[tuple[str, str]]:
    for name, text in blocks("sh"):
        lines = text.replace("\\\n", " ").splitlines()
        for number, line in enumerate(lines, start=1):
            if (found := _COMMAND.match(line.strip())) is not None and found[1].count('"') % 2 == 0:
                yield f"{name} line {number}", found[1]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_home(tmp_path_factory.mktemp("clone") / "data", {"abc": "2026-01-10"})


@pytest.mark.parametrize("text", **named(blocks("sql")))
def test_every_query_runs(home: Path, text: str) -> None:
    with duckdb.connect(str(home / "current" / "warehouse.duckdb"), read_only=True) as connection:
        statements = connection.extract_statements(text.replace(_PLACEHOLDER, str((home / "current").resolve())))
        assert statements
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "text", **named(each for each in blocks("python") if not each[1].startswith(("# spark", "# store")))
)
def test_every_script_runs(home: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home.parent)
    monkeypatch.setenv("TIP_HOME", str(home))
    exec(compile(text, "documentation", "exec"), {})


@pytest.mark.parametrize("text", **named(commands()))
def test_every_command_is_understood(text: str) -> None:
    words = shlex.split(text, comments=True)[1:]
    words = words[: next((number for number, word in enumerate(words) if word in (">", "|")), len(words))]
    command = tip.get_command(click.Context(tip), words[0])
    assert command is not None, f"there is no tip {words[0]}"
    try:
        command.make_context(words[0], words[1:], parent=click.Context(tip, **tip.context_settings))
    except click.exceptions.Exit as ended:  # --help
        assert ended.exit_code == 0


def test_the_reference_of_commands_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ, "COLUMNS": "100"})
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == command_reference(), "run `make commands`"


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.soak
def test_the_example_of_spark_runs(home: Path, tmp_path: Path) -> None:
    (text,) = (text for _, text in blocks("python") if "# spark" in text)
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "pyspark"]
    if subprocess.run(install, check=False, capture_output=True).returncode:
        pytest.skip("pyspark cannot be installed here")
    done = subprocess.run([python, "-c", text], cwd=home.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "|   3|" in done.stdout


@pytest.mark.soak
def test_the_example_of_base_r_runs(home: Path) -> None:
    (text,) = (text for _, text in blocks("r") if "# base R" in text)
    if shutil.which("Rscript") is None:
        pytest.skip("there is no R (Debian: apt-get install r-base-core)")
    exported = tip_here(home, "export", str(home.parent / "tables"), "--tables")
    assert exported.returncode == 0, exported.stderr
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", text], cwd=home.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["QAT", "THA", "VEN"]
