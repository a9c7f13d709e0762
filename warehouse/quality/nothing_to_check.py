"""Which checks passed because there was nothing to check: a count of passed checks alone would hide it."""

from collections.abc import Mapping

from warehouse.quality.check import CheckResult
from warehouse.tables import QUARANTINE

NO_RELEASE = "no release yet"
"""What a check observed that compares with the release before, where there is none."""


def had_nothing_to_check(result: CheckResult, rows: Mapping[str, int]) -> bool:
    """Whether a check passed on a table without rows, or without the release that it compares with.

    An empty quarantine table is something to check: it says that nothing was rejected.

    Args:
        result: the result of the check.
        rows: rows by table.
    """
    is_empty = result.table != QUARANTINE.name and rows.get(result.table, 0) == 0
    return result.passed and (is_empty or result.observed == NO_RELEASE)


def passed_line(results: list[CheckResult], rows: Mapping[str, int]) -> str:
    """How many checks passed, and how many of these had nothing to check."""
    passed = sum(result.passed for result in results)
    empty = sum(had_nothing_to_check(result, rows) for result in results)
    return f"{passed} of {len(results)} passed" + (f" ({empty} had nothing to check)" if empty else "")
