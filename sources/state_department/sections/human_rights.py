"""Blocks of a Country Report on Human Rights Practices to sections.

A report is an executive summary and numbered sections; sections hold lettered subsections; some subsections hold
headed parts. Editions letter, nest and word these differently, so the printed heading is looked up in one
vocabulary and the running section, subsection and part follow from it.
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
_LONGEST_HEADING: Final = 200  # characters


@dataclass
class Section:
    """The lowest headed part of a report, being collected."""

    section: str
    section_printed: str
    subsection: str | None
    part: str | None
    title_printed: str
    level: int
    known: bool = True
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass
class Report:
    """What was read from a page: sections that hold text, and headings no vocabulary knows."""

    sections: list[Section]
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
            "words": len(section.text.split()),
        }
        for position, section in enumerate(report.sections, start=1)
    ]
    words = sum(len(block.text.split()) for block in page.blocks if is_text(block))
    return RowsRead({REPORT_SECTIONS.name: rows}, words, unknown_headings=report.unknown_headings)


def read_report(stream: Sequence[Block], *, title: str, name: str) -> Report:
    """Reads the sections of a report.

    Args:
        stream: the blocks of the page's body.
        title: the page's title, which heads text that stands before the first heading.
        name: what messages call the page, normally its URL.

    Raises:
        PageProblemError: no heading of a top-level section is known, or no section holds text.
    """
    reader = _Reader(title)
    for block in stream:
        reader.take(block)
    sections = [section for section in reader.sections if section.paragraphs]
    if not sections:
        raise PageProblemError(Reason.NO_TEXT, f"the page has a known layout but no section with text: {name}")
    unknown = [section.title_printed for section in sections if not section.known]
    if len(unknown) == len(sections):
        raise PageProblemError(Reason.UNKNOWN_SECTION, f"no section of it is known ({' | '.join(unknown[:5])}): {name}")
    return Report(sections, unknown)


class _Reader:
    """The grammar: where in the report the next block stands."""

    def __init__(self, title: str) -> None:
        self.sections: list[Section] = []
        self._title = title
        self._label = ""

    def take(self, block: Block) -> None:
        """Takes the next block of the page."""
        if block.role == "section_label":
            self._label = block.text
        elif _is_navigation(block):
            return
        elif block.kind == "heading":
            self._open(block)
        elif found := _heading_in_disguise(block):
            self._open_inner(block.text, found)
        else:
            self._current().paragraphs.append(block.text)

    def _open(self, block: Block) -> None:
        printed = block.text
        if block.role in _TOP_LEVEL or section_number(printed) is not None:
            printed = f"{self._label} {printed}".strip()
            self._label = ""
            found = section_heading(printed) or _by_place(block, printed)
        else:
            found = inner_heading(printed)
        if found is not None and found.section is not None:
            self.sections.append(Section(found.section, printed, None, None, printed, 1))
        elif found is not None:
            self._open_inner(printed, found)
        else:
            self._open_unknown(printed)

    def _open_inner(self, printed: str, found: Heading) -> None:
        around = self._current()
        level = 3 if found.part else 2
        self.sections.append(
            Section(around.section, around.section_printed, found.subsection, found.part, printed, level)
        )

    def _open_unknown(self, printed: str) -> None:
        """An unknown heading stays where it stands: in the running section and subsection, under its own title."""
        around = self._current()
        self.sections.append(
            Section(around.section, around.section_printed, around.subsection, None, printed, 3, known=False)
        )

    def _current(self) -> Section:
        """The part being read; what stands before any heading opens the report, under the page's own title."""
        if not self.sections:
            self.sections.append(Section("executive_summary", self._title, None, None, self._title, 1, known=False))
        return self.sections[-1]


def _by_place(block: Block, printed: str) -> Heading | None:
    """A top-level section whose title is new, but whose number is printed or whose place is marked."""
    if block.role == "summary_title":
        return Heading("section", "executive_summary", None, None)
    number = section_number(printed)
    return Heading("section", f"section_{number}", None, None) if number is not None and 1 <= number <= 7 else None


def is_text(block: Block) -> bool:
    """Whether a block is part of the report's text, rather than a heading, a label or a link to another part."""
    return block.kind != "heading" and block.role != "section_label" and not _is_navigation(block)


def _is_navigation(block: Block) -> bool:
    """Links between the parts of one country's report, such as `READ A SECTION: CHINA (BELOW) | TIBET`."""
    start = block.text[: len(_NAVIGATION_PREFIXES[0])].casefold()
    return start.startswith(_NAVIGATION_PREFIXES) or (block.kind == "paragraph" and block.text.endswith(_ARROW))


def _heading_in_disguise(block: Block) -> Heading | None:
    """A paragraph that is nothing but a known subheading: some pages lost the markup of theirs."""
    if block.kind != "paragraph" or len(block.text) > _LONGEST_HEADING:
        return None
    return exact_inner_heading(block.text)
