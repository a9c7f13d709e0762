"""Pages fetched from the web: what a night asked for, and what it was given."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import dagster as dg

from assets.pipeline.home.home import Home, Source
from assets.pipeline.home.lock import writing
from assets.pipeline.ingest.web import PageSelection, Web
from assets.resources import HomeResource
from assets.ui_metadata import WARNINGS, markdown_list
from sources.fetch.report import CrawlReport, Progress

Report = TypeVar("Report")

GROUP: Final = "pages"
_LINES_SHOWN: Final = 50
_PAGES_A_LINE: Final = 50
"""A line in the log for so many pages; a backfill has thousands."""


class FetchingConfig(dg.Config):
    """Whether to ask the web, and for what; without a source, what the home is of."""

    source: str | None = None
    editions: str = ""
    countries: list[str] = []  # noqa: RUF012 - a pydantic model copies its defaults
    max_pages: int = 0

    @property
    def selection(self) -> PageSelection:
        """What the run was asked for."""
        return PageSelection(self.editions, tuple(self.countries), self.max_pages)


@dg.asset(
    group_name=GROUP,
    kinds={"python", "warc"},
    owners=["team:data-engineering"],
    description=(
        "What a live run asks the web for, politely: index pages each night, pages of recent editions often, old ones"
        " rarely. Good pages go into the archive at once; whatever else came is told here and never parsed. Runs that"
        " take their pages from files ask for nothing."
    ),
)
def fetched_pages(
    context: dg.AssetExecutionContext, config: FetchingConfig, home: HomeResource, web: dg.ResourceParam[Web]
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Fetches what is due tonight."""
    source = source_of(config, home)
    if source != "live":
        return nothing_asked(source)
    report = live_crawl(home, lambda here: web.fetch(here, config.selection, every_so_often(context.log.info)))
    context.log.info(report.summary)
    for line in report.host_lines:
        context.log.warning(line)
    return dg.MaterializeResult(metadata={**_shown(report), WARNINGS: dg.MetadataValue.json(report.host_lines)})


def source_of(config: FetchingConfig, home: HomeResource) -> Source:
    """Where the pages of a run come from: as it says, else what the home is of."""
    with home.open() as here:
        return here.source_of(config.source)


def nothing_asked(source: Source) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """What a run shows that takes its pages from files."""
    return dg.MaterializeResult(metadata={"night": f"nothing asked for: the source is {source}"})


def live_crawl(home: HomeResource, fetch: Callable[[Home], Report]) -> Report:
    """Fetches into a home of real data, which is live from then on.

    Raises:
        dg.Failure: nobody is named who is responsible, or the clock was set back.
    """
    with home.open() as here, writing(here.folder, "archive"):
        here.claim("real")
        report = fetch(here)
        here.note_live()
    return report


def _shown(report: CrawlReport) -> dict[str, Any]:
    return {
        "night": report.summary,
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


def every_so_often(say: Callable[[str], None]) -> Callable[[Progress], None]:
    """Tells of a crawl's progress now and then: a log is not a terminal."""

    def told(step: Progress) -> None:
        if step.done % _PAGES_A_LINE == 0:
            say(step.line)

    return told
