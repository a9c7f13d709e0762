"""Worker processes that read pages."""

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Final

_WORKERS: Final = os.cpu_count() or 1
_MIN_PAGES: Final = 40
"""Fewer pages are read before worker processes have started."""


def needs_workers(pages: int) -> bool:
    """Whether workers read this many pages faster than this process."""
    return pages > _MIN_PAGES


def warm_up() -> None:
    """Starts the workers, so that they are ready when reading begins."""
    for _ in range(_WORKERS):
        workers().submit(_import_readers)


class _Worker(SpawnProcess):
    """A worker that Ctrl-C does not end: its parent receives the signal too, and ends its workers."""

    def start(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # a new process inherits what is blocked
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


class _WorkerContext(SpawnContext):
    Process = _Worker


@cache
def workers() -> ProcessPoolExecutor:
    """The workers of this process."""
    # Spawned, not forked: Dagster and Polars have threads, which do not survive a fork.
    return ProcessPoolExecutor(_WORKERS, mp_context=_WorkerContext(), initializer=end_with_parent)


def end_workers() -> None:
    """Ends the workers, because the steps after reading need their memory."""
    if workers.cache_info().currsize:
        workers().shutdown(cancel_futures=True)
        workers.cache_clear()


def end_with_parent() -> None:
    """Ends this worker when its parent process is killed; otherwise it would wait for work forever."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _import_readers() -> None:
    pass
