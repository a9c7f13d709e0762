"""From a capture to rows: the one entrance to every reader of State Department pages."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sources.archive.capture import Capture
from sources.fetch.outcome.challenge import is_challenge
from sources.fetch.outcome.outcomes import validate_body
from sources.html.blocks import Block
from sources.html.decode import Decoded, UndecodableError, decode
from sources.html.layout import Page, open_page
from sources.html.text import is_plain_text, open_text, unwrapped
from sources.language.repair import Repaired, repair
from sources.problems import PageProblemError
from sources.reference.corrections import correct
from sources.registry.families import Location, locate, page_number
from sources.rejected import RejectedRow
from sources.rows import Row, completed
from sources.state_department.identity import Hint, Identity, identify, place_in_registry
from sources.state_department.index_page import content_of, is_index
from sources.state_department.page_record import PageRecord
from sources.state_department.reader import RowsRead
from sources.state_department.readers import READERS, layouts_of
from warehouse.tables import PAGES, REPORT_SECTIONS
from warehouse.tables.vocabulary import WORLD, PageKind, PageOutcome, Reason


@dataclass(frozen=True)
class ParsedPage:
    """Everything read from one capture.

    Attributes:
        record: what is known of the page; None where it is of no known edition.
        rows: rows by table, each with exactly its table's columns.
        rejected: the page or parts of it that were set aside.
        content: digest of what the page says, the same for captures that differ only around it; empty for pages that
            were set aside.
    """

    record: PageRecord | None
    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    rejected: Sequence[RejectedRow] = ()
    content: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the page was not set aside: it gave rows, or is an index, which has none."""
        return bool(self.content)

    @property
    def is_read(self) -> bool:
        """Whether the page gave rows."""
        return self.record is not None and self.record.outcome is PageOutcome.READ

    @property
    def page(self) -> Row | None:
        """The row of `pages`; None where the page is of no known edition."""
        return self.record.row if self.record is not None else None

    @property
    def quarantine(self) -> list[Row]:
        """Rows of `quarantine`."""
        return [rejected.row for rejected in self.rejected]

    @property
    def sections(self) -> list[Row]:
        """Rows of `report_sections`."""
        return self.rows.get(REPORT_SECTIONS.name, [])


@dataclass
class _Progress:
    """What is known of a page so far; a page that fails keeps what was learned before it failed."""

    location: Location | None = None
    kind: PageKind | None = None
    decoded: Decoded | None = None
    page: Page | None = None
    identity: Identity | None = None
    repaired: Repaired | None = None
    leads_to: str = ""


def read_page(capture: Capture, hint: Hint | None = None) -> ParsedPage:
    """Reads a capture into rows. A page that cannot be read gives a quarantine row, never an exception.

    Args:
        capture: the page.
        hint: what a person says of a page that does not say it itself.
    """
    done = _Progress(location=locate(capture.url))
    try:
        found = _read(capture, done, hint)
        if found is None:
            return _not_a_report(capture, done)
        record, rows = _completed(capture, done, found)
    except PageProblemError as problem:
        return _set_aside(capture, done, problem)
    except Exception as error:  # a reader's own mistake must not end the run for all other pages
        detail = f"the reader failed ({type(error).__name__}: {error}): {capture.url}"
        return _set_aside(capture, done, PageProblemError(Reason.READER_FAILED, detail))
    assert done.page is not None
    for table, read in rows.items():
        rows[table], corrected = correct(table, read)
        record = record.remarked(*corrected)
    return ParsedPage(record, rows, found.rejected, content=_content_digest(done.page))


def _read(capture: Capture, done: _Progress, hint: Hint | None) -> RowsRead | None:
    """What is on a page; None where the page leads to reports and is none, or holds no rows."""
    validate_body(capture.status, capture.body, capture.url, plain_text=hint is not None)
    try:
        done.decoded = decode(capture.body, capture.charset)
    except UndecodableError as error:
        raise PageProblemError(Reason.UNDECODABLE, f"{error}: {capture.url}") from error
    if is_index(capture.url, done.location):
        done.kind = PageKind.INDEX
        done.leads_to = content_of(done.decoded.text, capture.url)
        return None
    done.page = _open(capture, done, hint)
    done.location = place_in_registry(capture.url, done.page, hint)
    done.identity = identify(capture.url, done.page.title, done.location, hint)
    done.kind = done.identity.kind
    reader = READERS[done.identity.family, done.identity.kind]
    found = reader.read(done.page, done.identity, capture.url)
    done.kind = done.kind if found is not None else PageKind.INDEX
    return found


