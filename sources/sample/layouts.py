"""Renders human rights pages in each of their layouts, with the tags, classes and ids of real pages."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import count
from typing import Final

from sources.sample import boilerplate, templates
from sources.sample.document import Document, DocumentSection, Part, Subsection
from sources.sample.markup import paragraphs

_PART_IDS_FROM: Final = 2021
"""Since this edition the headings inside subsections have an id."""

_ICON: Final = '<span class="icon-svg"><svg viewBox="0 0 10 6"><title>Fold</title><path d="M1 1l4 4 4-4"/></svg></span>'


def render(document: Document) -> str:
    """A page as HTML in its layout.

    Raises:
        KeyError: no such layout.
    """
    return _RENDERERS[document.layout](document)


def _accordion(document: Document) -> str:
    """2016 to 2023: a section folds; its title is an `h3` beside a label in an `h4`."""
    ids = _PartIds(document.year)
    sections = "\n".join(
        f"""<section class="report__content__inner entry-content" data-component="accordion">
  <a class="accordion-title" href="#section-{number}" aria-expanded="false">
    <h4 class="report-toc-section">{section.label}</h4>
    <h3 id="report-toc__section-{number}" class="report__section-title">
       {escape(section.title)}      {_ICON}
    </h3>
  </a>
  <!-- Sub-Sections -->
  <div class="section_wrapper">
    <div class="section_body">
    </div>
{_subsections(section, number, document.year, ids)}
  </div>
</section>"""
        for number, section in enumerate(document.sections, start=1)
    )
    report = templates.report(document, boilerplate.contents(document), f"{_summary(document)}\n{sections}")
    return templates.modern(document, document.url, templates.hero(document), report)


def _flat(document: Document) -> str:
    """2024: nothing folds; the title of a section is an `h2` under a label in a paragraph."""
    ids = _PartIds(document.year)
    sections = "\n".join(
        f"""<section class="report__content__inner entry-content">
  <p class="report-toc-section">{section.label}</p>
  <h2 id="report-toc__section-{number}" class="report__section-title">
     {escape(section.title)}      {_ICON}
  </h2>
  <!-- Sub-Sections -->
  <div class="section_wrapper">
    <div class="section_body">
    </div>
{_subsections(section, number, document.year, ids)}
  </div>
</section>"""
        for number, section in enumerate(document.sections, start=1)
    )
    report = templates.report(document, boilerplate.contents(document), f"{_summary(document)}\n{sections}")
    return templates.modern(
        document, document.url, templates.unclosed_hero(document), report, boilerplate.cookie_banner()
    )


def _early(document: Document) -> str:
    """2019 to early 2021 in an archive: no `#report_content`, label and title of a section in one `h2`."""
    ids = _PartIds(document.year)
    sections = "\n".join(
        f"""<section class="report__content__inner entry-content">
  <h2 id="report-toc__section-{number}" class="report__section-title">{escape(section.heading)}</h2>
  <!-- Sub-Sections -->
{_subsections(section, number, document.year, ids)}
</section>"""
        for number, section in enumerate(document.sections, start=1)
    )
    return templates.early(document, document.url, boilerplate.contents(document), f"{_summary(document)}\n{sections}")


_RENDERERS: Final[dict[str, Callable[[Document], str]]] = {
    "accordion": _accordion,
    "flat": _flat,
    "early": _early,
}


class _PartIds:
    """Ids of the headings inside subsections, counted over the whole page."""

    def __init__(self, year: int) -> None:
        self._counters: dict[int, Iterator[int]] = {4: count(1), 5: count(1)}
        self._given = year >= _PART_IDS_FROM

    def attribute(self, anchor: str, level: int) -> str:
        """The id attribute of the next heading of a level; empty in editions that have none."""
        return f' id="{anchor}__h{level}-{next(self._counters[level])}"' if self._given else ""


def _summary(document: Document) -> str:
    texts = [text for subsection in document.summary.subsections for text in subsection.paragraphs]
    return f"""<!-- Executive Summary (Child Pages) -->
<section class="report__content__inner entry-content">
  <h2 id="report-toc__exec-summary" class="report__section-title">{escape(document.summary.title)}</h2>
  {paragraphs(texts, document.year)}
</section>
<!-- Report Content -->"""


def _subsections(section: DocumentSection, number: int, year: int, ids: _PartIds) -> str:
    return "\n".join(
        _subsection(subsection, f"report-toc__section-{number}__subsection-{position}", year, ids)
        for position, subsection in enumerate(section.subsections, start=1)
    )


def _subsection(subsection: Subsection, anchor: str, year: int, ids: _PartIds) -> str:
    pieces = []
    if subsection.title is not None:
        pieces.append(f'  <h3\n    id="{anchor}"\n  class="report__section-subtitle">{escape(subsection.title)}</h3>')
    pieces.append(paragraphs(subsection.paragraphs, year))
    pieces.extend(_part(part, ids.attribute(anchor, part.level), year) for part in subsection.parts)
    body = "\n".join(piece for piece in pieces if piece)
    return f'<section class="entry-content">\n{body}\n</section>'


def _part(part: Part, identifier: str, year: int) -> str:
    heading = f"  <h{part.level}{identifier}>{escape(part.title)}</h{part.level}>"
    return "\n".join(piece for piece in (heading, paragraphs(part.paragraphs, year)) if piece)
