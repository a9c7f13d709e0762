"""The tags of a planned run: the stale editions and tables, with their reasons.

A run without these tags was started by a person and makes everything that it selects.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from assets.pipeline.plan.staleness import Plan, Reason
from warehouse.staging.area import EditionKey

EDITIONS_TAG: Final = "tip/stale_editions"
TABLES_TAG: Final = "tip/stale_tables"


def plan_tags(plan: Plan) -> dict[str, str]:
    """The tags of a run that makes the stale editions and tables of a plan."""
    editions: dict[str, dict[str, str]] = {}
    for key, stale in plan.editions.items():
        if key.family is not None:
            editions.setdefault(key.family, {})[str(key.year)] = f"{stale.reason}: {stale.detail}"
    tables = {name: f"{stale.reason}: {stale.detail}" for name, stale in plan.tables.items() if stale is not None}
    return {EDITIONS_TAG: json.dumps(editions), TABLES_TAG: json.dumps(tables)}


def is_planned(tags: Mapping[str, str]) -> bool:
    """Whether a run was planned, and not started by a person."""
    return TABLES_TAG in tags


def editions_to_read(tags: Mapping[str, str], family: str, years: Iterable[str]) -> dict[EditionKey, str]:
    """The editions that a run reads, each with its reason: the stale ones of a planned run, all of another run."""
    if not is_planned(tags):
        return {EditionKey(family, int(year)): "selected by a person" for year in years}
    stale: dict[str, str] = json.loads(tags[EDITIONS_TAG]).get(family, {})
    return {EditionKey(family, int(year)): stale[year] for year in years if year in stale}


def is_requested(tags: Mapping[str, str], table: str) -> bool:
    """Whether a person requested a table: in a run without a plan, or with `--rebuild`."""
    return not is_planned(tags) or build_reason(tags, table).startswith(Reason.FORCED)


def build_reason(tags: Mapping[str, str], table: str) -> str:
    """The reason why a run builds a table."""
    reasons: dict[str, str] = json.loads(tags.get(TABLES_TAG, "{}"))
    return reasons.get(table, "selected by a person")
