"""Publication: the release. The gate lets only checked tables through, however the run was started."""

from typing import Any

import dagster as dg

from assets.checks import quality_results
from assets.resources import HomeResource
from assets.tables import TABLE_ASSETS
from assets.ui_metadata import link_of_page

GROUP = "publication"

RELEASE_TAG = "tip/release"
"""Tag of a run that publishes: the name of the release."""


_PLACES = {
    "quality": "quality.md",
    "dictionary": "dictionary.md",
    "changes": "changes.json",
    "changelog": "changelog.md",
    "citation": "CITATION.cff",
}
"""Files of a release for people, by the name of their metadata entry."""


@dg.asset(
    group_name=GROUP,
    deps=[*TABLE_ASSETS, quality_results],
    kinds={"parquet", "duckdb"},
    owners=["team:data-engineering"],
    description=(
        "An immutable release: country/year Parquet, compact files, a DuckDB file, data package, dictionary, check"
        " results and manifest. It becomes current in one step. The gate refuses it unless every blocking check passed"
        " on exactly the staged data."
    ),
)
def release(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Publishes the staged tables, unless the current release holds them already."""
    from assets.pipeline.publish.release import publish_staged  # noqa: PLC0415 - imported only when a release is published

    with home.open() as here:
        published = publish_staged(here)
    context.instance.add_run_tags(context.run.run_id, {RELEASE_TAG: published.release.name})
    context.log.info(f"release {published.release.name} {'published' if published.is_new else 'is current already'}")
    rows: dict[str, Any] = {f"rows/{name}": table["rows"] for name, table in published.release.tables.items()}
    return dg.MaterializeResult(
        metadata={
            "release": published.release.name,
            "new": published.is_new,
            "reissue": published.reissue or "no",
            "new_files": published.new_files,
            "shared_files": published.shared_files,
            "folder": dg.MetadataValue.path(str(published.release.path)),
            **{
                name: dg.MetadataValue.path(str(published.release.path / place))
                for name, place in _PLACES.items()
                if (published.release.path / place).exists()
            },
            **link_of_page(published.release.path, "site", "index.html"),
            **rows,
        },
        data_version=dg.DataVersion(published.release.id),
    )
