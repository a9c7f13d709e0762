"""The settings of Celery, the same for the run and for its workers."""

from typing import Any, Final

from assets.pipeline.settings.declaration import Settings

QUEUE: Final = "tip"
"""The queue of units, apart from Dagster's own."""

_SECONDS_PER_MINUTE: Final = 60


def run_config(values: Settings) -> dict[str, Any]:
    """The run config of Dagster's Celery executor. Runs are shown, so it only names the variable of the broker."""
    return _config(values, {"env": "TIP_BROKER"})


def worker_config(values: Settings) -> dict[str, Any]:
    """The settings of a worker."""
    return _config(values, values.broker.get_secret_value() if values.broker is not None else "")


def _config(values: Settings, broker: str | dict[str, str]) -> dict[str, Any]:
    """Settings that a run and its workers share.

    A task is acknowledged after it ended, so the unit of a killed worker goes to another one: at once if the process of
    the task was killed, after `unit_minutes` if the whole worker was.
    """
    return {
        "broker": broker,
        "backend": broker,
        "config_source": {
            "task_acks_late": True,
            "task_reject_on_worker_lost": True,
            "task_default_queue": QUEUE,
            "worker_prefetch_multiplier": 1,
            "worker_hijack_root_logger": False,
            "broker_connection_retry_on_startup": True,
            "broker_transport_options": {
                "visibility_timeout": round(values.unit_minutes * _SECONDS_PER_MINUTE),
                "unacked_restore_throttle": 1,  # look for tasks of killed workers every 10 seconds, not every 100
            },
            "result_expires": 86_400,
        },
    }
