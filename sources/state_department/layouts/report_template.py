"""Class names and ids that the report pages of www.state.gov share, in all families."""

from typing import Final

ROLES: Final = {
    "#report-toc__exec-summary": "summary_title",
    "report__section-title": "section_title",
    "report__section-subtitle": "subsection_title",
    "report-toc-section": "section_label",
}
SKIPPED: Final = frozenset(("related-tags", "report__tags", "report-toc", "report__side"))
TITLE: Final = "h1.report-header__headline"
