"""Jobs. `refresh` is what `tip run`, the UI and the schedule all execute."""

from typing import Any

import dagster as dg

from warehouse.tables import QUALITY_RESULTS

REFRESH = "refresh"

refresh_job = dg.define_asset_job(
    name=REFRESH,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description=(
        "The whole way: ask the web where the run is live, take pages in, read them edition by edition, stage the"
        " tables, check them, publish. Editions, tables and releases that nothing has changed for are left as they are."
    ),
    tags={"tip/kind": "refresh"},
)

check_job = dg.define_asset_job(
    name="check",
    selection=dg.AssetSelection.all_asset_checks() | dg.AssetSelection.assets(QUALITY_RESULTS.name),
    executor_def=dg.in_process_executor,
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
    """What the steps of a refresh are told: where pages come from, and which."""
    asked: dict[str, Any] = {"source": source}
    if editions or countries:
        asked |= {"editions": editions, "countries": countries or []}
    fetching = {"config": {**asked, "max_pages": max_pages} if max_pages else asked}
    return {
        "fetched_pages": fetching,
        "fetched_news": fetching,
        "page_archive": {"config": {**asked, "archives": archives} if archives else asked},
    }
