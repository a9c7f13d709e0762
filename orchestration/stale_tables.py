"""What `tip run --plan` says of every table: whether it is stale, and why."""

from collections.abc import Collection
from dataclasses import dataclass

from assets.pipeline.home.home import Home
from assets.pipeline.plan.staleness import Reason, plan_of
from assets.pipeline.publish.checks import stale_checks
from warehouse.tables import QUALITY_RESULTS


@dataclass(frozen=True)
class TableLine:
    """Whether a table is stale.

    Attributes:
        table: its name.
        stale: `yes` or `no`.
        reason: why; None where it is not.
        detail: what exactly changed; None where nothing did.
    """

    table: str
    stale: str
    reason: str | None = None
    detail: str | None = None


def stale_tables(home: Home, rebuild: Collection[str] = ()) -> list[TableLine]:
    """One line per table, in the order in which they are built; the results of checks come last."""
    plan = plan_of(home, rebuild=rebuild)
    lines = [
        TableLine(name, "no") if stale is None else TableLine(name, "yes", stale.reason.value, stale.detail)
        for name, stale in plan.tables.items()
    ]
    return [*lines, _of_checks(home, plan.stale_tables)]


def _of_checks(home: Home, stale: Collection[str]) -> TableLine:
    name = QUALITY_RESULTS.name
    if stale:
        return TableLine(name, "yes", Reason.INPUT.value, f"stale: {len(stale)} tables")
    checks = stale_checks(home)
    if not checks:
        return TableLine(name, "no")
    return TableLine(name, "yes", Reason.INPUT.value, f"{len(checks)} checks have no result on the data as they are")
