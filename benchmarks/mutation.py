"""Do tests fail when the code is wrong? Changes the code in small ways and runs the tests that execute it.

python -m benchmarks.mutation [--mutants N] [--seed N] [--seconds N] [--jobs N] [--below FOLDER ...] [--list]

The changes are those of cosmic-ray: `<` to `<=`, `and` to `or`, a number one up or down, a condition denied, a loop
that never runs... Each is made in a copy of the project, never in the project itself. First every mirrored test file is
run once in an unchanged copy, to see that it passes, what it executes and how long it takes. Then for each change those
files that execute the changed function are run, those of the mirrored folder first, as many as the time allows.

Seconds are processor time, so that a busy machine makes no test fail; a run that uses more, or waits ten times as long,
counts as one that failed. Changes that make no difference to any result are listed in `equivalent_mutants.csv` with the
reason, and are left out of the share.
"""

import argparse
import ast
import csv
import difflib
import json
import os
import queue
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).resolve().parents[1]
CHANGED = ("warehouse/derived", "warehouse/quality", "warehouse/staging", "warehouse/release")
MIRRORED = ("tests/warehouse", "tests/quality", "tests/assets")
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.csv")

_SWAPS = (
    "Eq_NotEq NotEq_Eq Lt_LtE LtE_Lt Gt_GtE GtE_Gt Is_IsNot IsNot_Is",
    "Add_Sub Sub_Add Mul_Div Div_Mul FloorDiv_Mul Mod_Mul BitOr_BitAnd BitAnd_BitOr",
    "USub_UAdd Delete_Not Delete_Invert",
)
OPERATORS = (
    *(f"core/ReplaceComparisonOperator_{swap}" for swap in _SWAPS[0].split()),
    *(f"core/ReplaceBinaryOperator_{swap}" for swap in _SWAPS[1].split()),
    *(f"core/ReplaceUnaryOperator_{swap}" for swap in _SWAPS[2].split()),
    "core/AddNot", "core/ReplaceTrueWithFalse", "core/ReplaceFalseWithTrue", "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd", "core/ReplaceBreakWithContinue", "core/ReplaceContinueWithBreak", "core/ExceptionReplacer",
    "core/NumberReplacer", "core/ZeroIterationForLoop",
)  # fmt: skip
"""Of each kind the change that is hardest to notice. Others (`<` to `is`, a `|` between expressions to `**`) mostly end
in an error of Python, and would make the share look better than the tests are. Decorators stay: without one a module
either fails at once or is only slower."""

_SHARE_OF_TIME = 0.85
_TRACING_COSTS = 4
_WAITS = 10
_NO_TESTS = 5

