"""One renderer for each layout that report pages have had: the same tags, classes and ids as on the real pages."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import count
from typing import Final

from sources.sample import surroundings as around
from sources.sample.document import SITE, Document, Part, Section, Subsection
from sources.sample.markup import paragraphs

_ARCHIVE: Final = "https://web.archive.org.sample.invalid/web/20200601000000/"
_PART_IDS_FROM: Final = 2021
"""Editions from this one on give the headings inside subsections an id."""

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
    return _page(document, _hero(document), _report(document, f"{_summary(document)}\n{sections}"), "")


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
    report = _report(document, f"{_summary(document)}\n{sections}")
    return _page(document, _unclosed_hero(document), report, around.cookie_banner())


def _early(document: Document) -> str:
    """2019 to early 2021 as archives keep it: no `#report_content`, label and title of a section in one `h2`."""
    ids = _PartIds(document.year)
    sections = "\n".join(
        f"""<section class="report__content__inner entry-content">
  <h2 id="report-toc__section-{number}" class="report__section-title">{escape(section.heading)}</h2>
  <!-- Sub-Sections -->
{_subsections(section, number, document.year, ids)}
</section>"""
        for number, section in enumerate(document.sections, start=1)
    )
    copy = _ARCHIVE + document.url
    page = f"""<!DOCTYPE html>
<html lang="en-US" style="--wm-toolbar-height: 67px;">{around.head(document, copy)}
<body class="state_report-template-default single single-state_report">{around.archive_toolbar(copy)}
<div id="page" class="site">
{around.masthead()}
<div id="content" class="site-content js-backtotop">
<main class="nav__main-content">
<article class="state_report type-state_report status-publish hentry">
<section class="module featured-content page-header report-header">
  <a href="{document.overview}" class="article-meta__link report-header__breadcrumb">Report Overview</a>
  <div class="row"><div class="report-header__copy">
  {around.title(document)}
  </div></div>
</section>
<div class="report row">
{around.contents(document)}
<section class="report__main js-backtotop" style="padding-top: 0px;">
<div class="report__content">
{_summary(document)}
{sections}
<div class="report__tags">
{around.related_tags(document)}
</div>
</div>
</section>
{around.side(document)}
</div>
{around.related_articles()}
</article>
{around.report_builder(document)}
</main>
</div>
{around.footer()}
</div>
</body>
</html>
"""
    # An archive rewrites every address on a page so that it leads to its own copies.
    return page.replace(f'href="{SITE}', f'href="{_ARCHIVE}{SITE}')


_RENDERERS: Final[dict[str, Callable[[Document], str]]] = {
    "accordion": _accordion,
    "flat": _flat,
    "early": _early,
}


class _PartIds:
    """Ids of the headings inside subsections; they are counted over the whole page."""

    def __init__(self, year: int) -> None:
        self._counters: dict[int, Iterator[int]] = {4: count(1), 5: count(1)}
        self._given = year >= _PART_IDS_FROM

    def attribute(self, anchor: str, level: int) -> str:
        """The id attribute of the next heading of a level; empty in editions that have none."""
        return f' id="{anchor}__h{level}-{next(self._counters[level])}"' if self._given else ""


def _page(document: Document, hero: str, report: str, end: str) -> str:
    """A page of the template in use since 2021."""
    return f"""<!doctype html>
<html lang="en-US">
{around.head(document, document.url)}
<body class="state_report-template state_report-template-gutenberg-blank single single-state_report">
<div id="page" class="site ">
{around.government_banner()}
{around.masthead()}
<div id="content" class="site-content js-backtotop">
<main>
<article class="state_report type-state_report status-publish hentry">
<div class="row gutenberg-content">
<div class="entry-content">
{hero}
{report}
<div class="wp-block-tags-block  "><div class="row">
{around.related_tags(document)}
</div></div>
</div>
</div>
</article>
{around.report_builder(document)}
</main>
</div>
{around.footer()}
</div>
{end}
</body>
</html>
"""


def _hero(document: Document) -> str:
    """The head of a page. One `span` too many is closed beside the link to the PDF, as on the real pages."""
    return f"""<section class="wp-block-reports-hero module featured-content page-header report-header">
  <div class="row bc_row">
{around.breadcrumbs(document)}
  </div>
  <div class="row"><div class="report-header__copy">
  {around.title(document)}
  <div class="article-meta report-meta"><div class="report-meta__resources">
    <div class="report-meta__link report-meta__link--download-pdf"><h5>
      <a href="{document.overview}report.pdf" target="_blank"><span class="icon icon-download"></span>
      Download</span></a>
    </h5></div>
  </div></div>
  </div></div>
</section>"""


def _unclosed_hero(document: Document) -> str:
    """The head of a page of 2024, where two `div` elements are never closed."""
    return f"""<section class="wp-block-reports-hero module featured-content page-header report-header">
  <div class="row bc_row">
{around.breadcrumbs(document)}
  </div>
  <div class="row"><div class="report-header__copy">
  {around.title(document)}
  <div class="article-meta report-meta"><div class="report-meta__resources">
    <div class="report-meta__link report-meta__link--download-pdf"><span class="icon icon-download"></span>
      <a href="{document.overview}report.pdf" target="_blank">Download</a>
    </div>
  </div></div>
</section>"""


def _report(document: Document, content: str) -> str:
    return f"""<div class="wp-block-report-content report row">
{around.contents(document)}
<section class="report__main js-backtotop">
<div id="report_content" class="report__content">
{content}
<div class="report__tags">
</div>
</div>
</section>
<!-- Sidebar -->
{around.side(document)}
</div>"""


def _summary(document: Document) -> str:
    texts = [text for subsection in document.summary.subsections for text in subsection.paragraphs]
    return f"""<!-- Executive Summary (Child Pages) -->
<section class="report__content__inner entry-content">
  <h2 id="report-toc__exec-summary" class="report__section-title">{escape(document.summary.title)}</h2>
  {paragraphs(texts, document.year)}
</section>
<!-- Report Content -->"""


def _subsections(section: Section, number: int, year: int, ids: _PartIds) -> str:
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
