"""The captures of an edition, and their digest; imports no reader."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from assets.pipeline.home.home import Home
from assets.pipeline.plan.versions import captures_version
from sources.archive import decisions, published
from sources.archive.index import Index
from sources.archive.stored import StoredCapture
from sources.registry.families import FIRST_EDITION, NEWS, NO_YEAR, landing_page_of
from warehouse.staging.area import EditionKey
from warehouse.staging.files import digest, read_json, to_json, write_file

FIRST_YEAR: Final = FIRST_EDITION
"""The first partition of every reading asset."""

UNKNOWN: Final = EditionKey(None, None)
"""Pages of no known edition."""

UNDATED_NEWS: Final = EditionKey(NEWS, NO_YEAR)
"""News pages about another subject, or without a known year."""

_STORED: Final = "captures.json"


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
    """By archived edition of a known year, the digest of its captures.

    Digests are stored beside the staged rows with what they were computed from, and only those of editions that changed
    are computed again.
    """
    if not home.archive_folder.exists():
        return {}
    path = home.staging.folder / _STORED
    stored = read_json(path) or {}
    with home.archive() as archive:
        states, stated = archive.index.edition_states(), _stated(home)
        known_years = {*edition_years(), NO_YEAR}
        editions = (EditionKey(*key) for key in sorted(archive.index.editions()) if key[1] in known_years)
        now = {}
        for key in (UNKNOWN, *editions):
            made_of = f"{captures_version()} {states.get((key.family, key.year))} {stated}"
            made, found = stored.get(key.folder, ("", None))
            now[key] = (made_of, found if made == made_of else captures_digest(archive.index, key))
    if (storing := {key.folder: list(found) for key, found in now.items()}) != stored:
        with suppress(OSError):  # a home that cannot be written can be planned
            write_file(path, to_json(storing))
    return {key: found for key, (_, found) in now.items() if found is not None}


def _stated(home: Home) -> str:
    """The digest of what people said of captures."""
    paths = (home.archive_folder / name for name in (decisions.FILE, published.FILE))
    return digest(b"\0".join(path.read_bytes() if path.exists() else b"" for path in paths))
