"""Queries on a release: DuckDB and Polars, first and second time, compact and partitioned."""

import json
import sys
from collections.abc import Iterator

from benchmarks.figures import Line
from benchmarks.generated_news import generate, write_archive
from benchmarks.options import PROJECT, Options, tip
from benchmarks.process_tree import output_of

TITLE = "Queries on a release"
NOTE = (
    "A release of the 493 real pages and 10,000 generated articles. Each query runs in a process of its own, twice: the"
    " first time opens the files, the second does not. Milliseconds without imports. Compact: one file per table."
    " Partitioned: one file per country and year."
)
_ARTICLES = 10_000


def missing(options: Options) -> str | None:
    """The real pages are needed."""
    return None if options.pages.exists() else f"{options.pages} is missing"


def measured(options: Options) -> Iterator[Line]:
    """Measures every query as often as asked."""
    home = options.folder / "queries" / "home"
    home.parent.mkdir()
    news = write_archive(options.folder / "news.warc.gz", generate(_ARTICLES))
    tip(home, "run", "--source", "archive", "--archive", str(options.pages), "--archive", str(news))
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(options.runs):
        for engine, form in (("duckdb", "compact"), ("polars", "compact"), ("duckdb", "tables"), ("polars", "tables")):
            words = [sys.executable, "-m", "benchmarks.query_times", str(home / "current"), engine, form]
            found = json.loads(output_of(words, {"PYTHONPATH": str(PROJECT)}, PROJECT))
            for query, (first, second) in found.items():
                line = f"{query}, {engine}, {'compact' if form == 'compact' else 'partitioned'}"
                times.setdefault((line, "first ms"), []).append(first)
                times.setdefault((line, "second ms"), []).append(second)
    for line in dict.fromkeys(line for line, _ in times):
        yield Line(line, {column: times[line, column] for column in ("first ms", "second ms")})
