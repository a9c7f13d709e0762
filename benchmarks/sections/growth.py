"""Growth with the number of partition files: publishing, a run without changes, a run with one changed page."""

from collections.abc import Iterator

from benchmarks.changed_pages import add_to_sample, change_one_page
from benchmarks.figures import Line, of_costs, ratio
from benchmarks.generated_news import generate, write_archive
from benchmarks.options import Options, tip
from benchmarks.process_tree import Cost
from benchmarks.publishing import PARTITIONS, publish_at

TITLE = "Growth with partition files"
NOTE = (
    "Publishing: made-up tables in which ten country-years of three tables changed, beside a loop that only makes the"
    " folders and links of the same files. Runs: the sample with one edition, with all of them, and with generated"
    " articles beside the same pages, unchanged and after one page was captured again with one more word; their number"
    " of partition files is in the last column."
)
_ARTICLES = 10_000
"""More articles add few partition files: most countries have news in each year already."""


def missing(options: Options) -> str | None:
    """Nothing is needed: tables are made up, and the project ships the sample."""
    return None


def measured(options: Options) -> Iterator[Line]:
    """Measures publishing, then whole runs in two homes in turn."""
    for partitions in PARTITIONS:
        releases, floors = publish_at(partitions, options.folder / str(partitions), options.runs)
        yield Line(f"publishing, {partitions:,} files", {"wall s": releases, "partition files": [partitions]})
        yield Line(f"folders and links alone, {partitions:,} files", {"wall s": floors})
    yield from _runs(options)


def _runs(options: Options) -> Iterator[Line]:
    news = write_archive(options.folder / "news.warc.gz", generate(_ARTICLES))
    sources = {
        "one edition": ("--source", "sample", "--editions", "2010"),
        "all editions": ("--source", "sample"),
        "all editions and news": ("--source", "sample"),
    }
    homes = {name: options.folder / f"home{number}" / "home" for number, name in enumerate(sources)}
    costs: dict[tuple[str, str], list[Cost]] = {}
    for name, home in homes.items():
        home.parent.mkdir()
        if name == "all editions and news":
            add_to_sample(home, news)
        tip(home, "run", *sources[name])
    for run in range(options.runs):
        for name, home in homes.items():
            costs.setdefault((name, "unchanged"), []).append(tip(home, "run", *sources[name]))
            change_one_page(home, "tip", 2010, f"again{run}")
            costs.setdefault((name, "one page changed"), []).append(tip(home, "run", *sources[name]))
    for (name, what), each in costs.items():
        files = sum(1 for _ in homes[name].glob("staging/tables/**/*.parquet"))
        line = of_costs(f"run, {name}, {what}", each)
        yield Line(line.what, {**line.values, "partition files": [files]})
    for what in ("unchanged", "one page changed"):
        few = [cost.cpu for cost in costs["one edition", what]]
        for name in list(sources)[1:]:
            yield ratio(f"run, {what}: {name} beside one edition, CPU", [cost.cpu for cost in costs[name, what]], few)
