"""Closes Dagster runs whose process is gone, so that they do not block later runs.

Dagster's default launcher cannot tell that a process was killed, or that the machine was switched off.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import dagster as dg

from assets.pipeline.home.executing import PROCESS_TAG, STARTED_TAG, forget_run, is_executing
from assets.pipeline.home.home import Home
from orchestration.instance import is_of_this_project

ENDED_TAG: Final = "tip/ended"
"""Tag of a run that was closed because its process is gone."""

_START_SECONDS: Final = 180
"""How long a process may need until it holds the lock of its run; `start_timeout_seconds` in dagster.yaml."""

ACTIVE: Final = (
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
)
"""Statuses of a run that a process executes, or is about to; a queued run has none."""


def runs_of_home(
    home: Home, instance: dg.DagsterInstance, statuses: Iterable[dg.DagsterRunStatus]
) -> list[dg.RunRecord]:
    """The runs of this project with one of these statuses; other projects may use the same instance.

    A run that carries no name of a project, such as one of `dg launch`, is known by its lock in the home.
    """
    records = instance.get_run_records(dg.RunsFilter(statuses=list(statuses)))
    return [
        record
        for record in records
        if is_of_this_project(record.dagster_run) or is_executing(home.folder, record.dagster_run.run_id) is not None
    ]


def close_ended_runs(home: Home, instance: dg.DagsterInstance) -> list[str]:
    """Closes runs of this project whose process is gone: as canceled if that was requested, else as failed.

    Returns:
        One line for each closed run.
    """
    lines = []
    for record in runs_of_home(home, instance, ACTIVE):
        run = record.dagster_run
        state = is_executing(home.folder, run.run_id)
        is_starting = datetime.now(UTC) - _aware(record.update_timestamp) < timedelta(seconds=_START_SECONDS)
        if state or (state is None and is_starting):
            continue
        message = f"{_process_text(run)} of this run is gone; the next run does what is left"
        if run.status == dg.DagsterRunStatus.CANCELING:
            instance.report_run_canceled(run, message)
        else:
            instance.report_run_failed(run, message)
        instance.add_run_tags(run.run_id, {ENDED_TAG: "process gone"})
        forget_run(home.folder, run.run_id)
        lines.append(f"run {run.run_id[:8]} of job {run.job_name} is closed: its process is gone")
    return lines


def close_interrupted_run(instance: dg.DagsterInstance, run_id: str) -> None:
    """Marks a run of this process as canceled after a signal interrupted it."""
    run = instance.get_run_by_id(run_id)
    if run is not None and run.status not in (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.CANCELED):
        instance.report_run_canceled(run, "a signal ended the process of this run; the next run does what is left")


def _process_text(run: dg.DagsterRun) -> str:
    if PROCESS_TAG not in run.tags:
        return "the process"
    return f"process {run.tags[PROCESS_TAG]}, started at {run.tags.get(STARTED_TAG)},"


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
