"""The sample's pages as they are written down: what a page is, then its text under headings.

    year: 2023
    country: Norway
    slug: norway
    layout: accordion

    # Section 1. Respect for the Integrity of the Person

    ## b. Disappearance

    Paragraphs stand apart from each other by an empty line.

`title` may be given where a page has an unusual one. `##` opens a subsection, `###` and `####` headings inside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Final

SITE: Final = "https://www.state.gov.sample.invalid"
"""Where the sample's pages live. The top-level domain `invalid` is kept free, so no such page can ever exist."""

_HEADING: Final = re.compile(r"^(#{1,4}) +(.+)$")
_LABEL: Final = re.compile(r"^(Section \d\.) +(.+)$")
_FACTS: Final = frozenset(("year", "country", "slug", "layout"))
_FLAT_FROM: Final = 2024
"""From this edition on, addresses have no slash at the end."""


@dataclass
class Part:
    """A headed part inside a subsection; `level` is that of its heading, 4 or 5."""

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
class Section:
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
    summary: Section
    sections: list[Section]

    @property
    def name(self) -> str:
        """What the page is called in short."""
        return self.country

    @property
    def report(self) -> str:
        """Name of the report the page belongs to, without the year."""
        return "Country Reports on Human Rights Practices"

    @property
    def subject(self) -> str:
        """What the page is filed under."""
        return "Human Rights"

    @property
    def neighbors(self) -> Sequence[str]:
        """Countries whose reports the page offers."""
        return "Cambodia", "China", "Costa Rica", "Ghana", "Norway"

    @property
    def editions(self) -> Sequence[int]:
        """Years whose reports the page offers."""
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
        text: the page as it is written down.
        name: what messages call it.

    Raises:
        ValueError: a fact about the page is missing, or text stands where it cannot.
    """
    head, _, body = text.partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    if facts.keys() - {"title"} != _FACTS:
        raise ValueError(f"{name}: the first lines must say {', '.join(sorted(_FACTS))}, and may say title")
    summary, *sections = _sections(body, name)
    if summary.label is not None or any(section.label is None for section in sections):
        raise ValueError(f"{name}: an executive summary and then numbered sections make a page")
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


def _sections(body: str, name: str) -> list[Section]:
    sections: list[Section] = []
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


def _section(title: str) -> Section:
    label = _LABEL.match(title)
    return Section(label[1], label[2]) if label else Section(None, title)


def _open(section: Section, depth: int, title: str) -> None:
    if depth == 2:
        section.subsections.append(Subsection(title))
    else:
        _last(section).parts.append(Part(depth + 1, title))


def _paragraphs(section: Section) -> list[str]:
    """Where the next paragraph of a section belongs."""
    subsection = _last(section)
    return subsection.parts[-1].paragraphs if subsection.parts else subsection.paragraphs


def _last(section: Section) -> Subsection:
    if not section.subsections:
        section.subsections.append(Subsection(None))
    return section.subsections[-1]
