"""The page archive: the layer every other one is made from."""

import dagster as dg

from assets.fetching import GROUP, fetched_pages
from assets.news import fetched_news
from assets.resources import HomeResource
from assets.ui_metadata import WARNINGS


class PageArchiveConfig(dg.Config):
    """What to take into the archive before reading it; without a source, what the home is of."""

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
        "Every page ever taken in, byte for byte, in WARC files with an index by URL, time and digest. Everything else"
        " can be made again from here without the network. Pages of no known report are set aside here."
    ),
)
def page_archive(
    context: dg.AssetExecutionContext, config: PageArchiveConfig, home: HomeResource
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Takes new pages into the archive."""
    from assets.pipeline.ingest.archive import ingest  # noqa: PLC0415 - readers are imported only where pages are read

    with home.open() as here:
        source = here.source_of(config.source)
        done = ingest(here, source, config.archives, config.editions, config.countries)
    for report in done.reports:
        context.log.info(report.summary)
    for line in done.lines:
        context.log.warning(line)
    return dg.MaterializeResult(
        metadata={
            **done.totals,
            "new_captures": sum(report.new_captures for report in done.reports),
            "new_bodies": sum(report.new_bodies for report in done.reports),
            "lost": "\n".join(line for report in done.reports for line in report.lines) or "nothing",
            WARNINGS: dg.MetadataValue.json(done.lines),
        }
    )
