"""The pages that a run selects, by the editions and countries on the command line."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from sources.archive.capture import Capture
from sources.reference.countries import by_name, by_slug, country_rows
from sources.reference.editions import edition_rows
from sources.registry.families import locate

_SPAN: Final = re.compile(r"^(\d{4})(?:-(\d{4}))?$")


def parse_editions(text: str) -> range | None:
    """The years of `2018` or `2001-2025`; None for an empty text.

    Raises:
        ValueError: the text is neither, or names years that no edition can have.
    """
    if not text:
        return None
    found = _SPAN.match(text)
    if found is None or (found[2] and found[2] < found[1]):
        raise ValueError(f"editions are a year or a span such as 2016-2024, not {text!r}")
    years = range(int(found[1]), int(found[2] or found[1]) + 1)
    for year in (years[0], years[-1]):
        validate_year(year)
    return years


def validate_year(year: int, family: str | None = None) -> None:
    """Validates that a family, or any family without a name, can have an edition of a year.

    Raises:
        ValueError: it cannot; the message has the years that can be.
    """
    first = min(row["year"] for row in edition_rows() if family in (None, "news", row["family"]))
    last = datetime.now(UTC).year + 1  # an edition can be dated after its publication
    if not first <= year <= last:
        raise ValueError(f"{year} is no edition{f' of {family}' if family else ''}: editions are {first} to {last}")


def parse_countries(codes: Iterable[str]) -> frozenset[str]:
    """The codes of countries that are given by code or by any known name.

    Raises:
        ValueError: there is no country with such a code or name.
    """
    known = {row["country"] for row in country_rows()}
    wanted = {text.strip(): text.strip().upper() for text in codes if text.strip()}
    for text, code in wanted.items():
        if code not in known:
            place = by_name(text)
            if place is None:
                raise ValueError(
                    f"no country has the code or the name {text}; codes are ISO 3166-1 alpha-3, such as KHM,"
                    " and `tip sql 'FROM countries'` lists the names"
                )
            wanted[text] = place.country
    return frozenset(wanted.values())


def wanted_pages(editions: str, countries: Iterable[str]) -> Callable[[Capture], bool] | None:
    """A predicate for the selected pages; None where all pages are selected."""
    wanted = wanted_addresses(editions, countries)
    return None if wanted is None else lambda capture: wanted(capture.url)


def wanted_addresses(editions: str, countries: Iterable[str]) -> Callable[[str], bool] | None:
    """A predicate for the addresses of the selected pages; None where all pages are selected.

    It accepts an address that does not name its edition: only the page itself names it.
    """
    years, codes = parse_editions(editions), parse_countries(countries)
    if years is None and not codes:
        return None

    def wanted(url: str) -> bool:
        location = locate(url)
        if location is None:
            return True
        if years is not None and location.year not in years:
            return False
        place = by_slug(location.slug) if location.slug else None
        return not codes or place is None or place.country in codes

    return wanted
