"""Reads pages of the TIP Report with a list of governments that the law requires."""

from sources.html.layout import Page
from sources.state_department.identity.page_identity import Identity
from sources.state_department.lists_and_tables.statutory_lists import read_statutory_lists
from sources.state_department.reader import RowsRead, unknown_country_row
from warehouse.tables import STATUTORY_LISTS


def read_statutory_list_page(page: Page, identity: Identity, name: str) -> RowsRead:
    """The rows of a page with statutory lists; see `Reader.read`."""
    lists = read_statutory_lists(page.blocks, title=page.title, name=name)
    rows = [{"country": listed.country, "list": listed.list, "printed": listed.printed} for listed in lists.listed]
    words = sum(len(block.text.split()) for block in page.blocks if block.kind != "heading")
    rejected = [unknown_country_row(identity, name, STATUTORY_LISTS.name, printed) for _, printed in lists.unresolved]
    return RowsRead({STATUTORY_LISTS.name: rows}, words, rejected=rejected)
