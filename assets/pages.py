"""The page archive: all other assets are made from it."""

import dagster as dg

from assets.fetching import GROUP, fetched_pages
from assets.news import fetched_news
from assets.resources import HomeResource
from assets.ui_metadata import WARNINGS


class PageArchiveConfig(dg.Config):
    """What to ingest; without a source, the source of the home."""

    source: str | None = None
    archives: list[str] = []  # noqa: RUF012 - a pydantic model copies its defaults
    editions: str = ""
    countries: list[str] = []  # noqa: RUF012


@dg.asset(
    group_name=GROUP,
    deps=[fetched_pages, fetched_news],
    kinds={"warc", "sqlite"},
    owners=["team:data-engineering"],
    description=(
        "Every ingested page, byte for byte, in WARC files with an index by URL, time and digest. All tables can be"
        " made again from it without the network. Pages of no known report go to quarantine here."
    ),
)
def page_archive(
    context: dg.AssetExecutionContext, config: PageArchiveConfig, home: HomeResource
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Ingests new pages into the archive."""
    from assets.pipeline.ingest.archive import ingest  # noqa: PLC0415 - readers are imported only when pages are read
    from assets.pipeline.ingest.inbox import ingestion_source  # noqa: PLC0415

    with home.open() as here:
        source = ingestion_source(here, config.source)
        ingested = ingest(here, source, config.archives, config.editions, config.countries)
    for report in ingested.reports:
        context.log.info(report.summary)
    for line in ingested.lines:
        context.log.warning(line)
    return dg.MaterializeResult(
        metadata={
            **ingested.totals,
            "new_captures": sum(report.new_captures for report in ingested.reports),
            "new_bodies": sum(report.new_bodies for report in ingested.reports),
            "lost": "\n".join(line for report in ingested.reports for line in report.lines) or "nothing",
            WARNINGS: dg.MetadataValue.json(ingested.lines),
        }
    )