def _open(capture: Capture, done: _Progress, hint: Hint | None) -> Page:
    """The page as blocks, in the first layout of its family that fits; of any family where that is not known yet."""
    assert done.decoded is not None
    if hint is not None and is_plain_text(done.decoded.text):
        done.repaired = repair(unwrapped(done.decoded.text))
        return open_text(done.repaired.text, hint.country or "")
    family = done.location.family if done.location else None
    numbered = page_number(capture.url) is not None or hint is not None
    try:
        return open_page(done.decoded.text, layouts_of(family, numbered=numbered), name=capture.url)
    except PageProblemError as problem:
        if problem.problem is Reason.UNKNOWN_LAYOUT and is_challenge(done.decoded.text):
            raise PageProblemError(
                Reason.CHALLENGE, f"a page that guards the report, not the report: {capture.url}"
            ) from None
        if problem.problem is Reason.UNKNOWN_LAYOUT and done.location is None:
            raise PageProblemError(
                Reason.UNKNOWN_FAMILY, f"neither address nor layout is of a known report: {capture.url}"
            ) from None
        raise


def _completed(capture: Capture, done: _Progress, found: RowsRead) -> tuple[PageRecord, dict[str, list[Row]]]:
    """The record of a page that was read, and its rows with the columns that say which page they are from."""
    record = _record(capture, done, PageOutcome.READ)
    headings = tuple(found.unknown_headings)
    record = replace(record, words=found.words, unknown_headings=headings).remarked(*found.remarks)
    if headings:
        record = record.remarked(f"unknown headings: {' | '.join(headings)}")
    page = record.row
    return record, {table: completed(table, rows, page) for table, rows in found.rows.items()}


def _not_a_report(capture: Capture, done: _Progress) -> ParsedPage:
    record = _record(capture, done, PageOutcome.NOT_A_REPORT) if done.location else None
    return ParsedPage(record, content=done.leads_to)


def _set_aside(capture: Capture, done: _Progress, problem: PageProblemError) -> ParsedPage:
    place = done.location
    record = replace(_record(capture, done, PageOutcome.QUARANTINED), problem=problem.problem) if place else None
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


def _record(capture: Capture, done: _Progress, outcome: PageOutcome) -> PageRecord:
    """What is known of a page of a known edition so far."""
    assert done.location is not None
    page, identity, decoded = done.page, done.identity, done.decoded
    said = [identity.remark if identity else None, decoded.remark if decoded else None, _repairs(done)]
    return PageRecord(
        country=identity.country if identity else WORLD,
        year=done.location.year,
        family=done.location.family,
        source_url=capture.url,
        kind=done.kind,
        area=identity.area if identity else None,
        layout=page.layout.name if page else None,
        outcome=outcome,
        remark="; ".join(remark for remark in said if remark) or None,
        title_printed=page.title if page else None,
        country_printed=identity.country_printed if identity else None,
        encoding=decoded.encoding if decoded else None,
        encoding_guessed=decoded.guessed if decoded else None,
        blocks=len(page.blocks) if page else 0,
        page_digest=capture.digest,
        origin=capture.origin,
    )


def _repairs(done: _Progress) -> str | None:
    """What was put right in a text recovered from PDF."""
    if done.repaired is None or not done.repaired.changes:
        return None
    changes = [f"{change.before!r} to {change.after!r} at {change.offset}" for change in done.repaired.changes]
    return f"text repaired: {', '.join(changes)}"


def _content_digest(page: Page) -> str:
    lines = [page.layout.name, page.title, *(_fingerprint(block) for block in page.blocks)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _fingerprint(block: Block) -> str:
    return f"{block.kind}|{block.role}|{block.level}|{block.text}"


def assign(capture: Capture) -> tuple[str, int] | None:
    """Family and edition of a page, for the archive's index: from its address, else from the page itself."""
    location = locate(capture.url)
    if location is not None:
        return location.family, location.year
    record = read_page(capture).record
    return (record.family, record.year) if record is not None else None
