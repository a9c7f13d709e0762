"""Programs are started again when they end, their output is rotated, and a signal ends all."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from orchestration import supervisor
from orchestration.signals import interruptions
from orchestration.supervisor import LogFiles, ProgramError, supervise


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_POLL_SECONDS", 0.02)
    monkeypatch.setattr(supervisor, "_FIRST_DELAY", 0.01)


def test_a_program_that_ends_is_started_again_until_a_signal(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    text = f"open({str(starts)!r}, 'a').write('x'); import sys, time, os; print('line', flush=True); "
    dies_twice = text + f"sys.exit(3) if os.path.getsize({str(starts)!r}) < 3 else time.sleep(60)"
    shown: list[str] = []

    def interrupt() -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not (starts.exists() and starts.stat().st_size >= 3):
            time.sleep(0.02)
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    # as the command line calls it: a shell starts programs in the background with SIGINT ignored
    with pytest.raises(KeyboardInterrupt), interruptions():
        supervise({"one": program(dies_twice), "two": program("import time; time.sleep(60)")},
                  LogFiles(tmp_path / "logs", 1000, 2), shown.append)  # fmt: skip
    assert starts.read_text() == "xxx"
    assert shown == ["one ended with code 3 and is started again: line"] * 2
    assert (tmp_path / "logs/one.log").read_text().count("line") == 3


def test_a_program_that_cannot_run_is_an_error_with_its_last_line(tmp_path: Path) -> None:
    text = "import sys; sys.exit('the port is in use')"
    with pytest.raises(ProgramError, match="bad ended 6 times in a row, last with code 1: the port is in use"):
        supervise({"bad": program(text)}, LogFiles(tmp_path / "logs", 1000, 2), lambda line: None)


def test_output_is_rotated(tmp_path: Path) -> None:
    text = "for number in range(2000): print('x' * 50)"
    with pytest.raises(ProgramError):
        supervise({"loud": program(text)}, LogFiles(tmp_path / "logs", 10_000, 2), lambda line: None)
    files = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert files == ["loud.log", "loud.log.1", "loud.log.2"]
    assert all(path.stat().st_size <= 10_000 for path in (tmp_path / "logs").iterdir())
