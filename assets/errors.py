"""Errors that a person can do something about become the one line that says what, before any trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import dagster as dg

from assets.pipeline.clock import WrongClockError
from assets.pipeline.home import Home, WrongHomeError
from assets.pipeline.lock import BusyError
from assets.pipeline.machine_errors import machine_line
from sources.archive.database import DamagedIndexError, IndexInUseError
from sources.archive.page_archive import MissingIndexError
from sources.archive.schema import NewerIndexError
from sources.fetch.settings import NoContactError
from warehouse.quality.gate import RefusedError
from warehouse.staging.parquet import DamagedError

KIND: Final = "failure"
"""Name of the metadata entry that says which kind of failure it is."""

_KINDS: Final = {
    BusyError: "busy",
    WrongHomeError: "wrong home",
    WrongClockError: "wrong clock",
    NoContactError: "no contact",
    DamagedError: "damaged",
    DamagedIndexError: "damaged",
    MissingIndexError: "damaged",
    NewerIndexError: "newer",
    IndexInUseError: "busy",
    RefusedError: "refused",
}
"""The errors whose message is the line that a person needs; another try would change nothing."""


@contextmanager
def errors_as_failures(home: Home) -> Iterator[None]:
    """Turns known errors inside the block into `dg.Failure`; any other is a fault of the code and keeps its trace.

    Raises:
        dg.Failure: with the line as description, and its kind as metadata.
    """
    try:
        yield
    except dg.Failure:
        raise
    except Exception as error:
        kind = next((kind for known, kind in _KINDS.items() if isinstance(error, known)), None)
        line = str(error) if kind is not None else machine_line(error, home.folder)
        if line is None:
            raise
        raise dg.Failure(line, metadata={KIND: kind or "machine"}, allow_retries=False) from None
