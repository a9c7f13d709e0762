"""Reads the sample pages from their source files: properties of the page, then its text under headings.

    year: 2023
    country: Norway
    slug: norway
    layout: accordion

    # Section 1. Respect for the Integrity of the Person

    ## b. Disappearance

    Paragraphs are separated by an empty line.

`title` is optional, for a page with an unusual title. `##` opens a subsection, `###` and `####` headings inside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Final

SITE: Final = "https://www.state.gov.sample.invalid"
"""The host of the sample pages. The top-level domain `invalid` is reserved, so no such page can exist."""

_HEADING: Final = re.compile(r"^(#{1,4}) +(.+)$")
_LABEL: Final = re.compile(r"^(Section \d\.) +(.+)$")
_PROPERTIES: Final = frozenset(("year", "country", "slug", "layout"))
_FLAT_FROM: Final = 2024
"""From this edition on, addresses have no slash at the end."""


@dataclass
class Part:
    """A part inside a subsection; `level` is the level of its heading, 4 or 5."""

    level: int
    title: str
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class Subsection:
    """A subsection with its parts; the text before a section's first subsection has no title."""

    title: str | None
    paragraphs: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


@dataclass
class DocumentSection:
    """A top-level section; the executive summary has no label."""

    label: str | None
    title: str
    subsections: list[Subsection] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """Label and title in one line."""
        return f"{self.label} {self.title}" if self.label else self.title


@dataclass
class Document:
    """One page of the sample."""

    year: int
    country: str
    slug: str
    layout: str
    title: str
    summary: DocumentSection
    sections: list[DocumentSection]

    @property
    def name(self) -> str:
        """Short name of the page."""
        return self.country

    @property
    def report(self) -> str:
        """Name of the report the page belongs to, without the year."""
        return "Country Reports on Human Rights Practices"

    @property
    def subject(self) -> str:
        """Subject of the page."""
        return "Human Rights"

    @property
    def neighbors(self) -> Sequence[str]:
        """Countries whose reports the page links to."""
        return "Cambodia", "China", "Costa Rica", "Ghana", "Norway"

    @property
    def editions(self) -> Sequence[int]:
        """Years whose reports the page links to."""
        return range(2016, 2025)

    @property
    def overview(self) -> str:
        """Address of the edition's index page."""
        return f"{SITE}/reports/{self.year}-country-reports-on-human-rights-practices/"

    @property
    def url(self) -> str:
        """Address of the page."""
        return f"{self.overview}{self.slug}" + ("" if self.year >= _FLAT_FROM else "/")


def read_documents() -> list[Document]:
    """The pages of the sample, in order of edition and country."""
    files = resources.files("sources.sample").joinpath("pages").iterdir()
    texts = {file.name: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".md")}
    return [read_document(texts[name], name) for name in sorted(texts)]


def read_document(text: str, name: str) -> Document:
    """Reads one page.

    Args:
        text: content of the source file.
        name: name of the page in messages.

    Raises:
        ValueError: a property of the page is missing, or text is in a wrong position.
    """
    head, _, body = text.partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    if facts.keys() - {"title"} != _PROPERTIES:
        raise ValueError(f"{name}: the first lines must have {', '.join(sorted(_PROPERTIES))}, and may have title")
    summary, *sections = _sections(body, name)
    if summary.label is not None or any(section.label is None for section in sections):
        raise ValueError(f"{name}: a page must be an executive summary and then numbered sections")
    full_title = f"{facts['year']} Country Reports on Human Rights Practices: {facts['country']}"
    return Document(
        year=int(facts["year"]),
        country=facts["country"],
        slug=facts["slug"],
        layout=facts["layout"],
        title=facts.get("title", full_title),
        summary=summary,
        sections=sections,
    )


def _sections(body: str, name: str) -> list[DocumentSection]:
    sections: list[DocumentSection] = []
    for block in re.split(r"\n{2,}", body.strip()):
        heading = _HEADING.match(block)
        if heading is not None and heading[1] == "#":
            sections.append(_section(heading[2]))
        elif not sections:
            raise ValueError(f"{name}: text before the first section: {block[:60]!r}")
        elif heading is not None:
            _open(sections[-1], len(heading[1]), heading[2])
        else:
            _paragraphs(sections[-1]).append(block)
    return sections


def _section(title: str) -> DocumentSection:
    label = _LABEL.match(title)
    return DocumentSection(label[1], label[2]) if label else DocumentSection(None, title)


def _open(section: DocumentSection, depth: int, title: str) -> None:
    if depth == 2:
        section.subsections.append(Subsection(title))
    else:
        _last(section).parts.append(Part(depth + 1, title))


def _paragraphs(section: DocumentSection) -> list[str]:
    """The list to which the next paragraph of a section is added."""
    subsection = _last(section)
    return subsection.parts[-1].paragraphs if subsection.parts else subsection.paragraphs


def _last(section: DocumentSection) -> Subsection:
    if not section.subsections:
        section.subsections.append(Subsection(None))
    return section.subsections[-1]
