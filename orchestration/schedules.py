"""Schedules: one refresh a night."""

import dagster as dg

from assets.home import Home
from assets.partitions import edition_years
from orchestration.jobs import refresh_job

ALL_EDITIONS_TAGS = ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end")


def edition_range_tags(first: str | None = None, last: str | None = None) -> dict[str, str]:
    """Tags that make one run cover a range of editions; all of them by default."""
    keys = edition_years.get_partition_keys()
    return dict(zip(ALL_EDITIONS_TAGS, (first or keys[0], last or keys[-1]), strict=True))


@dg.schedule(
    job=refresh_job,
    cron_schedule="0 3 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at three, UTC: the whole refresh over all editions in one run.",
)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The nightly run; a home with sample data refreshes from the sample."""
    source = "sample" if Home.from_environment().kind == "sample" else "archive"
    night = context.scheduled_execution_time.strftime("%Y-%m-%d")
    return dg.RunRequest(
        run_key=night,
        run_config={"ops": {"page_archive": {"config": {"source": source}}}},
        tags=edition_range_tags(),
    )
