"""A linear model over named features, with whole-number weights: the same scores on every machine.

The weights are in `data/number_weights.csv`, one row per feature and one column per output. They are trained by
`benchmarks/statistics_training.py`; a score of 100 is one unit of log-odds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from sources.reference.data import rows

UNIT: Final = 100
"""Weight of one unit of log-odds."""


@dataclass(frozen=True)
class LinearModel:
    """Weights by feature, one for each output."""

    outputs: tuple[str, ...]
    weights: Mapping[str, tuple[int, ...]]

    def scores(self, features: Iterable[str]) -> dict[str, int]:
        """The score of each output; features without weights count nothing."""
        weights = self.weights
        known = [weights[feature] for feature in features if feature in weights]
        sums = map(sum, zip(*known, strict=True)) if known else [0] * len(self.outputs)
        return dict(zip(self.outputs, sums, strict=True))


@cache
def number_model() -> LinearModel:
    """The trained model of numbers."""
    table = list(rows("number_weights.csv", package="sources.state_department.statistics"))
    outputs = tuple(name for name in table[0] if name != "feature")
    return LinearModel(outputs, {row["feature"]: tuple(int(row[name] or 0) for name in outputs) for row in table})
