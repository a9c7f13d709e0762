"""Asset checks, one for every check of the registry. Blocking ones keep the release from being made in the same run;
the gate in `assets.publication` keeps it from being made in any other.

Each can be run alone. A planned run takes over results of the same check on the same data; a run that a person asked
for computes what was asked.
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
    """Checks in one step, so that staged tables are read once; any of them can be asked for alone."""

    @dg.multi_asset_check(name=name, specs=_specs(checks, asset), can_subset=True)
    def check(context: dg.AssetCheckExecutionContext, home: HomeResource) -> Iterator[dg.AssetCheckResult]:
        from assets.pipeline.checking import run_checks  # noqa: PLC0415 - imported only where something is checked

        asked = {key.name for key in context.selected_asset_check_keys}
        chosen = [check for check in checks if check.name in asked]
        with home.open() as here:
            results = run_checks(here, chosen, take_over=_may_take_over(context.run, asset))
        for result in results:
            if result.blocking and not result.passed:
                context.log.error(f"this keeps the release from being published: {result.message}")
            yield _result(result, asset)

    return check


def _may_take_over(run: dg.DagsterRun, asset: str) -> bool:
    """Whether results may be taken over: in a planned run, and where `quality_results` ran the checks just before."""
    if is_planned(run.tags):
        return True
    made = run.asset_selection is None or dg.AssetKey(QUALITY_RESULTS.name) in run.asset_selection
    return asset == QUALITY_RESULTS.name and made


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
        "One row is one result of one check. The checks that compare several tables with each other, with the archive"
        " and with the last release are made when all tables are staged; they hang here, those about one table on it."
    ),
)
def quality_results(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Runs the checks that take several tables, and shows the result of every check."""
    from assets.pipeline.checking import run_checks  # noqa: PLC0415
    from warehouse.quality.results import recorded_results  # noqa: PLC0415

    with home.open() as here:
        run_checks(here, checks_across_tables(), take_over=is_planned(context.run.tags))
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
    """The keys of checks in Dagster, in the order of the registry."""
    names = {check.name for check in checks}
    return [_key(check) for check in all_checks().values() if check.name in names]


def _key(check: Check) -> dg.AssetCheckKey:
    asset = check.table if len(check.tables) == 1 else QUALITY_RESULTS.name
    return dg.AssetCheckKey(dg.AssetKey(asset), check.name)
