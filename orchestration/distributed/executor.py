"""Dagster's Celery executor, which ends where workers or broker are lost for good."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import dagster as dg
from dagster._core.execution.retries import RetryMode
from dagster_celery.core_execution_loop import core_celery_execution_loop
from dagster_celery.executor import CELERY_CONFIG, CeleryExecutor, _submit_task
from redis.exceptions import ConnectionError as BrokerLostError

from assets.pipeline.home.executing import executing
from assets.pipeline.home.home import Home


class NoProgressError(Exception):
    """No worker finished a unit for too long."""


class _Progress:
    """When the last task ended."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.last = time.monotonic()

    @property
    def is_over(self) -> bool:
        return time.monotonic() - self.last > self.limit


class _Watched:
    """The result of a task. While the broker is away it is not ready; without progress it fails."""

    def __init__(self, result: Any, progress: _Progress) -> None:
        self._result = result
        self._progress = progress

    def ready(self) -> bool:
        try:
            if self._result.ready():
                self._progress.last = time.monotonic()
                return True
        except (BrokerLostError, OSError):
            pass
        return self._progress.is_over

    def get(self) -> Any:
        if self._progress.is_over:
            raise NoProgressError(
                f"no worker finished a unit for {self._progress.limit:.0f} seconds; see that `tip worker` runs and that"
                " the broker of TIP_BROKER is up, then run again"
            )
        return self._result.get()

    def revoke(self) -> None:
        self._result.revoke()


class _UnitsExecutor(CeleryExecutor):
    """Runs in the process of `tip run`, which holds the lock of the run meanwhile."""

    def execute(self, plan_context: Any, execution_plan: Any) -> Iterator[dg.DagsterEvent]:
        seen = self.app_args()["config_source"].__dict__["broker_transport_options"]["visibility_timeout"]
        progress = _Progress(2 * seen + _GRACE_SECONDS)

        def submit(*arguments: Any) -> _Watched:
            return _Watched(_submit_task(*arguments), progress)

        execute: Callable[..., Iterator[dg.DagsterEvent]] = core_celery_execution_loop
        with executing(Home.from_environment().folder, plan_context.dagster_run.run_id):
            yield from execute(plan_context, execution_plan, step_execution_fn=submit)


_GRACE_SECONDS = 30


@dg.executor(name="units", config_schema=CELERY_CONFIG, requirements=dg.multiple_process_executor_requirements())
def units_executor(init_context: dg.InitExecutorContext) -> dg.Executor:
    """Dagster's Celery executor, with a limit for the time without progress."""
    config: Any = init_context.executor_config
    return _UnitsExecutor(
        broker=config.get("broker"),
        backend=config.get("backend"),
        config_source=config.get("config_source"),
        include=config.get("include"),
        retries=RetryMode.from_config(config["retries"]),
    )
