"""The readers of all families by kind of page."""

from collections.abc import Mapping
from typing import Final

from sources.html.layout import Layout
from sources.state_department.layouts.human_rights import HUMAN_RIGHTS_LAYOUTS
from sources.state_department.layouts.religious_freedom import RELIGIOUS_FREEDOM_LAYOUTS
from sources.state_department.layouts.tip import TIP_LAYOUTS
from sources.state_department.lists_and_tables.enforcement_page import read_enforcement_page
from sources.state_department.lists_and_tables.statutory_list_page import read_statutory_list_page
from sources.state_department.reader import Reader
from sources.state_department.sections.human_rights import read_human_rights
from sources.state_department.sections.narrative import read_narrative
from sources.state_department.sections.narratives_page import read_narratives
from sources.state_department.sections.religious_freedom import read_religious_freedom
from sources.state_department.tiers.placement_list import read_placement_list
from warehouse.tables.vocabulary import PageKind, ReportFamily

READERS: Final[Mapping[tuple[str, PageKind], Reader]] = {
    (ReportFamily.HUMAN_RIGHTS, PageKind.COUNTRY): Reader(HUMAN_RIGHTS_LAYOUTS, read_human_rights),
    (ReportFamily.RELIGIOUS_FREEDOM, PageKind.COUNTRY): Reader(RELIGIOUS_FREEDOM_LAYOUTS, read_religious_freedom),
    (ReportFamily.TIP, PageKind.COUNTRY): Reader(TIP_LAYOUTS, read_narrative),
    (ReportFamily.TIP, PageKind.NARRATIVES): Reader(TIP_LAYOUTS, read_narratives),
    (ReportFamily.TIP, PageKind.PLACEMENT_LIST): Reader(TIP_LAYOUTS, read_placement_list),
    (ReportFamily.TIP, PageKind.STATUTORY_LIST): Reader(TIP_LAYOUTS, read_statutory_list_page),
    (ReportFamily.TIP, PageKind.GLOBAL_ENFORCEMENT): Reader(TIP_LAYOUTS, read_enforcement_page),
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
