"""Worker processes that read pages."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Final

_WORKERS: Final = os.cpu_count() or 1
_FEW: Final = 40
"""So many pages are read sooner than workers are there."""


def are_many(pages: int) -> bool:
    """Whether workers read so many pages sooner than this process."""
    return pages > _FEW


def warm_up() -> None:
    """Starts the workers, so that they are ready when there is something to read."""
    for _ in range(_WORKERS):
        workers().submit(_import_readers)


@cache
def workers() -> ProcessPoolExecutor:
    """The workers of this process."""
    # Started anew rather than forked: Dagster and Polars have threads, which a fork would cut off.
    return ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn"), initializer=end_with_parent)


def end_workers() -> None:
    """Ends the workers: the steps after reading have better use for their memory."""
    if workers.cache_info().currsize:
        workers().shutdown()
        workers.cache_clear()


def end_with_parent() -> None:
    """Lets this worker end when the process that started it is killed; by itself it would wait for work for ever."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _import_readers() -> None:
    pass
