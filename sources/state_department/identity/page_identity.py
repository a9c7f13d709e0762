"""Family, edition, country and area of a page. Address, title and the text around the report must agree."""

import re
from dataclasses import dataclass, replace
from typing import Final

from sources.html.layout import Page
from sources.language.tiers import find_tiers
from sources.problems import PageProblemError
from sources.reference.countries import Place, by_name, by_slug
from sources.registry.families import FAMILIES, Family, Location, kind_of, locate
from sources.state_department.identity.self_description import lines_about, report_named, subject_of, year_released
from warehouse.tables.vocabulary import AREA_MAIN, WORLD, PageKind, Reason

_KINDS_WITH_ONE_PAGE: Final = (PageKind.PLACEMENT_LIST,)
"""Kinds with one page per edition, whatever its title; pages of other kinds are distinguished by their titles."""

_NOT_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Identity:
    """Family, edition, kind, country and area of a page."""

    family: str
    year: int
    kind: PageKind
    country: str
    area: str
    country_printed: str
    remark: str | None


@dataclass(frozen=True)
class Hint:
    """A person's statement about a page; used only where the page itself does not say it."""

    family: str | None = None
    year: int | None = None
    country: str | None = None


def locate_edition(url: str, page: Page, hint: Hint | None = None) -> Location:
    """Family and edition of a page.

    The first source that has them is used: the address, the title, the addresses that the page names as its own, the
    report and release date named on the page, the hint.

    Raises:
        PageProblemError: no source has family and edition, or the page names another edition than its address.
    """
    location = locate(url)
    printed = _full_title(page.title)
    if location is None and printed is not None:
        location = Location(printed[0].name, printed[1], None)
    if location is None:
        location = next((found for address in page.addresses if (found := locate(address))), None)
    if location is None and page.about:
        location = _location_from_page(page, url)
    if location is None and hint is not None and hint.family and hint.year:
        location = Location(hint.family, hint.year, None)
    if location is None:
        raise PageProblemError(Reason.UNKNOWN_FAMILY, f"neither address nor title belongs to a known report: {url}")
    named = (printed[0].name, printed[1]) if printed is not None else report_named(page.about)
    if named is not None and named[1] and named != (location.family, location.year):
        raise PageProblemError(
            Reason.IDENTITY_CONFLICT,
            f"the page says {named[0]} {named[1]}, the address {location.family} {location.year}: {url}",
        )
    return location


def _location_from_page(page: Page, url: str) -> Location | None:
    """Family and edition from the lines around a page's text. The kind is unknown until the text is read."""
    lines = lines_about(page)
    named = report_named(lines)
    if named is None:
        return None
    year = named[1] or year_released(lines)
    if year is None:
        raise PageProblemError(Reason.UNKNOWN_EDITION, f"the page names its report but no edition of it: {url}")
    return Location(named[0], year, None, tells_kind=False)


def identify(url: str, title: str, location: Location, hint: Hint | None = None) -> Identity:
    """Reads the country and area of a page; a page about all countries has the country `WORLD`.

    Args:
        url: address of the capture.
        title: title as printed.
        location: family and edition.
        hint: a person's statement about the page.

    Raises:
        PageProblemError: the country is unknown, or title and address contradict each other.
    """
    printed = _full_title(title)
    name = printed[2] if printed else title
    if printed is None and (not location.tells_kind or _is_number(location.slug)):
        name = _without_tier(subject_of(title))
    kind = kind_of(location, name)
    if kind is PageKind.COUNTRY and not location.tells_kind and by_name(name) is None:
        kind = PageKind.NARRATIVES
    if kind is not PageKind.COUNTRY:
        area = kind.value if kind in _KINDS_WITH_ONE_PAGE else _NOT_WORD.sub("_", name.casefold()).strip("_")
        return Identity(location.family, location.year, kind, WORLD, area, name, None)
    place = by_name(name)
    if place is None and hint is not None and hint.country:
        place = Place(hint.country)
    if place is None:
        raise PageProblemError(Reason.UNKNOWN_COUNTRY, f"no country or area is called {name!r}: {url}")
    remark = _slug_remark(location.slug, place, name, url)
    return Identity(location.family, location.year, kind, place.country, place.area, name, remark)


def _full_title(title: str) -> tuple[Family, int, str] | None:
    """Family, edition and country in a full title; None for a title that is only a name."""
    for family in FAMILIES.values():
        if found := family.title_form.match(title):
            return family, int(found["year"]), found["country"].strip()
    return None


def _slug_remark(slug: str | None, place: Place, name: str, url: str) -> str | None:
    """A remark on a slug that names no country; None for one that fits. Another country is an error."""
    if slug is None:
        return "the address does not name the page; the title does"
    if _is_number(slug):
        return None
    named = by_slug(slug)
    if named is None:
        return f"slug {slug!r} names no country; the title does"
    if named.country != place.country:
        raise PageProblemError(Reason.IDENTITY_CONFLICT, f"the title says {name!r}, the address {named.country}: {url}")
    return None


def identity_of_country(identity: Identity, place: Place, printed: str) -> Identity:
    """The identity of the part of a page that is about one country."""
    return replace(
        identity, kind=PageKind.COUNTRY, country=place.country, area=AREA_MAIN, country_printed=printed, remark=None
    )


def _without_tier(name: str) -> str:
    """A country's name from a title that also has its tier."""
    phrase = next(iter(find_tiers(name)), None)
    return name[: phrase.start].rstrip(" (:–—-") or name if phrase and not name[phrase.end :].strip(" )") else name


def _is_number(slug: str | None) -> bool:
    """Whether the last part of an address is only a page number, which names no subject."""
    return slug is not None and slug.isdigit()
