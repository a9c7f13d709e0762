"""The body that a revisit record repeats."""

from pathlib import Path

from sources.archive.index import Index
from sources.archive.record import digest_in
from sources.archive.record_digests import matches
from sources.archive.stored import record_at


def repeated_body(folder: Path, index: Index, payload_digest: str | None) -> str | None:
    """The digest of the stored body with a payload digest; None where no readable body has it.

    A payload digest is never believed: the stored bytes must have it.
    """
    for digest in index.bodies_with_payload(payload_digest or ""):
        location = index.location_of(digest)
        try:
            record = record_at(folder / location.file, location.offset, digest)
        except OSError:
            continue
        if record is None:
            continue
        claimed = payload_digest or ""
        if digest_in(claimed) == digest or record.payload_digest == claimed or matches(claimed, record.body):
            return digest
    return None
