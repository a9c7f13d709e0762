"""Reads the reviewed lists of the news sample."""

import csv
import io
from collections.abc import Iterator
from importlib import resources


def reviewed_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file in `sources/sample/news`."""
    text = resources.files("sources.sample.news").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))
