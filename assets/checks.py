"""Asset checks, one for every rule of the registry. Blocking ones keep the release from being made in the same run;
the gate in `assets.publication` keeps it from being made in any other."""

from collections.abc import Iterable, Iterator, Sequence

import dagster as dg

from assets.judging import judge_home
from assets.presentation import check_metadata, verdict_table
from assets.resources import HomeResource
from assets.tables import TABLE_ASSETS
from warehouse.quality.registry import rules_of
from warehouse.quality.rule import Rule, Verdict
from warehouse.quality.verdicts import recorded
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


def _results(verdicts: Iterable[Verdict], asset: str, log: dg.DagsterLogManager) -> Iterator[dg.AssetCheckResult]:
    for verdict in verdicts:
        if verdict.blocking and not verdict.passed:
            log.error(f"this keeps the release from being published: {verdict.message}")
        severe = verdict.severity == "error"
        yield dg.AssetCheckResult(
            check_name=verdict.check,
            asset_key=asset,
            passed=verdict.passed,
            severity=dg.AssetCheckSeverity.ERROR if severe else dg.AssetCheckSeverity.WARN,
            description=verdict.message,
            metadata=check_metadata(verdict),
        )


def _checks_of(table: str) -> dg.AssetChecksDefinition:
    """The checks that read one table, in one step: the staged table is read once."""

    @dg.multi_asset_check(name=f"{table}_checks", specs=_specs(rules_of(table), table))
    def check(context: dg.AssetCheckExecutionContext, home: HomeResource) -> Iterator[dg.AssetCheckResult]:
        with home.open() as here:
            verdicts = judge_home(here, table)
        yield from _results(verdicts, table, context.log)

    return check


TABLE_CHECKS = [_checks_of(name) for name, table in TABLES.items() if table.in_identity]


@dg.asset(
    group_name=GROUP,
    deps=TABLE_ASSETS,
    kinds={"polars"},
    owners=["team:data-quality"],
    check_specs=_specs(rules_of(QUALITY_RESULTS.name), QUALITY_RESULTS.name),
    description=(
        "One row is one verdict of one check. The checks that compare several tables with each other, with the archive"
        " and with the last release are judged here, when all tables are staged; those about one table hang on it."
    ),
)
def quality_results(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Judges what takes several tables, and shows every verdict."""
    with home.open() as here:
        judged = judge_home(here, QUALITY_RESULTS.name)
        verdicts = list(recorded(here.staging).values())
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(verdicts),
            "failed": sum(not verdict.passed for verdict in verdicts),
            "failed_and_blocking": sum(verdict.blocking and not verdict.passed for verdict in verdicts),
            "verdicts": dg.MetadataValue.md(verdict_table(verdicts)),
        },
        check_results=list(_results(judged, QUALITY_RESULTS.name, context.log)),
    )
