"""Reads the reviewed lists of the news sample."""

from importlib import resources

from warehouse.csv_rows import csv_rows


def reviewed_rows(name: str) -> list[dict[str, str]]:
    """The rows of a file in `sources/sample/news`."""
    return csv_rows(resources.files("sources.sample.news").joinpath(name))
