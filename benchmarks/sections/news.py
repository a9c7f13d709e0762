"""Growth with the number of news articles: import, first run, unchanged run, one article more."""

import shutil
import sys
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from statistics import median

from benchmarks.figures import Line, of_costs
from benchmarks.generated_news import generate, write_archive
from benchmarks.kept_steps import KeptSteps
from benchmarks.options import Options, command, tip
from benchmarks.process_tree import Cost

TITLE = "Growth with news"
NOTE = (
    "Generated articles in a new home. `beyond warcio` is the import less the import of one article, which is the start"
    " of the command, and less a bare pass of warcio over the same file. From 100,000 articles on, each number is"
    " measured once; a measurement that was interrupted continues. A million is measured on request."
)
COUNTS = (1_000, 10_000, 100_000)
MILLION = 1_000_000
_LONG = 100_000
"""From this number of articles on, the files stay in the cache of the user until everything is measured."""
_CACHE = Path.home() / ".cache" / "tip-benchmarks"


_WARCIO, _START, _IMPORT = "warcio alone", "import of one article", "import"
_FIRST, _UNCHANGED, _MORE = "first run", "unchanged run", "one article more"


def missing(options: Options) -> str | None:
    """Nothing is needed: the articles are generated."""
    return None


def measured(options: Options) -> Iterator[Line]:
    """Measures each number of articles, then compares them."""
    counts = (*COUNTS, *((MILLION,) if options.million else ()))
    found: dict[int, dict[str, list[Cost]]] = {}
    for count in counts:
        long = count >= _LONG
        folders = [
            (_CACHE if long else options.folder) / f"news{count}-{run}" for run in range(1 if long else options.runs)
        ]
        kept = [_steps(count, folder, seed=2 + run) for run, folder in enumerate(folders)]
        costs = found[count] = {name: [steps.costs[name] for steps in kept] for name in kept[0].costs}
        for name, each in costs.items():
            rest = any(name in steps.interrupted for steps in kept)
            yield of_costs(
                f"{count:,} articles: {name}{' (the rest of it, after an interruption)' if rest else ''}", each
            )
        runs = zip(costs[_IMPORT], costs[_START], costs[_WARCIO], strict=True)
        beyond = [1000 * (imported.cpu - start.cpu - bare.cpu) / count for imported, start, bare in runs]
        yield Line(f"{count:,} articles: import beyond warcio", {"CPU ms an article": beyond})
        for folder in folders:
            shutil.rmtree(folder)
    for few, many in pairwise(counts):
        yield from _growth(few, found[few], many, found[many])


def _steps(count: int, folder: Path, seed: int) -> KeptSteps:
    folder.mkdir(parents=True, exist_ok=True)
    home, other, archive = folder / "home", folder / "other" / "home", folder / "news.warc.gz"
    other.parent.mkdir(exist_ok=True)
    if not archive.exists():
        write_archive(folder / "unfinished", generate(count)).replace(archive)
    one_more = write_archive(folder / "more.warc.gz", islice(generate(1, seed=seed), 1))
    run = ("run", "--source", "archive")
    kept = KeptSteps(folder)
    kept.step(_WARCIO, lambda: command([sys.executable, "-m", "benchmarks.bare_pass", "warcio", str(archive)], home))
    kept.step(_START, lambda: tip(other, "import", str(one_more)))
    kept.step(_IMPORT, lambda: tip(home, "import", str(archive)))
    kept.step(_FIRST, lambda: tip(home, *run))
    kept.step(_UNCHANGED, lambda: tip(home, *run))
    kept.step(_MORE, lambda: tip(home, *run, "--archive", str(one_more)))
    return kept


def _growth(few: int, before: dict[str, list[Cost]], many: int, after: dict[str, list[Cost]]) -> Iterator[Line]:
    """Medians are compared: the larger number may have fewer runs."""
    for name in (_FIRST, _UNCHANGED, _MORE):
        values = {
            column: [median(getattr(c, field) for c in after[name]) / median(getattr(c, field) for c in before[name])]
            for column, field in (("wall s", "wall"), ("CPU s", "cpu"), ("peak MB", "peak_mb"))
        }
        yield Line(f"{name}: {many:,} beside {few:,} articles, ratio", values)
