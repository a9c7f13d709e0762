"""The budget of each hot path, as data: `python -m tests.budget.budget` counts again and writes the file."""

import csv
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.budget.counting import calls_of
from tests.budget.hot_paths import HOT_PATHS

FILE = Path(__file__).with_name("budget.csv")
_COLUMNS = ("path", "function", "calls", "allowed_rise_percent")


@dataclass(frozen=True)
class Budget:
    """The calls of a function in a hot path, and the rise in percent that is allowed."""

    path: str
    function: str
    calls: int
    allowed_rise_percent: int

    @property
    def most(self) -> float:
        """The most calls."""
        return self.calls * (1 + self.allowed_rise_percent / 100)


def budgets() -> list[Budget]:
    """Every budget of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Budget(r["path"], r["function"], int(r["calls"]), int(r["allowed_rise_percent"])) for r in rows]


def exceeded(path: str, calls: Counter[str]) -> list[str]:
    """A line for every budget of a hot path that is exceeded."""
    return [
        f"{path}: {each.function} is called {calls[each.function]} times; the budget is {each.calls} and"
        f" {each.allowed_rise_percent} % more"
        for each in budgets()
        if each.path == path and calls[each.function] > each.most
    ]


def main() -> None:
    """Counts the calls of the file again and writes them; the allowed rises stay."""
    counted: dict[str, Counter[str]] = {}
    for path, prepare in HOT_PATHS.items():
        with tempfile.TemporaryDirectory() as folder:
            counted[path] = calls_of(prepare(Path(folder)))
    rows = [(b.path, b.function, counted[b.path][b.function], b.allowed_rise_percent) for b in budgets()]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(rows)
    sys.stdout.writelines(f"{row}\n" for row in rows)


if __name__ == "__main__":
    main()
