"""Progress of a run: reports each step when it begins, for display on a terminal, and ends the run after a signal."""

import logging
from collections.abc import Callable, Collection
from time import monotonic
from typing import Any, Final

import dagster as dg

from orchestration.signals import first_signal

PROGRESS: Final = "lines"
"""Name of the logger in the run config; the UI has a logger of this name too, so that it can repeat the run."""


_STEPS_BEFORE_ESTIMATE: Final = 3


def duration(seconds: float) -> str:
    """A duration in words: seconds up to two minutes, then minutes."""
    return f"{max(1, round(seconds))} s" if seconds < 120 else f"{round(seconds / 60)} min"


class StepProgress(logging.Handler):
    """A log handler that reports every step that begins, how many assets are left, and about how long they take."""

    def __init__(self, on_step: Callable[[str], None] | None = None, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(logging.DEBUG)
        self._on_step = on_step
        self._clock = clock
        self.begin(())

    def begin(self, assets: Collection[str]) -> None:
        """Starts to count for a run of these assets."""
        self._assets = frozenset(assets)
        self._begun: set[str] = set()
        self._start = self._clock()

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
            self._on_step(self.line_of(event.step_key))

    def line_of(self, step: str) -> str:
        """The line of a step that begins now; the estimate takes the assets that are left to be like those made."""
        if step in self._assets:
            self._begun.add(step)
        done = len(self._begun) - 1
        if done < _STEPS_BEFORE_ESTIMATE or step not in self._assets:
            return step if not self._begun else f"{step} ({len(self._begun)} of {len(self._assets)})"
        seconds = (self._clock() - self._start) / done * (len(self._assets) - done)
        return f"{step} ({len(self._begun)} of {len(self._assets)}, about {duration(seconds)} left)"

    def as_logger(self) -> dg.LoggerDefinition:
        """This handler as a Dagster logger."""

        @dg.logger
        def step_progress(_: dg.InitLoggerContext) -> logging.Logger:
            logger = logging.Logger("tip", logging.DEBUG)
            logger.addHandler(self)
            return logger

        return step_progress
