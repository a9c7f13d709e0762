"""Limits on the time of answers, so long that no slow machine meets them; tests of the limits set their own."""

from typing import Final

_AN_HOUR: Final = 3_600.0
PATIENT: Final = {
    "connect_timeout_seconds": _AN_HOUR,
    "read_timeout_seconds": _AN_HOUR,
    "total_timeout_seconds": _AN_HOUR,
}
"""For `FetchSettings`."""
