"""What a whole `tip run`, from a WARC file to a published release, costs beside a plain pass over the same pages.

    python -m benchmarks.whole_run [FILE.warc.gz] [RUNS]

Every run is a process of its own on a home of its own; the two commands take turns, so that a slow minute of the
machine hits both. Prints wall seconds, CPU seconds (all processes) and peak memory (of the largest process).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "shared/corpus/human_rights_2016_2024.warc.gz"
SAMPLE = Path(__file__).resolve().parents[1] / "sources/sample/sample.warc.gz"


@dataclass
class Cost:
    wall: float
    cpu: float
    peak_mb: float


def measure(command: list[str], environment: dict[str, str]) -> Cost:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if status != 0:
            output.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{output.read().decode()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def first_run(archive: Path) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        return run_into(f"{folder}/home", archive)


def run_into(home: str, archive: Path) -> Cost:
    command = [sys.executable, "-m", "orchestration.cli.main", "run", "--source", "archive", "--archive", str(archive)]
    return measure(command, {"TIP_HOME": home})


def again(home: str) -> Cost:
    return measure([sys.executable, "-m", "orchestration.cli.main", "run"], {"TIP_HOME": home})


def plain_pass(archive: Path) -> Cost:
    return measure([sys.executable, "-m", "benchmarks.plain_pass", str(archive)], {})


def show(name: str, costs: list[Cost]) -> None:
    def row(values: list[float]) -> str:
        return f"{min(values):8.2f} {statistics.median(values):8.2f} {max(values):8.2f}"

    print(f"{name:<28} wall s   {row([cost.wall for cost in costs])}")
    print(f"{'':<28} CPU s    {row([cost.cpu for cost in costs])}")
    print(f"{'':<28} peak MB  {row([cost.peak_mb for cost in costs])}")


def main() -> None:
    archive = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS if CORPUS.exists() else SAMPLE
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print(f"{archive.name}, {archive.stat().st_size:,} bytes, {os.cpu_count()} cores, {runs} runs: min, median, max")
    plain, whole, unchanged = [], [], []
    plain_pass(archive)  # files and byte code into the caches
    with tempfile.TemporaryDirectory() as folder:
        home = f"{folder}/home"
        run_into(home, archive)
        for _ in range(runs):
            plain.append(plain_pass(archive))
            whole.append(first_run(archive))
            unchanged.append(again(home))
    show("plain lexbor pass, one core", plain)
    show("tip run, new home", whole)
    show("tip run, nothing changed", unchanged)
    ratios = [run.wall / base.wall for run, base in zip(whole, plain, strict=True)]
    print(f"tip run / plain pass, wall: {min(ratios):.1f} {statistics.median(ratios):.1f} {max(ratios):.1f}")


if __name__ == "__main__":
    main()
