"""News fetched from the web: where articles about the report were found tonight, and what became of each."""

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import dagster as dg

from assets.fetching import GROUP, FetchingConfig, every_so_often, fetched_pages, live_crawl, nothing_asked, source_of
from assets.pipeline.ingest.web import Web
from assets.resources import HomeResource
from assets.ui_metadata import WARNINGS, markdown_list

if TYPE_CHECKING:
    from sources.news.discovery.news_crawl import NewsReport

_LINES_SHOWN: Final = 50


@dg.asset(
    group_name=GROUP,
    deps=[fetched_pages],
    kinds={"python", "warc", "sqlite"},
    owners=["team:data-engineering"],
    description=(
        "Where a live run looks for articles about the report: feeds and sitemaps of declared publishers, GDELT, and"
        " the Wayback Machine for past releases, so many a night. What concerns the report goes into the archive; of"
        " every other candidate its outcome is kept. Comes after the report pages, with the requests they leave."
    ),
)
def fetched_news(
    context: dg.AssetExecutionContext, config: FetchingConfig, home: HomeResource, web: dg.ResourceParam[Web]
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Looks for news, and fetches it."""
    source = source_of(config, home)
    if source != "live":
        return nothing_asked(source)
    report = live_crawl(home, lambda here: web.fetch_news(here, config.selection, every_so_often(context.log.info)))
    context.log.info(report.summary)
    lines = _warnings(report)
    for line in lines:
        context.log.warning(line)
    return dg.MaterializeResult(metadata={**_shown(report), WARNINGS: dg.MetadataValue.json(lines)})


def _warnings(report: "NewsReport") -> list[str]:
    """Publishers come and go: those that gave trouble are one line, and `tip doctor` tells more."""
    troubled = Counter(trouble.outcome for trouble in report.night.troubles)
    if not troubled:
        return report.lines
    hosts = len({trouble.host for trouble in report.night.troubles})
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(troubled.items()))
    return [*report.lines, f"news: {counts} at {hosts} hosts; `tip doctor` tells of each"]


def _shown(report: "NewsReport") -> dict[str, Any]:
    return {
        "night": report.summary,
        "unchanged": report.night.is_unchanged,
        "requests": report.night.requests,
        "new_articles": report.night.stored,
        "pages_left": report.night.left,
        "stopped": report.night.stopped,
        **{f"listings/{adapter}/{outcome}": count for (adapter, outcome), count in sorted(report.read.items())},
        **{f"candidates/{adapter}/{outcome}": count for (adapter, outcome), count in sorted(report.outcomes.items())},
        "hosts": markdown_list(report.night.host_lines[:_LINES_SHOWN]),
        "lines": markdown_list([*report.lines, *report.night.lines][:_LINES_SHOWN]),
    }
