"""The real report pages from the archive to a release, beside bare passes over the same pages."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bare_pass import bodies
from benchmarks.figures import Line, of_costs, ratio
from benchmarks.options import PROJECT, Options, command, tip
from benchmarks.process_tree import Cost
from benchmarks.site_time import site_of

TITLE = "Real report pages"
NOTE = (
    "The full run makes a release from a WARC file in a new home. The site is written once more, alone, from the same"
    " release. Each bare pass is a process of its own on one core. The ratios are of wall seconds; in them the full run"
    " counts without the unchanged run and without the site."
)


def missing(options: Options) -> str | None:
    """The real pages are needed."""
    return None if options.pages.exists() else f"{options.pages} is missing"


def measured(options: Options) -> Iterator[Line]:
    """Measures full and unchanged runs and the bare passes in turn."""
    costs: dict[str, list[Cost]] = {}
    site: list[float] = []
    for run in range(options.runs):
        home = options.folder / f"home{run}" / "home"
        home.parent.mkdir()
        costs.setdefault("full run", []).append(
            tip(home, "run", "--source", "archive", "--archive", str(options.pages))
        )
        costs.setdefault("unchanged run", []).append(tip(home, "run"))
        site.append(site_of(home))
        for name, words in _passes(options).items():
            costs.setdefault(name, []).append(command(words, home))
        shutil.rmtree(home.parent)
    for name, each in costs.items():
        yield of_costs(name, each)
    yield Line("the site alone", {"wall s": site})
    own = [
        full.wall - unchanged.wall - alone
        for full, unchanged, alone in zip(costs["full run"], costs["unchanged run"], site, strict=True)
    ]
    yield Line("full run, less unchanged run and site", {"wall s": own})
    for name in _passes(options):
        yield ratio(f"the same, beside {name}", own, [cost.wall for cost in costs[name]])


def _passes(options: Options) -> dict[str, list[str]]:
    bare = [sys.executable, "-m", "benchmarks.bare_pass"]
    passes = {
        "lexbor": [*bare, "lexbor", str(options.pages)],
        "BeautifulSoup with lxml, paragraphs": [*bare, "soup", str(options.pages)],
    }
    if (rscript := _r_with_rvest()) is not None:
        script = str(PROJECT / "benchmarks" / "rvest.R")
        passes["rvest, paragraphs"] = [rscript, script, str(_saved_pages(options))]
    return passes


def _r_with_rvest() -> str | None:
    """R, where the package rvest is installed in it."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return None
    asked = subprocess.run([rscript, "-e", "library(rvest)"], capture_output=True, check=False)
    return rscript if asked.returncode == 0 else None


def _saved_pages(options: Options) -> Path:
    """The pages as files, which rvest reads."""
    folder = options.folder / "pages"
    if not folder.exists():
        folder.mkdir()
        for at, body in enumerate(bodies(options.pages)):
            (folder / f"{at:04}.html").write_bytes(body)
    return folder
