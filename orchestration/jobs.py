"""Jobs. `refresh` is what `tip run`, the UI, the schedule and the sensor execute, each the part of it that is stale."""

from typing import Any

import dagster as dg

REFRESH = "refresh"
CHECK = "check"

refresh_job = dg.define_asset_job(
    name=REFRESH,
    selection=dg.AssetSelection.all(),
    description=(
        "The whole way: ask the web where the run is live, take pages in, read them edition by edition, stage the"
        " tables, check them, publish. `tip run`, the schedule and the sensor select what is stale."
    ),
    tags={"tip/kind": "refresh"},
)

check_job = dg.define_asset_job(
    name=CHECK,
    selection=dg.AssetSelection.all_asset_checks(),
    description="All checks on the tables as they are staged, without reading or publishing anything.",
)


def ops_config(
    source: str,
    *,
    archives: list[str] | None = None,
    editions: str = "",
    countries: list[str] | None = None,
    max_pages: int = 0,
) -> dict[str, Any]:
    """What the steps that take pages in are told: where pages come from, and which."""
    asked: dict[str, Any] = {"source": source}
    if editions or countries:
        asked |= {"editions": editions, "countries": countries or []}
    fetching = {"config": {**asked, "max_pages": max_pages} if max_pages else asked}
    return {
        "fetched_pages": fetching,
        "fetched_news": fetching,
        "page_archive": {"config": {**asked, "archives": archives} if archives else asked},
    }
