"""The sample of the project: new, unchanged, with one changed page, with one more edition."""

from collections.abc import Iterator

from benchmarks.changed_pages import change_one_page
from benchmarks.figures import Line, of_costs
from benchmarks.options import Options, tip
from benchmarks.process_tree import Cost
from benchmarks.site_time import site_of

TITLE = "The sample"
NOTE = (
    "A new home of the editions before the last; the last edition added; a run without changes; a run after one page of"
    " 2010 was captured again with one more word. The site is written once more, alone, from the last release."
)


def missing(options: Options) -> str | None:
    """Nothing is needed: the project ships the sample."""
    return None


def measured(options: Options) -> Iterator[Line]:
    """Measures each step in a new home."""
    costs: dict[str, list[Cost]] = {}
    site: list[float] = []
    for run in range(options.runs):
        home = options.folder / f"home{run}" / "home"
        home.parent.mkdir()
        whole = options.folder / f"whole{run}" / "home"
        whole.parent.mkdir()
        costs.setdefault("whole sample, new home", []).append(tip(whole, "run", "--source", "sample"))
        tip(home, "run", "--source", "sample", "--editions", "2001-2024")
        costs.setdefault("one edition added", []).append(tip(home, "run", "--source", "sample"))
        costs.setdefault("without changes", []).append(tip(home, "run"))
        change_one_page(home, "tip", 2010, f"again{run}")
        costs.setdefault("one page changed", []).append(tip(home, "run"))
        site.append(site_of(home))
    for name, each in costs.items():
        yield of_costs(name, each)
    yield Line("the site alone", {"wall s": site})
