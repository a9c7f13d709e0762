"""Writes the tier lists of the editions in the forms of real lists."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from sources.sample.document import SITE
from sources.sample.old_templates import OldPage
from sources.sample.trafficking.names import printed_name
from sources.sample.trafficking.old_pages import in_old_template, list_page
from sources.sample.trafficking.page import EDITIONS, SAMPLE_NOTICE, Page, in_later_template
from sources.sample.trafficking.tiers import LABELS, countries_on_tier

SLUG: Final = "tier-placements"
_TITLE: Final = "Tier Placements"

_TierList = Mapping[str, Sequence[str]]
"""Names of countries in their printed order by label of the tier."""

_COLUMNS: Final = 3


def tier_list_pages() -> list[tuple[str, str]]:
    """Address and HTML of the tier list of every edition."""
    return [_tier_list_page(year) for year in EDITIONS]


def _tier_list_page(year: int) -> tuple[str, str]:
    tiers = {
        label: sorted(printed_name(country, year) for country in countries_on_tier(year, tier))
        for tier, label in LABELS.items()
        if countries_on_tier(year, tier)
    }
    form = _FORMS[(year - EDITIONS.start) % len(_FORMS)]
    intro = f"<p>{SAMPLE_NOTICE}</p>\n<p>Countries stand in alphabetical order within their tier.</p>"
    content = f"{intro}\n{form(tiers)}"
    page = tier_list(year)
    return page.url, in_later_template(page, content) if isinstance(page, Page) else in_old_template(page, content)


def tier_list(year: int) -> Page | OldPage:
    """The page of an edition's tier list."""
    return list_page(year, _TITLE) or Page(year, _TITLE, _TITLE, SLUG)


def _lists(tiers: _TierList) -> str:
    """A heading and a list for each tier."""
    return "\n".join(f"<h2>{label}</h2>\n{_list(names)}" for label, names in tiers.items())


def _list(names: Sequence[str]) -> str:
    items = "\n".join(f"<li>{escape(name, quote=False)}</li>" for name in names)
    return f'<ul class="wp-block-list">\n{items}\n</ul>'


def _table_of_paragraphs(tiers: _TierList) -> str:
    """A table with a column for each tier: a row of labels, and a row of cells with a paragraph for each name."""
    labels = "".join(f"<td><strong>{label}</strong></td>" for label in tiers)
    cells = "".join(f"<td>\n{_paragraphs(names)}\n</td>" for names in tiers.values())
    return f"<table>\n<tbody>\n<tr>{labels}</tr>\n<tr>{cells}</tr>\n</tbody>\n</table>"


def _columns(tiers: _TierList) -> str:
    """A heading for each tier, the names below it in columns of lines."""
    return "\n".join(
        f'<h2 class="wp-block-heading">{label}</h2>\n<div class="wp-block-columns">\n{_blocks(names)}\n</div>'
        for label, names in tiers.items()
    )


def _blocks(names: Sequence[str]) -> str:
    height = -(-len(names) // _COLUMNS)
    return "\n".join(
        f'<div class="wp-block-column"><p>{_lines(names[start : start + height])}</p></div>'
        for start in range(0, len(names), height)
    )


def _runs_of_paragraphs(tiers: _TierList) -> str:
    """A heading for each tier, each name a paragraph; an empty one before the next heading."""
    return "\n<p>&nbsp;</p>\n".join(f"<h3>{label}</h3>\n{_paragraphs(names)}" for label, names in tiers.items())


def _table_of_lines(tiers: _TierList) -> str:
    """A table with a column for each tier and names on lines; special cases follow under their own heading."""
    special = LABELS["special_case"]
    columns = {label: names for label, names in tiers.items() if label != special}
    labels = "".join(f"<th><h3>{label}</h3></th>" for label in columns)
    cells = "".join(f"<td>{_lines(names)}</td>" for names in columns.values())
    table = f"<table>\n<thead><tr>{labels}</tr></thead>\n<tbody><tr>{cells}</tr></tbody>\n</table>"
    if special not in tiers:
        return table
    return f"{table}\n<h3>{special}</h3>\n<p>{_lines(tiers[special])}</p>"


def _runs_of_lines(tiers: _TierList) -> str:
    """A heading for each tier, all its names on lines of one paragraph."""
    return "\n".join(f"<h3><strong>{label}</strong></h3>\n<p>{_lines(names)}</p>" for label, names in tiers.items())


def _columns_of_links(tiers: _TierList) -> str:
    """A heading for each tier, below it a table with the names in columns, each a link on a line of its own."""
    return "\n".join(f"<h3>{label}</h3>\n{_links(names)}" for label, names in tiers.items())


def _links(names: Sequence[str]) -> str:
    height = -(-len(names) // _COLUMNS)
    columns = [names[start : start + height] for start in range(0, len(names), height)]
    cells = "".join(f'<td valign="top">{"<br>".join(_link(name) for name in column)}</td>' for column in columns)
    return f"<table><tr>{cells}</tr></table>"


def _link(name: str) -> str:
    return f'<a href="{SITE}/countries-areas/">{escape(name, quote=False)}</a>'


def _prose(tiers: _TierList) -> str:
    """A paragraph for each tier that names its countries one after the other."""
    return "\n".join(
        f"<p><b>{label}:</b> {'; '.join([*map(escape, names[:-1]), f'and {escape(names[-1])}.'])}</p>"
        for label, names in tiers.items()
    )


def _paragraphs(names: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(name, quote=False)}</p>" for name in names)


def _lines(names: Sequence[str]) -> str:
    return "<br />\n".join(escape(name, quote=False) for name in names)


_FORMS: Final[tuple[Callable[[_TierList], str], ...]] = (
    _lists,
    _table_of_paragraphs,
    _columns,
    _runs_of_paragraphs,
    _table_of_lines,
    _runs_of_lines,
    _columns_of_links,
    _prose,
)
"""The forms alternate by edition."""
