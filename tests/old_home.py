"""A home made by version 0.1.0, as people have it."""

import tarfile
from pathlib import Path

_PACKED = Path(__file__).parent / "fixtures" / "home_0_1_0.tar.gz"


def unpack_old_home(folder: Path) -> Path:
    """Unpacks it into a folder and returns the home."""
    with tarfile.open(_PACKED) as packed:
        packed.extractall(folder, filter="data")
    return folder / "home"
