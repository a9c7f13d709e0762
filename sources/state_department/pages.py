"""Reads one capture of a State Department page into rows."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from sources.archive.capture import Capture
from sources.archive.capture_in_use import Parts
from sources.fetch.outcome.challenge import is_challenge
from sources.fetch.outcome.outcomes import validate_body
from sources.html.blocks import Block
from sources.html.decode import Decoded, UndecodableError, count_replaced, decode
from sources.html.layout import Page, open_page
from sources.html.text import is_plain_text, open_text, unwrapped
from sources.language.repair import RepairedText, repair
from sources.problems import PageProblemError
from sources.reference.corrections import correct
from sources.reference.editions import first_edition
from sources.registry.families import Location, locate, page_number
from sources.rejected import RejectedRow, printable
from sources.rows import Row, completed
from sources.state_department.identity.index_pages import index_digest, is_index
from sources.state_department.identity.page_identity import Hint, Identity, identify, locate_edition
from sources.state_department.page_record import PageRecord
from sources.state_department.reader import RowsRead
from sources.state_department.readers import READERS, layouts_of
from warehouse.tables import GLOBAL_ENFORCEMENT, PAGES, REPORT_SECTIONS, STATUTORY_LISTS, TABLES, TIER_SIGHTINGS
from warehouse.tables.vocabulary import WORLD, PageKind, PageOutcome, Reason

_PART_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    REPORT_SECTIONS.name: ("country", "area", "section", "subsection"),
    TIER_SIGHTINGS.name: ("country",),
    STATUTORY_LISTS.name: ("country", "list"),
    GLOBAL_ENFORCEMENT.name: ("region", "data_year"),
}
"""By table, the columns that name a part of a page."""


@dataclass(frozen=True)
class ParsedPage:
    """The rows read from one capture.

    Attributes:
        record: the record of the page; None if it belongs to no known edition.
        rows: rows by table, each with exactly its table's columns.
        rejected: rejected rows: the page itself, or parts of it.
        content: digest of the report's text, equal for captures that differ only in boilerplate; empty for rejected
            pages.
    """

    record: PageRecord | None
    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    rejected: Sequence[RejectedRow] = ()
    content: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the page was not rejected: it gave rows, or is an index page, which has none."""
        return bool(self.content)

    @property
    def is_read(self) -> bool:
        """Whether the page gave rows."""
        return self.record is not None and self.record.outcome is PageOutcome.READ

    @property
    def page(self) -> Row | None:
        """The row of `pages`; None if the page belongs to no known edition."""
        return self.record.row if self.record is not None else None

    @property
    def quarantine(self) -> list[Row]:
        """Rows of `quarantine`."""
        return [rejected.row for rejected in self.rejected]

    @property
    def parts(self) -> Parts:
        """The sections of the page, and the countries or regions for which it gave rows."""
        return frozenset(
            (table, *(row[name] for name in names))
            for table, names in _PART_COLUMNS.items()
            for row in self.rows.get(table, ())
        )

    @property
    def words(self) -> int:
        """The number of words of the report."""
        return self.record.words if self.record is not None else 0

    @property
    def sections(self) -> list[Row]:
        """Rows of `report_sections`."""
        return self.rows.get(REPORT_SECTIONS.name, [])


@dataclass
class _Progress:
    """What is known of a page so far. The record of a rejected page has what was known before the error."""

    location: Location | None = None
    kind: PageKind | None = None
    decoded: Decoded | None = None
    page: Page | None = None
    identity: Identity | None = None
    repaired: RepairedText | None = None
    index_digest: str = ""


def read_page(capture: Capture, hint: Hint | None = None) -> ParsedPage:
    """Reads a capture into rows. A page that cannot be read gives a quarantine row, not an exception.

    Args:
        capture: the page.
        hint: a person's statement about a page that does not identify itself.
    """
    progress = _Progress()
    try:
        progress.location = locate(capture.url)
        return _parsed(capture, progress, hint)
    except PageProblemError as problem:
        return _rejected_page(capture, progress, problem)
    except Exception as error:  # an error of a reader must not end the run for the other pages
        detail = f"the reader failed ({type(error).__name__}: {printable(str(error))}): {capture.url}"
        return _rejected_page(capture, progress, PageProblemError(Reason.READER_FAILED, detail))


