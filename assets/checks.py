"""Asset checks, one for every check of the registry. A blocking check that fails stops the release of the same run;
the gate in `assets.publication` refuses it in every run.

Each check can run alone. A planned run reuses the result of the same check on the same data; a run that a person
starts computes its checks again.
"""

from collections.abc import Iterable, Iterator, Sequence

import dagster as dg

from assets.resources import HomeResource
from assets.run_plan import is_planned
from assets.tables import TABLE_ASSETS
from assets.ui_metadata import check_metadata, result_table
from warehouse.quality.check import Check, CheckResult
from warehouse.quality.registry import all_checks, checks_across_tables, checks_of_table
from warehouse.tables import QUALITY_RESULTS, TABLES

GROUP = "quality"


def _specs(checks: Iterable[Check], asset: str) -> Sequence[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            name=check.name,
            asset=asset,
            blocking=check.blocking,
            description=f"{check.reason} If it fails: {check.advice}",
            metadata={"table": check.table, "severity": check.severity, "owner": check.owner},
        )
        for check in checks
    ]


def _checks(name: str, asset: str, checks: Sequence[Check]) -> dg.AssetChecksDefinition:
    """Several checks in one step, so that staged tables are read once; each of them can be selected alone."""

    @dg.multi_asset_check(name=name, specs=_specs(checks, asset), can_subset=True)
    def check(context: dg.AssetCheckExecutionContext, home: HomeResource) -> Iterator[dg.AssetCheckResult]:
        from assets.pipeline.publish.checks import run_checks  # noqa: PLC0415 - imported only when checks run

        names = {key.name for key in context.selected_asset_check_keys}
        selected = [check for check in checks if check.name in names]
        with home.open() as here:
            results = run_checks(here, selected, reuse_results=_may_reuse_results(context.run, asset))
        for result in results:
            if result.blocking and not result.passed:
                context.log.error(f"this check blocks the release: {result.message}")
            yield _result(result, asset)

    return check


def _may_reuse_results(run: dg.DagsterRun, asset: str) -> bool:
    """Whether results may be reused: in a planned run, and if `quality_results` ran the checks in the same run."""
    if is_planned(run.tags):
        return True
    is_in_run = run.asset_selection is None or dg.AssetKey(QUALITY_RESULTS.name) in run.asset_selection
    return asset == QUALITY_RESULTS.name and is_in_run


def _result(result: CheckResult, asset: str) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=result.check,
        asset_key=asset,
        passed=result.passed,
        severity=dg.AssetCheckSeverity.ERROR if result.severity == "error" else dg.AssetCheckSeverity.WARN,
        description=result.message,
        metadata=check_metadata(result),
    )


@dg.asset(
    group_name=GROUP,
    deps=TABLE_ASSETS,
    kinds={"polars"},
    owners=["team:data-quality"],
    description=(
        "One row is the result of one check. Checks that compare several tables with each other, with the archive and"
        " with the current release run after all tables are staged and belong to this asset; a check of one table"
        " belongs to that table."
    ),
)
def quality_results(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Runs the checks that read several tables, and shows the result of every check."""
    from assets.pipeline.publish.checks import run_checks  # noqa: PLC0415
    from warehouse.quality.results import recorded_results  # noqa: PLC0415

    with home.open() as here:
        run_checks(here, checks_across_tables(), reuse_results=is_planned(context.run.tags))
        results = list(recorded_results(here.staging).values())
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(results),
            "failed": sum(not result.passed for result in results),
            "failed_and_blocking": sum(result.blocking and not result.passed for result in results),
            "results": dg.MetadataValue.md(result_table(results)),
        }
    )


TABLE_CHECKS = [
    _checks(f"{name}_checks", name, checks_of_table(name)) for name, table in TABLES.items() if table.in_identity
]
CHECKS_ACROSS_TABLES = _checks("checks_across_tables", QUALITY_RESULTS.name, checks_across_tables())


def check_keys(checks: Iterable[Check]) -> list[dg.AssetCheckKey]:
    """The Dagster keys of checks, in the order of the registry."""
    names = {check.name for check in checks}
    return [_key(check) for check in all_checks().values() if check.name in names]


def _key(check: Check) -> dg.AssetCheckKey:
    asset = check.table if len(check.tables) == 1 else QUALITY_RESULTS.name
    return dg.AssetCheckKey(dg.AssetKey(asset), check.name)
