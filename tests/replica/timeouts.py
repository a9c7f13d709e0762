"""Timeouts that no slow machine reaches. Tests of timeouts set their own."""

from typing import Final

_HOUR_SECONDS: Final = 3_600.0
LONG_TIMEOUTS: Final = {
    "connect_timeout_seconds": _HOUR_SECONDS,
    "read_timeout_seconds": _HOUR_SECONDS,
    "total_timeout_seconds": _HOUR_SECONDS,
}
"""Arguments of `FetchSettings`."""
