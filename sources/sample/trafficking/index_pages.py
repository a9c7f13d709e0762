"""Writes index pages of some editions, with links to the edition's pages in the sample, and a preface."""

from collections.abc import Iterable
from html import escape
from typing import Final

from sources.sample.trafficking.list_pages import enforcement_pages, statutory_list_pages
from sources.sample.trafficking.narrative_pages import narrative_page
from sources.sample.trafficking.narratives import narratives
from sources.sample.trafficking.old_pages import INDEXES, in_old_template, index_page, preface
from sources.sample.trafficking.page import SAMPLE_NOTICE, Page, in_later_template
from sources.sample.trafficking.tier_lists import tier_list

_EDITIONS: Final = (2024,)


def index_pages() -> list[tuple[str, str]]:
    """Address and HTML of the index pages and of a preface."""
    later = [Page(year, name, name, "") for year in _EDITIONS for name in (f"{year} Trafficking in Persons Report",)]
    page = preface()
    before = f"<p>{SAMPLE_NOTICE}</p>\n<p>A preface says what the report is for, and places no country anywhere.</p>"
    return [
        *((page.url, in_later_template(page, _contents(page.year))) for page in later),
        *((page.url, in_old_template(page, _contents(page.year))) for page in map(index_page, INDEXES)),
        (page.url, in_old_template(page, before)),
    ]


def _contents(year: int) -> str:
    pages = {narrative_page(narrative) for narrative in narratives() if narrative.year == year}
    lists = [page for page in (*statutory_list_pages(), *enforcement_pages()) if page.year == year]
    named = [(tier_list(year).name, tier_list(year).url), *((page.title, page.url) for page in lists)]
    return f"""<p>{SAMPLE_NOTICE}</p>
<h2>Contents</h2>
{_links(named)}
<h2>Country Narratives</h2>
{_links(sorted((page.name, page.url) for page in pages))}"""


def _links(pages: Iterable[tuple[str, str]]) -> str:
    items = "\n".join(f'<li><a href="{url}">{escape(name)}</a></li>' for name, url in pages)
    return f"<ul>\n{items}\n</ul>"
