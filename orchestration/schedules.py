"""Schedules: one refresh a night."""

import dagster as dg

from assets.home import Home
from orchestration.edition_range import range_tags
from orchestration.jobs import refresh_job


@dg.schedule(
    job=refresh_job,
    cron_schedule="0 3 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at three, UTC: the whole refresh over every edition held, in one run.",
)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The nightly run; a home with sample data refreshes from the sample."""
    home = Home.from_environment()
    source = "sample" if home.kind == "sample" else "archive"
    night = context.scheduled_execution_time.strftime("%Y-%m-%d")
    return dg.RunRequest(
        run_key=night,
        run_config={"ops": {"page_archive": {"config": {"source": source}}}},
        tags=range_tags(home),
    )
