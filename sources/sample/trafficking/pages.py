"""All pages of the Trafficking in Persons part of the sample."""

from sources.sample.trafficking.index_pages import index_pages
from sources.sample.trafficking.list_pages import list_pages
from sources.sample.trafficking.narrative_pages import narrative_pages
from sources.sample.trafficking.tier_lists import tier_list_pages


def trafficking_pages() -> list[tuple[str, str]]:
    """Address and HTML of every page, in the order of their addresses."""
    return sorted([*tier_list_pages(), *narrative_pages(), *list_pages(), *index_pages()])
