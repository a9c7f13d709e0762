"""Sends the WARC segments of a home to its object store."""

from pathlib import Path

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.settings.load import settings
from sources.archive.index import Index
from sources.archive.segment_store import retired_segments, send_segments, unsent_segments
from sources.archive.segments import segment_files


def send_archive(home: Home) -> int:
    """Sends the segments that the store does not have yet; nothing where no store is set (`TIP_ARCHIVE`).

    Returns:
        The number of segments that were sent.

    Raises:
        BusyError: another process is writing to the archive.
        StoreError: the store failed, and the next run sends the rest; or it belongs to another home.
    """
    address = settings().archive
    if not address or home.kind is None or not home.archive_folder.exists():
        return 0
    with writing(home.folder, "archive"), home.archive() as archive:
        owner = {"home": home.ensured_id(), "kind": home.kind}
        return send_segments(home.archive_folder, _indexed(home.archive_folder, archive.index), owner, address)


def has_unsent_segments(home: Home) -> bool:
    """Whether the object store does not have all segments yet, or has one to delete; asks no store."""
    address, folder = settings().archive, home.archive_folder
    if not address or not folder.exists():
        return False
    with home.archive() as archive:
        return bool(retired_segments(folder)) or bool(unsent_segments(folder, _indexed(folder, archive.index), address))


def _indexed(folder: Path, index: Index) -> list[Path]:
    """The segments that the index names; a killed process can leave others, with nothing that is not imported again."""
    named = index.segment_names()
    return [path for path in segment_files(folder) if path.name in named]
