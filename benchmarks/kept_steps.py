"""Steps of a long measurement; a measurement that was interrupted continues with the step that has no cost yet."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks.process_tree import Cost


class KeptSteps:
    """The costs of the steps that were done in a folder, kept in its `steps.json`.

    Attributes:
        costs: by step. A step that was interrupted runs again in what it left, so its cost is that of the rest.
        interrupted: these steps.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "steps.json"
        self.costs: dict[str, Cost] = {}
        self.interrupted: set[str] = set()
        if self._file.exists():
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            self.costs = {name: Cost(**cost) for name, cost in kept["costs"].items()}
            self.interrupted = set(kept["interrupted"])

    def step(self, name: str, measured: Callable[[], Cost]) -> None:
        """Does a step and keeps its cost, unless it is kept already."""
        if name in self.costs:
            return
        done = self.interrupted.copy()
        self.interrupted.add(name)
        self._keep()  # until it is done, it counts as interrupted
        self.costs[name] = measured()
        self.interrupted = done
        self._keep()

    def _keep(self) -> None:
        costs = {name: asdict(cost) | {"output": ""} for name, cost in self.costs.items()}
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps({"costs": costs, "interrupted": sorted(self.interrupted)}), encoding="utf-8")
        beside.replace(self._file)
