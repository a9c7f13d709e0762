"""Trains the second reader of statistics on the labelled narratives that may be read.

    python -m benchmarks.statistics_training [--shared DIR] [--cross-validate FOLDS] [--keep FILE]

Every label is aligned with the number in the text that its value and cue words fit best. Writes the whole-number
weights to `sources/state_department/statistics/data/number_weights.csv`. With `--cross-validate` nothing is
written: each fold of narratives is read with weights trained on the others, and the part `read` is scored.
"""

import argparse
import collections
import csv
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.linear_training import Floats, SparseRows, train
from benchmarks.statistics_narratives import LabelledNarrative, csv_rows, label_rows, labelled_narratives
from benchmarks.statistics_score import GOLD_SECTIONS, SHARED, prediction, run_scorer, write
from sources.state_department.statistics import SECTIONS, TextSection, read_statistics
from sources.state_department.statistics import number_reader as reader
from sources.state_department.statistics.linear_model import UNIT, LinearModel

WEIGHTS = Path("sources/state_department/statistics/data/number_weights.csv")
LEAST_NARRATIVES = 6
"""A feature is kept if it occurs in this many narratives."""

STRENGTH = 10.0
"""Of the penalty on squared weights."""

LEAST_WEIGHT = 2
"""A feature is kept if one of its whole-number weights is at least this."""

OWN_SENTENCES = Path("tests/sources/state_department/statistics/editions.txt")
OWN_GROUP = 12
"""So many of the project's own sentences count as one narrative."""

_NEARBY_CHARACTERS = 45
_SENTENCE_SHARE = 0.3
_USED_SHARE = 0.6
"""How much a cue word elsewhere in the sentence counts, and a number that has a label of the same measure loses."""


@dataclass
class Example:
    """A number of a narrative with its labels: type and role by measure, and its scope where it is no total."""

    narrative: LabelledNarrative
    section: str
    text: str
    number: reader.NumberExample
    agreed: dict[str, tuple[str, str]] = field(default_factory=dict)
    neutral: set[str] = field(default_factory=set)
    scope: str = ""

    @property
    def value(self) -> int:
        printed = self.number.items[self.number.at].number
        assert printed is not None
        return printed.value

    @property
    def start(self) -> int:
        """Where the number begins in its sentence."""
        return self.number.items[self.number.at].start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--cross-validate", type=int, metavar="FOLDS", default=0)
    parser.add_argument("--keep", type=Path, help="keep the predictions of cross-validation in this file")
    given = parser.parse_args()
    narratives = [narrative for narrative in labelled_narratives(given.shared) if not narrative.scored_only]
    examples = labelled_examples(given.shared, narratives)
    if given.cross_validate:
        cross_validate(given.shared, narratives, examples, given.cross_validate, given.keep)
        return
    model = trained([*own_sentences(), *(example for found in examples for example in found)])
    with WEIGHTS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", *model.outputs))
        writer.writerows((name, *(weight or "" for weight in found)) for name, found in model.weights.items())
    print(f"{len(model.weights)} features, {WEIGHTS.stat().st_size:,} bytes")


def labelled_examples(shared: Path, narratives: Sequence[LabelledNarrative]) -> list[list[Example]]:
    """The numbers of each narrative with their labels."""
    labels = collections.defaultdict(list)
    for row in label_rows(shared):
        labels[row["iso3"], int(row["edition"])].append(row)
    scopes = {
        (row["iso3"], row["section"], int(row["char_start"])): row["label"]
        for row in csv_rows(shared / "evaluation" / "statistics_numbers.csv")
        if row["label"] in reader.SCOPE_OUTPUTS
    }
    found = []
    for narrative in narratives:
        examples = [
            Example(narrative, section.section, section.text[number.start : number.end], number)
            for section in narrative.sections
            if section.section in SECTIONS
            for number in reader.number_examples(section, narrative.edition)
        ]
        for row in labels[narrative.iso3, narrative.edition]:
            _align(row, examples)
        for example in examples:
            if narrative.edition == 2018 and not example.agreed:
                place = example.number.start + example.start
                section = GOLD_SECTIONS.get(example.section, "")
                example.scope = scopes.get((narrative.iso3, section, place), "")
        found.append(examples)
    return found


