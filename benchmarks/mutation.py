"""Mutation testing: changes the code in small ways and runs the tests that execute it.

python -m benchmarks.mutation [--mutants N] [--seed N] [--seconds N] [--jobs N] [--below FOLDER ...] [--list]

The changes are those of cosmic-ray: `<` to `<=`, `and` to `or`, a number one up or down, a negated condition, a loop
that never runs... Each is made in a copy of the project. First every mirrored test file runs in an unchanged copy, to
find whether it passes, what it executes and how long it takes. Then for each change the files that execute the changed
function run, those of the mirrored folder first, as many as the time allows.

Seconds are processor time, so that a busy machine makes no test fail; a run that uses more, or waits ten times as long,
counts as failed. Changes that make no difference to any result are listed in `equivalent_mutants.csv` with the reason,
and do not count in the share.
"""

import argparse
import os
import queue
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.mutants import ROOT, Mutant, mutate, sample_mutants
from benchmarks.mutation_runs import NO_TESTS, SHARE_OF_TIME, Traced, copy_project, run_tests, tests_for, trace
from warehouse.csv_rows import csv_rows

CHANGED = ("warehouse/derived", "warehouse/quality", "warehouse/staging", "warehouse/release")
MIRRORED = ("tests/warehouse", "tests/quality", "tests/assets")
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.csv")

Done = TypeVar("Done")


@dataclass(frozen=True)
class Result:
    """The result of a mutant.

    Attributes:
        outcome: `failed`, `timed out`, `survived`, `not executed` or `equivalent`.
        before: the line before the change.
        after: the line after the change.
        tests: the test files that ran.
    """

    mutant: Mutant
    outcome: str
    before: str
    after: str
    tests: tuple[str, ...] = ()


def test_mutant(
    mutant: Mutant, copy: Path, known: dict[str, Traced], equivalent: set[tuple[str, ...]], seconds: float
) -> Result:
    """Makes a change in a copy, runs the tests, and reverts it."""
    code, before, after = mutate(mutant)
    if (mutant.path, before, after) in equivalent:
        return Result(mutant, "equivalent", before, after)
    files = tests_for(mutant, known, seconds)
    if not files:
        return Result(mutant, "not executed", before, after)
    target = copy / mutant.path
    original = target.read_bytes()
    target.write_text(code, encoding="utf-8")
    try:
        run = run_tests(copy, files, seconds)
    finally:
        target.write_bytes(original)
    if run.code == NO_TESTS:
        raise RuntimeError(f"no test was run: {files}\n{run.output}")
    outcome = "survived" if run.code == 0 else "timed out" if run.code is None else "failed"
    return Result(mutant, outcome, before, after, files)


def results_of(mutants: Sequence[Mutant], jobs: int, seconds: float) -> Iterator[Result]:
    """The results of all mutants, in order; each job has its own copy of the project."""
    equivalent = set(_equivalent_mutants())
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder, ThreadPoolExecutor(jobs) as pool:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(jobs):
            copies.put(copy_project(Path(folder) / str(number)))
        files = sorted(
            path.relative_to(ROOT).as_posix() for part in MIRRORED for path in (ROOT / part).rglob("test_*.py")
        )
        traces = dict(
            zip(
                files,
                pool.map(lambda file: _in_copy(copies, lambda copy: trace(file, copy, seconds)), files),
                strict=True,
            )
        )
        known = {file: traced for file, traced in traces.items() if traced is not None}
        for file in sorted(traces.keys() - known.keys()):
            print(f"left out, longer than {seconds * SHARE_OF_TIME:g} s: {file}", file=sys.stderr, flush=True)
        yield from pool.map(
            lambda mutant: _in_copy(copies, lambda copy: test_mutant(mutant, copy, known, equivalent, seconds)), mutants
        )


def _in_copy(copies: "queue.Queue[Path]", work: Callable[[Path], Done]) -> Done:
    """Calls a function with a copy that no other job uses."""
    copy = copies.get()
    try:
        return work(copy)
    finally:
        copies.put(copy)


def _equivalent_mutants() -> Iterator[tuple[str, ...]]:
    for row in csv_rows(EQUIVALENT):
        yield row["file"], row["before"], row["after"]


def report(results: Sequence[Result]) -> str:
    """Surviving mutants with file and line, and the share of killed ones by folder and in total."""
    lines = [
        f"{each.mutant.path}:{each.mutant.line}: {each.outcome}: {each.before}  ->  {each.after}"
        for each in results
        if each.outcome in ("survived", "not executed")
    ]
    by_folder: dict[str, Counter[str]] = defaultdict(Counter)
    for each in results:
        for folder in (str(Path(each.mutant.path).parent), "all"):
            by_folder[folder][each.outcome] += 1
    lines.append(
        f"{'':<24}{'mutants':>9}{'failed':>9}{'timed out':>11}{'survived':>10}{'not run':>9}{'equiv.':>8}{'killed':>9}"
    )
    for folder, counts in sorted(by_folder.items(), key=lambda item: (item[0] == "all", item[0])):
        killed = counts["failed"] + counts["timed out"]
        counted = counts.total() - counts["equivalent"]
        share = f"{killed / counted:.1%}" if counted else "-"
        lines.append(
            f"{folder:<24}{counts.total():>9}{counts['failed']:>9}{counts['timed out']:>11}{counts['survived']:>10}"
            f"{counts['not executed']:>9}{counts['equivalent']:>8}{share:>9}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=200)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=20.0, help="processor time for the tests of one mutant")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--below", nargs="+", default=CHANGED, help="folders with the code to change")
    parser.add_argument("--list", action="store_true", help="print the changes and run nothing")
    options = parser.parse_args()
    mutants = sample_mutants(options.below, options.mutants, options.seed)
    if options.list:
        for mutant in mutants:
            _, before, after = mutate(mutant)
            print(f"{mutant.path}:{mutant.line}: {before}  ->  {after}")
        return
    results = []
    for result in results_of(mutants, options.jobs, options.seconds):
        results.append(result)
        where = f"{result.mutant.path}:{result.mutant.line}"
        print(f"{len(results)}/{len(mutants)} {result.outcome}: {where}", file=sys.stderr, flush=True)
    print(report(results))


if __name__ == "__main__":
    main()
