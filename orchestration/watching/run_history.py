"""The last run, stuck runs and failures that are not over, from Dagster's history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import dagster as dg

from orchestration.failures import failure_kind, failure_line, failures
from orchestration.instance import REPOSITORY_TAG
from orchestration.watching.finding import Finding

_SEARCHED: Final = 30
"""Number of newest runs that are searched for failures."""

_EVENTS: Final = {
    dg.DagsterEventType.STEP_FAILURE,
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
}
_REPORTED_ELSEWHERE: Final = frozenset(("refused", "busy"))
"""Kinds of failures that are no finding of their own: the gate has one, and another run is at work."""

ENDED: Final = (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED)


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
    records = instance.get_run_records(dg.RunsFilter(tags=REPOSITORY_TAG), limit=_SEARCHED)
    findings = [*_stuck(records, now, timedelta(seconds=run_seconds)), *_failed(instance, records)]
    return RunHistory(_summary(records[0]) if records else None, findings)


def _summary(record: dg.RunRecord) -> RunSummary:
    run = record.dagster_run
    shown = {name: run.tags[name] for name in ("tip/source", "tip/editions", "tip/release") if name in run.tags}
    return RunSummary(
        run.run_id, run.job_name, run.status.value, _time(record.start_time), _time(record.end_time), shown
    )


def _time(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _stuck(records: Sequence[dg.RunRecord], now: datetime, longest: timedelta) -> list[Finding]:
    findings = []
    for record in records:
        run = record.dagster_run
        since = _time(record.start_time) or record.create_timestamp
        since = since if since.tzinfo else since.replace(tzinfo=UTC)
        if run.status in ENDED or now - since <= longest:
            continue
        line = f"run {run.run_id[:8]} of job {run.job_name} is {run.status.value} since {since:%Y-%m-%d %H:%M} UTC"
        is_waiting = run.status == dg.DagsterRunStatus.QUEUED
        remedy = "is Dagster's daemon running? `tip ui` starts it" if is_waiting else "end it in the UI, and run again"
        findings.append(Finding("run_stuck", run.run_id, line, remedy))
    return findings


def _failed(instance: dg.DagsterInstance, records: Sequence[dg.RunRecord]) -> list[Finding]:
    """The failed steps that did not succeed in a later run, and failed runs without one after which none succeeded."""
    findings: dict[str, Finding] = {}
    succeeded: set[str] = set()
    has_success = False
    for record in records:  # the newest first
        run = record.dagster_run
        if run.status == dg.DagsterRunStatus.FAILURE:
            events = _events(instance, run.run_id)
            failed = failures(events)
            for event in failed:
                if event.step_key not in succeeded and failure_kind(event) not in _REPORTED_ELSEWHERE:
                    findings.setdefault(event.step_key or "", _failure(run, event.step_key or "", failure_line(event)))
            if not failed and not has_success and not _is_refusal(events):
                findings.setdefault("", _failure(run, "", "it failed before its first step, or its process is gone"))
            succeeded |= _succeeded(events)
        elif run.status == dg.DagsterRunStatus.SUCCESS:
            has_success = True
            succeeded |= _succeeded(_events(instance, run.run_id))
    return list(findings.values())


def _failure(run: dg.DagsterRun, step: str, line: str) -> Finding:
    remedy = "correct what the line names, and run again; the next success ends this finding"
    return Finding("run_failed", step, f"run {run.run_id[:8]} of job {run.job_name} failed: {line}", remedy)


def _events(instance: dg.DagsterInstance, run_id: str) -> list[dg.DagsterEvent]:
    logs = instance.all_logs(run_id, of_type=_EVENTS)
    return [entry.dagster_event for entry in logs if entry.dagster_event is not None]


def _succeeded(events: Sequence[dg.DagsterEvent]) -> set[str]:
    return {event.step_key for event in events if event.is_step_success and event.step_key is not None}


def _is_refusal(events: Sequence[dg.DagsterEvent]) -> bool:
    """Whether only a blocking check failed; the gate then has a finding."""
    return any(event.is_step_failure for event in events)
