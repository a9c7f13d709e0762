"""The Dagster code location: all assets, checks, jobs, schedules and sensors."""

from collections.abc import Mapping

import dagster as dg

from assets.checks import CHECKS_ACROSS_TABLES, TABLE_CHECKS, quality_results
from assets.fetching import fetched_pages
from assets.news import fetched_news
from assets.pages import page_archive
from assets.pipeline.home.home import Home
from assets.pipeline.ingest.web import Web
from assets.publication import release
from assets.reports import NEWS_ASSET, REPORT_ASSETS
from assets.resources import HomeResource
from assets.tables import TABLE_ASSETS
from orchestration.jobs import check_job, refresh_job
from orchestration.maintenance import alerts, maintenance_job, maintenance_schedule, status_page
from orchestration.run_progress import PROGRESS
from orchestration.schedules import ended_runs, nightly, stale_assets


def build_definitions(
    home: Home,
    *,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
    web: Web | None = None,
    executor: dg.ExecutorDefinition = dg.in_process_executor,
) -> dg.Definitions:
    """The definitions for one home.

    Args:
        home: the home.
        loggers: replace the console logger.
        web: the web access of live runs; the real web by default.
        executor: executes the steps of a run.
    """
    return dg.Definitions(
        assets=[
            fetched_pages,
            fetched_news,
            page_archive,
            *REPORT_ASSETS,
            NEWS_ASSET,
            *TABLE_ASSETS,
            quality_results,
            release,
        ],
        asset_checks=[*TABLE_CHECKS, CHECKS_ACROSS_TABLES],
        jobs=[refresh_job, check_job, maintenance_job],
        schedules=[nightly, maintenance_schedule],
        sensors=[stale_assets, ended_runs, alerts, status_page],
        resources={"home": HomeResource(folder=str(home.folder)), "web": web or Web()},
        executor=executor,
        loggers=loggers or {PROGRESS: dg.colored_console_logger},
    )


defs = build_definitions(Home.from_environment())
