"""What a run says while it goes on: steps as they begin, and the lines a person must not miss."""

import logging
from collections.abc import Callable
from typing import Any, Final

import dagster as dg

LINES: Final = "lines"
"""Name of the logger in a run's settings; the UI knows one of this name too, or it could not repeat the run."""

_DAGSTER_SAYS: Final = "Dependencies for step"
"""How Dagster begins the line it logs for every step that it skips; the failed step says all there is to say."""


class RunLines(logging.Handler):
    """Collects warnings that assets log, and reports every step that begins."""

    def __init__(self, on_step: Callable[[str], None] | None = None) -> None:
        super().__init__(logging.INFO)
        self.warnings: list[str] = []
        self._on_step = on_step

    def emit(self, record: logging.LogRecord) -> None:
        """Takes one record of Dagster's log."""
        said: dict[str, Any] = getattr(record, "dagster_meta", {})
        event = said.get("dagster_event")
        if event is None:
            message = said.get("orig_message") or record.getMessage()
            if record.levelno == logging.WARNING and not message.startswith(_DAGSTER_SAYS):
                self.warnings.append(message)
        elif event.event_type_value == "STEP_START" and self._on_step is not None:
            self._on_step(event.step_key)

    def as_logger(self) -> dg.LoggerDefinition:
        """This handler as a logger that Dagster writes to."""

        @dg.logger
        def run_lines(_: dg.InitLoggerContext) -> logging.Logger:
            logger = logging.Logger("tip", logging.DEBUG)
            logger.addHandler(self)
            return logger

        return run_lines
