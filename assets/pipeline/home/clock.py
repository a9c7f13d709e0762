"""Whether the clock can be believed: which capture of a page is the newest is told by the time it was fetched."""

from datetime import datetime, timedelta
from typing import Final

from assets.pipeline.home.home import Home

_TOLERATED: Final = timedelta(hours=1)


class WrongClockError(Exception):
    """The clock of this machine was set back."""


def check_clock(home: Home, now: datetime) -> None:
    """Passes where nothing was fetched later than now.

    Raises:
        WrongClockError: something was; what is fetched now would count as older than it.
    """
    with home.archive() as archive:
        fetched = archive.index.last_fetched()
    if fetched is not None and datetime.fromisoformat(fetched) > now + _TOLERATED:
        raise WrongClockError(
            f"the clock of this machine says {now:%Y-%m-%d %H:%M} UTC, but {home.folder} holds a page fetched at"
            f" {fetched}; set the clock right and run again, nothing was fetched"
        )
