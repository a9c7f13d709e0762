"""Reads the facts of the pages: reviewed CSV files, each row with its source."""

from importlib import resources

from warehouse.csv_rows import csv_rows


def facts(name: str) -> list[dict[str, str]]:
    """The rows of a file in `sources/sample/facts`."""
    return csv_rows(resources.files("sources.sample").joinpath("facts", name))
