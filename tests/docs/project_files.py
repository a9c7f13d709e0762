"""The files of the project that people write: code, settings and documentation."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("assets", "benchmarks", "orchestration", "sources", "tests", "warehouse")


def code_files() -> Iterator[Path]:
    """Every Python module of the project."""
    for folder in CODE:
        yield from sorted((ROOT / folder).rglob("*.py"))


def doc_files() -> Iterator[Path]:
    """Every page of documentation."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))