def own_sentences() -> list[Example]:
    """The numbers of the project's own labelled sentences, which say how other editions write."""
    found = []
    for order, block in enumerate(OWN_SENTENCES.read_text(encoding="utf-8").split("\n\n")):
        first, *labels = block.strip().split("\n")
        edition, rest = first.split(" ", maxsplit=1)
        name, text = rest.split(": ", maxsplit=1)
        section = TextSection(name, 1, text)
        group = LabelledNarrative(f"own {order // OWN_GROUP}", int(edition), [section], scored_only=False)
        examples = [Example(group, name, text, number) for number in reader.number_examples(section, int(edition))]
        for label in labels:
            measure, trafficking_type, value, role = label.split()[:4]
            for example in examples:
                if str(example.value) == value and measure not in example.agreed:
                    example.agreed[measure] = (trafficking_type, role)
                    break
        found += examples
    return found


def _align(row: dict[str, str], examples: Sequence[Example]) -> None:
    """Gives a label to the number that fits its value and cue best."""
    if row["qualifier"] == "not_reported":
        return
    value, measure = int(row["value"]), row["measure"]
    fitting = [
        example
        for example in examples
        if example.value == value and GOLD_SECTIONS.get(example.section, row["section"]) == row["section"]
    ]
    if not fitting:
        return
    cue = collections.Counter(_words(row["cue"]))

    def fit(example: Example) -> float:
        near = example.text[max(0, example.start - _NEARBY_CHARACTERS) : example.start + _NEARBY_CHARACTERS]
        used = measure in example.agreed or measure in example.neutral
        shared = (collections.Counter(_words(near)) & cue).total()
        elsewhere = (collections.Counter(_words(example.text)) & cue).total()
        return shared + _SENTENCE_SHARE * elsewhere - _USED_SHARE * used

    best = max(fitting, key=fit)
    if row["status"] == "agreed":
        best.agreed[measure] = (row["trafficking_type"], row["role"])
    else:
        best.neutral.add(measure)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def trained(examples: Sequence[Example]) -> LinearModel:
    """The model trained on examples, with whole-number weights."""
    narratives = collections.defaultdict(set)
    for example in examples:
        for feature in example.number.features:
            narratives[feature].add((example.narrative.iso3, example.narrative.edition))
    names = sorted(name for name, found in narratives.items() if len(found) >= LEAST_NARRATIVES)
    place = {name: at for at, name in enumerate(names)}
    rows = SparseRows(
        [[place[name] for name in example.number.features if name in place] for example in examples], len(names)
    )
    truth, mask = _targets(examples)
    weights = np.rint(UNIT * train(rows, truth, mask, strength=STRENGTH)).astype(int)
    kept = np.abs(weights).max(axis=1) >= LEAST_WEIGHT
    return LinearModel(
        reader.OUTPUTS,
        {name: tuple(weights[at].tolist()) for name, at in place.items() if kept[at]},
    )


def _targets(examples: Sequence[Example]) -> tuple[Floats, Floats]:
    """What each output is to say of each example, and whether the example counts for it.

    The first output learns whether a number is a total from all examples; measures, types and roles learn from
    totals alone, the other scopes from the counts that are none.
    """
    place = {name: at for at, name in enumerate(reader.OUTPUTS)}
    truth = np.zeros((len(examples), len(place)))
    mask = np.zeros_like(truth)
    for row, example in enumerate(examples):
        mask[row, 0] = 1.0 if example.agreed or not example.neutral else 0.0
        if example.scope:
            for name in reader.SCOPE_OUTPUTS:
                mask[row, place[name]] = 1.0
            truth[row, place[example.scope]] = 1.0
        if not example.agreed:
            continue
        truth[row, 0] = 1.0
        for name in (*reader.MEASURE_OUTPUTS, *reader.TYPE_OUTPUTS, reader.COMPARISON):
            mask[row, place[name]] = 0.0 if name in example.neutral else 1.0
        for measure, (trafficking_type, role) in example.agreed.items():
            truth[row, place[measure]] = 1.0
            truth[row, place[trafficking_type]] = 1.0
            truth[row, place[reader.COMPARISON]] = float(role == reader.COMPARISON)
    return truth, mask


def cross_validate(
    shared: Path, narratives: Sequence[LabelledNarrative], examples: list[list[Example]], folds: int, keep: Path | None
) -> None:
    """Scores the narratives of the part that may be read, each read with weights trained without its fold."""
    predicted = []
    for fold in range(folds):
        others = [example for at, found in enumerate(examples) if at % folds != fold for example in found]
        model = trained([*own_sentences(), *others])
        for narrative in narratives[fold::folds]:
            rows = read_statistics(narrative.sections, narrative.edition, model)
            predicted += [prediction(narrative, row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = keep or Path(folder) / "predicted.csv"
        write(path, predicted)
        run_scorer(shared, path, "read")


if __name__ == "__main__":
    main()
