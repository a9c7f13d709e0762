"""Keeps off standard error what Dagster writes there past every logger.

Where an event cannot be stored, the run ends with that very error and we say it in one line; Dagster says it before,
once for every event.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any, Final, TextIO

_SAID: Final = "Exception while writing logger call to event log"


class _Filtered:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return len(text) if text.startswith(_SAID) else self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def without_event_log_lines() -> Iterator[None]:
    """Leaves out these lines inside the block, and nothing else."""
    with redirect_stderr(_Filtered(sys.stderr)):
        yield
