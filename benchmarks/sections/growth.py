"""Growth with the number of partition files: publishing, a run without changes, a run with one changed page."""

from collections.abc import Iterator

from benchmarks.changed_pages import change_one_page
from benchmarks.figures import Line, of_costs, ratio
from benchmarks.options import Options, tip
from benchmarks.process_tree import Cost
from benchmarks.publishing import PARTITIONS, publish_at

TITLE = "Growth with partition files"
NOTE = (
    "Publishing: made-up tables in which ten country-years of three tables changed, beside a loop that only makes the"
    " folders and links of the same files. Runs: the sample with one edition and with all of them, unchanged and after"
    " one page was captured again with one more word; their number of partition files is in the last column."
)


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
    homes = {"one edition": ("2010", options.folder / "one/home"), "all editions": ("", options.folder / "all/home")}
    costs: dict[tuple[str, str], list[Cost]] = {}
    for editions, home in homes.values():
        home.parent.mkdir()
        tip(home, "run", "--source", "sample", *(["--editions", editions] if editions else []))
    for run in range(options.runs):
        for name, (_, home) in homes.items():
            costs.setdefault((name, "unchanged"), []).append(tip(home, "run", "--no-publish"))
            change_one_page(home, "tip", 2010, f"again{run}")
            costs.setdefault((name, "one page changed"), []).append(tip(home, "run"))
    for (name, what), each in costs.items():
        files = sum(1 for _ in homes[name][1].glob("staging/tables/**/*.parquet"))
        line = of_costs(f"run, {name}, {what}", each)
        yield Line(line.what, {**line.values, "partition files": [files]})
    for what in ("unchanged", "one page changed"):
        many, few = costs["all editions", what], costs["one edition", what]
        yield ratio(f"run, {what}: all editions beside one, wall", [c.wall for c in many], [c.wall for c in few])
