"""Runs of test files in copies of the project, and which functions each test file executes."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutants import ROOT, Mutant

SHARE_OF_TIME = 0.85
_TRACING_FACTOR = 4
_WALL_TIME_FACTOR = 10
NO_TESTS = 5


@dataclass(frozen=True)
class Traced:
    """The functions that a test file executes, and its processor time without tracing."""

    executed: frozenset[tuple[str, int]]
    seconds: float


def copy_project(folder: Path) -> Path:
    """Copies the project: all files that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@dataclass(frozen=True)
class Run:
    """The result of a test run.

    Attributes:
        code: the exit code of pytest; None after a timeout.
        seconds: the processor time of all its processes.
        output: the output of pytest.
    """

    code: int | None
    seconds: float
    output: str


def run_tests(copy: Path, files: Sequence[str], seconds: float, *options: str, **variables: str) -> Run:
    """Runs test files in a copy until the first failure, with a limit of processor time."""
    with tempfile.TemporaryDirectory(prefix="mutation-run-") as scratch:
        environment = {
            **{name: value for name, value in os.environ.items() if name not in ("TIP_HOME", "DAGSTER_HOME")},
            "PYTHONPATH": str(copy),  # has precedence over the installed project, also in processes that tests start
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": scratch,
            **variables,
        }
        command = [sys.executable, "-m", "pytest", *"-x -q -p no:cacheprovider -p no:xdist -m".split(), "not soak"]
        with (Path(scratch) / "output").open("w+") as output:
            process = subprocess.Popen(
                [*command, *options, *files],
                cwd=copy,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
            code, used = _wait(process, seconds)
            output.seek(0)
            return Run(code, used, output.read())


def _wait(process: "subprocess.Popen[bytes]", seconds: float) -> tuple[int | None, float]:
    """The exit code, None after a timeout, and the processor time."""
    end = time.monotonic() + seconds * _WALL_TIME_FACTOR
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            code = process.returncode = os.waitstatus_to_exitcode(status)
            _end_group(process.pid)  # processes that the tests left
            return (None if code in (-signal.SIGXCPU, -signal.SIGKILL) else code), used.ru_utime + used.ru_stime
        if time.monotonic() > end:
            _end_group(process.pid)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            return None, used.ru_utime + used.ru_stime
        time.sleep(0.05)


def _end_group(group: int) -> None:
    """Ends the process group of one run."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def trace(file: str, copy: Path, seconds: float) -> Traced | None:
    """The functions that a test file executes in the unchanged code; None if the file duration too long.

    Raises:
        SystemExit: a test fails.
    """
    run = run_tests(copy, [file], seconds)
    if run.code is None or run.seconds > seconds * SHARE_OF_TIME:
        return None
    report = copy.parent / f"{copy.name}.json"
    traced = run_tests(copy, [file], seconds * _TRACING_FACTOR, "-p", "benchmarks.executed", EXECUTED=str(report))
    for result in (run, traced):
        if result.code not in (0, NO_TESTS, None):
            sys.exit(f"{file} fails on the unchanged code:\n{result.output}")
    if traced.code is None:
        return None
    executed = json.loads(report.read_text(encoding="utf-8"))
    return Traced(frozenset((path, line) for path, line in executed), run.seconds)


def tests_for(mutant: Mutant, known: dict[str, Traced], seconds: float) -> tuple[str, ...]:
    """The test files that execute the changed function, or else its module, as many as the time allows.

    The file named after the module is first, then the files of the mirrored folder, longest first, then all others,
    shortest first.
    """
    exactly = [name for name, each in known.items() if (mutant.path, mutant.function) in each.executed]
    candidates = exactly or [name for name, each in known.items() if (mutant.path, 0) in each.executed]
    mirrors = [f"tests/{part}" for part in reversed(Path(mutant.path).parent.parts)]

    def order(name: str) -> tuple[int, float]:
        folder = Path(name).parent.as_posix()
        duration = known[name].seconds
        if Path(name).stem == f"test_{Path(mutant.path).stem}":
            return -1, duration
        return (mirrors.index(folder), -duration) if folder in mirrors else (len(mirrors), duration)

    selected: list[str] = []
    left = seconds * SHARE_OF_TIME
    for name in sorted(candidates, key=order):
        if known[name].seconds <= left:
            left -= known[name].seconds
            selected.append(name)
    return tuple(selected)
