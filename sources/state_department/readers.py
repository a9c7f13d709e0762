"""Which reader reads which kind of page: the one place that knows all families."""

from collections.abc import Mapping
from typing import Final

from sources.html.layout import Layout
from sources.state_department.human_rights import read_human_rights
from sources.state_department.layouts import HUMAN_RIGHTS_LAYOUTS, RELIGIOUS_FREEDOM_LAYOUTS, TIP_LAYOUTS
from sources.state_department.reader import Reader
from sources.state_department.religious_freedom import read_religious_freedom
from sources.state_department.tip.enforcement_page import read_enforcement_page
from sources.state_department.tip.narrative import read_narrative
from sources.state_department.tip.narratives import read_narratives
from sources.state_department.tip.placement_list import read_placement_list
from sources.state_department.tip.statutory_list_page import read_statutory_list_page
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
"""Readers by family and kind of page."""


def layouts_of(family: str | None, *, numbered: bool = True) -> list[Layout]:
    """The layouts in which pages of a family come; of every family where it is not known, those with signs first.

    Args:
        family: name of the family.
        numbered: whether the address is of the time in which pages had numbers. Of other pages no layout is tried that
            takes the whole page for the report: what is on a page of an unknown kind would pass for a report.
    """
    found: list[Layout] = []
    for (name, _), reader in READERS.items():
        found += [layout for layout in reader.layouts if family in (None, name) and layout not in found]
    return sorted(
        (layout for layout in found if numbered or layout.boilerplate is None),
        key=lambda layout: (layout.boilerplate is not None, not layout.signs),
    )
