"""Running checks on staged tables."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from warehouse.quality.check import Check, CheckResult, run_check
from warehouse.quality.exceptions import excused
from warehouse.quality.results import CODE, inputs_of, record_result, recorded_result
from warehouse.quality.staged_context import StagedContext
from warehouse.staging.area import StagingArea


def run_checks(
    staging: StagingArea,
    checks: Iterable[Check],
    release: Path | None,
    *,
    facts: Mapping[str, Any] | None = None,
    reuse: bool = True,
) -> list[CheckResult]:
    """Runs checks and records their results.

    Args:
        staging: the staging area.
        checks: the checks to run.
        release: the current release's folder.
        facts: `kind`, `today`, `hosts` and `references` of `CheckContext.facts`.
        reuse: return a recorded result of the same check on the same data instead of running the check. Checks that
            read the clock always run.
    """
    context = StagedContext(staging, release, facts or {})
    results = []
    for check in checks:
        inputs = inputs_of(check, staging, release, context.facts())
        recorded = recorded_result(staging, check.name) if reuse and not check.reads_clock else None
        if recorded is not None and recorded.inputs == inputs:
            results.append(recorded)
            continue
        is_same_code = recorded is not None and recorded.inputs.get(CODE) == inputs[CODE]
        result = run_check(check, context, inputs, excused, recorded if is_same_code else None)
        record_result(staging, result)
        results.append(result)
    return results
