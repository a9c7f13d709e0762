"""The tables, staged as country/year partitions and compact files: one asset for every build specification."""

from collections.abc import Iterable

import dagster as dg

from assets.pipeline.plan.versions import build_version
from assets.reports import NEWS_ASSET, REPORT_ASSETS
from assets.resources import HomeResource
from assets.run_plan import build_reason, is_requested
from assets.ui_metadata import charts_and_listings, column_lineage, column_schema, links_of_table, table_metadata
from warehouse.builds.build import Build
from warehouse.builds.registry import all_builds

REFERENCE, RECORDS, NEWS_GROUP, MARTS = "reference", "records", "news", "marts"


def _table_asset(build: Build) -> dg.AssetsDefinition:
    """The asset that stages a table, derived from its build specification."""

    @dg.asset(
        name=build.name,
        group_name=_group_of(build),
        deps=_dependencies(build),
        code_version=build_version(build).digest,
        kinds=_kinds_of(build),
        owners=["team:data-engineering"],
        description=_description_of(build),
        tags={"tip/layer": _group_of(build), "tip/partitioned": "yes" if build.table.partitioned else "no"},
        metadata={
            "dagster/column_schema": column_schema(build.table),
        },
    )
    def stage(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        from assets.pipeline.build.tables import build_table  # noqa: PLC0415 - imported only when a table is built

        with home.open() as here:
            built = build_table(here, build, whole=is_requested(context.run.tags, build.name))
            extra = charts_and_listings(build, built.view)
        metadata = {
            **table_metadata(built.staged, built.view.rows),
            **extra,
            "built_because": build_reason(context.run.tags, build.name),
            # not in the definition: every run stores a copy of that
            "dagster/column_lineage": column_lineage(build),
            **links_of_table(here.releases, build.name),
        }
        return dg.MaterializeResult(metadata=metadata, data_version=dg.DataVersion(built.staged.digest[:16]))

    return stage


def _description_of(build: Build) -> str:
    """What a newcomer must know: what a row is, how rows are told apart, where they come from, how to look at them."""
    rebuilt = f" The check {build.rebuilds_as} makes the rows again and compares them." if build.rebuilds_as else ""
    return (
        f"One row is {build.table.grain}; it is known by {', '.join(build.table.key)}. Made from: {build.lineage}."
        f"{rebuilt}\n\nWhat each column means is under Columns, in `dictionary.md` of a release, and printed by"
        f" `tip describe {build.name}`."
        f' Rows of the current release: `tip sql "FROM {build.name} LIMIT 5"`.'
    )


def _dependencies(build: Build) -> Iterable[str]:
    """The upstream assets of a table: other tables, and the reading assets of its families."""
    readers = {asset.key.to_user_string(): asset for asset in (*REPORT_ASSETS, NEWS_ASSET)}
    families = {name: "news" if name == "news_pages" else name.removesuffix("_reports") for name in readers}
    archive = ["page_archive"] if build.reads_decisions else []
    return [*archive, *build.tables, *(name for name, family in families.items() if build.is_read_from(family))]


def _group_of(build: Build) -> str:
    if build.news is not None:
        return NEWS_GROUP
    if build.editions is not None:
        return RECORDS
    return MARTS if build.tables else REFERENCE


def _kinds_of(build: Build) -> set[str]:
    if build.rebuilds_as is not None:
        return {"polars", "parquet"}
    return {"csv", "parquet"} if build.references else {"parquet"}


TABLE_ASSETS = [_table_asset(build) for build in all_builds().values()]
"""One asset per table, inputs first."""
