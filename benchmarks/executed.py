"""A pytest plugin that records which functions of the project a run executes: `pytest -p benchmarks.executed`.

It writes them as JSON to the file that the environment variable EXECUTED names: `[path, line]` of each function, the
path relative to the working directory, the line of its first decorator or `def`. Line 0 is the code of the module
itself. Functions that only run in other processes are not recorded.
"""

import json
import os
import sys
import threading
from pathlib import Path
from types import CodeType, FrameType

_ROOT = f"{Path.cwd()}{os.sep}"
_executed: set[CodeType] = set()


def _record(frame: FrameType, event: str, argument: object) -> None:
    _executed.add(frame.f_code)


def executed() -> list[tuple[str, int]]:
    """The executed functions of the project so far."""
    own = [code for code in _executed if code.co_filename.startswith(_ROOT)]
    places = ((code.co_filename, 0 if code.co_name == "<module>" else code.co_firstlineno) for code in own)
    return sorted({(path.removeprefix(_ROOT), line) for path, line in places})


def pytest_unconfigure() -> None:
    """Writes the executed functions."""
    sys.settrace(None)
    Path(os.environ["EXECUTED"]).write_text(json.dumps(executed()), encoding="utf-8")


threading.settrace(_record)
sys.settrace(_record)
