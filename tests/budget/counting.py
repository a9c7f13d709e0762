"""Counts the calls of the project's functions in a piece of work.

Only functions of the project with a name count, so another version of Python or of a library changes no count.
"""

import cProfile
import pstats
from collections import Counter
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("assets", "orchestration", "sources", "warehouse")
ALL = "all functions"
"""The name of the sum over all functions of the project."""


def calls_of(work: Callable[[], object]) -> Counter[str]:
    """Calls by function, as `sources.html.layout:open_page`, and their sum."""
    profile = cProfile.Profile()
    profile.runcall(work)
    counted: Counter[str] = Counter()
    for (file, _, function), (_, calls, *_) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        module = _module_of(file)
        if module is not None and not function.startswith("<"):
            counted[f"{module}:{function}"] += calls
            counted[ALL] += calls
    return counted


def _module_of(file: str) -> str | None:
    path = Path(file)
    if not path.is_relative_to(PROJECT):
        return None
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts) if parts[0] in PACKAGES else None
