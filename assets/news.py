"""News fetched from the web: the listings that were read, and the outcome of each candidate."""

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import dagster as dg

from assets.fetching import GROUP, FetchingConfig, fetched_pages, live_crawl, log_progress, not_fetched, source_of
from assets.pipeline.ingest.web import Web
from assets.resources import HomeResource
from assets.ui_metadata import WARNINGS, markdown_list

if TYPE_CHECKING:
    from sources.news.discovery.crawl.news_crawl import NewsReport

_LINES_SHOWN: Final = 50


@dg.asset(
    group_name=GROUP,
    deps=[fetched_pages],
    kinds={"python", "warc", "sqlite"},
    owners=["team:data-engineering"],
    description=(
        "Articles about the report that a live run finds and fetches. Its listings are feeds and sitemaps of declared"
        " publishers, GDELT, and the Wayback Machine for past editions. Articles about the report go into the archive;"
        " for every other candidate the index stores the outcome. Runs after the report pages, with the requests that"
        " are left of the crawl's limit."
    ),
)
def fetched_news(
    context: dg.AssetExecutionContext, config: FetchingConfig, home: HomeResource, web: dg.ResourceParam[Web]
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Finds and fetches news."""
    source = source_of(config, home)
    if source != "live":
        return not_fetched(source)
    report = live_crawl(home, lambda here: web.fetch_news(here, config.selection, log_progress(context.log.info)))
    context.log.info(report.summary)
    lines = _warnings(report)
    for line in lines:
        context.log.warning(line)
    return dg.MaterializeResult(metadata={**_crawl_metadata(report), WARNINGS: dg.MetadataValue.json(lines)})


def _warnings(report: "NewsReport") -> list[str]:
    """The warnings of a crawl; all failing publishers share one line, because `tip doctor` lists them."""
    failures = Counter(trouble.outcome for trouble in report.crawl.failed_pages)
    if not failures:
        return report.lines
    hosts = len({trouble.host for trouble in report.crawl.failed_pages})
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(failures.items()))
    return [*report.lines, f"news: {counts} at {hosts} hosts; `tip doctor` lists them"]


def _crawl_metadata(report: "NewsReport") -> dict[str, Any]:
    return {
        "crawl": report.summary,
        "unchanged": report.crawl.is_unchanged,
        "requests": report.crawl.requests,
        "new_articles": report.crawl.stored,
        "pages_left": report.crawl.left,
        "stopped": report.crawl.stopped,
        **{f"listings/{adapter}/{outcome}": count for (adapter, outcome), count in sorted(report.read.items())},
        **{f"candidates/{adapter}/{outcome}": count for (adapter, outcome), count in sorted(report.outcomes.items())},
        "hosts": markdown_list(report.crawl.host_lines[:_LINES_SHOWN]),
        "lines": markdown_list([*report.lines, *report.crawl.lines][:_LINES_SHOWN]),
    }
