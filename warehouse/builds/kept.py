"""Results that are computed from the code and kept beside the compiled modules."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


def write_kept(file: Path, value: Any) -> None:
    """Writes a value as JSON in one step; without a writable folder it is not kept."""
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        partial.write_text(json.dumps(value), encoding="utf-8")
        partial.replace(file)
