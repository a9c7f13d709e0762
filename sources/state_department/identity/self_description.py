"""The report and the release date that a page names around its text.

Here are the phrases for them; the titles of reports and the forms of full titles are in `sources/registry/families`.
"""

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Final

from sources.html.layout import Page
from sources.registry.families import FAMILIES

_LONGEST_LINE_CHARACTERS: Final = 250
"""Longer lines are report text."""
_MOST_LINES: Final = 60
_YEAR: Final = r"(?P<{}>20\d\d)"
_REPORT_OF: Final = re.compile(rf"\b{_YEAR.format('year')} report\b", re.IGNORECASE)
_DATE: Final = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    rf" (?:\d{{1,2}}, )?{_YEAR.format('year')}\b",
    re.IGNORECASE,
)
_EDGE: Final = r"\s,:;()\[\]–—-"
_SITE_NAME: Final = re.compile(
    r"^\W{0,9}u\.?s\.? department of state\W{1,9}|\W{1,9}u\.?s\.? department of state\W{0,9}$", re.IGNORECASE
)
_NUMERAL: Final = re.compile(r"^(?:[IVX]{1,5}[a-d]?\.)\s+(?=\S)")
_REVISED: Final = re.compile(r"\s*[(\[]\s*revised\s*[)\]]\s*$", re.IGNORECASE)


def lines_about(page: Page) -> list[str]:
    """The lines that may name the report: the title, the lines around the text, then its first lines."""
    opening = takewhile(lambda block: len(block.text) <= _LONGEST_LINE_CHARACTERS, page.blocks[:_MOST_LINES])
    around = [line for line in page.about if len(line) <= _LONGEST_LINE_CHARACTERS]
    return [page.title[:_LONGEST_LINE_CHARACTERS], *around[-_MOST_LINES:], *(block.text for block in opening)]


def report_named(lines: Iterable[str]) -> tuple[str, int | None] | None:
    """Family and edition that lines name. The edition is None if they name none or several, the result if no report.

    The year is beside the report's name or in a line of its own (`2001 Report`).
    """
    lines = list(lines)
    text = "\n".join(lines)
    for family in FAMILIES.values():
        title = re.escape(family.title)
        if not re.search(title, text, re.IGNORECASE):
            continue
        beside = re.compile(
            rf"\b{_YEAR.format('before')}\s+{title}|{title}[{_EDGE}]{{1,5}}(?:[a-z]{{3,9}}\s)?{_YEAR.format('after')}\b",
            re.IGNORECASE,
        )
        years = {int(found["before"] or found["after"]) for found in beside.finditer(text)}
        years |= {int(found["year"]) for found in _REPORT_OF.finditer(text)}
        return family.name, years.pop() if len(years) == 1 else None
    return None


def year_released(lines: Iterable[str]) -> int | None:
    """The year of the first date in the lines; a report is named after the year of its release."""
    found = next((match for line in lines if (match := _DATE.search(line))), None)
    return int(found["year"]) if found else None


def subject_of(title: str) -> str:
    """A title without site, report, numeral and `(revised)`.

    `Trafficking in Persons Report 2008: Italy` gives `Italy`.
    """
    title = title[:_LONGEST_LINE_CHARACTERS]
    subject = _REVISED.sub("", _SITE_NAME.sub("", title))
    for family in FAMILIES.values():
        name = rf"(?:20\d\d\s+)?{re.escape(family.title)}(?:[{_EDGE}]{{1,3}}20\d\d)?"
        subject = re.sub(rf"^{name}[|{_EDGE}]{{1,9}}(?=\S)|[|{_EDGE}]{{1,9}}{name}$", "", subject, flags=re.IGNORECASE)
    return _NUMERAL.sub("", subject).strip() or title
