"""What a whole `tip run` costs, in a new home and where nothing changed: of the sample and of the 493 real pages.

    python -m benchmarks.whole_run [--runs N] [--before FOLDER]

FOLDER is another checkout of the project; its runs take turns with those of this one, in the same environment, and are
shown beside them. Each run is a process of its own. Prints the median of wall seconds, of CPU seconds (all
processes) and of the peak memory (PSS over the process tree), and beside them the least and the most of the wall
seconds; and what importing the definitions costs alone.
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
    """Importing the definitions and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"TIP_HOME": f"{folder}/home", "DAGSTER_HOME": folder, "PYTHONPATH": str(project)}
        return measure([sys.executable, "-c", DEFINITIONS], environment, project)


def new_home(project: Path, *arguments: str) -> Cost:
    """A run into a home that does not exist yet."""
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

    def note(what: str, name: str, cost: Callable[[], Cost]) -> None:
        costs.setdefault((what, name), []).append(cost())

    with tempfile.TemporaryDirectory() as folder:
        homes = {(name, source): f"{folder}/{name}-{source}" for name in projects for source in sources}
        for (name, source), home in homes.items():
            run(projects[name], home, *sources[source])
            run(projects[name], home)
        for _ in range(options.runs):
            for name, project in projects.items():
                note("importing the definitions", name, lambda project=project: imports(project))
                for source, arguments in sources.items():
                    note(f"{source}, new home", name, lambda p=project, a=arguments: new_home(p, *a))
                    home = homes[name, source]
                    note(f"{source}, nothing changed", name, lambda p=project, h=home: run(p, h))
    print(f"{os.cpu_count()} cores, {options.runs} runs each\n")
    print("| what | wall s | CPU s | peak MB | wall s, least to most |\n|---|---|---|---|---|")
    for (what, name), found in sorted(costs.items(), key=lambda item: item[0][0]):
        print(row(f"{what}, {name}", found))


if __name__ == "__main__":
    main()
