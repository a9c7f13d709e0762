"""Pages of the editions to 2016 with known page numbers, and their templates.

To 2012 a page had the narratives of several countries. The sample has some of these countries, on the pages of their
edition with a known number. If no number is known, the sample uses the present form of www.state.gov.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from sources.reference.editions import edition_rows
from sources.sample.old_templates import OldPage, centerblock, mobile, tables

LAST_SHARED: Final = 2012
"""The last edition with pages of several countries."""

_TABLES_TO: Final = 2008
_TO_2009: Final = "2001-2009.state.gov"
_TO_2017: Final = "2009-2017.state.gov"


@dataclass(frozen=True)
class _Shared:
    """A page of several narratives: its number and title, and the last initial of the countries on it."""

    number: int
    title: str
    to: str = "Z"


_SHARED: Final = {
    2001: (_Shared(3930, "III. Country Narratives"),),
    2002: (_Shared(10680, "IIIb. Country Narratives"),),
    2003: (_Shared(21276, "Country Narratives"),),
    2004: (_Shared(33191, "Country Narratives (revised)"),),
    2005: (_Shared(46614, "V. Country Narratives"),),
    2006: (
        _Shared(65988, "VI. Country Narratives -- Countries A through G", "G"),
        _Shared(65989, "VI. Country Narratives"),
    ),
    2007: (_Shared(82806, "Country Narratives"),),
    2008: (
        _Shared(105387, "Country Narratives -- Countries A through G", "G"),
        _Shared(105388, "Country Narratives"),
    ),
    2009: (
        _Shared(123135, "Country Narratives: Countries A Through C", "C"),
        _Shared(123136, "Country Narratives"),
    ),
    2010: (_Shared(142760, "Country Narratives"),),
    2011: (_Shared(164232, "Country Narratives"),),
    2012: (_Shared(192367, "Country Narratives"),),
}

_OWN: Final = {("IDN", 2013): 215482, ("IDN", 2014): 226741, ("IDN", 2015): 243456}
"""Pages of one country since 2013."""

_LISTS: Final = {2015: 243366}
_PREFACE: Final = (2003, 21262)
INDEXES: Final = (2006, 2010)
"""Editions with an index page under the old address."""

_TWICE: Final = (2008, 105388)
"""A page that is also under the later path and host."""


def shared_page(year: int, name: str) -> OldPage:
    """The page of a country's narrative in an edition to 2012."""
    shared = next(shared for shared in _SHARED[year] if name[0] <= shared.to)
    return _page(year, shared.title, shared.title, f"{year}/{shared.number}.htm")


def own_page(country: str, year: int, name: str) -> OldPage | None:
    """The page of one country since 2013, if its number is known."""
    number = _OWN.get((country, year))
    return _page(year, name, name, f"countries/{year}/{number}.htm") if number else None


def list_page(year: int, title: str) -> OldPage | None:
    """The page of an edition's tier list, if its number is known."""
    return _page(year, title, title, f"{year}/{_LISTS[year]}.htm") if year in _LISTS else None


def index_page(year: int) -> OldPage:
    """The index page of an edition."""
    title = f"Trafficking in Persons Report {year}"
    return _page(year, title, title, f"{year}/index.htm")


def second_address(page: OldPage) -> OldPage | None:
    """The same page under its later address; None for all pages but one."""
    year, number = _TWICE
    if page.year != year or f"/{number}." not in page.path:
        return None
    return OldPage(year, page.name, page.title, "www.state.gov", page.path.replace("/g/", "/j/"), page.released)


def preface() -> OldPage:
    """A page of the mobile site without narratives."""
    year, number = _PREFACE
    return OldPage(year, "Introduction", "Introduction", "m.state.gov", f"/md{number}.htm", _released(year))


def in_old_template(page: OldPage, content: str) -> str:
    """A page in the template of its host and time."""
    templates: dict[str, Callable[[OldPage, str], str]] = {_TO_2009: tables, "m.state.gov": mobile}
    return templates.get(page.host, centerblock)(page, content)


def _page(year: int, name: str, title: str, path: str) -> OldPage:
    early = year <= _TABLES_TO
    host, office = (_TO_2009, "g") if early else (_TO_2017, "j")
    return OldPage(year, name, title, host, f"/{office}/tip/rls/tiprpt/{path}", _released(year))


@cache
def _released(year: int) -> str:
    day: date = next(row["release_date"] for row in edition_rows() if (row["family"], row["year"]) == ("tip", year))
    return f"{day:%B} {day.day}, {day.year}"
