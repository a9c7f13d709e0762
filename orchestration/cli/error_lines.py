"""Errors as one line for the user."""

from assets.pipeline.home.home import Home
from assets.pipeline.home.machine_errors import machine_error_line

_OWN: tuple[str, ...] = ("assets", "orchestration", "sources", "warehouse", "builtins")
"""Packages whose messages say by themselves what is wrong; for others the type of the error is added."""


def error_line(error: Exception, home: Home) -> str:
    """An error in one line: what an error of the machine means, or else its message."""
    return machine_error_line(error, home.folder) or _message_line(error)


def _message_line(error: Exception) -> str:
    text = " ".join(str(error.args[0] if isinstance(error, KeyError) and error.args else error).split())
    return text if type(error).__module__.split(".")[0] in _OWN and text else f"{type(error).__name__}: {text}"
