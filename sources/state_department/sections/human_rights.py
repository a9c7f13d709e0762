"""Reads the sections of a Country Report on Human Rights Practices.

A report has an executive summary and numbered sections, sections have lettered subsections, and some subsections have
headed parts. Editions letter, nest and word these differently. So the printed heading is looked up in one vocabulary
(`human_rights_headings`), which gives section, subsection and part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sources.html.blocks import Block
from sources.html.layout import Page
from sources.problems import PageProblemError
from sources.state_department.identity.page_identity import Identity
from sources.state_department.reader import RowsRead
from sources.state_department.sections.human_rights_headings import (
    Heading,
    exact_inner_heading,
    inner_heading,
    section_heading,
    section_number,
)
from warehouse.tables import REPORT_SECTIONS
from warehouse.tables.vocabulary import Reason

_NAVIGATION_PREFIXES: Final = ("read a section", "read section")
_TOP_LEVEL: Final = ("section_title", "summary_title")
_ARROW: Final = "→"
_LONGEST_HEADING_CHARACTERS: Final = 200


@dataclass
class HumanRightsSection:
    """The lowest headed part of a report, with the paragraphs read so far."""

    section: str
    section_printed: str
    subsection: str | None
    part: str | None
    title_printed: str
    level: int
    known: bool = True
    paragraphs: list[str] = field(default_factory=list)
    words: int = 0

    @property
    def text(self) -> str:
        """The paragraphs, one per line."""
        return "\n".join(self.paragraphs)

    def add(self, block: Block) -> None:
        """Adds a paragraph."""
        self.paragraphs.append(block.text)
        self.words += block.words


@dataclass
class HumanRightsReport:
    """The sections with text of a page, and the headings that are in no vocabulary."""

    sections: list[HumanRightsSection]
    unknown_headings: list[str]


def read_human_rights(page: Page, identity: Identity, name: str) -> RowsRead:
    """The rows of a Country Report on Human Rights Practices; see `Reader.read`."""
    report = read_report(page.blocks, title=page.title, name=name)
    rows = [
        {
            "position": position,
            "section": section.section,
            "section_printed": section.section_printed,
            "subsection": section.subsection,
            "part": section.part,
            "title_printed": section.title_printed,
            "level": section.level,
            "text": section.text,
            "words": section.words,
            "numbers_unread": None,
        }
        for position, section in enumerate(report.sections, start=1)
    ]
    words = sum(block.words for block in page.blocks if is_text(block))
    return RowsRead({REPORT_SECTIONS.name: rows}, words, unknown_headings=report.unknown_headings)


def read_report(stream: Sequence[Block], *, title: str, name: str) -> HumanRightsReport:
    """Reads the sections of a report.

    Args:
        stream: the blocks of the page's body.
        title: the page's title, the heading of text before the first heading.
        name: name of the page in messages, normally its URL.

    Raises:
        PageProblemError: no heading of a top-level section is known, or no section has text.
    """
    reader = _ReportReader(title)
    for block in stream:
        reader.add(block)
    sections = [section for section in reader.sections if section.paragraphs]
    if not sections:
        raise PageProblemError(Reason.NO_TEXT, f"the page has a known layout but no section with text: {name}")
    unknown = [section.title_printed for section in sections if not section.known]
    if len(unknown) == len(sections):
        raise PageProblemError(Reason.UNKNOWN_SECTION, f"no section of it is known ({' | '.join(unknown[:5])}): {name}")
    return HumanRightsReport(sections, unknown)


class _ReportReader:
    """Adds each block to its section."""

    def __init__(self, title: str) -> None:
        self.sections: list[HumanRightsSection] = []
        self._title = title
        self._label = ""

    def add(self, block: Block) -> None:
        """Adds the next block of the page."""
        if block.role == "section_label":
            self._label = block.text
        elif _is_navigation(block):
            return
        elif block.kind == "heading":
            self._open(block)
        elif found := _heading_without_markup(block):
            self._open_inner(block.text, found)
        else:
            self._current().add(block)

    def _open(self, block: Block) -> None:
        printed = block.text
        if block.role in _TOP_LEVEL or section_number(printed) is not None:
            printed = f"{self._label} {printed}".strip()
            self._label = ""
            found = section_heading(printed) or _section_by_position(block, printed)
        else:
            found = inner_heading(printed)
        if found is not None and found.section is not None:
            self.sections.append(HumanRightsSection(found.section, printed, None, None, printed, 1))
        elif found is not None:
            self._open_inner(printed, found)
        else:
            self._open_unknown(printed)

    def _open_inner(self, printed: str, found: Heading) -> None:
        current = self._current()
        level = 3 if found.part else 2
        self.sections.append(
            HumanRightsSection(current.section, current.section_printed, found.subsection, found.part, printed, level)
        )

    def _open_unknown(self, printed: str) -> None:
        """Opens a part for an unknown heading: in the current section and subsection, under its own title."""
        current = self._current()
        self.sections.append(
            HumanRightsSection(
                current.section, current.section_printed, current.subsection, None, printed, 3, known=False
            )
        )

    def _current(self) -> HumanRightsSection:
        """The part being read; before the first heading it is a summary under the page's own title."""
        if not self.sections:
            self.sections.append(
                HumanRightsSection("executive_summary", self._title, None, None, self._title, 1, known=False)
            )
        return self.sections[-1]


def _section_by_position(block: Block, printed: str) -> Heading | None:
    """A top-level section with an unknown title, but with a printed number or the markup of the summary."""
    if block.role == "summary_title":
        return Heading("section", "executive_summary", None, None)
    number = section_number(printed)
    return Heading("section", f"section_{number}", None, None) if number is not None and 1 <= number <= 7 else None


def is_text(block: Block) -> bool:
    """Whether a block is report text: no heading, no label, no link to another part."""
    return block.kind != "heading" and block.role != "section_label" and not _is_navigation(block)


def _is_navigation(block: Block) -> bool:
    """Whether a block is links between the parts of a report: `READ A SECTION: CHINA (BELOW) | TIBET`."""
    start = block.text[: len(_NAVIGATION_PREFIXES[0])].casefold()
    return start.startswith(_NAVIGATION_PREFIXES) or (block.kind == "paragraph" and block.text.endswith(_ARROW))


def _heading_without_markup(block: Block) -> Heading | None:
    """The heading of a paragraph that is only a known subheading; some pages have no markup for theirs."""
    if block.kind != "paragraph" or len(block.text) > _LONGEST_HEADING_CHARACTERS:
        return None
    return exact_inner_heading(block.text)
