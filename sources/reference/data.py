"""Reviewed data files in the packages."""

from importlib import resources

from warehouse.csv_rows import csv_rows


def rows(name: str, *, package: str = "sources.reference") -> list[dict[str, str]]:
    """The rows of a reviewed CSV file in the `data` folder of a package."""
    return csv_rows(resources.files(package).joinpath("data", name))
