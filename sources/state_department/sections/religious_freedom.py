"""Reads the sections of a Report on International Religious Freedom.

A report covers religious demography, respect for religion by government and society, and United States policy. Sections
have Roman numbers from about 2010 on; the words of the heading decide, not its number. The headings are in
`sources/state_department/data/religious_freedom_headings.csv`; a new heading belongs there.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from sources.html.blocks import Block
from sources.html.layout import Page
from sources.problems import PageProblemError
from sources.reference.data import rows
from sources.rows import Row
from sources.state_department.identity.page_identity import Identity
from sources.state_department.reader import RowsRead
from sources.state_department.sections.human_rights_headings import heading_key
from warehouse.tables import REPORT_SECTIONS
from warehouse.tables.vocabulary import Reason

_NUMBER: Final = re.compile(r"^section\s+(?:[ivx]{1,4}|\d)\s*[.:–-]?\s*", re.IGNORECASE)
_LONGEST_HEADING_CHARACTERS: Final = 120


@dataclass
class _ReligiousFreedomSection:
    section: str
    section_printed: str
    part: str | None
    title_printed: str
    known: bool = True
    paragraphs: list[str] = field(default_factory=list)


def read_religious_freedom(page: Page, identity: Identity, name: str) -> RowsRead:
    """The rows of a country's Report on International Religious Freedom; see `Reader.read`.

    Raises:
        PageProblemError: no heading is known, or no section has text.
    """
    sections: list[_ReligiousFreedomSection] = []
    for block in page.blocks:
        if (opened := _section_opened_by(block, sections, page.title)) is not None:
            sections.append(opened)
        elif block.role != "section_label":
            if not sections:
                sections.append(
                    _ReligiousFreedomSection("executive_summary", page.title, None, page.title, known=False)
                )
            sections[-1].paragraphs.append(block.text)
    filled = [section for section in sections if section.paragraphs]
    if not filled:
        raise PageProblemError(Reason.NO_TEXT, f"the page has a known layout but no section with text: {name}")
    unknown = [section.title_printed for section in filled if not section.known]
    if len(unknown) == len(filled):
        raise PageProblemError(Reason.UNKNOWN_SECTION, f"no section of it is known ({' | '.join(unknown[:5])}): {name}")
    found = [_section_row(position, section) for position, section in enumerate(filled, start=1)]
    words = sum(row["words"] for row in found)
    return RowsRead({REPORT_SECTIONS.name: found}, words, unknown_headings=unknown)


def _section_opened_by(
    block: Block, sections: list[_ReligiousFreedomSection], title: str
) -> _ReligiousFreedomSection | None:
    """The section or part that a block opens: a heading, or a bold line that is a known heading."""
    is_set_apart = block.kind == "heading" or (
        block.lead == block.text and len(block.text) <= _LONGEST_HEADING_CHARACTERS
    )
    if not is_set_apart or block.role == "section_label":
        return None
    found = _vocabulary().get(heading_key(_NUMBER.sub("", block.text)))
    if found is not None:
        section, part = found
        inside = part and sections and sections[-1].section == section
        return _ReligiousFreedomSection(
            section, sections[-1].section_printed if inside else block.text, part, block.text
        )
    if block.kind != "heading":
        return None
    current = sections[-1] if sections else _ReligiousFreedomSection("executive_summary", title, None, title)
    return _ReligiousFreedomSection(current.section, current.section_printed, None, block.text, known=False)


def _section_row(position: int, section: _ReligiousFreedomSection) -> Row:
    text = "\n".join(section.paragraphs)
    return {
        "position": position,
        "section": section.section,
        "section_printed": section.section_printed,
        "subsection": None,
        "part": section.part,
        "title_printed": section.title_printed,
        "level": 1 if section.title_printed == section.section_printed else 2,
        "text": text,
        "words": len(text.split()),
        "numbers_unread": None,
    }


@cache
def _vocabulary() -> dict[str, tuple[str, str | None]]:
    return {
        heading_key(row["title"]): (row["section"], row["part"] or None)
        for row in rows("religious_freedom_headings.csv", package="sources.state_department")
    }
