"""Reading the reviewed data files."""

import csv
from collections.abc import Iterator
from importlib import resources


def rows(name: str, *, package: str = "sources.reference") -> Iterator[dict[str, str]]:
    """The rows of a reviewed CSV file in a package's `data` folder."""
    with resources.files(package).joinpath("data", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
