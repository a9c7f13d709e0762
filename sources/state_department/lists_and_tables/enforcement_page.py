"""Reads pages of the TIP Report with law enforcement tables of the world and its regions."""

from sources.html.layout import Page
from sources.state_department.identity.page_identity import Identity
from sources.state_department.lists_and_tables.global_enforcement import read_global_enforcement
from sources.state_department.reader import RowsRead
from warehouse.tables import GLOBAL_ENFORCEMENT


def read_enforcement_page(page: Page, identity: Identity, name: str) -> RowsRead:
    """The rows of a page with law enforcement tables; see `Reader.read`."""
    found = read_global_enforcement(page.blocks, year=identity.year, title=page.title, name=name)
    words = sum(len(block.text.split()) for block in page.blocks if block.kind != "heading")
    return RowsRead({GLOBAL_ENFORCEMENT.name: [row.columns() for row in found]}, words)
