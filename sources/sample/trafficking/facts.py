"""Reads the facts of the pages: reviewed CSV files, each row with its source."""

import csv
import io
from collections.abc import Iterator
from importlib import resources


def facts(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file in `sources/sample/facts`."""
    text = resources.files("sources.sample").joinpath("facts", name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))
