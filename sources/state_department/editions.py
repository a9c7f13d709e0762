"""All pages of one edition to rows: one capture a page, one page a country and area."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sources.archive.capture_in_use import choose_captures
from sources.archive.stored import StoredCapture, load_stored
from sources.registry.address import is_archived_copy
from sources.registry.families import host_rank
from sources.rows import Row
from sources.state_department.pages import ParsedPage, read_page
from sources.state_department.revision import Revision, remark_of, revision_of
from warehouse.tables import GLOBAL_ENFORCEMENT, PAGES, QUARANTINE, READ_FROM_PAGES, STATUTORY_LISTS, TIER_SIGHTINGS
from warehouse.tables.vocabulary import WORLD, PageKind, PageOutcome, Supersession

_FACTS: Final = {
    TIER_SIGHTINGS.name: ("country", "tier"),
    STATUTORY_LISTS.name: ("country", "list"),
    GLOBAL_ENFORCEMENT.name: ("region", "data_year", "prosecutions", "convictions", "victims_identified"),
}

_IN_WORDS: Final = {
    Supersession.SAME: "which is the same",
    Supersession.OTHER_WORDS: "which has other words",
    Supersession.CONTRADICTS: "which says otherwise",
}
"""How a page's remark says what a superseded page is beside those in use."""

_Place = tuple[str, str]
"""A country and an area of it."""

Rows = dict[str, list[Row]]
"""Rows by table, of every table that is read from pages."""


@dataclass(frozen=True)
class Edition:
    """What is read of an edition: rows by table, and the pages whose text was changed after publication."""

    rows: Rows
    revisions: list[Revision] = field(default_factory=list)


def read_edition(folder: Path, captures: Sequence[StoredCapture]) -> Edition:
    """Reads the pages of an edition.

    Newer captures that cannot be read leave a quarantine row each, while the last good one stays in use. A page that
    said something else before is read as it is now; what it said is kept as a revision.

    Args:
        folder: of the page archive.
        captures: all captures of the edition but those of landing pages, in order of page and time.
    """
    stored = {capture.entry: capture for capture in captures}
    rows: Rows = {table.name: [] for table in READ_FROM_PAGES}
    readings, revisions = [], []
    for choice in choose_captures(stored, lambda entry: read_page(load_stored(folder, stored[entry]))):
        readings.append(_remarked(choice.parsed, remark_of(choice)))
        if (revision := revision_of(choice)) is not None:
            revisions.append(revision)
        for newer in choice.unreadable:
            rows[QUARANTINE.name].extend(newer.quarantine)
    for reading in resolve_pages(readings):
        rows[PAGES.name].extend([reading.record.row] if reading.record else [])
        rows[QUARANTINE.name].extend(reading.quarantine)
        for table, found in reading.rows.items():
            rows[table].extend(found)
    return Edition(rows, revisions)


def resolve_pages(readings: Iterable[ParsedPage]) -> list[ParsedPage]:
    """Gives each country and area one page; the others are superseded, and say by which.

    A page of several narratives stands for each of its countries by itself: it keeps those that no preferred page
    holds, and is superseded when none is left.

    Precedence: the publisher's own address before an archived copy, then an address without a mark of deletion or
    copying, then hosts as `HOST_PRECEDENCE` lists them, then the shorter, then the alphabetically first.
    """
    readings = list(readings)
    best: dict[_Place, ParsedPage] = {}
    for reading in readings:
        for place in _places(reading):
            if place not in best or _precedence(reading) < _precedence(best[place]):
                best[place] = reading
    return [_settled(reading, best) for reading in readings]


def _remarked(reading: ParsedPage, remark: str | None) -> ParsedPage:
    if remark is None or reading.record is None:
        return reading
    return replace(reading, record=reading.record.remarked(remark))


def _places(reading: ParsedPage) -> list[_Place]:
    """The countries and areas a page stands for."""
    record = reading.record
    if record is None or not reading.is_read:
        return []
    if record.kind is PageKind.NARRATIVES:
        return [(row["country"], row["area"]) for row in reading.sections if row["position"] == 1]
    assert record.area is not None  # identity gives every page that is read an area
    return [(record.country, record.area)]


def _precedence(reading: ParsedPage) -> tuple[bool, bool, int, int, str]:
    url = _url(reading)
    return is_archived_copy(url), "__trashed" in url, host_rank(url), len(url), url


def _settled(reading: ParsedPage, best: dict[_Place, ParsedPage]) -> ParsedPage:
    """A page as it stands after others took precedence over all or some of what it holds."""
    lost = {place: best[place] for place in _places(reading) if best[place] is not reading}
    if not lost:
        return reading
    if len(lost) == len(_places(reading)):
        return _superseded(reading, lost)
    return _without(reading, lost)


def _superseded(reading: ParsedPage, lost: dict[_Place, ParsedPage]) -> ParsedPage:
    assert reading.record is not None
    winners = tuple(sorted({_url(winner) for winner in lost.values()}))
    likeness = _likeness(reading, lost)
    record = replace(
        reading.record, outcome=PageOutcome.SUPERSEDED, superseded_by=winners, supersession=likeness
    ).remarked(f"superseded by {', '.join(winners)}, {_IN_WORDS[likeness]}")
    return ParsedPage(record, content=reading.content)


def _likeness(reading: ParsedPage, lost: dict[_Place, ParsedPage]) -> Supersession:
    """How a superseded page compares with those that take precedence."""
    if all(_texts(winner) == _texts(reading) for winner in lost.values()):
        return Supersession.SAME
    disagree = any(_disagree(reading, winner, place) for place, winner in lost.items())
    return Supersession.CONTRADICTS if disagree else Supersession.OTHER_WORDS


def _texts(reading: ParsedPage) -> list[tuple[str, str, str]]:
    return [(row["country"], row["section"], row["text"]) for row in reading.sections]


def _without(reading: ParsedPage, lost: dict[_Place, ParsedPage]) -> ParsedPage:
    """A page of several narratives without those of which another page is in use."""
    assert reading.record is not None
    countries = {country for country, _ in lost}
    rows = {table: [row for row in found if row["country"] not in countries] for table, found in reading.rows.items()}
    words = sum(row["words"] for row in reading.sections if row["country"] in countries)
    remarks = [
        f"{place[0]} superseded by {_url(winner)}"
        + (f", {_IN_WORDS[Supersession.CONTRADICTS]}" if _disagree(reading, winner, place) else "")
        for place, winner in sorted(lost.items(), key=lambda item: item[0])
    ]
    record = replace(reading.record, words=max(reading.record.words - words, 0)).remarked(*remarks)
    return ParsedPage(record, rows, reading.rejected, reading.content)


def _url(reading: ParsedPage) -> str:
    assert reading.record is not None
    return reading.record.source_url


def _disagree(reading: ParsedPage, winner: ParsedPage, place: _Place) -> bool:
    country = place[0] if place[0] != WORLD else None
    return _facts(reading, country) != _facts(winner, country)


def _facts(reading: ParsedPage, country: str | None) -> set[tuple[str, ...]]:
    """What two pages of one place and edition must agree on: placements, listings, figures; not every word."""
    found = set()
    for table, names in _FACTS.items():
        for row in reading.rows.get(table, ()):
            if country is None or row["country"] == country:
                found.add((table, *(str(row[name]) for name in names)))
    return found
