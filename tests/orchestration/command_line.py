"""Runs the command line: in a separate process, or in this one for commands that only read or fail."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from orchestration.cli.main import main

TIP = [sys.executable, "-m", "orchestration.cli.main"]


def tip(home: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a command in a separate process."""
    return subprocess.run(
        [*TIP, *arguments], env=environment_of(home), cwd=cwd, capture_output=True, text=True, check=False
    )


def tip_here(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in this process, which is faster; for commands that only read or fail."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 0
    with patch.dict(os.environ, environment_of(home), clear=True), redirect_stdout(out), redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as ended:
            code = int(ended.code or 0)
    return subprocess.CompletedProcess(arguments, code, _text(out), _text(err))


def environment_of(home: Path) -> dict[str, str]:
    """The environment of a command; an earlier test of this process may have set DAGSTER_HOME."""
    environment = {**os.environ, "TIP_HOME": str(home)}
    for name in ("DAGSTER_HOME", "TIP_CONTACT"):
        environment.pop(name, None)
    return environment


def _text(stream: io.TextIOWrapper) -> str:
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
