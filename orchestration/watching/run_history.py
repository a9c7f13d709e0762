"""The last run, stuck runs and failures that are not over, from Dagster's history."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import dagster as dg

from orchestration.instance import OF_THIS_PROJECT
from orchestration.watching.finding import Finding
from orchestration.watching.run_events import steps_of

_FAILURES: Final = 100
"""Number of newest failed runs that are looked at."""

_PAGE: Final = 50
"""Number of runs that are read from the history at once."""

_NO_STEP: Final = ""
"""The step of a run that failed before its first one, or whose process is gone."""

ENDED: Final = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)
_UNFINISHED: Final = tuple(status for status in dg.DagsterRunStatus if status not in ENDED)


@dataclass(frozen=True)
class RunSummary:
    """A Dagster run.

    Attributes:
        run_id: its id.
        job: the name of its job.
        status: its status in Dagster.
        started: when it started; None if it did not.
        ended: when it ended; None if it did not.
        tags: its tags `tip/source`, `tip/editions` and `tip/release`.
    """

    run_id: str
    job: str
    status: str
    started: datetime | None
    ended: datetime | None
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """The run in one line."""
        time = f"{self.started:%Y-%m-%d %H:%M} UTC" if self.started else "not started"
        took = f", {(self.ended - self.started).total_seconds():.0f} seconds" if self.started and self.ended else ""
        tags = "".join(f", {name.removeprefix('tip/')} {value}" for name, value in sorted(self.tags.items()))
        return f"{self.run_id[:8]} of job {self.job}, {time}: {self.status}{took}{tags}"


@dataclass(frozen=True)
class RunHistory:
    """What Dagster's history says.

    Attributes:
        last: the newest run; None before the first.
        findings: stuck runs, and failures that no later run has made good.
    """

    last: RunSummary | None = None
    findings: list[Finding] = field(default_factory=list)


def run_history(instance: dg.DagsterInstance, now: datetime, run_seconds: int) -> RunHistory:
    """The history of the runs of this project.

    Args:
        instance: the Dagster instance.
        now: the present time.
        run_seconds: the longest time of a run.
    """
    newest = instance.get_run_records(dg.RunsFilter(tags=OF_THIS_PROJECT), limit=1)
    unfinished = instance.get_run_records(dg.RunsFilter(tags=OF_THIS_PROJECT, statuses=list(_UNFINISHED)))
    findings = [*_stuck(unfinished, now, timedelta(seconds=run_seconds)), *_failed(instance)]
    return RunHistory(_summary(newest[0]) if newest else None, findings)


def _summary(record: dg.RunRecord) -> RunSummary:
    run = record.dagster_run
    shown = {name: run.tags[name] for name in ("tip/source", "tip/editions", "tip/release") if name in run.tags}
    return RunSummary(
        run.run_id, run.job_name, run.status.value, _time(record.start_time), _time(record.end_time), shown
    )


def _time(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _stuck(unfinished: Sequence[dg.RunRecord], now: datetime, longest: timedelta) -> list[Finding]:
    findings = []
    for record in unfinished:
        run = record.dagster_run
        since = _time(record.start_time) or record.create_timestamp
        since = since if since.tzinfo else since.replace(tzinfo=UTC)
        if now - since <= longest:
            continue
        line = f"run {run.run_id[:8]} of job {run.job_name} is {run.status.value} since {since:%Y-%m-%d %H:%M} UTC"
        is_waiting = run.status == dg.DagsterRunStatus.QUEUED
        remedy = "is Dagster's daemon running? `tip ui` starts it" if is_waiting else "end it in the UI, and run again"
        findings.append(Finding("run_stuck", run.run_id, line, remedy))
    return findings


def _failed(instance: dg.DagsterInstance) -> list[Finding]:
    """The failed steps that did not succeed in a later run, and failed runs without one after which none succeeded.

    Events are read of failed runs, and of successful ones only until each failed step has an outcome.
    """
    failed_runs = instance.get_run_records(
        dg.RunsFilter(tags=OF_THIS_PROJECT, statuses=[dg.DagsterRunStatus.FAILURE]), limit=_FAILURES
    )
    failed = {record.dagster_run.run_id: _failed_steps(instance, record.dagster_run) for record in failed_runs}
    findings: dict[str, Finding] = {}
    succeeded: set[str] = set()
    for run in _ended_runs(instance):  # the newest first
        if not any(failed.values()):
            break
        for step, line in failed.pop(run.run_id, {}).items():
            findings.setdefault(step, _failure(run, step, line))
        succeeded |= steps_of(instance, run.run_id).succeeded
        if run.status == dg.DagsterRunStatus.SUCCESS:
            succeeded.add(_NO_STEP)
        decided = succeeded | findings.keys()
        failed = {run_id: _without(steps, decided) for run_id, steps in failed.items()}
    return list(findings.values())


def _failed_steps(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dict[str, str]:
    """The failed steps of a run with the line of each."""
    steps = steps_of(instance, run.run_id)
    if steps.has_failure:
        return steps.failed
    return {_NO_STEP: "it failed before its first step, or its process is gone"}


def _without(steps: Mapping[str, str], decided: Collection[str]) -> dict[str, str]:
    return {step: line for step, line in steps.items() if step not in decided}


def _ended_runs(instance: dg.DagsterInstance) -> Iterator[dg.DagsterRun]:
    """The ended runs of this project that were not canceled, one by one, the newest first."""
    ended = dg.RunsFilter(tags=OF_THIS_PROJECT, statuses=[dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE])
    cursor = None
    while runs := instance.get_runs(ended, cursor=cursor, limit=_PAGE):
        yield from runs
        cursor = runs[-1].run_id


def _failure(run: dg.DagsterRun, step: str, line: str) -> Finding:
    remedy = "correct what the line names, and run again; the next success ends this finding"
    return Finding("run_failed", step, f"run {run.run_id[:8]} of job {run.job_name} failed: {line}", remedy)
