"""Publication: the release, made only of what passed its checks, however the making was started."""

from typing import Any

import dagster as dg

from assets.checks import quality_results
from assets.resources import HomeResource
from assets.tables import TABLE_ASSETS

GROUP = "publication"


@dg.asset(
    group_name=GROUP,
    deps=[*TABLE_ASSETS, quality_results],
    kinds={"parquet", "duckdb"},
    owners=["team:data-engineering"],
    description=(
        "An immutable release: country/year Parquet, compact files, a DuckDB file, data package, dictionary, results"
        " and manifest, switched in one step. Refused unless every blocking check passed on exactly the staged data."
    ),
)
def release(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Publishes what is staged, unless it is what is current already."""
    from assets.pipeline.publish.release import publish_staged  # noqa: PLC0415 - imported only where something is published

    with home.open() as here:
        done = publish_staged(here)
    context.log.info(f"release {done.release.name} {'published' if done.is_new else 'is current already'}")
    rows: dict[str, Any] = {f"rows/{name}": table["rows"] for name, table in done.release.tables.items()}
    return dg.MaterializeResult(
        metadata={
            "release": done.release.name,
            "new": done.is_new,
            "reissue": done.reissue or "no",
            "new_files": done.new_files,
            "shared_files": done.shared_files,
            "folder": dg.MetadataValue.path(str(done.release.path)),
            **rows,
        },
        data_version=dg.DataVersion(done.release.id),
    )
