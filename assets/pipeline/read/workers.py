"""Worker processes that read pages."""

import gc
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing import forkserver, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Final

_WORKERS: Final = os.cpu_count() or 1
_MIN_PAGES: Final = 40
"""Fewer pages are read before worker processes have started."""

_READERS: Final = "assets.pipeline.read.editions"
"""The module with the functions that workers execute; it imports what all readers of reports need."""


def needs_workers(pages: int) -> bool:
    """Whether workers read this many pages faster than this process."""
    return pages > _MIN_PAGES


def warm_up() -> None:
    """Starts the server of the workers, which imports what they need while this process imports Dagster.

    The workers themselves start when reading begins: starting one waits for the server.
    """
    workers()
    with _interrupts_blocked():
        forkserver.ensure_running()


class _Worker(ForkServerProcess):
    """A worker that Ctrl-C does not end: its parent receives the signal too, and ends its workers."""

    def start(self) -> None:
        with _interrupts_blocked():
            super().start()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Processes that start inside the block never receive SIGINT: they inherit what is blocked."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


class _WorkerContext(ForkServerContext):
    Process = _Worker


@cache
def workers() -> ProcessPoolExecutor:
    """The workers of this process."""
    # Not forked from this process: Dagster and Polars have threads, which do not survive a fork. They are forked from a
    # server that imports what the readers need once for all workers, and computes nothing.
    context = _WorkerContext()
    context.set_forkserver_preload([_READERS])
    return ProcessPoolExecutor(_WORKERS, mp_context=context, initializer=begin_work)


def end_workers() -> None:
    """Ends the workers and their server, because the steps after reading need their memory."""
    if workers.cache_info().currsize:
        workers().shutdown(cancel_futures=True)
        workers.cache_clear()
        forkserver._forkserver._stop()  # type: ignore[attr-defined]  # no public function ends it before this process


def begin_work() -> None:
    """Prepares this worker: it ends with its parent, and the modules it shares with its server are never examined."""
    gc.freeze()
    _end_with_parent()


def _end_with_parent() -> None:
    """Ends this worker when its parent process is killed; otherwise it would wait for work forever."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
