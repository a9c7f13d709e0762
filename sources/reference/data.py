"""Reading the reviewed data files."""

import csv
import io
from collections.abc import Iterator
from importlib import resources


def rows(name: str, *, package: str = "sources.reference") -> Iterator[dict[str, str]]:
    """The rows of a reviewed CSV file in a package's `data` folder."""
    text = resources.files(package).joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))
