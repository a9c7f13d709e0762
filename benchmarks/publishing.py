"""What a release costs to publish when ten country-years changed, beside what its files cost to link.

    python -m benchmarks.publishing [PARTITIONS ...]

For every number of country/year partitions (500, 5,000 and 50,000 by default), spread over ten tables: the first
staging and the first release; then releases in which ten country-years of three tables changed. Beside them the floor:
the directories made and the files linked by the same calls in a plain loop, and by `cp -al`, with one flush at the end.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assets.home import Home
from tests.warehouse import staged
from warehouse.release.publish import publish

TABLES = [*staged.CHANGING, *(name for name in staged.PARTITIONED if name not in staged.CHANGING)][:10]
TURNS = 5
CHANGED = 10


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def link_plainly(source: Path, target: Path) -> None:
    """What no release by hard links can do without: every directory, every link, one flush."""
    for root, folders, files in os.walk(source):
        at = f"{target}{root[len(str(source)):]}"
        os.mkdir(at)
        for name in files:
            os.link(f"{root}/{name}", f"{at}/{name}")
    os.sync()


def copy_links(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-al", source, target], check=True)
    os.sync()


def measure(partitions: int, folder: Path) -> None:
    home = Home(folder / "home")
    each = partitions // len(TABLES)
    counts = dict.fromkeys(TABLES, each)
    stride = each // CHANGED
    staging = seconds(lambda: staged.stage(home.staging, counts, 0, stride))
    staged.pass_all(home)
    os.sync()
    first = seconds(lambda: publish(home.staging, home.shelf, kind="real"))
    print(f"{partitions:,} partitions: staged in {staging:.2f} s, first release in {first:.2f} s")
    costs: dict[str, list[float]] = {"release": [], "floor": [], "cp -al": []}
    for turn in range(1, TURNS + 1):
        staged.stage(home.staging, counts, turn, stride)
        staged.pass_all(home)
        os.sync()
        costs["release"].append(seconds(lambda: publish(home.staging, home.shelf, kind="real")))
        tables = home.shelf.current().path / "tables"
        for name, link in (("floor", link_plainly), ("cp -al", copy_links)):
            target = folder / f"{name}-{turn}"
            costs[name].append(seconds(lambda link=link, target=target: link(tables, target)))
    shown = {name: f"{statistics.median(spent) * 1000:,.0f} ms" for name, spent in costs.items()}
    ratio = statistics.median(costs["release"]) / statistics.median(costs["floor"])
    print(f"  ten changed in three tables: {shown}, {ratio:.1f} times the floor")


def main() -> None:
    for partitions in [int(argument) for argument in sys.argv[1:]] or [500, 5_000, 50_000]:
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
            measure(partitions, Path(folder))


if __name__ == "__main__":
    main()
