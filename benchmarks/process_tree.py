"""Cost of a command with all its processes: wall and CPU seconds, and peak memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

_SAMPLE_INTERVAL_SECONDS = 0.05
_MAX_SAMPLING_SHARE = 0.05
"""The most of the time that samples may take: the memory of several large processes takes a while to add up, and the
command waits meanwhile."""


@dataclass(frozen=True)
class Cost:
    """The cost of a command.

    Attributes:
        wall: seconds.
        cpu: seconds, of all processes.
        peak_mb: the largest sum of PSS over the process tree; shared memory counts once.
        output: what it printed.
    """

    wall: float
    cpu: float
    peak_mb: float
    output: str = ""


def measure(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Cost:
    """Runs a command in a folder; exits if the command fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, env={**os.environ, **environment}, cwd=folder, stdout=output, stderr=output)
        peak, ended = [0.0], Event()
        watcher = Thread(target=_watch, args=(process.pid, peak, ended))
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        ended.set()
        watcher.join()
        output.seek(0)
        printed = output.read().decode(errors="replace")
        if status != 0:
            sys.exit(f"{' '.join(command)} failed:\n{printed}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak[0], printed)


def output_of(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> str:
    """What a command prints; exits if the command fails."""
    everything = {**os.environ, **environment}
    done = subprocess.run(command, env=everything, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout


def _watch(root: int, peak: list[float], ended: Event) -> None:
    pause = _SAMPLE_INTERVAL_SECONDS
    while not ended.wait(pause):
        began = time.perf_counter()
        peak[0] = max(peak[0], sum(map(pss, [root, *descendants(root)])))
        pause = max(_SAMPLE_INTERVAL_SECONDS, (time.perf_counter() - began) / _MAX_SAMPLING_SHARE)


def descendants(process: int) -> Iterator[int]:
    """The processes that a process started, and those that these started."""
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from descendants(int(child))


def pss(process: int) -> float:
    """Proportional share of memory (PSS) of a process in MB; 0 if it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
