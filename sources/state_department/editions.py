"""All pages of one edition to rows: one capture a page, one page a country and area."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from sources.archive.index import Entry
from sources.archive.page_archive import PageArchive
from sources.archive.selection import choose_captures
from sources.registry.address import is_archived_copy
from sources.registry.families import landing_page_of
from sources.state_department.pages import Reading, read_page
from sources.state_department.reader import Row
from sources.state_department.revision import Revision, remark_of, revision_of
from warehouse.tables import GLOBAL_ENFORCEMENT, PAGES, QUARANTINE, READ_FROM_PAGES, STATUTORY_LISTS, TIER_SIGHTINGS

_FACTS: Final = {
    TIER_SIGHTINGS.name: ("country", "tier"),
    STATUTORY_LISTS.name: ("country", "list"),
    GLOBAL_ENFORCEMENT.name: ("region", "data_year", "prosecutions", "convictions", "victims_identified"),
}

Rows = dict[str, list[Row]]
"""Rows by table, of every table that is read from pages."""


@dataclass
class Edition:
    """What is read of an edition: rows by table, and the pages whose text was changed after publication."""

    rows: Rows
    revisions: list[Revision] = field(default_factory=list)


def edition_entries(archive: PageArchive, family: str | None, year: int | None) -> list[Entry]:
    """Captures of an edition; of no known edition where both are None.

    Landing pages are left out: they are of no edition, and all they say is which editions there are.
    """
    return [entry for entry in archive.index.entries(family, year) if landing_page_of(entry.url) is None]


def read_edition(archive: PageArchive, family: str | None, year: int | None) -> Edition:
    """Reads the pages of an edition; of no known edition where both are None.

    Newer captures that cannot be read leave a quarantine row each, while the last good one stays in use. A page that
    said something else before is read as it is now; what it said is kept as a revision.
    """
    rows: Rows = {table.name: [] for table in READ_FROM_PAGES}
    readings, revisions = [], []
    for choice in choose_captures(edition_entries(archive, family, year), lambda entry: read_page(archive.load(entry))):
        readings.append(_remarked(choice.reading, remark_of(choice)))
        if (revision := revision_of(choice)) is not None:
            revisions.append(revision)
        for newer in choice.set_aside:
            rows[QUARANTINE.name].extend(newer.quarantine)
    for reading in settle(readings):
        rows[PAGES.name].extend([reading.page] if reading.page else [])
        rows[QUARANTINE.name].extend(reading.quarantine)
        for table, found in reading.rows.items():
            rows[table].extend(found)
    return Edition(rows, revisions)


def settle(readings: Iterable[Reading]) -> list[Reading]:
    """Gives each country and area one page; the others are superseded, and say by which.

    Precedence: the publisher's own address before an archived copy, then an address without a mark of deletion or
    copying, then the shorter, then the alphabetically first.
    """
    readings = list(readings)
    best: dict[tuple[str, str], Reading] = {}
    for reading in readings:
        if reading.page is not None and reading.is_read:
            place = (reading.page["country"], reading.page["area"])
            if place not in best or _precedence(reading) < _precedence(best[place]):
                best[place] = reading
    return [_superseded(reading, best) for reading in readings]


def _remarked(reading: Reading, remark: str | None) -> Reading:
    if remark is None or reading.page is None:
        return reading
    said = f"{reading.page['remark']}; {remark}" if reading.page["remark"] else remark
    return replace(reading, page={**reading.page, "remark": said})


def _precedence(reading: Reading) -> tuple[bool, bool, int, str]:
    assert reading.page is not None
    url = reading.page["source_url"]
    return is_archived_copy(url), "__trashed" in url, len(url), url


def _superseded(reading: Reading, best: dict[tuple[str, str], Reading]) -> Reading:
    if reading.page is None or not reading.is_read:
        return reading
    winner = best[reading.page["country"], reading.page["area"]]
    if winner is reading:
        return reading
    assert winner.page is not None
    remark = f"superseded by {winner.page['source_url']}, {_likeness(reading, winner)}"
    if reading.page["remark"]:
        remark = f"{reading.page['remark']}; {remark}"
    return Reading({**reading.page, "outcome": "superseded", "remark": remark}, content=reading.content)


def _likeness(reading: Reading, winner: Reading) -> str:
    """How a superseded page compares with the one that takes precedence; checks look for these words."""
    if reading.content == winner.content:
        return "which is the same"
    return "which says otherwise" if _facts(reading) != _facts(winner) else "which has other words"


def _facts(reading: Reading) -> set[tuple[str, ...]]:
    """What two pages of one country and edition must agree on: placements, listings, figures; not every word."""
    found = set()
    for table, names in _FACTS.items():
        found |= {(table, *(str(row[name]) for name in names)) for row in reading.rows.get(table, ())}
    return found
