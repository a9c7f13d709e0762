"""The readers of all families by kind of page. Each is imported at its first page: a command may read one page only."""

from collections.abc import Mapping
from typing import Final

from sources.html.layout import Layout, Page
from sources.state_department.identity.page_identity import Identity
from sources.state_department.layouts.human_rights import HUMAN_RIGHTS_LAYOUTS
from sources.state_department.layouts.religious_freedom import RELIGIOUS_FREEDOM_LAYOUTS
from sources.state_department.layouts.tip import TIP_LAYOUTS
from sources.state_department.reader import Reader, RowsRead
from warehouse.tables.vocabulary import PageKind, ReportFamily


def _human_rights(page: Page, identity: Identity, url: str) -> RowsRead | None:
    from sources.state_department.sections.human_rights import read_human_rights

    return read_human_rights(page, identity, url)


def _religious_freedom(page: Page, identity: Identity, url: str) -> RowsRead | None:
    from sources.state_department.sections.religious_freedom import read_religious_freedom

    return read_religious_freedom(page, identity, url)


def _narrative(page: Page, identity: Identity, url: str) -> RowsRead | None:
    from sources.state_department.sections.narrative import read_narrative

    return read_narrative(page, identity, url)


def _narratives(page: Page, identity: Identity, url: str) -> RowsRead | None:
    from sources.state_department.sections.narratives_page import read_narratives

    return read_narratives(page, identity, url)


def _placement_list(page: Page, identity: Identity, url: str) -> RowsRead | None:
    from sources.state_department.tiers.placement_list import read_placement_list

    return read_placement_list(page, identity, url)


def _statutory_list(page: Page, identity: Identity, url: str) -> RowsRead | None:
    from sources.state_department.lists_and_tables.statutory_list_page import read_statutory_list_page

    return read_statutory_list_page(page, identity, url)


def _enforcement(page: Page, identity: Identity, url: str) -> RowsRead | None:
    from sources.state_department.lists_and_tables.enforcement_page import read_enforcement_page

    return read_enforcement_page(page, identity, url)


READERS: Final[Mapping[tuple[str, PageKind], Reader]] = {
    (ReportFamily.HUMAN_RIGHTS, PageKind.COUNTRY): Reader(HUMAN_RIGHTS_LAYOUTS, _human_rights),
    (ReportFamily.RELIGIOUS_FREEDOM, PageKind.COUNTRY): Reader(RELIGIOUS_FREEDOM_LAYOUTS, _religious_freedom),
    (ReportFamily.TIP, PageKind.COUNTRY): Reader(TIP_LAYOUTS, _narrative),
    (ReportFamily.TIP, PageKind.NARRATIVES): Reader(TIP_LAYOUTS, _narratives),
    (ReportFamily.TIP, PageKind.PLACEMENT_LIST): Reader(TIP_LAYOUTS, _placement_list),
    (ReportFamily.TIP, PageKind.STATUTORY_LIST): Reader(TIP_LAYOUTS, _statutory_list),
    (ReportFamily.TIP, PageKind.GLOBAL_ENFORCEMENT): Reader(TIP_LAYOUTS, _enforcement),
}
"""The reader of each family and kind of page."""


def layouts_of(family: str | None, *, numbered: bool = True) -> list[Layout]:
    """The layouts of a family, layouts with signs first; of all families if the family is None.

    Args:
        family: name of the family.
        numbered: whether the address is of the time when pages had numbers. For other pages, the layouts that read the
            whole page as the report are not tried: they would accept any text as a report.
    """
    found: list[Layout] = []
    for (name, _), reader in READERS.items():
        found += [layout for layout in reader.layouts if family in (None, name) and layout not in found]
    return sorted(
        (layout for layout in found if numbered or layout.boilerplate is None),
        key=lambda layout: (layout.boilerplate is not None, not layout.signs),
    )
