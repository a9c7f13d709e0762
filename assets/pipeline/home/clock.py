"""Validates the clock of the machine, because the time of fetching decides which capture of a page is the newest."""

from datetime import datetime, timedelta
from typing import Final

from assets.pipeline.home.home import Home

_TOLERATED_DIFFERENCE: Final = timedelta(hours=1)


class WrongClockError(Exception):
    """The clock of this machine was set back."""


def validate_clock(home: Home, now: datetime) -> None:
    """Validates that no page was fetched later than now.

    Raises:
        WrongClockError: a page was; pages fetched now would count as older.
    """
    with home.archive() as archive:
        fetched = archive.index.last_fetched()
    if fetched is not None and datetime.fromisoformat(fetched) > now + _TOLERATED_DIFFERENCE:
        raise WrongClockError(
            f"the clock of this machine says {now:%Y-%m-%d %H:%M} UTC, but {home.folder} holds a page fetched at"
            f" {fetched}; set the clock and run again; nothing was fetched"
        )
