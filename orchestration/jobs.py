"""Jobs. `tip run`, the UI, the schedule and the sensor execute `refresh`, or the stale part of it."""

from typing import Any

import dagster as dg

from assets.pipeline.settings.load import settings

_MAX_RUNTIME = {"dagster/max_runtime": str(settings().run_seconds)}
"""Dagster's run monitor ends a run that takes longer, whatever the limit of the instance is."""

REFRESH = "refresh"
CHECK = "check"

refresh_job = dg.define_asset_job(
    name=REFRESH,
    selection=dg.AssetSelection.all(),
    description=(
        "The whole pipeline: fetch pages if the run is live, ingest them, read editions, stage tables, check them and"
        " publish. `tip run`, the schedule and the sensor select the stale assets."
    ),
    tags={"tip/kind": "refresh", **_MAX_RUNTIME},
)

check_job = dg.define_asset_job(
    name=CHECK,
    selection=dg.AssetSelection.all_asset_checks(),
    description="All checks on the staged tables, without reading or publishing anything.",
    tags={"tip/kind": "check", **_MAX_RUNTIME},
)


def ops_config(
    source: str,
    *,
    archives: list[str] | None = None,
    editions: str = "",
    countries: list[str] | None = None,
    max_pages: int = 0,
) -> dict[str, Any]:
    """The run config of the assets that ingest pages: the source, and which pages."""
    config: dict[str, Any] = {"source": source}
    if editions or countries:
        config |= {"editions": editions, "countries": countries or []}
    fetching = {"config": {**config, "max_pages": max_pages} if max_pages else config}
    return {
        "fetched_pages": fetching,
        "fetched_news": fetching,
        "page_archive": {"config": {**config, "archives": archives} if archives else config},
    }
