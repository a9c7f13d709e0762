"""What the code that reads pages is, in one digest: pages are read again when it changes, and only then."""

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

_READ_NOTHING: Final = frozenset(("sources/sample", "sources/fetch", "sources/news", "sources.news/discovery"))
"""Packages that have no say in what is read from a report page, or, below `sources.news`, from a news page."""


@cache
def reader_fingerprint() -> str:
    """Digest of every source and data file that decides what is read from a page."""
    return package_fingerprint("sources", "warehouse.tables")


@cache
def news_fingerprint() -> str:
    """Digest of every source and data file that decides what is read from a news page."""
    return hashlib.sha256((reader_fingerprint() + package_fingerprint("sources.news")).encode()).hexdigest()


@cache
def package_fingerprint(*packages: str) -> str:
    """Digest of all source and data files in packages."""
    digest = hashlib.sha256()
    for package in packages:
        _add(digest, resources.files(package), package)
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", folder: Traversable, name: str) -> None:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            if f"{name}/{entry.name}" not in _READ_NOTHING and entry.name != "__pycache__":
                _add(digest, entry, f"{name}/{entry.name}")
        elif entry.name.endswith((".py", ".csv")):
            digest.update(f"{name}/{entry.name}\0".encode())
            digest.update(entry.read_bytes())
