"""Figures of a section of the benchmarks: values of several runs, kept as JSON, shown as medians with their range."""

import json
import os
import platform
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from benchmarks.process_tree import Cost

_LIBRARIES = ("dagster", "polars", "pyarrow", "duckdb", "selectolax", "trafilatura", "warcio", "fastwarc")

Values = dict[str, list[float]]
"""By column, one value of each run."""


@dataclass(frozen=True)
class Line:
    """A line of a section: what was measured, and its values by column."""

    what: str
    values: Values


@dataclass(frozen=True)
class Section:
    """The figures of a section, and what they were measured with.

    Attributes:
        title: of its table.
        note: how to read the table.
        lines: the lines of the table.
        runs: the number of runs of each line.
        machine: processor, memory, system and load when the section began.
        versions: of Python and of the libraries that matter.
    """

    title: str
    note: str
    lines: list[Line]
    runs: int
    machine: str
    versions: dict[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Writes the section as JSON."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Section":
        """A section from its file."""
        fields = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**fields, "lines": [Line(**line) for line in fields["lines"]]})

    @property
    def markdown(self) -> str:
        """The section as Markdown."""
        columns = list(dict.fromkeys(column for line in self.lines for column in line.values))
        runs = f"{self.runs} runs" if self.runs > 1 else "one run"
        head = [f"## {self.title}", "", self.note, "", f"{self.machine}; {runs}.", ""]
        table = [f"| what | {' | '.join(columns)} |", "|---|" + "---:|" * len(columns)]
        rows = [
            f"| {line.what} | {' | '.join(shown(line.values.get(c, [])) for c in columns)} |" for line in self.lines
        ]
        return "\n".join([*head, *table, *rows, ""])


def shown(values: Sequence[float]) -> str:
    """The median of values with their range; empty without a value."""
    if not values:
        return ""
    median, least, most = statistics.median(values), min(values), max(values)
    return number(median) if least == most else f"{number(median)} ({number(least)} to {number(most)})"


def number(value: float) -> str:
    """A number with three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.3f}"


def of_costs(what: str, costs: Iterable[Cost]) -> Line:
    """The line of a command that ran several times."""
    listed = list(costs)
    return Line(
        what,
        {
            "wall s": [cost.wall for cost in listed],
            "CPU s": [cost.cpu for cost in listed],
            "peak MB": [cost.peak_mb for cost in listed],
        },
    )


def ratio(what: str, one: Sequence[float], other: Sequence[float]) -> Line:
    """The ratio of two series of values, run by run."""
    return Line(what, {"ratio": [a / b for a, b in zip(one, other, strict=True)]})


def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that matter."""
    return {"Python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}


def machine() -> str:
    """Processor, memory and load of this machine."""
    fields = _fields(Path("/proc/cpuinfo"), ":")
    memory = int(_fields(Path("/proc/meminfo"), ":").get("MemTotal", "0 kB").split()[0]) / 2**20
    name = fields.get("model name", platform.machine())
    return f"{os.cpu_count()} cores ({name}), {memory:.0f} GB, load {os.getloadavg()[0]:.1f} when the section began"


def _fields(path: Path, separator: str) -> Mapping[str, str]:
    if not path.exists():
        return {}
    pairs = (line.partition(separator) for line in path.read_text().splitlines() if separator in line)
    found: dict[str, str] = {}
    for name, _, value in pairs:
        found.setdefault(name.strip(), value.strip())
    return found
