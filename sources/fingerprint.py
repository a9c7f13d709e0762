"""What the code that reads pages is, in one digest: pages are read again when it changes, and only then."""

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

_READ_NOTHING: Final = frozenset(
    (
        "sources/sample",
        "sources/fetch",
        "sources/news",
        "sources/registry/data/publishers.csv",
        "sources.news/discovery",
    )
)
"""What has no say in what is read from a report page, or, below `sources.news`, from a news page."""


@cache
def reader_fingerprint() -> str:
    """Digest of every source and data file that decides what is read from a page."""
    return package_fingerprint("sources", "warehouse.tables")


@cache
def news_fingerprint() -> str:
    """Digest of every source and data file that decides what is read from a news page."""
    parts = reader_fingerprint() + package_fingerprint("sources.news", "sources.registry")
    return hashlib.sha256(parts.encode()).hexdigest()


@cache
def package_fingerprint(*packages: str) -> str:
    """Digest of all source and data files in packages."""
    digest = hashlib.sha256()
    for package in packages:
        _add(digest, resources.files(package), package)
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", folder: Traversable, name: str) -> None:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{name}/{entry.name}"
        if path in _READ_NOTHING or entry.name == "__pycache__":
            continue
        if entry.is_dir():
            _add(digest, entry, path)
        elif entry.name.endswith((".py", ".csv")):
            digest.update(f"{path}\0".encode())
            digest.update(entry.read_bytes())
