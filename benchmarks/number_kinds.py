"""Measures the recognition of numbers that are no counts, by kind.

    python -m benchmarks.number_kinds [--shared DIR] [--part looked|held] [--errors]

Reads the sentences of `statistics_numbers.csv`. The words of `sources/language/data/number_kinds.csv` were chosen from
every second narrative (`looked`); the others are `held` out. Counts are right where they are not taken for another
kind.
"""

import argparse
import collections
from pathlib import Path

from benchmarks.statistics_narratives import csv_rows
from benchmarks.statistics_score import SHARED
from sources.language.number_kinds import COUNT, number_kinds

COUNTS = ("total", "part", "case", "earlier", "other_people")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--part", choices=("looked", "held"), help="measure only these narratives")
    parser.add_argument("--errors", action="store_true", help="show the numbers that are taken for another kind")
    given = parser.parse_args()
    labels = csv_rows(given.shared / "evaluation" / "statistics_numbers.csv")
    countries = sorted({row["iso3"] for row in labels})
    for part, chosen in (("looked", countries[::2]), ("held", countries[1::2])):
        if given.part in (None, part):
            measure(part, [row for row in labels if row["iso3"] in chosen], errors=given.errors)


def measure(part: str, labels: list[dict[str, str]], *, errors: bool) -> None:
    """Prints, by kind, how many numbers have it, how many are found, and how many are wrongly said to have it."""
    pairs = collections.Counter()
    for row in labels:
        before, rest = row["sentence"].split(">>", maxsplit=1)
        sentence = before + rest.replace("<<", "", 1)
        at = len(before)
        found = [each.kind for each in number_kinds(sentence) if each.number.start <= at < each.number.end]
        if not found:  # a part of a compound, or `no`
            continue
        truth = COUNT if row["label"] in COUNTS else row["label"]
        kind = found[0]
        pairs[truth, kind] += 1
        if errors and (kind or COUNT) != truth:
            print(f"  {truth} as {kind}: {before[-60:]}>>{rest[:70]}")
    known = {kind for _, kind in pairs if kind not in (None, COUNT)} | {truth for truth, _ in pairs} - {COUNT}
    print(f"\n{part:12} labels  right  other kind  not said  said of counts")
    for kind in sorted(known):
        of_kind = {said: number for (truth, said), number in pairs.items() if truth == kind}
        total, right = sum(of_kind.values()), of_kind.get(kind, 0)
        silent = of_kind.get(None, 0) + of_kind.get(COUNT, 0)
        wrong = pairs[COUNT, kind]
        print(f"{kind:12} {total:6} {right:6} {total - right - silent:11} {silent:9} {wrong:15}")
    counts = sum(number for (truth, _), number in pairs.items() if truth == COUNT)
    kept = pairs[COUNT, None] + pairs[COUNT, COUNT]
    no_counts = sum(number for (truth, _), number in pairs.items() if truth != COUNT)
    said = sum(number for (truth, kind), number in pairs.items() if truth != COUNT and kind not in (None, COUNT))
    print(
        f"{part}: {kept / counts:.3f} of {counts} counts kept, {said / no_counts:.3f} of {no_counts} others recognised"
    )


if __name__ == "__main__":
    main()
