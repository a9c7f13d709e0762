"""Cost of publishing a release with ten changed country-years, compared with the cost of linking its files.

    python -m benchmarks.publishing [PARTITIONS ...]

For every number of country/year partitions (500, 5,000 and 50,000 by default), spread over ten tables: the first
staging and the first release; then releases in which ten country-years of three tables changed. The lower bound is a
plain loop that makes the folders of the partitions and links their files, with one flush at the end; the two alternate
in order. `BENCHMARK_FOLDER` names the parent of the working folder.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assets.pipeline.home.home import Home
from tests.warehouse import staged
from warehouse.release.publish import publish
from warehouse.staging.files import sync_file_system

TABLES = [*staged.CHANGING, *(name for name in staged.PARTITIONED if name not in staged.CHANGING)][:10]
REPETITIONS = 5
PARTITIONS = (500, 5_000, 50_000)
"""Partition files of all tables together."""
CHANGED = 10


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def link_plainly(source: Path, target: Path) -> None:
    """Makes every folder and every hard link, with one flush: the lower bound for a release."""
    for root, _, files in os.walk(source):
        at = f"{target}{root[len(str(source)) :]}"
        os.mkdir(at)  # noqa: PTH102 - the plain call is what is measured
        for name in files:
            os.link(f"{root}/{name}", f"{at}/{name}")
    sync_file_system(target)


def publish_at(partitions: int, folder: Path, repetitions: int = REPETITIONS) -> tuple[list[float], list[float]]:
    """Seconds of each release with ten changed country-years, and of its folders and links alone.

    Args:
        partitions: the number of partition files of all tables together.
        folder: an empty folder.
        repetitions: the number of releases.
    """
    home = Home(folder / "home")
    each = partitions // len(TABLES)
    counts = dict.fromkeys(TABLES, each)
    stride = each // CHANGED

    def stage(version: int) -> None:
        staged.stage(home.staging, counts, version, stride)

    def release() -> None:
        publish(home.staging, home.releases, kind="real")

    stage(0)
    staged.pass_all(home)
    sync_file_system(folder)
    release()
    releases: list[float] = []
    floors: list[float] = []
    for turn in range(1, repetitions + 1):
        current = home.releases.current()
        assert current is not None
        before = current.path / "tables"
        stage(turn)
        staged.pass_all(home)
        sync_file_system(folder)
        works = [(releases, release), (floors, lambda before=before: link_plainly(before, folder / before.parent.name))]
        for spent, work in works if turn % 2 else reversed(works):
            spent.append(seconds(work))
    return releases, floors


def show(spent: list[float]) -> str:
    return f"median {statistics.median(spent):.2f} s (from {min(spent):.2f} to {max(spent):.2f})"


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        for partitions in [int(argument) for argument in sys.argv[1:]] or PARTITIONS:
            # everything is removed at the end, because ext4 creates files slowly after many removals
            releases, floors = publish_at(partitions, Path(folder, str(partitions)))
            wall, floor = statistics.median(releases), statistics.median(floors)
            print(f"{partitions:,} partitions, ten country-years changed in three tables: {show(releases)}")
            print(f"  folders and links alone: {show(floors)}; {wall / floor:.1f} times, {wall - floor:.2f} s more")


if __name__ == "__main__":
    main()
