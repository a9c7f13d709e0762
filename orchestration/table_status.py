"""The status of every table for `tip run --plan`: whether it is stale, and why."""

from collections.abc import Collection
from dataclasses import dataclass

from assets.pipeline.home.home import Home
from assets.pipeline.plan.staleness import Reason, plan_of
from assets.pipeline.publish.checks import stale_checks
from warehouse.tables import QUALITY_RESULTS


@dataclass(frozen=True)
class TableStatus:
    """Whether a table is stale.

    Attributes:
        table: the name of the table.
        stale: `yes` or `no`.
        reason: why it is stale; None if it is not.
        detail: what changed; None if nothing did.
    """

    table: str
    stale: str
    reason: str | None = None
    detail: str | None = None


def table_statuses(home: Home, rebuild: Collection[str] = ()) -> list[TableStatus]:
    """The status of each table, in build order; `quality_results` is last."""
    plan = plan_of(home, rebuild=rebuild)
    statuses = [
        TableStatus(name, "no") if stale is None else TableStatus(name, "yes", stale.reason.value, stale.detail)
        for name, stale in plan.tables.items()
    ]
    return [*statuses, _quality_results_status(home, plan.stale_tables)]


def _quality_results_status(home: Home, stale: Collection[str]) -> TableStatus:
    name = QUALITY_RESULTS.name
    if stale:
        return TableStatus(name, "yes", Reason.INPUT.value, f"stale: {len(stale)} tables")
    checks = stale_checks(home)
    if not checks:
        return TableStatus(name, "no")
    return TableStatus(name, "yes", Reason.INPUT.value, f"{len(checks)} checks have no result for the staged data")
