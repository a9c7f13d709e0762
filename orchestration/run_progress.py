"""Progress of a run: reports each step when it begins, for display on a terminal, and ends the run after a signal."""

import logging
from collections.abc import Callable
from typing import Any, Final

import dagster as dg

from orchestration.signals import first_signal

PROGRESS: Final = "lines"
"""Name of the logger in the run config; the UI has a logger of this name too, so that it can repeat the run."""


class StepProgress(logging.Handler):
    """A log handler that reports every step that begins."""

    def __init__(self, on_step: Callable[[str], None] | None = None) -> None:
        super().__init__(logging.DEBUG)
        self._on_step = on_step

    def emit(self, record: logging.LogRecord) -> None:
        """Handles one record of Dagster's log.

        Raises:
            KeyboardInterrupt: a signal came, which Dagster may have dropped.
        """
        if first_signal() is not None:
            raise KeyboardInterrupt
        metadata: dict[str, Any] = getattr(record, "dagster_meta", {})
        event = metadata.get("dagster_event")
        if event is not None and event.event_type == dg.DagsterEventType.STEP_START and self._on_step is not None:
            self._on_step(event.step_key)

    def as_logger(self) -> dg.LoggerDefinition:
        """This handler as a Dagster logger."""

        @dg.logger
        def step_progress(_: dg.InitLoggerContext) -> logging.Logger:
            logger = logging.Logger("tip", logging.DEBUG)
            logger.addHandler(self)
            return logger

        return step_progress
