"""Runs in Dagster's history of a home, made by Dagster itself."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import dagster as dg

from assets.pipeline.home.executing import executing
from assets.pipeline.home.home import Home
from orchestration.instance import REPOSITORY_TAG, prepare_instance

_HELD = ExitStack()


@contextmanager
def instance_of(home: Home) -> Iterator[dg.DagsterInstance]:
    prepare_instance(home)
    with dg.DagsterInstance.get() as instance:
        yield instance


def failed_run(home: Home, message: str = "the disk is broken") -> str:
    """A run that failed."""
    return run_of(home, message)


def successful_run(home: Home) -> str:
    """A run of the same step that succeeded."""
    return run_of(home, None)


def run_of(home: Home, message: str | None, step: str = "release") -> str:
    @dg.op(name=step)
    def the_op() -> None:
        if message is not None:
            raise dg.Failure(message)

    @dg.job(name="refresh")
    def the_job() -> None:
        the_op()

    with instance_of(home) as instance:
        return the_job.execute_in_process(instance=instance, tags=REPOSITORY_TAG, raise_on_error=False).run_id


def hanging_run(home: Home) -> None:
    """A run that started yesterday and never ended."""

    @dg.op
    def the_op() -> None:
        pass

    @dg.job(name="refresh")
    def the_job() -> None:
        the_op()

    yesterday = datetime.now(UTC) - timedelta(days=1)
    with instance_of(home) as instance:
        run = instance.create_run_for_job(the_job, tags=REPOSITORY_TAG)
        with patch("time.time", yesterday.timestamp):
            instance.report_dagster_event(
                dg.DagsterEvent(
                    event_type_value=dg.DagsterEventType.RUN_START.value, job_name="refresh", message="started"
                ),
                run.run_id,
            )
    _HELD.enter_context(executing(home.folder, run.run_id))  # its process is alive
