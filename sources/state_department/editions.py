"""Reads all pages of one edition: one capture per page, one page per country and area."""

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

_COMPARED_COLUMNS: Final = {
    TIER_SIGHTINGS.name: ("country", "tier"),
    STATUTORY_LISTS.name: ("country", "list"),
    GLOBAL_ENFORCEMENT.name: ("region", "data_year", "prosecutions", "convictions", "victims_identified"),
}

_SUPERSESSION_TEXT: Final = {
    Supersession.SAME: "which is the same",
    Supersession.OTHER_WORDS: "which has other wording",
    Supersession.CONTRADICTS: "which contradicts it",
}
"""The text on each kind of supersession in a page's remark."""

_Place = tuple[str, str]
"""A country and an area of it."""

Rows = dict[str, list[Row]]
"""Rows by table, for every table that is read from pages."""


@dataclass(frozen=True)
class Edition:
    """The rows of an edition by table, and the pages whose text was changed after publication."""

    rows: Rows
    revisions: list[Revision] = field(default_factory=list)


def read_edition(folder: Path, captures: Sequence[StoredCapture]) -> Edition:
    """Reads the pages of an edition.

    A newer capture that cannot be read gives a quarantine row, and the last good capture stays in use. A page whose
    text changed is read in its present form; its earlier text is recorded as a revision.

    Args:
        folder: folder of the page archive.
        captures: all captures of the edition without those of landing pages, in order of page and time.
    """
    stored = {capture.entry: capture for capture in captures}
    rows: Rows = {table.name: [] for table in READ_FROM_PAGES}
    pages, revisions = [], []
    for choice in choose_captures(stored, lambda entry: read_page(load_stored(folder, stored[entry]))):
        pages.append(_with_remark(choice.parsed, remark_of(choice)))
        if (revision := revision_of(choice)) is not None:
            revisions.append(revision)
        for newer in choice.unreadable:
            rows[QUARANTINE.name].extend(newer.quarantine)
    for parsed in resolve_pages(pages):
        rows[PAGES.name].extend([parsed.record.row] if parsed.record else [])
        rows[QUARANTINE.name].extend(parsed.quarantine)
        for table, found in parsed.rows.items():
            rows[table].extend(found)
    return Edition(rows, revisions)


def resolve_pages(pages: Iterable[ParsedPage]) -> list[ParsedPage]:
    """Assigns one page to each country and area; the other pages are superseded and name the page in use.

    A page of several narratives is resolved country by country: narratives that a preferred page has are removed from
    it, and it is superseded when none remains.

    Precedence: the publisher's own address before an archived copy, then an address without a marker of deletion or
    copying, then the order of hosts in `HOST_PRECEDENCE`, then the shorter address, then the alphabetically first.
    """
    pages = list(pages)
    in_use: dict[_Place, ParsedPage] = {}
    for parsed in pages:
        for place in _places(parsed):
            if place not in in_use or _precedence(parsed) < _precedence(in_use[place]):
                in_use[place] = parsed
    return [_after_precedence(parsed, in_use) for parsed in pages]


def _with_remark(parsed: ParsedPage, remark: str | None) -> ParsedPage:
    if remark is None or parsed.record is None:
        return parsed
    return replace(parsed, record=parsed.record.with_remarks(remark))


def _places(parsed: ParsedPage) -> list[_Place]:
    """The countries and areas of a page."""
    record = parsed.record
    if record is None or not parsed.is_read:
        return []
    if record.kind is PageKind.NARRATIVES:
        return [(row["country"], row["area"]) for row in parsed.sections if row["position"] == 1]
    assert record.area is not None  # every page that is read has an area from its identity
    return [(record.country, record.area)]


def _precedence(parsed: ParsedPage) -> tuple[bool, bool, int, int, str]:
    url = _url(parsed)
    return is_archived_copy(url), "__trashed" in url, host_rank(url), len(url), url


def _after_precedence(parsed: ParsedPage, in_use: dict[_Place, ParsedPage]) -> ParsedPage:
    """A page after other pages took precedence for all, some or none of its places."""
    winners = {place: in_use[place] for place in _places(parsed) if in_use[place] is not parsed}
    if not winners:
        return parsed
    if len(winners) == len(_places(parsed)):
        return _superseded(parsed, winners)
    return _without_superseded_narratives(parsed, winners)


def _superseded(parsed: ParsedPage, winners: dict[_Place, ParsedPage]) -> ParsedPage:
    assert parsed.record is not None
    addresses = tuple(sorted({_url(winner) for winner in winners.values()}))
    supersession = _supersession(parsed, winners)
    record = replace(
        parsed.record, outcome=PageOutcome.SUPERSEDED, superseded_by=addresses, supersession=supersession
    ).with_remarks(f"superseded by {', '.join(addresses)}, {_SUPERSESSION_TEXT[supersession]}")
    return ParsedPage(record, content=parsed.content)


def _supersession(parsed: ParsedPage, winners: dict[_Place, ParsedPage]) -> Supersession:
    """How a superseded page compares with those that take precedence."""
    if all(_texts(winner) == _texts(parsed) for winner in winners.values()):
        return Supersession.SAME
    contradicts = any(_contradicts(parsed, winner, place) for place, winner in winners.items())
    return Supersession.CONTRADICTS if contradicts else Supersession.OTHER_WORDS


def _texts(parsed: ParsedPage) -> list[tuple[str, str, str]]:
    return [(row["country"], row["section"], row["text"]) for row in parsed.sections]


def _without_superseded_narratives(parsed: ParsedPage, winners: dict[_Place, ParsedPage]) -> ParsedPage:
    """A page of several narratives without those for which another page is in use."""
    assert parsed.record is not None
    countries = {country for country, _ in winners}
    rows = {table: [row for row in found if row["country"] not in countries] for table, found in parsed.rows.items()}
    words = sum(row["words"] for row in parsed.sections if row["country"] in countries)
    remarks = [
        f"{place[0]} superseded by {_url(winner)}"
        + (f", {_SUPERSESSION_TEXT[Supersession.CONTRADICTS]}" if _contradicts(parsed, winner, place) else "")
        for place, winner in sorted(winners.items(), key=lambda item: item[0])
    ]
    record = replace(parsed.record, words=max(parsed.record.words - words, 0)).with_remarks(*remarks)
    return ParsedPage(record, rows, parsed.rejected, parsed.content)


def _url(parsed: ParsedPage) -> str:
    assert parsed.record is not None
    return parsed.record.source_url


def _contradicts(parsed: ParsedPage, winner: ParsedPage, place: _Place) -> bool:
    country = place[0] if place[0] != WORLD else None
    return _facts(parsed, country) != _facts(winner, country)


def _facts(parsed: ParsedPage, country: str | None) -> set[tuple[str, ...]]:
    """The facts of a page that two pages of one place must agree on: placements, listings, figures."""
    found = set()
    for table, names in _COMPARED_COLUMNS.items():
        for row in parsed.rows.get(table, ()):
            if country is None or row["country"] == country:
                found.add((table, *(str(row[name]) for name in names)))
    return found
