"""Cost of importing and reading many news articles: time of each step, and memory of all processes together.

    python -m benchmarks.news_scale [ARTICLES ...]

Each number of generated articles is measured in a new home: import, first run, second run (nothing to do), and a run
after one more article. Memory is the proportional share (PSS) of the whole process tree, sampled four times a second.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.generated_news import generate, write_archive

TIP = [sys.executable, "-m", "orchestration.cli.main"]


@dataclass
class Cost:
    """Wall and CPU seconds, and the peak memory of all processes together in MB."""

    seconds: float
    cpu: float
    peak_mb: float
    output: str


def measured(command: list[str], home: Path) -> Cost:
    """Runs a `tip` command to its end.

    Raises:
        RuntimeError: it failed.
    """
    began = time.perf_counter()
    environment = {**os.environ, "TIP_HOME": str(home)}
    with tempfile.TemporaryFile("w+") as captured:
        process = subprocess.Popen([*TIP, *command], env=environment, stdout=captured, stderr=captured)
        peaks = [0.0]
        done = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks, done))
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        done.set()
        watcher.join()
        captured.seek(0)
        output = captured.read()
    seconds = time.perf_counter() - began
    if status != 0:
        raise RuntimeError(f"{' '.join(command)}: {output}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, max(peaks), output)


def _watch(process: int, peaks: list[float], done: threading.Event) -> None:
    while not done.wait(0.25):
        peaks.append(sum(_share(each) for each in _tree(process)) / 1024)


def _tree(process: int) -> list[int]:
    """A process and all its descendants."""
    found = [process]
    for each in found:
        for tasks in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(child) for child in tasks.read_text().split()]
            except OSError:
                continue
    return found


def _share(process: int) -> float:
    """Proportional share of memory (PSS) in kB; 0 if the process has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith("Pss:")), 0.0)


def main() -> None:
    """Measures each number of articles."""
    for count in [int(argument) for argument in sys.argv[1:]] or [10_000, 30_000, 100_000]:
        with tempfile.TemporaryDirectory() as folder:
            home, archive = Path(folder, "home"), Path(folder, "news.warc.gz")
            write_archive(archive, generate(count))
            one_more = write_archive(Path(folder, "more.warc.gz"), islice(generate(1, seed=2), 1))
            steps = {
                "import": ["import", str(archive)],
                "first run": ["run", "--source", "archive"],
                "second run": ["run", "--source", "archive"],
                "one more": ["run", "--source", "archive", "--archive", str(one_more)],
            }
            print(f"{count:,} articles, {archive.stat().st_size / 1e6:.0f} MB", flush=True)
            for name, command in steps.items():
                cost = measured(command, home)
                print(
                    f"  {name:<10} {cost.seconds:8.1f} s  CPU {cost.cpu:8.1f} s  peak {cost.peak_mb:6.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
