"""Automation: a nightly schedule ingests pages, and a sensor makes stale assets again within a minute."""

import json
from typing import Final

import dagster as dg

from assets.pipeline.home.home import Home, Source
from assets.pipeline.ingest.inbox import inbox_key, waiting_files
from assets.pipeline.plan.staleness import Plan, plan_of
from assets.pipeline.settings.load import settings
from orchestration.ended_runs import ACTIVE, ENDED_TAG, close_ended_runs, runs_of_home
from orchestration.jobs import ops_config, refresh_job
from orchestration.planned_runs import (
    INGESTION,
    SOURCE_TAG,
    PlannedRun,
    building_run,
    checking_run,
    ingest_run,
    reading_run,
)
from warehouse.staging.files import digest

_UNFINISHED: Final = (dg.DagsterRunStatus.QUEUED, *ACTIVE)
_REPEATS: Final = 3
"""How often a run is requested again after its process was killed; a process without memory would be killed again."""


@dg.schedule(
    job=refresh_job,
    cron_schedule=settings().schedule,
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description=(
        "Every night at the time of the setting `schedule`, 03:00 UTC by default: fetches and ingests pages if the home"
        " runs live, and runs the checks that depend on the clock. The sensor `stale_assets` then makes the stale"
        " assets again."
    ),
)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """The nightly run."""
    home = Home.from_environment()
    night = context.scheduled_execution_time.strftime("%Y-%m-%d %H:%M")
    if home.kind is None:
        return dg.SkipReason(f"{home.folder} is empty; `tip run` fills it")
    checks = checking_run(home, plan_of(home))
    if not home.runs_live:
        return _request(checks, f"{night} checks") if checks.checks else dg.SkipReason("every table is stale")
    return dg.RunRequest(
        run_key=night,
        run_config={"ops": ops_config("live")},
        asset_selection=[dg.AssetKey(name) for name in INGESTION],
        asset_check_keys=checks.check_keys,
        tags={SOURCE_TAG: "live"},
    )


@dg.sensor(
    job=refresh_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Makes stale assets again: files to ingest, editions with other captures or readers, tables, checks, the"
        " release. Waits during other runs, and does not repeat a failed run until something changes."
    ),
)
def stale_assets(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """The next run that makes stale assets."""
    home = Home.from_environment()
    if home.kind is None and not waiting_files(home):
        return dg.SkipReason(f"{home.folder} is empty; `tip run` fills it")
    if runs_of_home(home, context.instance, _UNFINISHED):
        return dg.SkipReason("another run is in progress")
    plan = plan_of(home)
    source: Source = "sample" if home.kind == "sample" else "archive"  # only the schedule fetches pages
    run = (
        ingest_run(home, source)
        or reading_run(plan)
        or _stale_checks_run(home, plan)
        or building_run(home, plan, publish=True)
    )
    if run is None:
        return dg.SkipReason("nothing is stale")
    waiting = inbox_key(home) if run.assets == INGESTION[-1:] else []
    key = digest(json.dumps([run.assets, run.checks, run.tags, waiting], sort_keys=True).encode())[:16]
    return _request(run, _key_of_next_attempt(context.instance, key))


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    job=refresh_job,
    description="Closes runs whose process is gone, so that they block no other run. Requests no run.",
)
def ended_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Closes runs whose process is gone."""
    lines = close_ended_runs(Home.from_environment(), context.instance)
    return dg.SkipReason("; ".join(lines) or "every run has its process")


def _key_of_next_attempt(instance: dg.DagsterInstance, key: str) -> str:
    """The key of a run: Dagster requests each key once, so a run whose process was killed needs another one."""
    keys = [key, *(f"{key}-{number}" for number in range(1, _REPEATS + 1))]
    for attempt in keys:
        ended = dg.RunsFilter(tags={"dagster/run_key": attempt, ENDED_TAG: "process gone"})
        if not instance.get_run_records(ended, limit=1):
            return attempt
    return keys[-1]


def _stale_checks_run(home: Home, plan: Plan) -> PlannedRun | None:
    """The run of checks on tables that are not stale and checks that do not read the clock; None if there are none."""
    run = checking_run(home, plan, with_clock=False)
    return run if run.checks else None


def _request(run: PlannedRun, key: str) -> dg.RunRequest:
    if run.checks:
        return dg.RunRequest(run_key=key, asset_selection=[], asset_check_keys=run.check_keys, tags=run.tags)
    return dg.RunRequest(run_key=key, asset_selection=run.asset_keys, tags=run.tags)
