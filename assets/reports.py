"""Report pages read edition by edition: the only layer that parses pages."""

import dagster as dg

from assets.pages import page_archive
from assets.partitions import edition_years
from assets.reading import stage_editions
from assets.resources import HomeResource
from warehouse.store.staging import EditionKey

GROUP = "reports"
FAMILY = "human_rights"


@dg.asset(
    group_name=GROUP,
    deps=[page_archive],
    partitions_def=edition_years,
    backfill_policy=dg.BackfillPolicy.single_run(),
    kinds={"html", "polars"},
    owners=["team:data-engineering"],
    description=(
        "The Country Reports on Human Rights Practices of one edition year, read from the page archive into rows of"
        " pages, report sections and quarantine. An edition whose captures and readers have not changed is not read"
        " again."
    ),
)
def human_rights_reports(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Reads the editions of the run's years."""
    totals = {"editions_read_anew": 0, "pages": 0, "sections": 0, "words": 0, "quarantined": 0}
    keys = [EditionKey(FAMILY, int(partition)) for partition in context.partition_keys]
    with home.open() as here:
        staged = list(stage_editions(here, keys))
    for edition in staged:
        counts = {**edition.counts, "editions_read_anew": int(edition.read_anew)}
        context.add_asset_metadata(counts, partition_key=str(edition.key.year))
        for line in edition.lines:
            context.log.warning(line)
        totals = {name: total + counts[name] for name, total in totals.items()}
    return dg.MaterializeResult(metadata=totals)
