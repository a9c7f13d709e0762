"""Reviewed exceptions: anomalies that a person found to be in the reports themselves.

`data/exceptions.csv` has check, country, year, reason, source and the day after which to review the row again.
"""

from functools import cache
from importlib import resources

from warehouse.csv_rows import csv_rows
from warehouse.quality.check import Failing


def excused(check: str, failing: Failing) -> bool:
    """Whether a reviewed exception accepts a failure."""
    return (check, failing.country, failing.year) in _exceptions()


def exception_rows() -> list[dict[str, str]]:
    """The rows of the reviewed file."""
    return csv_rows(resources.files("warehouse.quality") / "data" / "exceptions.csv")


@cache
def _exceptions() -> frozenset[tuple[str, str, int]]:
    return frozenset((row["check"], row["country"], int(row["year"])) for row in exception_rows())
