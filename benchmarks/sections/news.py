"""Growth with the number of news articles: import, first run, unchanged run, one article more."""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.figures import Line, of_costs
from benchmarks.generated_news import generate, write_archive
from benchmarks.options import Options, command, tip
from benchmarks.process_tree import Cost

TITLE = "Growth with news"
NOTE = (
    "Generated articles in a new home. `beyond warcio` is the import less the import of one article, which is the start"
    " of the command, and less a bare pass of warcio over the same file. The largest numbers are measured once, a"
    " million on request."
)
COUNTS = (1_000, 10_000, 100_000)
MILLION = 1_000_000


def missing(options: Options) -> str | None:
    """Nothing is needed: the articles are generated."""
    return None


def measured(options: Options) -> Iterator[Line]:
    """Measures each number of articles; the largest numbers once."""
    for count in (*COUNTS, *((MILLION,) if options.million else ())):
        runs = options.runs if count < COUNTS[-1] else 1
        yield from _of(count, runs, options.folder if count < MILLION else Path.home() / ".cache" / "tip-benchmarks")


def _of(count: int, runs: int, folder: Path) -> Iterator[Line]:
    costs: dict[str, list[Cost]] = {}
    for run in range(runs):
        place = folder / f"news{count}-{run}"
        place.mkdir(parents=True, exist_ok=True)
        home, archive = place / "home", place / "news.warc.gz"
        if not archive.exists():
            write_archive(archive, generate(count))
        one_more = write_archive(place / "more.warc.gz", islice(generate(1, seed=2 + run), 1))
        bare = [sys.executable, "-m", "benchmarks.bare_pass", "warcio", str(archive)]
        costs.setdefault("warcio alone", []).append(command(bare, home))
        other = place / "other" / "home"
        other.parent.mkdir(exist_ok=True)
        costs.setdefault("import of one article", []).append(tip(other, "import", str(one_more)))
        costs.setdefault("import", []).append(tip(home, "import", str(archive)))
        costs.setdefault("first run", []).append(tip(home, "run", "--source", "archive"))
        costs.setdefault("unchanged run", []).append(tip(home, "run", "--source", "archive"))
        more = tip(home, "run", "--source", "archive", "--archive", str(one_more))
        costs.setdefault("one article more", []).append(more)
    for name, each in costs.items():
        yield of_costs(f"{count:,} articles: {name}", each)
    beyond = [
        1000 * (found.cpu - start.cpu - bare.cpu) / count
        for found, start, bare in zip(
            costs["import"], costs["import of one article"], costs["warcio alone"], strict=True
        )
    ]
    yield Line(f"{count:,} articles: import beyond warcio", {"CPU ms an article": beyond})
