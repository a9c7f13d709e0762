"""Trains the reader of statistics on the labelled texts that may be read.

    python -m benchmarks.statistics_training [--shared DIR] [--cross-validate FOLDS [--keep FILE]]

Writes the whole-number weights to `sources/state_department/statistics/data/number_weights.csv`. With
`--cross-validate` nothing is written: each fold of narratives is read with weights trained on the others; the part
`read` is scored.
"""

import argparse
import collections
import csv
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.linear_training import Floats, SparseRows, train
from benchmarks.statistics_labels import (
    LabelledExample,
    narrative_examples,
    own_sentence_examples,
    paragraph_examples,
)
from benchmarks.statistics_narratives import LabelledNarrative, labelled_narratives
from benchmarks.statistics_score import SHARED, prediction, run_scorer, write
from sources.state_department.statistics import read_statistics
from sources.state_department.statistics.decisions import COMPARISON, OUTPUTS, SCOPES, TYPES
from sources.state_department.statistics.linear_model import UNIT, LinearModel

WEIGHTS = Path("sources/state_department/statistics/data/number_weights.csv")
LEAST_GROUPS = 4
"""A feature is kept if it occurs in this many narratives."""

STRENGTH = 10.0
"""Of the penalty on squared weights."""

LEAST_WEIGHT = 2
"""A feature is kept if one of its whole-number weights is at least this."""

Group = tuple[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--cross-validate", type=int, metavar="FOLDS", default=0)
    parser.add_argument("--keep", type=Path, help="keep the predictions of cross-validation in this file")
    given = parser.parse_args()
    narratives = [narrative for narrative in labelled_narratives(given.shared) if not narrative.scored_only]
    examples = narrative_examples(given.shared, narratives)
    own = [*own_sentence_examples(), *paragraph_examples()]
    if given.cross_validate:
        cross_validate(given.shared, narratives, examples, own, given.cross_validate, given.keep)
        return
    model = trained([*own, *(each for found in examples for each in found)])
    with WEIGHTS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", *model.outputs))
        writer.writerows((name, *(weight or "" for weight in found)) for name, found in model.weights.items())
    print(f"{len(model.weights)} features, {WEIGHTS.stat().st_size:,} bytes")


def trained(examples: Sequence[LabelledExample]) -> LinearModel:
    """The model trained on examples, with whole-number weights.

    Whether a candidate is counted is learned for each of its measures, from the features of both; the other outputs
    are learned from the features that hold whatever it counts.
    """
    counted = _counted_weights(examples)
    details = _detail_weights(examples)
    rows = {}
    for name in sorted({*counted, *details}):
        row = (counted.get(name, 0), *details.get(name, (0,) * (len(OUTPUTS) - 1)))
        if max(map(abs, row)) >= LEAST_WEIGHT:
            rows[name] = row
    return LinearModel(OUTPUTS, rows)


def _counted_weights(examples: Sequence[LabelledExample]) -> dict[str, int]:
    features, truth, mask, groups = [], [], [], []
    for each in examples:
        for measure, names in each.example.measures.items():
            features.append([*each.example.features, *names])
            truth.append([float(measure in each.agreed)])
            mask.append([float(measure in each.agreed or measure not in each.neutral)])
            groups.append(each.group)
    weights = _weights(features, np.array(truth), np.array(mask), groups)
    return {name: row[0] for name, row in weights.items()}


def _detail_weights(examples: Sequence[LabelledExample]) -> dict[str, tuple[int, ...]]:
    """Types and roles are learned from totals alone, scopes from the counts that are none and from totals."""
    place = {name: at for at, name in enumerate(OUTPUTS[1:])}
    kept = [each for each in examples if each.agreed or each.scope in SCOPES]
    truth = np.zeros((len(kept), len(place)))
    mask = np.zeros_like(truth)
    for row, each in enumerate(kept):
        for name in SCOPES:
            mask[row, place[name]] = 1.0
        if not each.agreed:
            truth[row, place[each.scope]] = 1.0
        for trafficking_type, role in each.agreed.values():
            for name in (*TYPES, COMPARISON):
                mask[row, place[name]] = 1.0
            truth[row, place[trafficking_type]] = 1.0
            truth[row, place[COMPARISON]] = float(role == COMPARISON)
    return _weights([each.example.features for each in kept], truth, mask, [each.group for each in kept])


def _weights(
    features: Sequence[Sequence[str]], truth: Floats, mask: Floats, groups: Sequence[Group]
) -> dict[str, tuple[int, ...]]:
    """Whole-number weights of the features that occur in enough narratives."""
    occurs = collections.defaultdict(set)
    for names, group in zip(features, groups, strict=True):
        for name in names:
            occurs[name].add(group)
    known = sorted(name for name, found in occurs.items() if len(found) >= LEAST_GROUPS)
    place = {name: at for at, name in enumerate(known)}
    rows = SparseRows([[place[name] for name in names if name in place] for names in features], len(known))
    weights = np.rint(UNIT * train(rows, truth, mask, strength=STRENGTH)).astype(int)
    return {name: tuple(weights[at].tolist()) for name, at in place.items()}


def cross_validate(
    shared: Path,
    narratives: Sequence[LabelledNarrative],
    examples: Sequence[Sequence[LabelledExample]],
    own: Sequence[LabelledExample],
    folds: int,
    keep: Path | None,
) -> None:
    """Scores the narratives of the part that may be read, each read with weights trained without its fold."""
    predicted = []
    for fold in range(folds):
        others = [each for at, found in enumerate(examples) if at % folds != fold for each in found]
        model = trained([*own, *others])
        for narrative in narratives[fold::folds]:
            rows = read_statistics(narrative.sections, narrative.edition, model)
            predicted += [prediction(narrative, row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = keep or Path(folder) / "predicted.csv"
        write(path, predicted)
        run_scorer(shared, path, "read")


if __name__ == "__main__":
    main()
