"""Runs `tip` in a separate process, on homes with a release."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from assets.pipeline.home.home import Home
from warehouse.catalog.query import query

TIP = [sys.executable, "-m", "orchestration.cli.main"]


def environment(home: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("DAGSTER_HOME", "TIP_CONTACT")}
    return {**inherited, "TIP_HOME": str(home)}


def tip(home: Path, *arguments: object, through: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Runs a command; `through` is a prefix command that runs it, for example with fewer permissions."""
    command = [*through, *TIP, *(str(argument) for argument in arguments)]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=900, check=False)


def run(home: Path, archive: Path | None = None, through: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    more = ["--archive", archive] if archive else []
    return tip(home, "run", "--source", "archive", *more, through=through)


def succeed(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def fails_with(done: subprocess.CompletedProcess[str], *words: object, code: int = 1) -> None:
    """Asserts an exit code and one line on standard error with these words."""
    assert done.returncode == code, (done.stdout, done.stderr)
    (line,) = done.stderr.splitlines()
    assert line.startswith("tip: ")
    assert [word for word in words if str(word) not in line] == [], line


def copy_of(home: Path, target: Path) -> Home:
    shutil.copytree(home, target, symlinks=True, dirs_exist_ok=True)
    return Home(target)


def current_text(home: Home) -> str:
    """The version in the text of the current release."""
    current = home.releases.current()
    assert current is not None
    sql = "SELECT DISTINCT regexp_extract(text, 'version [0-9]+') AS version FROM report_sections"
    return str(query(current.path, sql)["version"].item())


def processes_of(home: Home) -> list[int]:
    """The processes with this home in their environment."""
    wanted = f"TIP_HOME={home.folder}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def wait_until_gone(home: Home) -> None:
    until = time.monotonic() + 60
    while left := processes_of(home):
        assert time.monotonic() < until, f"processes {left} still run after their parent"
        time.sleep(0.05)
