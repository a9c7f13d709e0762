"""The gate: a release is made only of tables whose blocking checks passed on exactly the staged data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.quality.registry import all_rules
from warehouse.quality.rule import Verdict
from warehouse.quality.verdicts import StagedSubject, holds, inputs_of, recorded
from warehouse.store.staging import Staging
from warehouse.tables import TABLES


class RefusedError(Exception):
    """Publication is refused; the message says why and what to do."""

    def __init__(self, message: str, failing: list[Verdict] | None = None) -> None:
        super().__init__(message)
        self.failing = failing or []


def open_gate(
    staging: Staging,
    release: Path | None,
    *,
    facts: Mapping[str, Any] | None = None,
    is_published: bool = False,
    overridden: bool = False,
) -> list[Verdict]:
    """Lets the staged data pass.

    Args:
        staging: what is staged.
        release: the current release's folder.
        facts: what the checks were told that is not staged; see `run_checks`.
        is_published: whether the current release holds just what is staged, as where it is reissued.
        overridden: lets failing blocking checks pass; a missing verdict, or one on other data, is never let pass.

    Returns:
        The verdicts on the staged data, one per check.

    Raises:
        RefusedError: a table is not staged, a verdict is missing or of other data, or a blocking check failed.
    """
    missing = [name for name, table in TABLES.items() if table.in_identity and staging.table(name) is None]
    if missing:
        raise RefusedError(f"not staged: {', '.join(missing)}; run the whole job (`tip run`)")
    known = recorded(staging)
    told = StagedSubject(staging, release, facts or {}).facts()
    verdicts, stale = [], []
    for rule in all_rules().values():
        verdict = known.get(rule.name)
        if verdict is None or not holds(verdict, inputs_of(rule, staging, release, told), is_published):
            stale.append(rule.name)
        else:
            verdicts.append(verdict)
    failing = [verdict for verdict in verdicts if verdict.blocking and not verdict.passed]
    if failing and not overridden:  # named first: checks downstream of a failed one are not run at all
        raise RefusedError(f"{len(failing)} blocking checks failed: " + "; ".join(v.message for v in failing), failing)
    if stale:
        shown = ", ".join(stale[:5]) + (", ..." if len(stale) > 5 else "")
        raise RefusedError(
            f"{len(stale)} checks have no verdict on the data as it is staged ({shown}); run the checks again"
        )
    return verdicts
