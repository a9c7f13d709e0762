"""The gate: a release is made only of tables whose blocking checks passed on exactly the staged data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.quality.check import CheckResult
from warehouse.quality.registry import all_checks
from warehouse.quality.results import StagedContext, holds, inputs_of, recorded
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
    """Lets the staged data pass.

    Args:
        staging: what is staged.
        release: the current release's folder.
        facts: what the checks were told that is not staged; see `run_checks`.
        is_published: whether the current release holds just what is staged, as where it is reissued.
        overridden: lets failing blocking checks pass; a missing result, or one on other data, is never let pass.

    Returns:
        The results on the staged data, one per check.

    Raises:
        RefusedError: a table is not staged, a result is missing or of other data, or a blocking check failed.
    """
    missing = [name for name, table in TABLES.items() if table.in_identity and staging.table(name) is None]
    if missing:
        raise RefusedError(f"not staged: {', '.join(missing)}; run the whole job (`tip run`)")
    known = recorded(staging)
    told = StagedContext(staging, release, facts or {}).facts()
    results, stale = [], []
    for check in all_checks().values():
        result = known.get(check.name)
        if result is None or not holds(result, inputs_of(check, staging, release, told), is_published):
            stale.append(check.name)
        else:
            results.append(result)
    failing = [result for result in results if result.blocking and not result.passed]
    if failing and not overridden:  # named first: checks downstream of a failed one are not run at all
        raise RefusedError(f"{len(failing)} blocking checks failed: " + "; ".join(v.message for v in failing), failing)
    if stale:
        shown = ", ".join(stale[:5]) + (", ..." if len(stale) > 5 else "")
        raise RefusedError(
            f"{len(stale)} checks have no result on the data as it is staged ({shown}); run the checks again"
        )
    return results