Done = TypeVar("Done")


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes:
        path: the file, below the project.
        line: where it is.
        operator: cosmic-ray's name of the change.
        occurrence: which of all places of the operator in the file.
        function: line on which the function around it begins; 0 where it is in none.
    """

    path: str
    line: int
    operator: str
    occurrence: int
    function: int


@dataclass(frozen=True)
class Result:
    """What came of a mutant.

    Attributes:
        outcome: `failed`, `timed out`, `survived`, `not executed` or `equivalent`.
        before: the changed line as it was.
        after: as it was made.
        tests: the files that were run.
    """

    mutant: Mutant
    outcome: str
    before: str
    after: str
    tests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Traced:
    """What a test file executes, and the processor time that it takes without being looked at."""

    executed: frozenset[tuple[str, int]]
    seconds: float


# -- which changes there are


def mutants_of(path: str) -> list[Mutant]:
    """Every change of a file, but of what tells types only."""
    source = (ROOT / path).read_text(encoding="utf-8")
    places = _Places(source)
    tree = get_ast(source)
    found = []
    for name in OPERATORS:
        operator = get_operator(name)()
        spots = (start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node))
        for occurrence, (line, column) in enumerate(spots):
            code = mutate_code(source, operator, occurrence)
            if not places.is_annotation(line, column) and _is_change(source, code):
                found.append(Mutant(path, line, name, occurrence, places.function_at(line)))
    return found


def _is_change(source: str, code: str | None) -> bool:
    """Whether a change can be run and changes an expression: a star in a signature or a call is taken for a product."""
    try:
        return code is not None and _signatures(code) == _signatures(source)
    except SyntaxError:
        return False


def _signatures(code: str) -> list[tuple[int, int, int]]:
    """How many arguments each function of a module takes by position, either way, and by name."""
    functions = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(len(each.args.posonlyargs), len(each.args.args), len(each.args.kwonlyargs)) for each in functions]


class _Places:
    """Where a source tells types, and where its functions are."""

    def __init__(self, source: str) -> None:
        self._annotations: list[ast.expr] = []
        self._functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = []
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self._functions.append(node)
            told = (getattr(node, "annotation", None), getattr(node, "returns", None))
            self._annotations += [each for each in told if isinstance(each, ast.expr)]

    def is_annotation(self, line: int, column: int) -> bool:
        here = (line, column)
        return any(
            (each.lineno, each.col_offset) <= here < (each.end_lineno or 0, each.end_col_offset or 0)
            for each in self._annotations
        )

    def function_at(self, line: int) -> int:
        around = [each for each in self._functions if _first_line(each) <= line <= (each.end_lineno or 0)]
        return max(map(_first_line, around), default=0)


def _first_line(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])


def chosen(below: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """Some changes of the files below folders, the same ones for the same code and seed."""
    paths = sorted(path.relative_to(ROOT).as_posix() for folder in below for path in (ROOT / folder).rglob("*.py"))
    every = [mutant for path in paths for mutant in mutants_of(path)]
    return sorted(
        random.Random(seed).sample(every, min(count, len(every))),
        key=lambda each: (each.path, each.line, each.operator),
    )


def changed(mutant: Mutant) -> tuple[str, str, str]:
    """The file with the change, and its changed line before and after."""
    source = (ROOT / mutant.path).read_text(encoding="utf-8")
    code = mutate_code(source, get_operator(mutant.operator)(), mutant.occurrence)
    assert code is not None, mutant
    lines = [line for line in difflib.ndiff(source.splitlines(), code.splitlines()) if line[:2] in ("- ", "+ ")]
    before = " ".join(line[2:].strip() for line in lines if line[0] == "-")
    after = " ".join(" ".join(line[2:].split()) for line in lines if line[0] == "+")
    return code, before, after


# -- copies of the project, and tests run in them


def copy_project(folder: Path) -> Path:
    """A copy of what belongs to the project: every file that git knows, or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@dataclass(frozen=True)
class Run:
    """How a run of tests ended.

    Attributes:
        code: pytest's exit code; None where its time was up.
        seconds: processor time of all its processes.
        output: what it printed.
    """

    code: int | None
    seconds: float
    output: str


