"""A home that version 0.1.0 made."""

import tarfile
from pathlib import Path

_PACKED = Path(__file__).parent / "fixtures" / "home_0_1_0.tar.gz"


def unpack_old_home(folder: Path) -> Path:
    """Unpacks the home into a folder and returns it."""
    with tarfile.open(_PACKED) as packed:
        packed.extractall(folder, filter="data")
    return folder / "home"
