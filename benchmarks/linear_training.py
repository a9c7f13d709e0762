"""Logistic regression over sparse named features, trained with numpy: no other library is needed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class SparseRows:
    """Rows of feature places, held by row and by column."""

    def __init__(self, rows: Sequence[Sequence[int]], columns: int) -> None:
        sizes = np.array([len(row) for row in rows])
        if not sizes.all():
            raise ValueError("a row without features")
        self.count = len(rows)
        self.columns = columns
        self._column = np.concatenate([np.asarray(row, dtype=np.int64) for row in rows])
        self._starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        row = np.repeat(np.arange(self.count), sizes)
        order = np.argsort(self._column, kind="stable")
        self._row_by_column = row[order]
        self._known, self._column_starts = np.unique(self._column[order], return_index=True)

    def times(self, weights: Floats) -> Floats:
        """Scores: rows by outputs."""
        return np.add.reduceat(weights[self._column], self._starts, axis=0)

    def transposed_times(self, errors: Floats) -> Floats:
        """Sums of errors: features by outputs."""
        found = np.zeros((self.columns, errors.shape[1]))
        found[self._known] = np.add.reduceat(errors[self._row_by_column], self._column_starts, axis=0)
        return found


def train(rows: SparseRows, truth: Floats, mask: Floats, *, strength: float, steps: int = 60) -> Floats:
    """Weights of one logistic regression for each output.

    Args:
        rows: features of the examples.
        truth: 0 or 1 for each example and output.
        mask: the weight of each example for each output; 0 leaves it out.
        strength: of the penalty on squared weights.
        steps: iterations of L-BFGS at most.
    """
    shape = (rows.columns, truth.shape[1])

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        scores = rows.times(weights)
        chance = 1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30)))
        value = (mask * (np.logaddexp(0, scores) - truth * scores)).sum() + strength / 2 * (weights**2).sum()
        slope = rows.transposed_times(mask * (chance - truth)) + strength * weights
        return float(value), slope.ravel()

    return _minimum(loss, np.zeros(shape[0] * shape[1]), steps).reshape(shape)


def _minimum(loss, place: Floats, steps: int) -> Floats:  # type: ignore[no-untyped-def]
    """L-BFGS with ten remembered steps."""
    value, slope = loss(place)
    moves: list[tuple[Floats, Floats, float]] = []
    for _ in range(steps):
        direction = slope.copy()
        factors = []
        for move, change, scale in reversed(moves):
            factor = scale * (move @ direction)
            factors.append(factor)
            direction -= factor * change
        if moves:
            move, change, _ = moves[-1]
            direction *= (move @ change) / (change @ change)
        else:
            direction /= max(1.0, float(np.linalg.norm(slope)))
        for (move, change, scale), factor in zip(moves, reversed(factors), strict=True):
            direction += (factor - scale * (change @ direction)) * move
        length, descent = 1.0, float(slope @ direction)
        while True:
            trial = place - length * direction
            trial_value, trial_slope = loss(trial)
            if trial_value <= value - 1e-4 * length * descent or length < 1e-6:
                break
            length /= 2
        move, change = trial - place, trial_slope - slope
        if move @ change > 1e-12:
            moves = [*moves[-9:], (move, change, 1.0 / float(move @ change))]
        gained = value - trial_value
        place, value, slope = trial, trial_value, trial_slope
        if gained < 1e-4 * abs(value):
            break
    return place
