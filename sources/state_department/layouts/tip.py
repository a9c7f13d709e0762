"""The layouts of the TIP Report, most specific first."""

import re
from typing import Final

from sources.html.blocks import ASIDE
from sources.html.boilerplate import BoilerplateRules
from sources.html.layout import Layout
from sources.state_department.layouts.report_template import ROLES, SKIPPED, TITLE

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
"""Boxes and captions. No page before 2019 with such classes is known; these are their likely names."""

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
"""The boilerplate around a report to 2009, as in text copies of such pages."""

TIP_LAYOUTS: Final = (
    Layout(
        name="tip_report",  # the form of www.state.gov for reports of several pages
        root="#report_content",
        title=TITLE,
        roles={**ROLES, **_BESIDE},
        skipped=SKIPPED,
        verified=False,
    ),
    Layout(
        name="tip_report_early",  # 2019 to early 2021: no #report_content
        root=".report__main",
        title=TITLE,
        roles={**ROLES, **_BESIDE},
        skipped=SKIPPED,
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
        name="tip_tables",  # state.gov to 2009, and its archive: nested tables without ids
        root="body",
        title="head > title",
        signs=("body table td table, body table td p",),
        roles=_BESIDE,
        verified=False,
        boilerplate=_OLD_PAGE,
    ),
    Layout(
        name="tip_mobile",  # m.state.gov, and other copies with text only
        root="body",
        title="head > title",
        roles=_BESIDE,
        verified=False,
        boilerplate=_OLD_PAGE,
    ),
)
