"""From a capture to rows: the one entrance to every reader of State Department pages."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sources.archive.capture import Capture
from sources.fetch.outcomes import classify, is_challenge
from sources.html.blocks import Block
from sources.html.decode import Decoded, UndecodableError, decode
from sources.html.layout import Page, open_page
from sources.problems import PageProblemError
from sources.registry.families import Location, locate
from sources.state_department.human_rights import Report, is_text, read_report
from sources.state_department.identity import Hint, Identity, identify, place_in_registry
from sources.state_department.layouts import HUMAN_RIGHTS_LAYOUTS
from warehouse.tables.vocabulary import WORLD

Row = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """Everything read from one capture.

    Attributes:
        page: the row of `pages`; None where the page is of no known family or edition.
        sections: rows of `report_sections`.
        quarantine: rows of `quarantine`.
        content: digest of the blocks read, the same for captures that differ only around the report.
    """

    page: Row | None
    sections: list[Row] = field(default_factory=list)
    quarantine: list[Row] = field(default_factory=list)
    content: str = ""

    @property
    def is_read(self) -> bool:
        """Whether the page gave rows."""
        return self.page is not None and self.page["outcome"] == "read"


@dataclass
class _Progress:
    """What is known of a page so far; a page that fails keeps what was learned before it failed."""

    location: Location | None = None
    decoded: Decoded | None = None
    page: Page | None = None
    identity: Identity | None = None


def read_page(capture: Capture, hint: Hint | None = None) -> Reading:
    """Reads a capture into rows. A page that cannot be read gives a quarantine row, never an exception.

    Args:
        capture: the page.
        hint: what a person says of a page that does not say it itself.
    """
    done = _Progress(location=locate(capture.url))
    try:
        report = _read(capture, done, hint)
    except PageProblemError as problem:
        return _set_aside(capture, done, problem)
    if report is None:
        return Reading(_page_row(capture, done, outcome="not_a_report"))
    assert done.identity is not None and done.page is not None
    remarks = [f"unknown headings: {' | '.join(report.unknown_headings)}"] if report.unknown_headings else []
    page = _page_row(capture, done, outcome="read", remarks=remarks)
    return Reading(page, _section_rows(capture, done.identity, report), content=_content_digest(done.page))


def _read(capture: Capture, done: _Progress, hint: Hint | None) -> Report | None:
    """The report on a page; None where the page is an index of its family."""
    classify(capture.status, capture.body, capture.url)
    try:
        done.decoded = decode(capture.body, capture.charset)
    except UndecodableError as error:
        raise PageProblemError("undecodable", f"{error}: {capture.url}") from error
    if done.location is not None and done.location.slug is None:
        return None
    try:
        done.page = open_page(done.decoded.text, HUMAN_RIGHTS_LAYOUTS, name=capture.url)
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
    done.location = place_in_registry(capture.url, done.page.title, done.page.addresses, hint)
    done.identity = identify(capture.url, done.page.title, done.location, hint)
    return read_report(done.page.blocks, title=done.page.title, name=capture.url)


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


def _page_row(
    capture: Capture,
    done: _Progress,
    *,
    outcome: str,
    problem: str | None = None,
    remarks: Sequence[str] = (),
) -> Row:
    assert done.location is not None
    page, identity, decoded = done.page, done.identity, done.decoded
    said = [identity.remark if identity else None, decoded.remark if decoded else None, *remarks]
    body = [block for block in page.blocks if is_text(block)] if page else []
    return {
        "country": identity.country if identity else WORLD,
        "year": done.location.year,
        "family": done.location.family,
        "source_url": capture.url,
        "area": identity.area if identity else None,
        "layout": page.layout.name if page else None,
        "outcome": outcome,
        "problem": problem,
        "remark": "; ".join(remark for remark in said if remark) or None,
        "title_printed": page.title if page else None,
        "country_printed": identity.country_printed if identity else None,
        "encoding": decoded.encoding if decoded else None,
        "blocks": len(page.blocks) if page else 0,
        "words": sum(len(block.text.split()) for block in body),
        "page_digest": capture.digest,
        "origin": capture.origin,
    }


def _section_rows(capture: Capture, identity: Identity, report: Report) -> list[Row]:
    return [
        {
            "country": identity.country,
            "year": identity.year,
            "family": identity.family,
            "area": identity.area,
            "position": position,
            "section": section.section,
            "section_printed": section.section_printed,
            "subsection": section.subsection,
            "part": section.part,
            "title_printed": section.title_printed,
            "level": section.level,
            "text": section.text,
            "words": len(section.text.split()),
            "source_url": capture.url,
            "page_digest": capture.digest,
            "origin": capture.origin,
        }
        for position, section in enumerate(report.sections, start=1)
    ]


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
