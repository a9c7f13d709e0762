"""File systems that are full or can only be read, really mounted; a test is skipped where that is not possible."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, *arguments: str) -> Iterator[Path]:
    """Mounts a folder; skips the test if that is not possible."""
    folder.mkdir(exist_ok=True)
    if shutil.which("mount") is None:
        pytest.skip("no mount command")
    done = subprocess.run(["mount", *arguments, str(folder)], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"cannot mount here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def read_only(folder: Path, place: Path) -> Iterator[Path]:
    """The folder, mounted at a place where it can only be read."""
    with mounted(place, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        yield place


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk in memory."""
    with mounted(place, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs") as disk:
        yield disk


def fill(disk: Path, left: int = 0) -> Path:
    """Fills a disk with a file, which is returned, until this number of bytes is left."""
    filling = disk / "filling"
    filling.write_bytes(bytes(shutil.disk_usage(disk).free - left))
    return filling
