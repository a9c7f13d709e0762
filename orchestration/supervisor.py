"""Runs several programs until a signal: each is started again when it ends, and its output goes to a rotated log."""

import ctypes
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Final

_POLL_SECONDS: Final = 0.5
_END_SECONDS: Final = 20.0
_READ_SECONDS: Final = 1.0
_FIRST_DELAY: Final = 1.0
_LONGEST_DELAY: Final = 60.0
_STABLE_SECONDS: Final = 60.0
"""A program that ran this long starts again at once; a shorter one waits longer each time."""

_PR_SET_PDEATHSIG: Final = 1
_TRIES: Final = 6
"""A program that ended this often in a row, each time soon after its start, cannot run."""


class ProgramError(Exception):
    """A program ends again and again."""


@dataclass(frozen=True)
class LogFiles:
    """Where output goes, and when its files are rotated."""

    folder: Path
    max_bytes: int
    files: int


@dataclass
class _Program:
    name: str
    command: Sequence[str]
    log: logging.Logger
    process: subprocess.Popen[str] | None = None
    copying: threading.Thread | None = None
    started: float = 0.0
    ended: float | None = None
    failures: int = 0
    last_lines: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - commands of this project, no shell
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - it takes no lock
        )
        self.started, self.ended = time.monotonic(), None
        assert self.process.stdout is not None
        self.copying = threading.Thread(target=self._copy, args=(self.process.stdout,), daemon=True)
        self.copying.start()

    def _copy(self, output: IO[str]) -> None:
        for line in output:
            self.last_lines = [*self.last_lines[-4:], line.rstrip()]
            self.log.info(line.rstrip())


def supervise(programs: Mapping[str, Sequence[str]], logs: LogFiles, show: Callable[[str], None]) -> None:
    """Runs programs until this process gets a signal, which ends them.

    Args:
        programs: the command of each program, by name.
        logs: where their output goes, in a file `NAME.log` each.
        show: called with each line of this function itself.

    Raises:
        ProgramError: a program ends again and again soon after its start.
        KeyboardInterrupt: a signal came; all programs are ended.
    """
    logs.folder.mkdir(parents=True, exist_ok=True)
    running = [_Program(name, command, _logger(name, logs)) for name, command in programs.items()]
    try:
        for program in running:
            program.start()
        while True:
            for program in running:
                _keep_running(program, show)
            time.sleep(_POLL_SECONDS)
    finally:
        _end(running)


def _keep_running(program: _Program, show: Callable[[str], None]) -> None:
    assert program.process is not None
    code = program.process.poll()
    if code is None:
        return
    now = time.monotonic()
    if program.ended is None:
        program.ended = now
        program.failures = program.failures + 1 if now - program.started < _STABLE_SECONDS else 0
        if program.copying is not None:
            program.copying.join(_READ_SECONDS)  # a child of the program may still hold its output open
        last = next((line for line in reversed(program.last_lines) if line.strip()), "no output")
        if program.failures >= _TRIES:
            raise ProgramError(f"{program.name} ended {_TRIES} times in a row, last with code {code}: {last}")
        show(f"{program.name} ended with code {code} and is started again: {last}")
    delay = min(_FIRST_DELAY * 2 ** max(program.failures - 1, 0), _LONGEST_DELAY) if program.failures else 0.0
    if now - program.ended >= delay:
        program.start()


def _end(programs: Sequence[_Program]) -> None:
    """Ends all programs, with SIGTERM first."""
    alive = [program.process for program in programs if program.process is not None]
    for process in alive:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + _END_SECONDS
    for process in alive:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_parent() -> None:
    """Asks Linux to end this process when its parent is gone, also after SIGKILL."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _logger(name: str, logs: LogFiles) -> logging.Logger:
    handler = RotatingFileHandler(
        logs.folder / f"{name}.log", maxBytes=logs.max_bytes, backupCount=logs.files, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.Logger(f"tip.{name}", logging.INFO)
    logger.addHandler(handler)
    return logger
