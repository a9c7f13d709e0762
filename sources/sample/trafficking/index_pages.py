"""Index pages of two editions: links to the pages of the edition that the sample holds."""

from collections.abc import Iterable
from html import escape
from typing import Final

from sources.sample.trafficking import tier_lists
from sources.sample.trafficking.narrative_pages import narrative_page
from sources.sample.trafficking.narratives import narratives
from sources.sample.trafficking.page import SAYS_SO, Page, in_later_template

_EDITIONS: Final = (2010, 2024)


def index_pages() -> list[tuple[str, str]]:
    """Address and HTML of the index pages."""
    return [_index_page(year) for year in _EDITIONS]


def _index_page(year: int) -> tuple[str, str]:
    name = f"{year} Trafficking in Persons Report"
    page = Page(year, name, name, "")
    countries = [narrative_page(narrative) for narrative in narratives() if narrative.year == year]
    lists = Page(year, "Tier Placements", "Tier Placements", tier_lists.SLUG)
    content = f"""<p>{SAYS_SO}</p>
<h2>Contents</h2>
{_links([lists])}
<h2>Country Narratives</h2>
{_links(sorted(countries, key=lambda country: country.name))}"""
    return page.url, in_later_template(page, content)


def _links(pages: Iterable[Page]) -> str:
    items = "\n".join(f'<li><a href="{page.url}">{escape(page.name)}</a></li>' for page in pages)
    return f"<ul>\n{items}\n</ul>"
