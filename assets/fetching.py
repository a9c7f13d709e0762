"""Report pages fetched from the web: what a crawl requested, and the responses."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import dagster as dg

from assets.pipeline.home.home import Home, Source
from assets.pipeline.home.lock import writing
from assets.pipeline.ingest.web import PageSelection, Web
from assets.resources import HomeResource
from assets.ui_metadata import WARNINGS, markdown_list
from sources.fetch.crawl.report import CrawlReport, Progress

Report = TypeVar("Report")

GROUP: Final = "pages"
_LINES_SHOWN: Final = 50
_PAGES_PER_LOG_LINE: Final = 50


class FetchingConfig(dg.Config):
    """Whether to fetch, and which pages; without a source, the source of the home."""

    source: str | None = None
    editions: str = ""
    countries: list[str] = []  # noqa: RUF012 - a pydantic model copies its defaults
    max_pages: int = 0

    @property
    def selection(self) -> PageSelection:
        """The pages that the run is limited to."""
        return PageSelection(self.editions, tuple(self.countries), self.max_pages)


@dg.asset(
    group_name=GROUP,
    kinds={"python", "warc"},
    owners=["team:data-engineering"],
    description=(
        "The report pages that a live run fetches, politely: index pages on every crawl day, pages of recent editions"
        " often, old pages rarely. Good pages go into the archive at once; other responses are only counted here."
        " Runs that read their pages from files fetch nothing."
    ),
)
def fetched_pages(
    context: dg.AssetExecutionContext, config: FetchingConfig, home: HomeResource, web: dg.ResourceParam[Web]
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Fetches the report pages that are due."""
    source = source_of(config, home)
    if source != "live":
        return not_fetched(source)
    report = live_crawl(home, lambda here: web.fetch(here, config.selection, log_progress(context.log.info)))
    context.log.info(report.summary)
    for line in report.host_lines:
        context.log.warning(line)
    return dg.MaterializeResult(
        metadata={**_crawl_metadata(report), WARNINGS: dg.MetadataValue.json(report.host_lines)}
    )


def source_of(config: FetchingConfig, home: HomeResource) -> Source:
    """Where the pages of a run come from: its own setting, or else the source of the home."""
    with home.open() as here:
        return here.source_of(config.source)


def not_fetched(source: Source) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """The result of a run that reads its pages from files."""
    return dg.MaterializeResult(metadata={"crawl": f"nothing fetched: the source is {source}"})


def live_crawl(home: HomeResource, fetch: Callable[[Home], Report]) -> Report:
    """Fetches into a home of real data; its nightly run is live from then on.

    Raises:
        dg.Failure: no contact address is set, or the clock was set back.
    """
    with home.open() as here, writing(here.folder, "archive"):
        here.claim("real")
        report = fetch(here)
        here.record_live()
    return report


def _crawl_metadata(report: CrawlReport) -> dict[str, Any]:
    return {
        "crawl": report.summary,
        "unchanged": report.is_unchanged,
        "requests": report.requests,
        "new_captures": report.stored,
        "new_bodies": report.changed,
        "pages_known": report.wanted,
        "pages_left": report.left,
        "stopped": report.stopped,
        **{f"outcome/{outcome}": count for outcome, count in sorted(report.outcomes.items())},
        "hosts": markdown_list(report.host_lines),
        "lines": markdown_list(report.lines[:_LINES_SHOWN]),
    }


def log_progress(log: Callable[[str], None]) -> Callable[[Progress], None]:
    """A progress callback that writes one log line for every 50 pages."""

    def log_step(step: Progress) -> None:
        if step.done % _PAGES_PER_LOG_LINE == 0:
            log(step.line)

    return log_step
