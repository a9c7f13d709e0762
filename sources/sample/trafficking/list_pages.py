"""Writes the pages of statutory lists and law enforcement tables from the reference data.

Editions alternate between the forms of real lists and tables: list items, cells, lines and names in one paragraph;
cells with text or with a paragraph.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, Final

from sources.reference.worldwide import enforcement_rows, statutory_rows
from sources.sample.document import SITE
from sources.sample.trafficking.page import SAMPLE_NOTICE, Page, in_later_template

_TITLES: Final = {
    "cspa": "Child Soldiers Prevention Act List",
    "policy_or_pattern": "Governments with a Policy or Pattern of Trafficking",
}
_LEADS: Final = {
    "cspa": "On the {year} list under the Child Soldiers Prevention Act (CSPA) are the governments of:",
    "policy_or_pattern": "In {year} a “policy or pattern” of trafficking is documented for the governments of:",
}
_REGIONS: Final = {
    "AF": "Africa",
    "EAP": "East Asia and Pacific",
    "EUR": "Europe and Eurasia",
    "NEA": "the Near East",
    "SCA": "South and Central Asia",
    "WHA": "the Western Hemisphere",
}
_OLD_REGIONS: Final = {**_REGIONS, "SCA": "South Asia"}
_CENTRAL_ASIA_FROM: Final = 2007
"""Editions before this one counted Central Asia with Europe."""
_COLUMNS: Final = (
    ("Prosecutions", "prosecutions", "prosecutions_labor"),
    ("Convictions", "convictions", "convictions_labor"),
    ("Victims Identified", "victims_identified", "victims_labor"),
    ("New or Amended Legislation", "legislation", None),
)
_PER_COLUMN: Final = 5


@dataclass(frozen=True)
class ListPage:
    """A page of an edition.

    Attributes:
        year: the edition.
        title: its headline.
        slug: last part of its address.
        content: the HTML of its text.
    """

    year: int
    title: str
    slug: str
    content: str

    @property
    def url(self) -> str:
        """Address of the page."""
        return f"{SITE}/reports/{self.year}-trafficking-in-persons-report/{self.slug}/"


def list_pages() -> list[tuple[str, str]]:
    """Address and HTML of every page."""
    return [
        (page.url, in_later_template(Page(page.year, page.title, page.title, page.slug), page.content))
        for page in (*statutory_list_pages(), *enforcement_pages())
    ]


def statutory_list_pages() -> Iterator[ListPage]:
    """A page for each list of each edition."""
    for (kind, year), group in groupby(statutory_rows(), key=lambda row: (row["list"], row["year"])):
        names = sorted(row["name"] for row in group)
        form = _FORMS[year % len(_FORMS)]
        lead = escape(_LEADS[kind].format(year=year), quote=False)
        title = _TITLES[kind]
        yield ListPage(year, title, _slug(title), f"<p>{SAMPLE_NOTICE}</p>\n{form(lead, names)}")


def enforcement_pages() -> Iterator[ListPage]:
    """A page for the world table and one for the regional tables of each edition with known tables."""
    for year, group in groupby(enforcement_rows(), key=lambda row: row["year"]):
        rows = list(group)
        world = [row for row in rows if row["region"] == "world"]
        regions = [row for row in rows if row["region"] != "world"]
        if world:
            title = "Global Law Enforcement Data"
            yield ListPage(year, title, _slug(title), f"<p>{SAMPLE_NOTICE}</p>\n{_table(world, year)}")
        if regions:
            title = "Regional Maps and Law Enforcement Data"
            yield ListPage(year, title, _slug(title), f"<p>{SAMPLE_NOTICE}</p>\n{_regional(regions, year)}")


def _regional(rows: Sequence[dict[str, Any]], year: int) -> str:
    names = _REGIONS if year >= _CENTRAL_ASIA_FROM else _OLD_REGIONS
    return "\n".join(
        f"<h3>Map of {names[region]}.</h3>\n{_table(list(group), year)}"
        for region, group in groupby(rows, key=lambda row: row["region"])
    )


def _table(rows: Sequence[dict[str, Any]], year: int) -> str:
    """A table with the columns that have a value."""
    columns = [column for column in _COLUMNS if any(row[column[1]] is not None for row in rows)]
    cell = "<td><p>{}</p></td>" if year % 2 else "<td>{}</td>"
    headings = "".join(f"<th>{heading}</th>" for heading in ("Year", *(column[0] for column in columns)))
    body = "\n".join(
        "<tr>" + "".join(cell.format(text) for text in (row["data_year"], *_figures(row, columns))) + "</tr>"
        for row in rows
    )
    return f'<table class="wp-block-table">\n<thead><tr>{headings}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def _figures(row: dict[str, Any], columns: Sequence[tuple[str, str, str | None]]) -> Iterator[str]:
    for _, whole, part in columns:
        if row[whole] is None:
            yield ""
        else:
            in_brackets = f" ({row[part]:,})" if part and row[part] is not None else ""
            yield f"{row[whole]:,}{in_brackets}"


def _items(lead: str, names: Sequence[str]) -> str:
    items = "\n".join(f"<li>{escape(name, quote=False)}</li>" for name in names)
    return f'<p>{lead}</p>\n<ul class="wp-block-list">\n{items}\n</ul>'


def _cells(lead: str, names: Sequence[str]) -> str:
    columns = [names[start : start + _PER_COLUMN] for start in range(0, len(names), _PER_COLUMN)]
    cells = "".join(f"<td>\n{_paragraphs(column)}\n</td>" for column in columns)
    return f"<p>{lead}</p>\n<table>\n<tbody><tr>{cells}</tr></tbody>\n</table>"


def _lines(lead: str, names: Sequence[str]) -> str:
    lines = "<br />\n".join(escape(name, quote=False) for name in names)
    return f"<p>{lead}</p>\n<p>{lines}</p>"


def _paragraphs_below(lead: str, names: Sequence[str]) -> str:
    return f"<p>{lead}</p>\n{_paragraphs(names)}"


def _run(lead: str, names: Sequence[str]) -> str:
    joined = "; ".join(escape(name, quote=False) for name in names[:-1])
    return f"<p>{lead} {joined}; and {escape(names[-1], quote=False)}.</p>"


def _paragraphs(names: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(name, quote=False)}</p>" for name in names)


_FORMS: Final = (_items, _cells, _lines, _paragraphs_below, _run)


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")