def run_tests(copy: Path, files: Sequence[str], seconds: float, *options: str, **variables: str) -> Run:
    """Runs test files in a copy, until the first failure, and for so much processor time at most."""
    with tempfile.TemporaryDirectory(prefix="mutation-run-") as scratch:
        environment = {
            **{name: value for name, value in os.environ.items() if name not in ("TIP_HOME", "DAGSTER_HOME")},
            "PYTHONPATH": str(copy),  # before the project that is installed, in processes that tests start too
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": scratch,
            **variables,
        }
        command = [sys.executable, "-m", "pytest", *"-x -q -p no:cacheprovider -p no:xdist -m".split(), "not soak"]
        with (Path(scratch) / "output").open("w+") as output:
            process = subprocess.Popen(
                [*command, *options, *files],
                cwd=copy,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
            code, used = _wait(process, seconds)
            output.seek(0)
            return Run(code, used, output.read())


def _wait(process: "subprocess.Popen[bytes]", seconds: float) -> tuple[int | None, float]:
    """The exit code, null where the time was up, and the processor time used."""
    end = time.monotonic() + seconds * _WAITS
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            code = process.returncode = os.waitstatus_to_exitcode(status)
            _end_group(process.pid)  # what the tests left running
            return (None if code in (-signal.SIGXCPU, -signal.SIGKILL) else code), used.ru_utime + used.ru_stime
        if time.monotonic() > end:
            _end_group(process.pid)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            return None, used.ru_utime + used.ru_stime
        time.sleep(0.05)


def _end_group(group: int) -> None:
    """Ends the processes of one run, which has a process group of its own."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def trace(file: str, copy: Path, seconds: float) -> Traced | None:
    """What a test file executes of the unchanged code; None where it takes too long to be of use.

    Raises:
        SystemExit: it fails.
    """
    run = run_tests(copy, [file], seconds)
    if run.code is None or run.seconds > seconds * _SHARE_OF_TIME:
        return None
    note = copy.parent / f"{copy.name}.json"
    watched = run_tests(copy, [file], seconds * _TRACING_COSTS, "-p", "benchmarks.executed", EXECUTED=str(note))
    for each in (run, watched):
        if each.code not in (0, _NO_TESTS, None):
            sys.exit(f"{file} fails on the unchanged code:\n{each.output}")
    if watched.code is None:
        return None
    executed = json.loads(note.read_text(encoding="utf-8"))
    return Traced(frozenset((path, line) for path, line in executed), run.seconds)


def tests_for(mutant: Mutant, known: dict[str, Traced], seconds: float) -> tuple[str, ...]:
    """The files that execute the changed function, or else its module, as many as the time allows.

    The file that is named after the module comes first; then those in the folder that mirrors the module's, the
    longest of them before the others; then the rest, the quickest first.
    """
    exactly = [name for name, each in known.items() if (mutant.path, mutant.function) in each.executed]
    candidates = exactly or [name for name, each in known.items() if (mutant.path, 0) in each.executed]
    mirrors = [f"tests/{part}" for part in reversed(Path(mutant.path).parent.parts)]

    def order(name: str) -> tuple[int, float]:
        folder = Path(name).parent.as_posix()
        takes = known[name].seconds
        if Path(name).stem == f"test_{Path(mutant.path).stem}":
            return -1, takes
        return (mirrors.index(folder), -takes) if folder in mirrors else (len(mirrors), takes)

    taken: list[str] = []
    left = seconds * _SHARE_OF_TIME
    for name in sorted(candidates, key=order):
        if known[name].seconds <= left:
            left -= known[name].seconds
            taken.append(name)
    return tuple(taken)


# -- the run


def judge(
    mutant: Mutant, copy: Path, known: dict[str, Traced], equivalent: set[tuple[str, ...]], seconds: float
) -> Result:
    """Makes a change in a copy, runs the tests, and takes it back."""
    code, before, after = changed(mutant)
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
    if run.code == _NO_TESTS:
        raise RuntimeError(f"no test was run: {files}\n{run.output}")
    outcome = "survived" if run.code == 0 else "timed out" if run.code is None else "failed"
    return Result(mutant, outcome, before, after, files)


def results_of(mutants: Sequence[Mutant], jobs: int, seconds: float) -> Iterator[Result]:
    """What comes of every mutant, as it is known; each job has a copy of its own."""
    equivalent = set(_equivalent())
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder, ThreadPoolExecutor(jobs) as pool:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(jobs):
            copies.put(copy_project(Path(folder) / str(number)))
        files = sorted(
            path.relative_to(ROOT).as_posix() for part in MIRRORED for path in (ROOT / part).rglob("test_*.py")
        )
        traces = dict(
            zip(
                files, pool.map(lambda file: _with(copies, lambda copy: trace(file, copy, seconds)), files), strict=True
            )
        )
        known = {file: found for file, found in traces.items() if found is not None}
        for file in sorted(traces.keys() - known.keys()):
            print(f"left out, takes longer than {seconds * _SHARE_OF_TIME:g} s: {file}", file=sys.stderr, flush=True)
        yield from pool.map(
            lambda mutant: _with(copies, lambda copy: judge(mutant, copy, known, equivalent, seconds)), mutants
        )


def _with(copies: "queue.Queue[Path]", work: Callable[[Path], Done]) -> Done:
    """Does some work in a copy that nobody else uses."""
    copy = copies.get()
    try:
        return work(copy)
    finally:
        copies.put(copy)


def _equivalent() -> Iterator[tuple[str, ...]]:
    with EQUIVALENT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["file"], row["before"], row["after"]


def report(results: Sequence[Result]) -> str:
    """Survivors with file and line, and the share that was killed, in all and by folder."""
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
    parser.add_argument("--below", nargs="+", default=CHANGED, help="folders whose code is changed")
    parser.add_argument("--list", action="store_true", help="show the changes and run nothing")
    given = parser.parse_args()
    mutants = chosen(given.below, given.mutants, given.seed)
    if given.list:
        for mutant in mutants:
            _, before, after = changed(mutant)
            print(f"{mutant.path}:{mutant.line}: {before}  ->  {after}")
        return
    results = []
    for result in results_of(mutants, given.jobs, given.seconds):
        results.append(result)
        where = f"{result.mutant.path}:{result.mutant.line}"
        print(f"{len(results)}/{len(mutants)} {result.outcome}: {where}", file=sys.stderr, flush=True)
    print(report(results))


if __name__ == "__main__":
    main()
