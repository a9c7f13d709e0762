"""Work on thousands of small files, on all cores."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import Final, TypeVar

_Item = TypeVar("_Item")

_THREADS: Final = os.cpu_count() or 1
_LEAST: Final = 32
"""Fewer items are done before threads have started."""

_LONGEST_WAIT: Final = 0.1
"""Seconds."""


def for_each(work: Callable[[_Item], object], items: Sequence[_Item]) -> None:
    """Calls a function for each item, in several threads where there are many.

    The function spends its time outside of Python: it writes Parquet, computes digests or waits for the disk. An error
    in one call is raised when all threads have ended. After Ctrl-C no thread begins another item, and none works on
    when `KeyboardInterrupt` is raised: the caller's locks end with it.
    """
    threads = _THREADS if len(items) >= _LEAST else 1
    interrupted = Event()
    if threads == 1:
        _each(work, items, interrupted)
        return
    with ThreadPoolExecutor(threads) as executor:
        try:
            shares = [executor.submit(_each, work, items[start::threads], interrupted) for start in range(threads)]
            while wait(shares, _LONGEST_WAIT).not_done:
                pass  # a signal that comes just before a wait is seen after it
        except BaseException:
            interrupted.set()
            raise
    for share in shares:
        share.result()


def _each(work: Callable[[_Item], object], items: Sequence[_Item], interrupted: Event) -> None:
    for item in items:
        if interrupted.is_set():
            return
        work(item)
