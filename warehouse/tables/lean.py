"""Imports dataframely without SQLAlchemy, which Dagster brings along and no declaration here uses.

Loading it takes longer than everything else that `tip parse`, `tip sql` and the workers of a run import.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _absent(name: str) -> Iterator[None]:
    """Makes a package that is not loaded yet look as if it were not installed."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


with _absent("sqlalchemy"):
    import dataframely  # noqa: F401
