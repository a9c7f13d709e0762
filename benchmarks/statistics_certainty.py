"""Measures each level of certainty by measure: how many rows are right, and how many true rows have that level.

    python -m benchmarks.statistics_certainty [--shared DIR] [--predicted FILE]

Prints a table for each part of the labels, for `docs/statistics.md`. `--predicted` takes rows that were written before,
such as those of `benchmarks.statistics_training --cross-validate 5 --keep FILE`: the weights are trained on the
part `read`, so its rows are to be read with weights of other narratives. Of the part `scored` nothing
but these sums is printed.
"""

import argparse
import collections
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.statistics_narratives import csv_rows, label_rows, labelled_narratives
from benchmarks.statistics_score import SHARED, key, prediction, read_narrative
from warehouse.tables.vocabulary import CERTAINTIES, HEADLINES, MEASURES

GROUPS = {**{measure: (measure,) for measure in MEASURES}, "core": tuple(HEADLINES), "all": MEASURES}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--predicted", type=Path, help="rows of the part `read`, in place of reading it")
    given = parser.parse_args()
    narratives = labelled_narratives(given.shared)
    for part, scored_only in (("read", False), ("scored", True)):
        if given.predicted and not scored_only:
            rows = csv_rows(given.predicted)
        else:
            chosen = (narrative for narrative in narratives if narrative.scored_only == scored_only)
            rows = [prediction(narrative, row) for narrative in chosen for row in read_narrative(narrative)]
        labels = list(label_rows(given.shared, scored_only=scored_only))
        print(f"\npart {part}\n\n" + "\n".join(table([row for row in rows if row["scope"] == "total"], labels)))


def table(rows: Sequence[dict], labels: Sequence[dict]) -> Iterator[str]:
    """The lines of a Markdown table: by measure and level the precision, and the share of the true rows."""
    yield "| measure | true rows | " + " | ".join(f"{level}: right, share" for level in CERTAINTIES) + " | not read |"
    yield "|---" * (len(CERTAINTIES) + 3) + "|"
    for name, measures in GROUPS.items():
        ours = [row for row in rows if row["measure"] in measures]
        true = [row for row in labels if row["measure"] in measures]
        right, wrong = by_level(ours, true)
        agreed = sum(row["status"] == "agreed" for row in true)
        if not agreed:
            continue
        cells = [cell(right[level], wrong[level], agreed) for level in CERTAINTIES]
        missed = f"{1 - right.total() / agreed:.2f}"
        yield f"| {name} | {agreed} | {' | '.join(cells)} | {missed} |"


def by_level(rows: Sequence[dict], labels: Sequence[dict]) -> tuple[collections.Counter, collections.Counter]:
    """How many rows of each level are right and wrong; a row that one annotator has counts neither way."""
    agreed = collections.Counter(key(row) for row in labels if row["status"] == "agreed")
    neutral = collections.Counter(key(row) for row in labels if row["status"] != "agreed")
    right, wrong = collections.Counter(), collections.Counter()
    for row in sorted(rows, key=lambda row: CERTAINTIES.index(row["certainty"])):
        known = key(row)
        if agreed[known]:
            agreed[known] -= 1
            right[row["certainty"]] += 1
        elif neutral[known]:
            neutral[known] -= 1
        else:
            wrong[row["certainty"]] += 1
    return right, wrong


def cell(right: int, wrong: int, agreed: int) -> str:
    if not right + wrong:
        return "-"
    return f"{right / (right + wrong):.2f} of {right + wrong}, {right / agreed:.2f}"


if __name__ == "__main__":
    main()
