"""A page of the Trafficking in Persons Report, and its templates since 2019."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sources.reference.placements import placement_rows
from sources.sample import boilerplate, templates
from sources.sample.document import SITE
from sources.sample.trafficking.names import printed_name

EDITIONS: Final = range(2001, 2026)
SAMPLE_NOTICE: Final = (
    "This is a sample text written for the tip-warehouse project; it is no text of the Department of State."
)

_COOKIES_FROM: Final = 2024


@dataclass(frozen=True)
class Page:
    """A page of one edition.

    Attributes:
        year: the edition.
        name: short name of the page, a country's name or `Tier Placements`.
        title: its headline.
        slug: last part of its address; empty for the edition's index page.
        folder: the end of the report's name in the address; one edition was published under two addresses.
    """

    year: int
    name: str
    title: str
    slug: str
    folder: str = ""

    @property
    def report(self) -> str:
        """Name of the report the page belongs to, without the year."""
        return "Trafficking in Persons Report"

    @property
    def subject(self) -> str:
        """Subject of the page."""
        return "Human Trafficking"

    @property
    def overview(self) -> str:
        """Address of the edition's index page."""
        return f"{SITE}/reports/{self.year}-trafficking-in-persons-report{self.folder}/"

    @property
    def url(self) -> str:
        """Address of the page."""
        return f"{self.overview}{self.slug}/" if self.slug else self.overview

    @property
    def neighbors(self) -> Sequence[str]:
        """Countries whose reports the page links to: all of the edition."""
        return _countries(self.year)

    @property
    def editions(self) -> Sequence[int]:
        """Years whose reports the page links to."""
        return EDITIONS


def in_later_template(page: Page, content: str) -> str:
    """A page of the template in use since 2021, the report in `#report_content`."""
    return templates.modern(
        page,
        page.url,
        templates.hero(page),
        templates.report(page, _contents(page), _section(content)),
        boilerplate.cookie_banner() if page.year >= _COOKIES_FROM else "",
    )


def in_earlier_template(page: Page, content: str) -> str:
    """A page of 2019 to early 2021 in an archive."""
    return templates.early(page, page.url, _contents(page), _section(content))


def _section(content: str) -> str:
    return f"""<!-- Executive Summary (Child Pages) -->
<section class="report__content__inner entry-content">
{content}
</section>
<!-- Report Content -->"""


def _contents(page: Page) -> str:
    """An empty table of contents; these pages have no numbered sections."""
    return f"""<nav role="navigation" class="report-toc" data-component="reporttoc">
  <input type="checkbox" id="report-toc__toggle" class="report-toc__toggle">
  <div class="report-toc__container">
    <p class="report-toc__header-label"> In this section <span class="icon__state-separator">/</span></p>
    <p class="report-toc__header-title">{page.year} {page.report}</p>
  </div>
</nav>"""


@cache
def _countries(year: int) -> tuple[str, ...]:
    return tuple(sorted(printed_name(row["country"], year) for row in placement_rows() if row["year"] == year))
