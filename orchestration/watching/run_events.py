"""What the events of an ended run say of its steps. They do not change, so a process reads them once."""

from dataclasses import dataclass
from typing import Final

import dagster as dg

from orchestration.failures import failure_kind, failure_line, failures

_EVENTS: Final = {
    dg.DagsterEventType.STEP_FAILURE,
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
}
_REPORTED_ELSEWHERE: Final = frozenset(("refused", "busy"))
"""Kinds of failures that are no finding of their own: the gate has one, and another run is at work."""

_KEPT_RUNS: Final = 2_000
"""Number of runs whose steps a process remembers."""


@dataclass(frozen=True)
class RunSteps:
    """The steps of an ended run.

    Attributes:
        failed: the failed steps with the line of each, without those that are reported elsewhere.
        succeeded: the steps that succeeded.
        has_failure: whether any step failed; a run without one failed before its first step.
    """

    failed: dict[str, str]
    succeeded: frozenset[str]
    has_failure: bool


_known: dict[str, RunSteps] = {}


def steps_of(instance: dg.DagsterInstance, run_id: str) -> RunSteps:
    """The steps of an ended run."""
    if run_id not in _known:
        while len(_known) >= _KEPT_RUNS:
            _known.pop(next(iter(_known)), None)
        _known[run_id] = _read(instance, run_id)
    return _known[run_id]


def _read(instance: dg.DagsterInstance, run_id: str) -> RunSteps:
    logs = instance.all_logs(run_id, of_type=_EVENTS)
    events = [entry.dagster_event for entry in logs if entry.dagster_event is not None]
    failed = {
        event.step_key or "": failure_line(event)
        for event in reversed(failures(events))  # of several failures of a step the first is shown
        if failure_kind(event) not in _REPORTED_ELSEWHERE
    }
    succeeded = frozenset(event.step_key for event in events if event.is_step_success and event.step_key is not None)
    return RunSteps(failed, succeeded, any(event.is_step_failure for event in events))
