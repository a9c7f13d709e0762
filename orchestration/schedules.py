"""Automation: pages are taken in once a night, and whatever is stale is made again within a minute."""

import json

import dagster as dg

from assets.pipeline.home.home import Home, Source
from assets.pipeline.plan.staleness import Plan, plan_of
from orchestration.jobs import ops_config, refresh_job
from orchestration.stale_runs import INGESTION, StaleRun, building_run, checking_run, ingest_run, reading_run
from warehouse.staging.files import digest

_UNFINISHED = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@dg.schedule(
    job=refresh_job,
    cron_schedule="0 3 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description=(
        "Every night at three, UTC: asks the web in a home that runs live, takes pages in, and runs the checks that"
        " depend on the day. What is stale then, the sensor `stale_assets` makes again."
    ),
)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """The nightly run."""
    home = Home.from_environment()
    night = context.scheduled_execution_time.strftime("%Y-%m-%d")
    if home.kind is None:
        return dg.SkipReason(f"{home.folder} holds nothing yet; `tip run` fills it")
    checks = checking_run(home, plan_of(home))
    if not home.runs_live:
        return _request(checks, f"{night} checks") if checks.checks else dg.SkipReason("every table is stale")
    return dg.RunRequest(
        run_key=night,
        run_config={"ops": ops_config("live")},
        asset_selection=[dg.AssetKey(name) for name in INGESTION],
        asset_check_keys=checks.check_keys,
    )


@dg.sensor(
    job=refresh_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Makes what is stale: what waits to be taken in, editions with other captures or readers, tables, checks, the"
        " release. Waits while a run is under way, and does not repeat a run that failed until something changes."
    ),
)
def stale_assets(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """The next run that makes something that is stale."""
    home = Home.from_environment()
    if home.kind is None:
        return dg.SkipReason(f"{home.folder} holds nothing yet; `tip run` fills it")
    if context.instance.get_runs(dg.RunsFilter(statuses=_UNFINISHED), limit=1):
        return dg.SkipReason("a run is under way")
    plan = plan_of(home)
    source: Source = "sample" if home.kind == "sample" else "archive"  # the night asks the web, not the sensor
    run = (
        ingest_run(home, source)
        or reading_run(plan)
        or _checks_alone(home, plan)
        or building_run(home, plan, publish=True)
    )
    if run is None:
        return dg.SkipReason("nothing is stale")
    return _request(run, digest(json.dumps([run.assets, run.checks, run.tags], sort_keys=True).encode())[:16])


def _checks_alone(home: Home, plan: Plan) -> StaleRun | None:
    """The checks to run on tables that are not stale; those that depend on the clock are the night's."""
    run = checking_run(home, plan, with_clock=False)
    return run if run.checks else None


def _request(run: StaleRun, key: str) -> dg.RunRequest:
    if run.checks:
        return dg.RunRequest(run_key=key, asset_selection=[], asset_check_keys=run.check_keys, tags=run.tags)
    return dg.RunRequest(run_key=key, asset_selection=run.asset_keys, tags=run.tags)
