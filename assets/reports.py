"""Report pages read edition by edition: the only layer that parses pages."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.pages import page_archive
from assets.partitions import edition_years
from assets.presentation import markdown_list
from assets.reading import stage_editions
from assets.resources import HomeResource
from sources.news.edition import NEWS
from sources.registry.families import FAMILIES
from warehouse.store.staging import EditionKey

GROUP = "reports"


def _reading_asset(family: str, name: str, description: str) -> dg.AssetsDefinition:
    """The asset that reads one family's editions, or the news of each year."""

    @dg.asset(
        name=name,
        group_name=GROUP,
        deps=[page_archive],
        partitions_def=edition_years,
        backfill_policy=dg.BackfillPolicy.single_run(),
        kinds={"html", "polars"},
        owners=["team:data-engineering"],
        description=f"{description} What has the same captures and readers as before is not read again.",
    )
    def read(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
        keys = [EditionKey(family, int(partition)) for partition in context.partition_keys]
        with home.open() as here:
            staged = list(stage_editions(here, keys))
        totals: dict[str, int] = {"editions_read_anew": 0}
        for edition in staged:
            counts = {**edition.counts, "editions_read_anew": int(edition.read_anew)}
            shown: dict[str, Any] = {**counts}
            if edition.revisions:
                shown["revisions"] = markdown_list(edition.revisions)
            context.add_asset_metadata(shown, partition_key=str(edition.key.year))
            for line in edition.lines:
                context.log.warning(line)
            totals = _sum(totals, counts)
        return dg.MaterializeResult(metadata=totals)

    return read


def _sum(totals: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {name: totals.get(name, 0) + more.get(name, 0) for name in {**totals, **more}}


REPORT_ASSETS = [
    _reading_asset(
        family.name,
        f"{family.name}_reports",
        f"{family.title}: one edition year, read from the page archive into rows by table and a quarantine.",
    )
    for family in FAMILIES.values()
]
"""One asset a report family."""

NEWS_ASSET = _reading_asset(
    NEWS,
    "news_pages",
    "News about the Trafficking in Persons Report: the articles of one year of publication, with their claims and"
    " quotations.",
)
"""The asset that reads news."""
