"""Work on thousands of small files, on all cores."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

_Item = TypeVar("_Item")

_THREADS: Final = os.cpu_count() or 1
_LEAST: Final = 32
"""Fewer items are done before threads have started."""


def for_each(work: Callable[[_Item], object], items: Sequence[_Item]) -> None:
    """Calls a function for each item, in several threads where there are many.

    The function spends its time outside of Python: it writes Parquet, computes digests or waits for the disk. An error
    in one call is raised when all threads have ended.
    """
    threads = _THREADS if len(items) >= _LEAST else 1
    if threads == 1:
        _each(work, items)
        return
    with ThreadPoolExecutor(threads) as executor:
        shares = [executor.submit(_each, work, items[start::threads]) for start in range(threads)]
    for share in shares:
        share.result()


def _each(work: Callable[[_Item], object], items: Sequence[_Item]) -> None:
    for item in items:
        work(item)
