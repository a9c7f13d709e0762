"""The failed steps of a run, in one line each."""

from collections.abc import Sequence
from typing import Final

import dagster as dg

from assets.errors import KIND

_INTERRUPTIONS: Final = (KeyboardInterrupt.__name__, dg.DagsterExecutionInterruptedError.__name__)


def failures(events: Sequence[dg.DagsterEvent]) -> list[dg.DagsterEvent]:
    """The failures of steps, without those that only report a failed blocking check."""
    blocked = {event.step_key for event in events if is_blocking_failure(event)}
    return [event for event in events if event.is_step_failure and event.step_key not in blocked]


def is_blocking_failure(event: dg.DagsterEvent) -> bool:
    """Whether an event is the result of a blocking check that failed."""
    if event.event_type != dg.DagsterEventType.ASSET_CHECK_EVALUATION:
        return False
    evaluation = event.asset_check_evaluation_data
    return bool(evaluation.blocking) and not evaluation.passed


def failure_kind(event: dg.DagsterEvent) -> str | None:
    """The kind of a failure, such as `busy` or `refused`; None for an unknown error."""
    failure = event.step_failure_data.user_failure_data
    value = failure.metadata.get(KIND) if failure is not None else None
    return str(value.value) if value is not None else None


def failure_line(event: dg.DagsterEvent) -> str:
    """A failure in one line: the description of the step, or else the error that caused it."""
    failure = event.step_failure_data.user_failure_data
    if failure is not None and failure.description:
        return failure.description
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    message = error.message.strip().splitlines()[0] if error is not None else "unknown reason"
    return f"{event.step_key}: {message}"


def is_interruption(event: dg.DagsterEvent) -> bool:
    """Whether a signal ended a step, or the run between two steps. Dagster then returns as after a failure."""
    if event.is_step_failure:
        error = event.step_failure_data.error
    elif event.event_type == dg.DagsterEventType.RUN_FAILURE:
        error = event.job_failure_data.error
    else:
        return False
    return error is not None and error.cls_name in _INTERRUPTIONS
