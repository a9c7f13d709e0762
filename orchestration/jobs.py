"""Jobs. `refresh` is what `tip run`, the UI and the schedule all execute."""

import dagster as dg

from warehouse.tables import QUALITY_RESULTS

REFRESH = "refresh"

refresh_job = dg.define_asset_job(
    name=REFRESH,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description=(
        "The whole way: take pages in, read them edition by edition, stage the tables, check them, publish. Editions,"
        " tables and releases that nothing has changed for are left as they are."
    ),
    tags={"tip/kind": "refresh"},
)

check_job = dg.define_asset_job(
    name="check",
    selection=dg.AssetSelection.all_asset_checks() | dg.AssetSelection.assets(QUALITY_RESULTS.name),
    executor_def=dg.in_process_executor,
    description="All checks on the tables as they are staged, without reading or publishing anything.",
)