def _parsed(capture: Capture, progress: _Progress, hint: Hint | None) -> ParsedPage:
    found = _read(capture, progress, hint)
    if found is None:
        return _not_a_report(capture, progress)
    record, rows = _completed(capture, progress, found)
    assert progress.page is not None
    for table, read in rows.items():
        rows[table], corrected = correct(table, read)
        record = record.with_remarks(*corrected)
        TABLES[table].validate_types(rows[table])  # a value that no column can have is an error of this page only
    return ParsedPage(record, rows, found.rejected, content=_content_digest(progress.page))


def _read(capture: Capture, progress: _Progress, hint: Hint | None) -> RowsRead | None:
    """The rows of a page; None for an index page and for a page without rows of the report."""
    validate_body(capture.status, capture.body, capture.url, plain_text=hint is not None)
    try:
        progress.decoded = decode(capture.body, capture.charset)
    except UndecodableError as error:
        raise PageProblemError(Reason.UNDECODABLE, f"{error}: {capture.url}") from error
    if is_index(capture.url, progress.location):
        progress.kind = PageKind.INDEX
        progress.index_digest = index_digest(progress.decoded.text, capture.url)
        return None
    progress.page = _open(capture, progress, hint)
    progress.location = locate_edition(capture.url, progress.page, hint)
    progress.identity = identify(capture.url, progress.page.title, progress.location, hint)
    progress.kind = progress.identity.kind
    reader = READERS[progress.identity.family, progress.identity.kind]
    found = reader.read(progress.page, progress.identity, capture.url)
    progress.kind = progress.kind if found is not None else PageKind.INDEX
    _verify_readable(found, capture.url)
    return found


def _verify_readable(found: RowsRead | None, url: str) -> None:
    """Raises for a text with too many replacement characters: markup does not make up for them."""
    sections = found.rows.get(REPORT_SECTIONS.name, []) if found is not None else []
    try:
        count_replaced("\n".join(row["text"] for row in sections))
    except UndecodableError as error:
        raise PageProblemError(Reason.UNDECODABLE, f"the text of the report: {error}: {url}") from error


def _open(capture: Capture, progress: _Progress, hint: Hint | None) -> Page:
    """The page as blocks, in the first layout of its family that fits; in one of any family if that is unknown."""
    assert progress.decoded is not None
    if hint is not None and is_plain_text(progress.decoded.text):
        progress.repaired = repair(unwrapped(progress.decoded.text))
        return open_text(progress.repaired.text, hint.country or "")
    family = progress.location.family if progress.location else None
    numbered = page_number(capture.url) is not None or hint is not None
    try:
        return open_page(progress.decoded.text, layouts_of(family, numbered=numbered), name=capture.url)
    except PageProblemError as problem:
        if problem.problem is Reason.UNKNOWN_LAYOUT and is_challenge(progress.decoded.text):
            raise PageProblemError(
                Reason.CHALLENGE, f"an access challenge in place of the report: {capture.url}"
            ) from None
        if problem.problem is Reason.UNKNOWN_LAYOUT and progress.location is None:
            raise PageProblemError(
                Reason.UNKNOWN_FAMILY, f"neither address nor layout belongs to a known report: {capture.url}"
            ) from None
        if problem.problem is Reason.UNKNOWN_LAYOUT and progress.location is not None:
            _verify_supported(progress.location, capture.url)
        raise


def _verify_supported(location: Location, url: str) -> None:
    """Raises for an edition before the first one whose layouts are declared."""
    first = first_edition(location.family)
    if first is not None and location.year < first:
        detail = f"editions of {location.family} before {first} are not supported, this is {location.year}: {url}"
        raise PageProblemError(Reason.EDITION_NOT_SUPPORTED, detail) from None


def _completed(capture: Capture, progress: _Progress, found: RowsRead) -> tuple[PageRecord, dict[str, list[Row]]]:
    """The record of a page that was read, and its rows with the columns that identify the page."""
    record = _record(capture, progress, PageOutcome.READ)
    headings = tuple(found.unknown_headings)
    record = replace(record, words=found.words, unknown_headings=headings).with_remarks(*found.remarks)
    if headings:
        record = record.with_remarks(f"unknown headings: {' | '.join(headings)}")
    page = record.row
    return record, {table: completed(table, rows, page) for table, rows in found.rows.items()}


