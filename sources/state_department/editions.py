"""Reads all pages of one edition: one capture per page, one page per country and area."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sources.archive.capture import Entry
from sources.archive.capture_in_use import ChosenCapture, choose_captures
from sources.archive.stored import StoredCapture, load_stored
from sources.registry.address import is_archived_copy
from sources.registry.families import host_rank
from sources.rejected import RejectedRow
from sources.rows import Row
from sources.state_department.pages import ParsedPage, read_page, without_rows
from sources.state_department.revision import Revision, remark_of, revision_of
from warehouse.tables import GLOBAL_ENFORCEMENT, PAGES, QUARANTINE, READ_FROM_PAGES, STATUTORY_LISTS, TIER_SIGHTINGS
from warehouse.tables.vocabulary import WORLD, PageKind, PageOutcome, Reason, Supersession

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


ReadCapture = Callable[[StoredCapture], ParsedPage]


def page_reader(folder: Path) -> ReadCapture:
    """The function that reads a capture of a page archive. It keeps its results, so that each capture is read once.

    Args:
        folder: folder of the page archive.
    """
    by_capture: dict[Entry, ParsedPage] = {}

    def read(capture: StoredCapture) -> ParsedPage:
        if capture.entry not in by_capture:
            by_capture[capture.entry] = read_page(load_stored(folder, capture))
        return by_capture[capture.entry]

    return read


def read_edition(captures: Sequence[StoredCapture], read: ReadCapture) -> Edition:
    """Reads the pages of an edition.

    A newer capture that cannot be read, is not whole or lost text gives a quarantine row, and an older capture stays in
    use. A page whose text changed is read in its present form; its earlier text is recorded as a revision.

    Args:
        captures: all captures of the edition without those of landing pages, in order of page and time.
        read: reads a capture.
    """
    rows: Rows = {table.name: [] for table in READ_FROM_PAGES}
    pages, revisions = [], []
    for choice in choose_captures(captures, read):
        pages.append(_page_of(choice))
        if (revision := revision_of(choice)) is not None:
            revisions.append(revision)
        rows[QUARANTINE.name].extend(rejected.row for rejected in _rejected_captures(choice))
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


def _page_of(choice: ChosenCapture[ParsedPage]) -> ParsedPage:
    """The page of a capture in use, with a remark on its revision; a rejected page where a person refused it."""
    parsed, remark = choice.parsed, remark_of(choice)
    if choice.is_refused and parsed.is_good and parsed.record is not None:
        return _refused(choice)
    if remark is None or parsed.record is None:
        return parsed
    return replace(parsed, record=parsed.record.with_remarks(remark))


def _refused(choice: ChosenCapture[ParsedPage]) -> ParsedPage:
    detail = f"a person refused every capture of the page that can be read: {choice.entry.url}"
    return without_rows(choice.parsed, Reason.REFUSED, detail)


def _rejected_captures(choice: ChosenCapture[ParsedPage]) -> Iterator[RejectedRow]:
    """One rejected row for each reason why a newer capture is not in use, or why the one in use is in doubt."""
    by_reason: dict[Reason, RejectedRow] = {}
    for unreadable in choice.unreadable:
        for rejected in unreadable.rejected:
            by_reason.setdefault(rejected.reason, rejected)
    yield from by_reason.values()
    if not choice.parsed.is_good:
        return  # the page has a rejected row of its own
    for reason, capture in ((Reason.TRUNCATED, choice.damaged), (Reason.INCOMPLETE, choice.waiting)):
        if capture is not None:
            detail = f"the capture of {capture.entry.captured_at} is {reason}: {capture.why}: {capture.entry.url}"
            yield _rejected_capture(capture.entry, reason, detail)


def _rejected_capture(entry: Entry, reason: Reason, detail: str) -> RejectedRow:
    return RejectedRow(PAGES.name, entry.url, reason, entry.digest, detail, entry.family, entry.year)


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
