"""The layouts of the Country Reports on Human Rights Practices, most specific first."""

from typing import Final

from sources.html.layout import Layout
from sources.state_department.layouts.report_template import ROLES, SKIPPED, TITLE

HUMAN_RIGHTS_LAYOUTS: Final = (
    Layout(
        name="state_report_accordion",  # 2016-2023: sections fold, titles are h3 beside a label h4
        root="#report_content",
        title=TITLE,
        signs=("#report_content a.accordion-title",),
        roles=ROLES,
        skipped=SKIPPED,
    ),
    Layout(
        name="state_report_flat",  # 2024: nothing folds, titles are h2 under a label paragraph
        root="#report_content",
        title=TITLE,
        signs=("#report_content h2.report__section-title",),
        roles=ROLES,
        skipped=SKIPPED,
    ),
    Layout(
        name="state_report_early",  # 2019 to early 2021, in archived copies: no #report_content
        root=".report__main",
        title=TITLE,
        signs=(".report__main h2.report__section-title",),
        roles=ROLES,
        skipped=SKIPPED,
    ),
)
