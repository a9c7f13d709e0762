"""A pytest plugin that notes which functions of the project a run executes: `pytest -p benchmarks.executed`.

The environment variable EXECUTED names a file that receives them as JSON: `[path, line]` of each, the path below the
folder that pytest was started in, the line on which the function begins with its decorators. The code of a module
itself stands at line 0. Functions that only run in other processes are not seen.
"""

import json
import os
import sys
import threading
from pathlib import Path
from types import CodeType, FrameType

_ROOT = f"{Path.cwd()}{os.sep}"
_seen: set[CodeType] = set()


def _note(frame: FrameType, event: str, argument: object) -> None:
    _seen.add(frame.f_code)


def executed() -> list[tuple[str, int]]:
    """What was executed so far of the files below the folder."""
    ours = [code for code in _seen if code.co_filename.startswith(_ROOT)]
    places = ((code.co_filename, 0 if code.co_name == "<module>" else code.co_firstlineno) for code in ours)
    return sorted({(path.removeprefix(_ROOT), line) for path, line in places})


def pytest_unconfigure() -> None:
    """Writes what was executed."""
    sys.settrace(None)
    Path(os.environ["EXECUTED"]).write_text(json.dumps(executed()), encoding="utf-8")


threading.settrace(_note)
sys.settrace(_note)
