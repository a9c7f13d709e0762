"""Errors that a person can fix become a Dagster failure with one line that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import dagster as dg

from assets.pipeline.home.clock import WrongClockError
from assets.pipeline.home.home import DamagedHomeError, Home
from assets.pipeline.home.lock import BusyError
from assets.pipeline.home.machine_errors import machine_error_line
from assets.pipeline.settings.files import SettingsError, WrongHomeError
from assets.pipeline.units.unit import OtherCodeError
from sources.archive.database import DamagedIndexError, IndexInUseError
from sources.archive.page_archive import MissingIndexError
from sources.archive.schema import NewerIndexError
from sources.fetch.settings import NoContactError
from warehouse.object_store import StoreError
from warehouse.quality.gate import RefusedError
from warehouse.staging.parquet import DamagedError

KIND: Final = "failure"
"""Name of the metadata entry with the kind of failure."""

_KINDS: Final = {
    BusyError: "busy",
    WrongHomeError: "wrong home",
    SettingsError: "settings",
    DamagedHomeError: "damaged",
    WrongClockError: "wrong clock",
    NoContactError: "no contact",
    DamagedError: "damaged",
    DamagedIndexError: "damaged",
    MissingIndexError: "damaged",
    NewerIndexError: "newer",
    IndexInUseError: "busy",
    RefusedError: "refused",
    StoreError: "store",
    OtherCodeError: "other code",
}
"""By error whose message is already the line for the user, its kind; a retry would not help."""


@contextmanager
def errors_as_failures(home: Home) -> Iterator[None]:
    """Raises known errors of the block as `dg.Failure`; any other error is a bug and keeps its traceback.

    Raises:
        dg.Failure: the description is the line, the metadata holds the kind.
    """
    try:
        yield
    except dg.Failure:
        raise
    except Exception as error:
        kind = next((kind for known, kind in _KINDS.items() if isinstance(error, known)), None)
        line = str(error) if kind is not None else machine_error_line(error, home.folder)
        if line is None:
            raise
        raise dg.Failure(line, metadata={KIND: kind or "machine"}, allow_retries=False) from None
