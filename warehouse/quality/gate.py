"""The gate: a release is published only where every blocking check passed on exactly the staged data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.quality.check import CheckResult
from warehouse.quality.registry import all_checks
from warehouse.quality.results import inputs_of, is_current, recorded_results
from warehouse.quality.staged_context import StagedContext
from warehouse.staging.area import StagingArea
from warehouse.tables import TABLES


class RefusedError(Exception):
    """Publication is refused; the message says why and what to do."""

    def __init__(self, message: str, failing: list[CheckResult] | None = None) -> None:
        super().__init__(message)
        self.failing = failing or []


def open_gate(
    staging: StagingArea,
    release: Path | None,
    *,
    facts: Mapping[str, Any] | None = None,
    is_published: bool = False,
    overridden: bool = False,
) -> list[CheckResult]:
    """Returns the check results of the staged data, or refuses publication.

    Args:
        staging: the staging area.
        release: the current release's folder.
        facts: the facts of the caller; see `run_checks`.
        is_published: whether the current release has the same data as the staging area, as in a reissue.
        overridden: whether failed blocking checks are accepted; a missing or stale result never is.

    Returns:
        One result per check.

    Raises:
        RefusedError: a table is not staged, a result is missing or stale, or a blocking check failed.
    """
    missing = [name for name, table in TABLES.items() if table.in_identity and staging.table(name) is None]
    if missing:
        raise RefusedError(f"not staged: {', '.join(missing)}; run the whole job (`tip run`)")
    known = recorded_results(staging)
    all_facts = StagedContext(staging, release, facts or {}).facts()
    results, stale = [], []
    for check in all_checks().values():
        result = known.get(check.name)
        if result is None or not is_current(result, inputs_of(check, staging, release, all_facts), is_published):
            stale.append(check.name)
        else:
            results.append(result)
    failing = [result for result in results if result.blocking and not result.passed]
    if failing and not overridden:  # reported first: checks after a failed one are not run and have no result
        raise RefusedError(
            f"{len(failing)} blocking checks failed: " + "; ".join(result.message for result in failing), failing
        )
    if stale:
        shown = ", ".join(stale[:5]) + (", ..." if len(stale) > 5 else "")
        raise RefusedError(
            f"{len(stale)} checks have no result on the data as it is staged ({shown}); run the checks again"
        )
    return results
