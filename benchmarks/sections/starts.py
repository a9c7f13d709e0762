"""How long commands take to start, and the import of the definitions beside that of the libraries alone."""

import sys
from collections.abc import Iterator

from benchmarks.figures import Line, of_costs
from benchmarks.options import TIP, Options, command, tip

TITLE = "Starts"
NOTE = (
    "`tip sql` selects one row of a release of one edition of the sample; `tip parse` reads one real report page. The"
    " libraries alone are Dagster, Polars, dataframely, PyArrow and SQLAlchemy."
)
_LIBRARIES = "import dagster, polars, dataframely, pyarrow.parquet, sqlalchemy"


def missing(options: Options) -> str | None:
    """The real page is needed."""
    return None if options.pages.exists() else f"{options.pages} is missing"


def measured(options: Options) -> Iterator[Line]:
    """Measures every command in turn."""
    home = options.folder / "home"
    tip(home, "run", "--source", "sample", "--editions", "2024")
    page = options.folder / "page.html"
    page.write_bytes(_first_page(options))
    commands = {
        "tip --help": [*TIP, "--help"],
        "tip sql": [*TIP, "sql", "FROM editions LIMIT 1"],
        "tip parse": [*TIP, "parse", str(page)],
        "import of the definitions": [sys.executable, "-c", "import orchestration.definitions"],
        "import of the libraries alone": [sys.executable, "-c", _LIBRARIES],
    }
    costs = {what: [] for what in commands}
    for run in range(options.runs + 1):
        for what, words in commands.items():
            cost = command(words, home)
            if run:  # the first run fills the caches of the system
                costs[what].append(cost)
    for what, measured_costs in costs.items():
        yield of_costs(what, measured_costs)


def _first_page(options: Options) -> bytes:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with options.pages.open("rb") as stream:
        record = next(iter(ArchiveIterator(stream, record_types=WarcRecordType.response)))
        return bytes(record.reader.read())
