"""What the sections of the benchmarks are given."""

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process_tree import Cost, measure

PROJECT = Path(__file__).resolve().parents[1]
TIP = [sys.executable, "-m", "orchestration.cli.main"]


@dataclass(frozen=True)
class Options:
    """The options of a run of the benchmarks.

    Attributes:
        runs: the number of runs of each line.
        folder: an empty folder, removed after the section.
        shared: the folder of real pages, outside the project.
        million: whether to measure a million articles too.
    """

    runs: int
    folder: Path
    shared: Path
    million: bool = False

    @property
    def pages(self) -> Path:
        """The WARC file of real report pages."""
        return self.shared / "corpus" / "human_rights_2016_2024.warc.gz"


def tip(home: Path, *arguments: str) -> Cost:
    """The cost of a `tip` command on a home."""
    return command([*TIP, *arguments], home)


def command(words: list[str], home: Path) -> Cost:
    """The cost of a command of this project."""
    environment = {
        "TIP_HOME": str(home),
        "DAGSTER_HOME": str(home.parent),
        "PYTHONPATH": str(PROJECT),
        "PYTHONDONTWRITEBYTECODE": "",  # an installed project has compiled modules
    }
    return measure(words, environment, PROJECT)
