"""Asset checks, one for every rule of the registry. Blocking ones keep the release from being made in the same run;
the gate in `assets.publication` keeps it from being made in any other.

Each can be run alone. A planned run takes over results of the same check on the same data; a run that a person asked
for computes what was asked.
"""

from collections.abc import Iterable, Iterator, Sequence

import dagster as dg

from assets.presentation import check_metadata, verdict_table
from assets.resources import HomeResource
from assets.run_plan import is_planned
from assets.tables import TABLE_ASSETS
from warehouse.quality.registry import all_rules, rules_across_tables, rules_of_table
from warehouse.quality.rule import Rule, Verdict
from warehouse.tables import QUALITY_RESULTS, TABLES

GROUP = "quality"


def _specs(rules: Iterable[Rule], asset: str) -> Sequence[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            name=rule.name,
            asset=asset,
            blocking=rule.blocking,
            description=f"{rule.reason} If it fails: {rule.advice}",
            metadata={"table": rule.table, "severity": rule.severity, "owner": rule.owner},
        )
        for rule in rules
    ]


def _checks(name: str, asset: str, rules: Sequence[Rule]) -> dg.AssetChecksDefinition:
    """Checks in one step, so that staged tables are read once; any of them can be asked for alone."""

    @dg.multi_asset_check(name=name, specs=_specs(rules, asset), can_subset=True)
    def check(context: dg.AssetCheckExecutionContext, home: HomeResource) -> Iterator[dg.AssetCheckResult]:
        from assets.pipeline.checking import run_checks  # noqa: PLC0415 - imported only where something is checked

        asked = {key.name for key in context.selected_asset_check_keys}
        chosen = [rule for rule in rules if rule.name in asked]
        with home.open() as here:
            verdicts = run_checks(here, chosen, take_over=_may_take_over(context.run, asset))
        for verdict in verdicts:
            if verdict.blocking and not verdict.passed:
                context.log.error(f"this keeps the release from being published: {verdict.message}")
            yield _result(verdict, asset)

    return check


def _may_take_over(run: dg.DagsterRun, asset: str) -> bool:
    """Whether results may be taken over: in a planned run, and where `quality_results` ran the checks just before."""
    if is_planned(run.tags):
        return True
    made = run.asset_selection is None or dg.AssetKey(QUALITY_RESULTS.name) in run.asset_selection
    return asset == QUALITY_RESULTS.name and made


def _result(verdict: Verdict, asset: str) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=verdict.check,
        asset_key=asset,
        passed=verdict.passed,
        severity=dg.AssetCheckSeverity.ERROR if verdict.severity == "error" else dg.AssetCheckSeverity.WARN,
        description=verdict.message,
        metadata=check_metadata(verdict),
    )


@dg.asset(
    group_name=GROUP,
    deps=TABLE_ASSETS,
    kinds={"polars"},
    owners=["team:data-quality"],
    description=(
        "One row is one verdict of one check. The checks that compare several tables with each other, with the archive"
        " and with the last release are made when all tables are staged; they hang here, those about one table on it."
    ),
)
def quality_results(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Runs the checks that take several tables, and shows the result of every check."""
    from assets.pipeline.checking import run_checks  # noqa: PLC0415
    from warehouse.quality.verdicts import recorded  # noqa: PLC0415

    with home.open() as here:
        run_checks(here, rules_across_tables(), take_over=is_planned(context.run.tags))
        verdicts = list(recorded(here.staging).values())
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(verdicts),
            "failed": sum(not verdict.passed for verdict in verdicts),
            "failed_and_blocking": sum(verdict.blocking and not verdict.passed for verdict in verdicts),
            "verdicts": dg.MetadataValue.md(verdict_table(verdicts)),
        }
    )


TABLE_CHECKS = [
    _checks(f"{name}_checks", name, rules_of_table(name)) for name, table in TABLES.items() if table.in_identity
]
CHECKS_ACROSS_TABLES = _checks("checks_across_tables", QUALITY_RESULTS.name, rules_across_tables())


def check_keys(rules: Iterable[Rule]) -> list[dg.AssetCheckKey]:
    """The keys of checks in Dagster, in the order of the registry."""
    names = {rule.name for rule in rules}
    return [_key(rule) for rule in all_rules().values() if rule.name in names]


def _key(rule: Rule) -> dg.AssetCheckKey:
    asset = rule.table if len(rule.tables) == 1 else QUALITY_RESULTS.name
    return dg.AssetCheckKey(dg.AssetKey(asset), rule.name)
