"""From a capture to rows: the one entrance to every reader of State Department pages."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sources.archive.capture import Capture
from sources.fetch.outcomes import classify, is_challenge
from sources.html.blocks import Block
from sources.html.decode import Decoded, UndecodableError, decode
from sources.html.layout import Page, open_page
from sources.html.text import is_plain_text, open_text, unwrapped
from sources.language.repair import Repaired, repair
from sources.problems import PageProblemError
from sources.reference.corrections import correct
from sources.registry.families import Location, locate, page_number
from sources.state_department.identity import Hint, Identity, identify, place_in_registry
from sources.state_department.index_page import content_of, is_index
from sources.state_department.reader import Found, Row, SetAside
from sources.state_department.readers import READERS, layouts_of
from warehouse.tables import TABLES
from warehouse.tables.vocabulary import WORLD


@dataclass(frozen=True)
class Reading:
    """Everything read from one capture.

    Attributes:
        page: the row of `pages`; None where the page is of no known edition.
        rows: rows by table.
        quarantine: rows of `quarantine`.
        content: digest of what the page says, the same for captures that differ only around it; empty for pages that
            were set aside.
    """

    page: Row | None
    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    quarantine: list[Row] = field(default_factory=list)
    content: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the page was not set aside: it gave rows, or is an index, which has none."""
        return bool(self.content)

    @property
    def is_read(self) -> bool:
        """Whether the page gave rows."""
        return self.page is not None and self.page["outcome"] == "read"

    @property
    def sections(self) -> list[Row]:
        """Rows of `report_sections`."""
        return self.rows.get("report_sections", [])


@dataclass
class _Progress:
    """What is known of a page so far; a page that fails keeps what was learned before it failed."""

    location: Location | None = None
    kind: str | None = None
    decoded: Decoded | None = None
    page: Page | None = None
    identity: Identity | None = None
    repaired: Repaired | None = None
    leads_to: str = ""


def read_page(capture: Capture, hint: Hint | None = None) -> Reading:
    """Reads a capture into rows. A page that cannot be read gives a quarantine row, never an exception.

    Args:
        capture: the page.
        hint: what a person says of a page that does not say it itself.
    """
    done = _Progress(location=locate(capture.url))
    try:
        found = _read(capture, done, hint)
    except PageProblemError as problem:
        return _set_aside(capture, done, problem)
    except Exception as error:  # a reader's own mistake must not end the run for all other pages
        detail = f"the reader failed ({type(error).__name__}: {error}): {capture.url}"
        return _set_aside(capture, done, PageProblemError("reader_failed", detail))
    if found is None:
        row = _page_row(capture, done, outcome="not_a_report") if done.location else None
        return Reading(row, content=done.leads_to)
    assert done.identity is not None and done.page is not None
    page = _page_row(capture, done, outcome="read", words=found.words, remarks=found.remarks)
    rows = {}
    for table, given in found.rows.items():
        rows[table], corrected = correct(table, [_stamped(table, row, page) for row in given])
        page["remark"] = "; ".join(filter(None, (page["remark"], *corrected))) or None
    aside = [_stranger(page, table, name) for table, name in found.strangers]
    aside += [_part_set_aside(page, part) for part in found.set_aside]
    return Reading(page, rows, aside, content=_content_digest(done.page))


def _read(capture: Capture, done: _Progress, hint: Hint | None) -> Found | None:
    """What is on a page; None where the page leads to reports and is none, or holds no rows."""
    classify(capture.status, capture.body, capture.url, plain_text=hint is not None)
    try:
        done.decoded = decode(capture.body, capture.charset)
    except UndecodableError as error:
        raise PageProblemError("undecodable", f"{error}: {capture.url}") from error
    if is_index(capture.url, done.location):
        done.kind = "index"
        done.leads_to = content_of(done.decoded.text, capture.url)
        return None
    done.page = _open(capture, done, hint)
    done.location = place_in_registry(capture.url, done.page, hint)
    done.identity = identify(capture.url, done.page.title, done.location, hint)
    done.kind = done.identity.kind
    reader = READERS[done.identity.family, done.identity.kind]
    found = reader.read(done.page, done.identity, capture.url)
    done.kind = done.kind if found is not None else "index"
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
        if problem.problem == "unknown_layout" and is_challenge(done.decoded.text):
            raise PageProblemError(
                "challenge", f"a page that guards the report, not the report: {capture.url}"
            ) from None
        if problem.problem == "unknown_layout" and done.location is None:
            raise PageProblemError(
                "unknown_family", f"neither address nor layout is of a known report: {capture.url}"
            ) from None
        raise


def _set_aside(capture: Capture, done: _Progress, problem: PageProblemError) -> Reading:
    place = done.location
    row: Row = {
        "table": "pages",
        "source_url": capture.url,
        "reason": problem.problem,
        "record": capture.digest,
        "detail": problem.detail,
        "family": place.family if place else None,
        "year": place.year if place else None,
    }
    page = _page_row(capture, done, outcome="quarantined", problem=problem.problem) if place else None
    return Reading(page, quarantine=[row])


def _stranger(page: Row, table: str, name: str) -> Row:
    """The quarantine row of a name that stands for no known country."""
    return {
        "table": table,
        "source_url": page["source_url"],
        "reason": "unknown_country",
        "record": name,
        "detail": f"no country is called {name!r}: {page['source_url']}",
        "family": page["family"],
        "year": page["year"],
    }


def _part_set_aside(page: Row, part: SetAside) -> Row:
    """The quarantine row of a part of a page."""
    return {
        "table": part.table,
        "source_url": page["source_url"],
        "reason": part.reason,
        "record": part.record,
        "detail": part.detail,
        "family": page["family"],
        "year": page["year"],
    }


def _page_row(
    capture: Capture,
    done: _Progress,
    *,
    outcome: str,
    problem: str | None = None,
    words: int = 0,
    remarks: Sequence[str] = (),
) -> Row:
    assert done.location is not None
    page, identity, decoded = done.page, done.identity, done.decoded
    said = [identity.remark if identity else None, decoded.remark if decoded else None, _repairs(done), *remarks]
    return {
        "country": identity.country if identity else WORLD,
        "year": done.location.year,
        "family": done.location.family,
        "source_url": capture.url,
        "kind": done.kind,
        "area": identity.area if identity else None,
        "layout": page.layout.name if page else None,
        "outcome": outcome,
        "problem": problem,
        "remark": "; ".join(remark for remark in said if remark) or None,
        "title_printed": page.title if page else None,
        "country_printed": identity.country_printed if identity else None,
        "encoding": decoded.encoding if decoded else None,
        "blocks": len(page.blocks) if page else 0,
        "words": words,
        "page_digest": capture.digest,
        "origin": capture.origin,
    }


def _repairs(done: _Progress) -> str | None:
    """What was put right in a text recovered from PDF."""
    if done.repaired is None or not done.repaired.changes:
        return None
    changes = [f"{change.before!r} to {change.after!r} at {change.offset}" for change in done.repaired.changes]
    return f"text repaired: {', '.join(changes)}"


def _stamped(table: str, row: Row, page: Row) -> Row:
    """A row with the columns its table has that say which page it is from; its own come first."""
    return {name: row[name] if name in row else page[name] for name in TABLES[table].columns}


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
    page = read_page(capture).page
    return (page["family"], page["year"]) if page is not None else None
