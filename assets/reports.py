"""Reading assets: they parse the pages of editions and of news."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.pages import page_archive
from assets.partitions import edition_years
from assets.pipeline.plan.versions import reader_version
from assets.resources import HomeResource
from assets.run_plan import editions_to_read
from assets.ui_metadata import WARNINGS, markdown_list
from sources.registry.families import FAMILIES, NEWS
from warehouse.staging.area import EditionKey, StagingArea
from warehouse.staging.files import digest, to_json

GROUP = "reports"


def _reading_asset(family: str, name: str, description: str) -> dg.AssetsDefinition:
    """The asset that reads the editions of one family, or the news of each year."""

    @dg.asset(
        name=name,
        group_name=GROUP,
        deps=[page_archive],
        partitions_def=edition_years,
        backfill_policy=dg.BackfillPolicy.single_run(),
        code_version=reader_version(family).digest,
        kinds={"html", "polars"},
        owners=["team:data-engineering"],
        description=f"{description} A planned run reads stale editions only; any other run reads all that it selects.",
    )
    def read(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        from assets.pipeline.read.editions import stage_editions  # noqa: PLC0415 - imported only when pages are read

        keys = editions_to_read(context.run.tags, family, context.partition_keys)
        lines: list[str] = []
        with home.open() as here:
            for edition in stage_editions(here, list(keys)):
                metadata: dict[str, Any] = {"read_because": keys[edition.key]}
                if edition.revisions:
                    metadata["revisions"] = markdown_list(edition.revisions)
                context.add_asset_metadata(metadata, partition_key=str(edition.key.year))
                lines += edition.lines
            for year in context.partition_keys:
                context.add_asset_metadata(_counts(here.staging, EditionKey(family, int(year))), partition_key=year)
            version = _digest_over_editions(here.staging, family)
        for line in lines:
            context.log.warning(line)
        # the metadata of the result are those of every partition of the run, so they hold no counts
        return dg.MaterializeResult(
            metadata={WARNINGS: dg.MetadataValue.json(lines)}, data_version=dg.DataVersion(version)
        )

    return read


def _digest_over_editions(staging: StagingArea, family: str) -> str:
    """The data version of a family: a digest over the files of all its editions and news batches."""
    files: dict[str, Any] = {}
    for key in staging.editions():
        if key.family == family:
            metadata = staging.edition(key) or {}
            files[key.folder] = {"files": metadata["files"], "batches": metadata.get("batches")}
    return digest(to_json(files))[:16]


def _counts(staging: StagingArea, key: EditionKey) -> Mapping[str, int]:
    """The counts of an edition, read in this run or before; none where the edition is not loaded."""
    counts: Mapping[str, int] = (staging.edition(key) or {}).get("counts", {})
    return counts


REPORT_ASSETS = [
    _reading_asset(
        family.name,
        f"{family.name}_reports",
        f"{family.title}: one edition year, read from the page archive into rows by table and rejected rows.",
    )
    for family in FAMILIES.values()
]
"""One asset per report family."""

NEWS_ASSET = _reading_asset(
    NEWS,
    "news_pages",
    "News about the Trafficking in Persons Report: the articles of one year of publication, with their claims and"
    " quotations.",
)
"""The asset that reads news."""


def reading_asset_of(key: EditionKey) -> str:
    """The name of the asset that reads an edition."""
    return "news_pages" if key.family == NEWS else f"{key.family}_reports"
