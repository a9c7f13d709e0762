"""Whether the staged data are to be published: their id, and what differs from the current release."""

from typing import Final, Literal

from warehouse.release.presentation import presentation_version
from warehouse.release.release_store import ReleaseStore
from warehouse.release.verify import find_changed_files
from warehouse.staging.area import StagingArea
from warehouse.staging.files import digest, to_json
from warehouse.tables import TABLES

_ID_LENGTH: Final = 12

Due = Literal["data", "presentation", "damage"]
"""Why the staged data are to be published: they differ from the current release, or a reason of a reissue."""


def release_id(staging: StagingArea) -> str:
    """The release id of the staged data; the same data have the same id."""
    tables = (name for name, table in TABLES.items() if table.in_identity)
    digests = {name: staged.digest for name in tables if (staged := staging.table(name)) is not None}
    return digest(to_json(digests))[:_ID_LENGTH]


def due(staging: StagingArea, store: ReleaseStore, *, presentation: str | None = None) -> Due | None:
    """Why the staged data are to be published; None where the current release has them.

    Compares only sizes and times of the files of the current release, and reads only files that were changed after its
    publication.

    Args:
        staging: the staged tables.
        store: the releases.
        presentation: the version of the presentation; `presentation_version()` by default.
    """
    current = store.current()
    if current is None or current.id != release_id(staging):
        return "data"
    if find_changed_files(current):
        return "damage"
    return None if current.presentation == (presentation or presentation_version()) else "presentation"
