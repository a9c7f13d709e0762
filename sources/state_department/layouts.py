"""The page generations of State Department reports, most specific first. Reading another one begins here."""

import re
from dataclasses import replace
from typing import Final

from sources.html.blocks import ASIDE
from sources.html.boilerplate import BoilerplateRules
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

_BESIDE: Final = {
    "<aside>": ASIDE,
    "<figure>": ASIDE,
    "<figcaption>": ASIDE,
    "<caption>": ASIDE,
    "caption": ASIDE,
    "box": ASIDE,
    "sidebar": ASIDE,
    "pullquote": ASIDE,
}
"""Boxes and captions. No class of an edition before 2019 has been seen; these are the names they would go by."""

_MONTH: Final = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"

_OLD_PAGE: Final = BoilerplateRules(
    required=re.compile(r"\btrafficking in persons\b", re.IGNORECASE),
    begins=re.compile(
        r"you are in:|-?\s*report home page\b|released by\b|skip (?:links?|to)\b|printable banner\b"
        rf"|diplomacy in action$|{_MONTH} \d{{1,2}}, 20\d\d$",
        re.IGNORECASE,
    ),
    ends=re.compile(
        r"this site is (?:managed|produced and maintained) by\b|external links to other internet sites\b"
        r"|the office of (?:website|electronic) \w+\b.{0,60}\bmanages\b|updates\s+\|"
        r"|contact us\b.{0,80}\bprivacy\b|published by the u\.s\.",
        re.IGNORECASE,
    ),
    noise=re.compile(
        r"^\W*(?:back to (?:the )?top|top of page|return to top|printer[ -]friendly(?: version)?|e-?mail this page"
        r"|share|home|(?:next|previous) page|report home page)\W*$",
        re.IGNORECASE,
    ),
)
"""The words around a report to 2009, as text copies of such pages hold them."""

TIP_LAYOUTS: Final = (
    Layout(
        name="tip_report",  # the form www.state.gov has for reports of several pages
        root="#report_content",
        title=_TITLE,
        roles={**_ROLES, **_BESIDE},
        skipped=_SKIPPED,
        verified=False,
    ),
    Layout(
        name="tip_report_early",  # 2019 to early 2021: no #report_content
        root=".report__main",
        title=_TITLE,
        roles={**_ROLES, **_BESIDE},
        skipped=_SKIPPED,
        verified=False,
    ),
    Layout(
        name="tip_centerblock",  # state.gov from 2009 to 2018 and its archive; seen on other reports
        root="#centerblock",
        title="#page-title",
        roles=_BESIDE,
        verified=False,
        about=(".breadcrumbs li", ".report_name_-_other", ".releasing_office_-_other", ".date_of_release"),
    ),
    Layout(
        name="tip_tables",  # state.gov to 2009, and its archive: laid out in tables, no element is known by name
        root="body",
        title="head > title",
        signs=("body table td table, body table td p",),
        roles=_BESIDE,
        verified=False,
        boilerplate=_OLD_PAGE,
    ),
    Layout(
        name="tip_mobile",  # m.state.gov, and other bare copies: nothing but the text
        root="body",
        title="head > title",
        roles=_BESIDE,
        verified=False,
        boilerplate=_OLD_PAGE,
    ),
)

_CENTERBLOCK: Final = next(layout for layout in TIP_LAYOUTS if layout.name == "tip_centerblock")

RELIGIOUS_FREEDOM_LAYOUTS: Final = (
    *(
        replace(layout, name=layout.name.replace("state_report", "irf"), verified=False)
        for layout in HUMAN_RIGHTS_LAYOUTS
    ),
    replace(_CENTERBLOCK, name="irf_centerblock"),
)
"""The templates of www.state.gov and of the years before are the same for every report; no page of this one was at
hand."""
