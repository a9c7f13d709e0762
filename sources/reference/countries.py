"""Countries by name, alias, slug and area title."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sources.reference.data import rows
from warehouse.tables.vocabulary import AREA_MAIN

_NOT_WORD: Final = re.compile(r"[\W_]+")
_TRASHED: Final = re.compile(r"__trashed(-\d+)?$|-\d+$")
_FILE: Final = "sources/reference/data/countries.csv"
_AREAS: Final = "sources/reference/data/areas.csv"
_SPELLING: Final = "~"
"""Marks an alias that is another spelling of a name before it. Pages and slugs are looked up without accents, case and
punctuation, so that it stands for nothing new there; running text is searched letter by letter and needs it."""


@dataclass(frozen=True)
class Place:
    """A country, and the part of it a page is about."""

    country: str
    area: str = AREA_MAIN


def country_rows() -> list[dict[str, Any]]:
    """The rows of the `countries` table.

    Raises:
        ValueError: a name stands for two countries, or twice for one.
    """
    return countries_of(rows("countries.csv"))


def countries_of(declared: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The rows of the `countries` table, from rows of the reviewed file.

    Raises:
        ValueError: a name stands for two countries, or twice for one, as pages and slugs are looked up.
    """
    countries = []
    known: dict[str, _Known] = {}
    for row in declared:
        marked = [alias for alias in row["aliases"].split("|") if alias]
        _check_names(known, row["country"], [row["name"], *marked])
        countries.append(
            {
                "country": row["country"],
                "name": row["name"],
                "aliases": [alias.removeprefix(_SPELLING) for alias in marked],
                "region": row["region"] or None,
                "first_edition": int(row["first_edition"]) if row["first_edition"] else None,
                "last_edition": int(row["last_edition"]) if row["last_edition"] else None,
                "successor": row["successor"] or None,
            }
        )
    return countries


@dataclass(frozen=True)
class _Known:
    """The country that a name stands for, and the spellings of it so far."""

    country: str
    spellings: list[str]


def _check_names(known: dict[str, _Known], country: str, marked: Iterable[str]) -> None:
    """Adds the names of a country to those known; refuses one that is known already and no marked spelling of it."""
    for each in marked:
        name = each.removeprefix(_SPELLING)
        is_spelling = each != name
        same = known.setdefault(squash(name), _Known(country, []))
        if same.country != country:
            raise ValueError(
                f"{_FILE}: {name!r} of {country} is also {same.spellings[0]!r} of {same.country};"
                f" a name stands for one country: take it out of the row of {country} or of {same.country}"
            )
        if name in same.spellings or (same.spellings and not is_spelling):
            raise ValueError(
                f"{_FILE}: {name!r} of {country} is also {same.spellings[0]!r} of {country}; take it out, or write"
                f" '{_SPELLING}{name}' if running text spells it in both ways"
            )
        if is_spelling and not same.spellings:
            raise ValueError(
                f"{_FILE}: '{each}' of {country} is no other spelling of a name before it; take the {_SPELLING} away"
            )
        same.spellings.append(name)


def by_name(printed: str) -> Place | None:
    """The place a printed name stands for; None where the name is not known."""
    return _places().get(squash(printed))


def by_slug(slug: str) -> Place | None:
    """The place a page's slug stands for; None where the slug is not known.

    Slugs of pages that were put in the bin and taken out again (`ghana__trashed`) or saved twice (`malaysia-2`)
    count as what they were before.
    """
    last = slug.rstrip("/").rsplit("/", 1)[-1]
    return _places().get(squash(_TRASHED.sub("", last)))


def squash(name: str) -> str:
    """A name without accents, case, punctuation and spaces, so that spellings and slugs compare."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_WORD.sub("", letters).casefold()


@cache
def _places() -> dict[str, Place]:
    places = {squash(name): Place(row["country"]) for row in country_rows() for name in (row["name"], *row["aliases"])}
    for row in rows("areas.csv"):
        place = Place(row["country"], row["area"])
        known = places.setdefault(squash(row["title"]), place)
        if known != place:
            raise ValueError(
                f"{_AREAS}: {row['title']!r} of {place.country} ({place.area}) is also a name of {known.country}"
                f" ({known.area}); a name stands for one place: take it out of one of the rows"
            )
    places.pop("", None)
    return places
