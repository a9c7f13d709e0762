"""Cost of a whole `tip run`, in a new home and without changes, for the sample and for the 493 real pages.

    python -m benchmarks.whole_run [--runs N] [--before FOLDER]

FOLDER is another checkout of the project; its runs alternate with those of this one in the same environment, and the
table shows both. Each run is a separate process. Prints the median of wall seconds, of CPU seconds (all processes) and
of peak memory (PSS over the process tree), the range of the wall seconds, and the cost of importing the definitions.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.process_tree import Cost, measure

HERE = Path(__file__).resolve().parents[1]
CORPUS = HERE.parent / "shared/corpus/human_rights_2016_2024.warc.gz"
DEFINITIONS = "import orchestration.definitions"


def run(project: Path, home: str, *arguments: str) -> Cost:
    """One `tip run` of a checkout."""
    command = [sys.executable, "-m", "orchestration.cli.main", "run", *arguments]
    return measure(command, {"TIP_HOME": home, "PYTHONPATH": str(project)}, project)


def imports(project: Path) -> Cost:
    """The cost of importing the definitions only."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"TIP_HOME": f"{folder}/home", "DAGSTER_HOME": folder, "PYTHONPATH": str(project)}
        return measure([sys.executable, "-c", DEFINITIONS], environment, project)


def new_home(project: Path, *arguments: str) -> Cost:
    """A run in a new home."""
    with tempfile.TemporaryDirectory() as folder:
        return run(project, f"{folder}/home", *arguments)


def row(what: str, costs: list[Cost]) -> str:
    """A line of the table."""
    wall, cpu, peak = ([getattr(cost, name) for cost in costs] for name in ("wall", "cpu", "peak_mb"))
    spread = f"{min(wall):.1f} to {max(wall):.1f}"
    medians = f"{statistics.median(wall):.1f} | {statistics.median(cpu):.1f} | {statistics.median(peak):.0f}"
    return f"| {what} | {medians} | {spread} |"


def main() -> None:
    """Runs everything and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--before", type=Path)
    options = parser.parse_args()
    projects = {"before": options.before.resolve(), "after": HERE} if options.before else {"now": HERE}
    sources = {"sample": ["--source", "sample"]}
    if CORPUS.exists():
        sources["493 pages"] = ["--source", "archive", "--archive", str(CORPUS)]
    costs: dict[tuple[str, str], list[Cost]] = {}

    def record(what: str, name: str, cost: Callable[[], Cost]) -> None:
        costs.setdefault((what, name), []).append(cost())

    with tempfile.TemporaryDirectory() as folder:
        homes = {(name, source): f"{folder}/{name}-{source}" for name in projects for source in sources}
        for (name, source), home in homes.items():
            run(projects[name], home, *sources[source])
            run(projects[name], home)
        for _ in range(options.runs):
            for name, project in projects.items():
                record("importing the definitions", name, lambda project=project: imports(project))
                for source, arguments in sources.items():
                    record(f"{source}, new home", name, lambda p=project, a=arguments: new_home(p, *a))
                    home = homes[name, source]
                    record(f"{source}, without changes", name, lambda p=project, h=home: run(p, h))
    print(f"{os.cpu_count()} cores, {options.runs} runs each\n")
    print("| what | wall s | CPU s | peak MB | wall s, range |\n|---|---|---|---|---|")
    for (what, name), found in sorted(costs.items(), key=lambda item: item[0][0]):
        print(row(f"{what}, {name}", found))


if __name__ == "__main__":
    main()
