"""Which family, edition, country and area a page is of: address, title and what the page says of itself must agree."""

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

_ONE_AN_EDITION: Final = (PageKind.PLACEMENT_LIST,)
"""Kinds of pages of which an edition has one, whatever it is called; others are told apart by their titles."""

_NOT_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Identity:
    """What page this is."""

    family: str
    year: int
    kind: PageKind
    country: str
    area: str
    country_printed: str
    remark: str | None


@dataclass(frozen=True)
class Hint:
    """What a person says of a page; heard only where the page does not say it itself."""

    family: str | None = None
    year: int | None = None
    country: str | None = None


def place_in_registry(url: str, page: Page, hint: Hint | None = None) -> Location:
    """Family and edition of a page: from its address, else its title, the addresses it names as its own, what it says
    of its report and of the day of its release, the hint.

    Raises:
        PageProblemError: nothing says what family or edition the page is of, or it names another edition.
    """
    location = locate(url)
    printed = _printed(page.title)
    if location is None and printed is not None:
        location = Location(printed[0].name, printed[1], None)
    if location is None:
        location = next((found for address in page.addresses if (found := locate(address))), None)
    if location is None and page.about:
        location = _located_by_itself(page, url)
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


def _located_by_itself(page: Page, url: str) -> Location | None:
    """Family and edition from the lines around a page's text; what it is about, its text alone can tell."""
    lines = lines_about(page)
    named = report_named(lines)
    if named is None:
        return None
    year = named[1] or year_released(lines)
    if year is None:
        raise PageProblemError(Reason.UNKNOWN_EDITION, f"the page names its report but no edition of it: {url}")
    return Location(named[0], year, None, tells_kind=False)


def identify(url: str, title: str, location: Location, hint: Hint | None = None) -> Identity:
    """Reads which country and area a page is about; a page about all countries is of the world.

    Args:
        url: the address it was archived from.
        title: its title as printed.
        location: its family and edition.
        hint: what a person says of the page.

    Raises:
        PageProblemError: the country is unknown, or title and address contradict each other.
    """
    printed = _printed(title)
    name = printed[2] if printed else title
    if printed is None and (not location.tells_kind or _is_number(location.slug)):
        name = _without_tier(subject_of(title))
    kind = kind_of(location, name)
    if kind is PageKind.COUNTRY and not location.tells_kind and by_name(name) is None:
        kind = PageKind.NARRATIVES
    if kind is not PageKind.COUNTRY:
        area = kind.value if kind in _ONE_AN_EDITION else _NOT_WORD.sub("_", name.casefold()).strip("_")
        return Identity(location.family, location.year, kind, WORLD, area, name, None)
    place = by_name(name)
    if place is None and hint is not None and hint.country:
        place = Place(hint.country)
    if place is None:
        raise PageProblemError(Reason.UNKNOWN_COUNTRY, f"no country or area is called {name!r}: {url}")
    remark = _check_slug(location.slug, place, name, url)
    return Identity(location.family, location.year, kind, place.country, place.area, name, remark)


def _printed(title: str) -> tuple[Family, int, str] | None:
    """Family, edition and country in a full title; None for a title that is a bare name."""
    for family in FAMILIES.values():
        if found := family.title_form.match(title):
            return family, int(found["year"]), found["country"].strip()
    return None


def _check_slug(slug: str | None, place: Place, name: str, url: str) -> str | None:
    """Slugs check titles; a slug that means nothing is remarked on, one that means another country is an error."""
    if slug is None:
        return "the address does not name the page; the title does"
    if _is_number(slug):
        return None
    says = by_slug(slug)
    if says is None:
        return f"slug {slug!r} names no country; the title does"
    if says.country != place.country:
        raise PageProblemError(Reason.IDENTITY_CONFLICT, f"the title says {name!r}, the address {says.country}: {url}")
    return None


def of_country(identity: Identity, place: Place, printed: str) -> Identity:
    """What the part of a page is that is about one country."""
    return replace(
        identity, kind=PageKind.COUNTRY, country=place.country, area=AREA_MAIN, country_printed=printed, remark=None
    )


def _without_tier(name: str) -> str:
    """A country's name from a title that goes on with its tier."""
    phrase = next(iter(find_tiers(name)), None)
    return name[: phrase.start].rstrip(" (:–—-") or name if phrase and not name[phrase.end :].strip(" )") else name


def _is_number(slug: str | None) -> bool:
    """Whether the last part of an address is the number of a page, which says nothing of what the page is about."""
    return slug is not None and slug.isdigit()
