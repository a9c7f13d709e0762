"""Recorded check results, and whether each is of the staged data."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from warehouse.builds.code_version import code_version
from warehouse.builds.schema_version import schema_version
from warehouse.builds.version import Version
from warehouse.quality.check import CLOCK_FACTS, Check, CheckResult
from warehouse.quality.registry import all_checks
from warehouse.quality.staged_context import StagedContext
from warehouse.staging.area import StagingArea
from warehouse.staging.files import digest, read_json, to_json, write_file
from warehouse.tables import TABLES

CODE: Final = "check"
"""The input that is the code of a check, with the declarations that it reads."""

RELEASE: Final = "release"
"""The input that names the release which a check compared with."""


def stale_checks(
    staging: StagingArea, release: Path | None, facts: Mapping[str, Any], *, is_published: bool = False
) -> list[Check]:
    """The checks without a result on the staged data; checks that read the clock are left out.

    Args:
        staging: the staging area.
        release: the current release's folder.
        facts: the facts of the caller, without those that depend on the clock.
        is_published: whether the release has the same data as the staging area: results of the comparison with the
            release before it are then current.
    """
    known = StagedContext(staging, release, facts).facts()
    return [
        check
        for check in all_checks().values()
        if not check.reads_clock
        and not is_current(
            recorded_result(staging, check.name), inputs_of(check, staging, release, known), is_published
        )
    ]


def is_current(result: CheckResult | None, inputs: Mapping[str, str], is_published: bool) -> bool:
    """Whether a recorded result is of these inputs.

    Args:
        result: the recorded result; None where there is none.
        inputs: the inputs now, from `inputs_of`.
        is_published: whether the current release has the same data as the staging area: results of the comparison
            with the release before it are then current.
    """
    if result is None:
        return False
    if is_published and RELEASE in result.inputs:
        return result.inputs == {**inputs, RELEASE: result.inputs[RELEASE]}
    return result.inputs == inputs


def inputs_of(check: Check, staging: StagingArea, release: Path | None, facts: Mapping[str, Any]) -> dict[str, str]:
    """The inputs of a check: digests of the tables and facts that it reads, of its code, and the name of the release.

    Facts that change with the clock are left out.
    """
    inputs = {name: staged.digest if (staged := staging.table(name)) else "" for name in check.tables}
    inputs[CODE] = check_version(check)
    for name in check.facts:
        if name not in CLOCK_FACTS:
            inputs[f"fact {name}"] = digest(to_json(facts.get(name)))
    if check.against_release:
        inputs[RELEASE] = release.name if release else ""
    return inputs


@cache
def check_version(check: Check) -> str:
    """Digest of the code of a check, of the reviewed exceptions, and of the declarations of the tables it reads."""
    code = code_version(check.module, *check.code, "warehouse.quality.check", "warehouse.quality.exceptions")
    schemas = (schema_version(TABLES[name]) for name in check.tables if name in TABLES)
    return Version.of(code, digest("\n".join(schemas).encode())).digest


def recorded_results(staging: StagingArea) -> dict[str, CheckResult]:
    """The last recorded result of each check, on whatever data."""
    found = {name: recorded_result(staging, name) for name in all_checks()}
    return {name: result for name, result in found.items() if result is not None}


def recorded_result(staging: StagingArea, check: str) -> CheckResult | None:
    """The last recorded result of a check; None where there is none that this version can read."""
    fields = read_json(_path(staging, check))
    try:
        return CheckResult(**fields) if fields else None
    except TypeError:  # another version recorded it, with other fields
        return None


def record_result(staging: StagingArea, result: CheckResult) -> None:
    """Writes a result in place of the last one of the same check."""
    write_file(_path(staging, result.check), to_json(vars(result)))


def _path(staging: StagingArea, check: str) -> Path:
    return staging.folder / "check_results" / f"{check}.json"