def _not_a_report(capture: Capture, progress: _Progress) -> ParsedPage:
    record = _record(capture, progress, PageOutcome.NOT_A_REPORT) if progress.location else None
    return ParsedPage(record, content=progress.index_digest)


def without_rows(parsed: ParsedPage, reason: Reason, detail: str) -> ParsedPage:
    """A page whose rows are rejected."""
    assert parsed.record is not None
    record = replace(parsed.record, outcome=PageOutcome.QUARANTINED, problem=reason)
    rejected = RejectedRow(
        PAGES.name, record.source_url, reason, record.page_digest, detail, record.family, record.year
    )
    return ParsedPage(record, rejected=[rejected])


def _rejected_page(capture: Capture, progress: _Progress, problem: PageProblemError) -> ParsedPage:
    place = progress.location
    record = replace(_record(capture, progress, PageOutcome.QUARANTINED), problem=problem.problem) if place else None
    rejected = RejectedRow(
        table=PAGES.name,
        source_url=capture.url,
        reason=problem.problem,
        record=capture.digest,
        detail=problem.detail,
        family=place.family if place else None,
        year=place.year if place else None,
    )
    return ParsedPage(record, rejected=[rejected])


def _record(capture: Capture, progress: _Progress, outcome: PageOutcome) -> PageRecord:
    """The record of a page of a known edition, with what is known so far."""
    assert progress.location is not None
    page, identity, decoded = progress.page, progress.identity, progress.decoded
    remarks = [identity.remark if identity else None, decoded.remark if decoded else None, _repair_remark(progress)]
    return PageRecord(
        country=identity.country if identity else WORLD,
        year=progress.location.year,
        family=progress.location.family,
        source_url=capture.url,
        kind=progress.kind,
        area=identity.area if identity else None,
        layout=page.layout.name if page else None,
        outcome=outcome,
        remark="; ".join(remark for remark in remarks if remark) or None,
        title_printed=page.title if page else None,
        country_printed=identity.country_printed if identity else None,
        encoding=decoded.encoding if decoded else None,
        encoding_guessed=decoded.guessed if decoded else None,
        replaced_characters=decoded.replaced if decoded else None,
        blocks=len(page.blocks) if page else 0,
        page_digest=capture.digest,
        origin=capture.origin,
    )


def _repair_remark(progress: _Progress) -> str | None:
    """The remark on the repairs of a text recovered from PDF."""
    if progress.repaired is None or not progress.repaired.repairs:
        return None
    repairs = [f"{made.before!r} to {made.after!r} at {made.offset}" for made in progress.repaired.repairs]
    return f"text repaired: {', '.join(repairs)}"


def _content_digest(page: Page) -> str:
    lines = [page.layout.name, page.title, *(_fingerprint(block) for block in page.blocks)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _fingerprint(block: Block) -> str:
    return f"{block.kind}|{block.role}|{block.level}|{block.text}"


def assign(capture: Capture) -> tuple[str, int] | None:
    """Family and edition of a capture for the archive's index: from its address, else from the page itself."""
    location = locate(capture.url)
    if location is not None:
        return location.family, location.year
    if not _may_fit_layout(capture):
        return None
    record = read_page(capture).record
    return (record.family, record.year) if record is not None else None


def _may_fit_layout(capture: Capture) -> bool:
    """Whether a page can be in a known layout: most pages of other sites have none of the names of their roots."""
    if page_number(capture.url) is not None or b"\0" in capture.body:  # any text may be a report; UTF-16
        return True
    markup = capture.body.lower()
    return any(name in markup for name in _names_in_markup())


@cache
def _names_in_markup() -> frozenset[bytes]:
    """The ids and classes of the roots of all layouts for pages without a number, in lower case."""
    layouts = layouts_of(None, numbered=False)
    return frozenset(layout.root.lstrip("#.").lower().encode("ascii") for layout in layouts)
