"""What a run that was planned is told in its tags: which editions are stale, and why each table is.

A run without these tags was asked for by a person: it does all that was asked.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from assets.pipeline.plan.staleness import Plan
from warehouse.staging.area import EditionKey

EDITIONS_TAG: Final = "tip/stale_editions"
TABLES_TAG: Final = "tip/stale_tables"


def plan_tags(plan: Plan) -> dict[str, str]:
    """The tags of a run that makes what is stale."""
    editions: dict[str, dict[str, str]] = {}
    for key, stale in plan.editions.items():
        if key.family is not None:
            editions.setdefault(key.family, {})[str(key.year)] = f"{stale.reason}: {stale.detail}"
    tables = {name: f"{stale.reason}: {stale.detail}" for name, stale in plan.tables.items() if stale is not None}
    return {EDITIONS_TAG: json.dumps(editions), TABLES_TAG: json.dumps(tables)}


def is_planned(tags: Mapping[str, str]) -> bool:
    """Whether a run was planned rather than asked for."""
    return TABLES_TAG in tags


def editions_to_read(tags: Mapping[str, str], family: str, years: Iterable[str]) -> dict[EditionKey, str]:
    """The editions that a run reads, each with why it is stale; all that were asked for where nothing was planned."""
    if not is_planned(tags):
        return {EditionKey(family, int(year)): "asked for" for year in years}
    stale: dict[str, str] = json.loads(tags[EDITIONS_TAG]).get(family, {})
    return {EditionKey(family, int(year)): stale[year] for year in years if year in stale}


def why_built(tags: Mapping[str, str], table: str) -> str:
    """Why a run builds a table."""
    reasons: dict[str, str] = json.loads(tags.get(TABLES_TAG, "{}"))
    return reasons.get(table, "asked for")
