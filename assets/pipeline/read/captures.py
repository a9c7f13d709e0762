"""The captures that an edition is read from, and their digest; no reader is imported for either."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from assets.pipeline.home.home import Home
from sources.archive.index import Index
from sources.archive.stored import StoredCapture
from sources.registry.families import NEWS, NO_YEAR, landing_page_of
from warehouse.staging.area import EditionKey

FIRST_YEAR: Final = 2001
"""The first edition year of the TIP Report, and of everything that is read by edition."""

UNKNOWN: Final = EditionKey(None, None)
"""Pages of no known edition."""

UNDATED_NEWS: Final = EditionKey(NEWS, NO_YEAR)
"""News pages that are about something else, or of which no year is known."""


def edition_years() -> range:
    """The years that editions are read of: up to the next one, as an edition may be announced before its year."""
    return range(FIRST_YEAR, datetime.now(UTC).year + 2)


def captures_of(index: Index, key: EditionKey) -> Iterable[StoredCapture]:
    """The captures of an edition, in order of page and time; those of news by day of capture first.

    Landing pages are left out: they are of no edition, and all they say is which editions there are.
    """
    if key.family == NEWS:
        return index.captures_by_day(NEWS, key.year or NO_YEAR)
    captures = index.captures(key.family, key.year)
    return (capture for capture in captures if landing_page_of(capture.entry.url) is None)


def captures_digest(index: Index, key: EditionKey) -> str | None:
    """Digest of the captures of an edition, which are what it is read from; None where the archive holds none."""
    hashed = hashlib.sha256()
    held = False
    for capture in captures_of(index, key):
        held = True
        hashed.update(f"\n{capture.line}".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest() if held else None


def held_editions(home: Home) -> Mapping[EditionKey, str]:
    """By edition that the archive holds anything of and that can be read, the digest of its captures."""
    if not home.archive_folder.exists():
        return {}
    with home.archive() as archive:
        known = {*edition_years(), NO_YEAR}
        of_known_years = (EditionKey(*key) for key in sorted(archive.index.editions()) if key[1] in known)
        keys = [UNKNOWN, *of_known_years]
        found = {key: captures_digest(archive.index, key) for key in keys}
    return {key: digest for key, digest in found.items() if digest is not None}
