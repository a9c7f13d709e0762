"""The pages that a run selects, by the editions and countries on the command line."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from sources.archive.capture import Capture
from sources.reference.countries import by_slug, country_rows
from sources.registry.families import locate

_SPAN: Final = re.compile(r"^(\d{4})(?:-(\d{4}))?$")


def parse_editions(text: str) -> range | None:
    """The years of `2018` or `2001-2025`; None for an empty text.

    Raises:
        ValueError: the text is neither.
    """
    if not text:
        return None
    found = _SPAN.match(text)
    if found is None or (found[2] and found[2] < found[1]):
        raise ValueError(f"editions are a year or a span such as 2016-2024, not {text!r}")
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def parse_countries(codes: Iterable[str]) -> frozenset[str]:
    """Validated country codes.

    Raises:
        ValueError: a code is not one of the `countries` table.
    """
    known = {row["country"] for row in country_rows()}
    wanted = frozenset(code.strip().upper() for code in codes if code.strip())
    if unknown := sorted(wanted - known):
        raise ValueError(f"no country has the code {', '.join(unknown)}; codes are ISO 3166-1 alpha-3, such as KHM")
    return wanted


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
