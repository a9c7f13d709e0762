"""The page generations of State Department reports, most specific first. Reading another one begins here."""

from typing import Final

from sources.html.layout import Layout

_ROLES: Final = {
    "#report-toc__exec-summary": "summary_title",
    "report__section-title": "section_title",
    "report__section-subtitle": "subsection_title",
    "report-toc-section": "section_label",
}
_SKIPPED: Final = frozenset(("related-tags", "report__tags", "report-toc", "report__side"))
_TITLE: Final = "h1.report-header__headline"

HUMAN_RIGHTS_LAYOUTS: Final = (
    Layout(
        name="state_report_accordion",  # 2016-2023: sections fold, titles are h3 beside a label h4
        root="#report_content",
        title=_TITLE,
        signs=("#report_content a.accordion-title",),
        roles=_ROLES,
        skipped=_SKIPPED,
    ),
    Layout(
        name="state_report_flat",  # 2024: nothing folds, titles are h2 under a label paragraph
        root="#report_content",
        title=_TITLE,
        signs=("#report_content h2.report__section-title",),
        roles=_ROLES,
        skipped=_SKIPPED,
    ),
    Layout(
        name="state_report_early",  # 2019 to early 2021, kept in archived copies: no #report_content
        root=".report__main",
        title=_TITLE,
        signs=(".report__main h2.report__section-title",),
        roles=_ROLES,
        skipped=_SKIPPED,
    ),
)

TIP_LAYOUTS: Final = (
    Layout(
        name="tip_report",  # the form www.state.gov has for reports of several pages
        root="#report_content",
        title=_TITLE,
        roles=_ROLES,
        skipped=_SKIPPED,
        verified=False,
    ),
    Layout(
        name="tip_report_early",  # 2019 to early 2021: no #report_content
        root=".report__main",
        title=_TITLE,
        roles=_ROLES,
        skipped=_SKIPPED,
        verified=False,
    ),
)
