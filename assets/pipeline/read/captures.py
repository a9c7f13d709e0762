"""The captures of an edition, and their digest; imports no reader."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from assets.pipeline.home.home import Home
from sources.archive.index import Index
from sources.archive.stored import StoredCapture
from sources.registry.families import FIRST_EDITION, NEWS, NO_YEAR, landing_page_of
from warehouse.staging.area import EditionKey

FIRST_YEAR: Final = FIRST_EDITION
"""The first partition of every reading asset."""

UNKNOWN: Final = EditionKey(None, None)
"""Pages of no known edition."""

UNDATED_NEWS: Final = EditionKey(NEWS, NO_YEAR)
"""News pages about another subject, or without a known year."""


def edition_years() -> range:
    """The edition years: up to the next calendar year, because an edition may be published before its year."""
    return range(FIRST_YEAR, datetime.now(UTC).year + 2)


def captures_of(index: Index, key: EditionKey) -> Iterable[StoredCapture]:
    """The captures of an edition, in order of page and time; captures of news in order of day first.

    Landing pages are left out: they belong to no edition and only link to editions.
    """
    if key.family == NEWS:
        return index.captures_by_day(NEWS, key.year or NO_YEAR)
    captures = index.captures(key.family, key.year)
    return (capture for capture in captures if landing_page_of(capture.entry.url) is None)


def captures_digest(index: Index, key: EditionKey) -> str | None:
    """The digest of the captures of an edition; None if the archive holds none."""
    hashed = hashlib.sha256()
    has_captures = False
    is_news = key.family == NEWS
    for url, line in index.capture_lines(key.family, (key.year or NO_YEAR) if is_news else key.year, by_day=is_news):
        if is_news or landing_page_of(url) is None:
            has_captures = True
            hashed.update(f"\n{line}".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest() if has_captures else None


def archived_editions(home: Home) -> Mapping[EditionKey, str]:
    """By archived edition of a known year, the digest of its captures."""
    if not home.archive_folder.exists():
        return {}
    with home.archive() as archive:
        known_years = {*edition_years(), NO_YEAR}
        editions = (EditionKey(*key) for key in sorted(archive.index.editions()) if key[1] in known_years)
        digests = {key: captures_digest(archive.index, key) for key in (UNKNOWN, *editions)}
    return {key: digest for key, digest in digests.items() if digest is not None}
