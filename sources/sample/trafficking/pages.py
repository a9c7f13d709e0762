"""All pages of the Trafficking in Persons part of the sample."""

from sources.sample.trafficking.tier_lists import tier_list_pages


def trafficking_pages() -> list[tuple[str, str]]:
    """Address and HTML of every page, in the order of their addresses."""
    return sorted(tier_list_pages())
