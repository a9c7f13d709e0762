"""Schedules: one refresh a night."""

import dagster as dg

from assets.home import Home
from orchestration.edition_range import range_tags
from orchestration.jobs import ops_config, refresh_job


@dg.schedule(
    job=refresh_job,
    cron_schedule="0 3 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at three, UTC: the whole refresh in one run, over every edition held or, live, over all.",
)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The nightly run: from the sample in a home of sample data, live in one that has ever run live."""
    home = Home.from_environment()
    source = "sample" if home.kind == "sample" else "live" if home.runs_live else "archive"
    night = context.scheduled_execution_time.strftime("%Y-%m-%d")
    return dg.RunRequest(
        run_key=night,
        run_config={"ops": ops_config(source)},
        tags=range_tags(home, live=source == "live"),
    )
