"""Sends the WARC segments of a home to its object store."""

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import writing
from assets.pipeline.settings.load import settings
from sources.archive.segment_store import send_segments, unsent_segments
from sources.archive.segments import segment_files


def send_archive(home: Home) -> int:
    """Sends the segments that the store does not have yet; nothing where no store is set (`TIP_ARCHIVE`).

    Returns:
        The number of segments that were sent.

    Raises:
        BusyError: another process is writing to the archive.
        StoreError: the store failed; the next run sends the rest.
    """
    address = settings().archive
    if not address or not home.archive_folder.exists():
        return 0
    with writing(home.folder, "archive"), home.archive() as archive:
        folder = home.archive_folder
        return send_segments(folder, segment_files(folder), archive.index.segment_names(), address)


def has_unsent_segments(home: Home) -> bool:
    """Whether the object store does not have all segments yet; asks no store."""
    address = settings().archive
    return bool(address) and bool(unsent_segments(home.archive_folder, segment_files(home.archive_folder), address))
