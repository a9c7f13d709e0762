"""Writes country narratives as pages, with the headings, order and varied markup of each era."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Final

from sources.sample.old_templates import OldPage
from sources.sample.trafficking.narratives import (
    PREVENTION,
    PROSECUTION,
    PROTECTION,
    Narrative,
    narratives,
)
from sources.sample.trafficking.old_pages import LAST_SHARED, in_old_template, own_page, second_address, shared_page
from sources.sample.trafficking.page import SAMPLE_NOTICE, Page, in_earlier_template, in_later_template
from sources.sample.trafficking.tiers import LABELS
from sources.sample.trafficking.wording import pick

_SECTIONS_FROM: Final = 2003
_PREVENTION_FIRST: Final = 2003
_RECOMMENDATIONS_FROM: Final = 2010
_CAPITALS_FROM: Final = 2013
_PROFILE_LAST_FROM: Final = 2017
_PRIORITIZED_FROM: Final = 2019
_LIST_FROM: Final = 2022
_BOXES: Final = range(2004, 2013)
_BY_TIER: Final = 2001
_LINES: Final = 2002
"""The edition whose paragraphs are separated by line breaks, so a page is one block."""

_PARAGRAPH_EDGE: Final = re.compile(r"</p>\s*<p>")
_EARLIER_TEMPLATE: Final = (2019, 2020, 2021)
_UNTITLED_SPECIAL_CASE: Final = 2018
"""The edition in which the heading of a special case is only the name."""

_STRONG: Final = "strong"
_RUN_IN: Final = "run-in"
_TWICE: Final = ("KHM", 2019)
"""The narrative that is also under the second address of its edition."""

_PROFILE: Final = "TRAFFICKING PROFILE"


def narrative_pages() -> list[tuple[str, str]]:
    """Address and HTML of every page with narratives."""
    shared: dict[OldPage, list[Narrative]] = {}
    pages: list[tuple[str, str]] = []
    for narrative in narratives():
        page = narrative_page(narrative)
        if isinstance(page, Page):
            pages += _pages(narrative, page)
        else:
            shared.setdefault(page, []).append(narrative)
    for page, together in shared.items():
        content = _content_of(together)
        pages += [
            (copy.url, in_old_template(copy, content)) for copy in (page, second_address(page)) if copy is not None
        ]
    return pages


def narrative_page(narrative: Narrative) -> Page | OldPage:
    """The page of a narrative. Most titles have report and country, some only the country."""
    if narrative.year <= LAST_SHARED:
        return shared_page(narrative.year, narrative.name)
    if (own := own_page(narrative.country, narrative.year, narrative.name)) is not None:
        return own
    full = f"{narrative.year} Trafficking in Persons Report: {narrative.name}"
    title = pick((full, full, full, full, narrative.name), narrative.country, narrative.year, "title")
    return Page(narrative.year, narrative.name, title, narrative.name.lower().replace(" ", "-"))


def country_heading(narrative: Narrative) -> str:
    """The line that names country and tier, in the form of the edition."""
    year, name, label = narrative.year, narrative.name, LABELS[narrative.tier]
    if narrative.tier == "special_case" and year == _UNTITLED_SPECIAL_CASE:
        return name.upper()
    if year <= 2004 or year >= 2022:
        return f"{name} ({label})"
    if year in {2005, 2006}:
        return f"{name.upper()} ({label.upper()})"
    if year < _CAPITALS_FROM:
        return f"{name.upper()} ({label})"
    capitals = year == 2018 and pick((True, False), narrative.country, "capitals")
    return f"{name.upper()}: {label.upper() if capitals else label}"


def _pages(narrative: Narrative, page: Page) -> Iterator[tuple[str, str]]:
    earlier = narrative.year in _EARLIER_TEMPLATE and pick((True, False), narrative.country, narrative.year, "template")
    template = in_earlier_template if earlier else in_later_template
    yield page.url, template(page, _body(narrative))
    if (narrative.country, narrative.year) == _TWICE:
        second = replace(page, folder="-2")
        yield second.url, template(second, _body(narrative))


def _content_of(together: Sequence[Narrative]) -> str:
    """The narratives of one page: by tier in the edition that groups them by tier, else alphabetically."""
    year = together[0].year
    ordered = sorted(together, key=lambda narrative: (narrative.tier if year == _BY_TIER else "", narrative.name))
    parts = []
    for tier, group in groupby(ordered, key=lambda narrative: narrative.tier if year == _BY_TIER else ""):
        parts += [f"<h3>{LABELS[tier]}</h3>"] if tier else []
        parts += [_body(narrative) for narrative in group]
    content = "\n".join(parts)
    return _PARAGRAPH_EDGE.sub("<br><br>\n", content) if year == _LINES else content


def _body(narrative: Narrative) -> str:
    opening = [SAMPLE_NOTICE]
    profile = narrative.profile
    if narrative.year < _PROFILE_LAST_FROM:
        opening, profile = [*opening, *profile, *narrative.summary], []
    else:
        opening = [*opening, *narrative.summary]
    if narrative.year < _SECTIONS_FROM:
        opening += [text for section in _order(narrative.year) for text in narrative.efforts[section]]
    parts = [_country_part(narrative, opening)]
    if narrative.year >= _RECOMMENDATIONS_FROM and narrative.tier != "special_case":
        parts.append(_recommendations(narrative))
    if narrative.year >= _SECTIONS_FROM:
        parts += _box(narrative) if narrative.year in _BOXES else []
        parts += [
            _part(narrative, _title(section, narrative.year), narrative.efforts[section])
            for section in _order(narrative.year)
        ]
    if profile:
        parts.append(_part(narrative, _PROFILE, profile))
    return "\n".join(parts)


def _box(narrative: Narrative) -> list[str]:
    """A box, a story in italics or a caption that interrupts the narrative on some pages."""
    box = (
        f"What stands here is a box, as the stories of victims are; it is no part of what is said of {narrative.name}."
    )
    more = "Such a story is set in italics on some pages, and in a frame of its own on others."
    forms = (
        "",
        f'<table border="1"><tr><td><p>{box}</p><p>{more}</p></td></tr></table>',
        f"<p><i>{box} {more}</i></p>",
        f"<p>Photo: {box[:-1]}</p>",
        f"<p><b>Victim Story</b></p>\n<p>{box}</p>",
        "",
    )
    return [form for form in (pick(forms, narrative.country, narrative.year, "box"),) if form]


def _order(year: int) -> tuple[str, str, str]:
    if year == _PREVENTION_FIRST:
        return PREVENTION, PROSECUTION, PROTECTION
    return PROSECUTION, PROTECTION, PREVENTION


def _title(section: str, year: int) -> str:
    return section.upper() if year >= _CAPITALS_FROM else section.capitalize()


def _country_part(narrative: Narrative, paragraphs: Sequence[str]) -> str:
    """The line with country and tier, and the text that follows it."""
    heading = escape(country_heading(narrative), quote=False)
    kinds = ("h2", "h2", _STRONG, _RUN_IN if narrative.year < _RECOMMENDATIONS_FROM else "h3")
    kind = pick(kinds, narrative.country, narrative.year, "country line")
    if kind == _RUN_IN:
        return _text([f"{heading} {paragraphs[0]}", *paragraphs[1:]])
    return f"{_heading(kind, heading)}\n{_text(paragraphs)}"


def _part(narrative: Narrative, title: str, paragraphs: Sequence[str]) -> str:
    """A section with its title as a heading, in bold on its own line, or in capitals before the text."""
    kind = _kind(narrative)
    if kind == _RUN_IN:
        return _text([f"{title.upper()} {paragraphs[0]}", *paragraphs[1:]])
    return f"{_heading(kind, title)}\n{_text(paragraphs)}"


def _kind(narrative: Narrative) -> str:
    """The markup of all section titles of a page."""
    kinds = (_STRONG, _STRONG, "h3", _RUN_IN, "h4", _STRONG, "h2")
    return pick(kinds, narrative.country, narrative.year, "section heading")


def _recommendations(narrative: Narrative) -> str:
    """To 2018 one paragraph with semicolons, then one with bullets, then a list; to 2012 right after the title."""
    year, clauses = narrative.year, narrative.recommendations
    if year < _PRIORITIZED_FROM:
        title = f"Recommendations for {_article(narrative.name)}:"
        text = "; ".join([clauses[0], *(_lower(clause) for clause in clauses[1:-1]), f"and {_lower(clauses[-1])}."])
        if year < _CAPITALS_FROM:
            return f"<p><strong>{title}</strong> {escape(text, quote=False)}</p>"
        return _titled(narrative, title.upper(), f"<p>{escape(text, quote=False)}</p>")
    title = f"PRIORITIZED RECOMMENDATIONS{pick((':', ''), narrative.country, year, 'colon')}"
    if year < _LIST_FROM:
        return _titled(narrative, title, _text(["• " + " • ".join(f"{clause}." for clause in clauses)]))
    items = "\n".join(f"<li>{escape(clause, quote=False)}.</li>" for clause in clauses)
    return _titled(narrative, title, f"<ul>\n{items}\n</ul>")


def _titled(narrative: Narrative, title: str, markup: str) -> str:
    """Recommendations under their title; a page with run-in titles prints this title in bold on its own line."""
    kind = _kind(narrative)
    return f"{_heading(_STRONG if kind == _RUN_IN else kind, title)}\n{markup}"


def _heading(kind: str, title: str) -> str:
    return f"<p><strong>{title}</strong></p>" if kind == _STRONG else f"<{kind}>{title}</{kind}>"


def _text(paragraphs: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)


def _article(name: str) -> str:
    return f"the {name}" if name.startswith("United ") else name


def _lower(clause: str) -> str:
    return clause[0].lower() + clause[1:]
