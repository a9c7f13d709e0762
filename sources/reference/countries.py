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
_ARTICLE: Final = re.compile(r"^the\s+|\s*,\s*the$|\s*\(\s*the\s*\)$", re.IGNORECASE)
_IN_TWO_PARTS: Final = re.compile(r"(?P<before>[^,()]{2,60}?)(?:,\s*|\s*(?P<bracket>\())(?P<after>[^,()]{2,80})\)?")
_FILE: Final = "sources/reference/data/countries.csv"
_AREAS: Final = "sources/reference/data/areas.csv"
_SPELLING: Final = "~"
"""Marker of an alias that is another spelling of an earlier name of the row. Titles and slugs are looked up without
accents, case and punctuation, so they do not need it. Running text is searched letter by letter and needs it."""


@dataclass(frozen=True)
class Place:
    """A country, and the area of it that a page is about."""

    country: str
    area: str = AREA_MAIN


def country_rows() -> list[dict[str, Any]]:
    """The rows of the `countries` table.

    Raises:
        ValueError: two countries have the same name, or one country has it twice.
    """
    codes = {row["country"]: _codes(row) for row in rows("country_identifiers.csv")}
    return [{**row, **codes[row["country"]]} for row in countries_of(rows("countries.csv"))]


def _codes(row: Mapping[str, str]) -> dict[str, str | int | None]:
    """The codes of a country in lists of other publishers."""
    texts = {name: row[name] or None for name in ("iso2", "world_bank")}
    return {**texts, **{name: int(row[name]) if row[name] else None for name in ("iso_numeric", "cow", "gwn")}}


def countries_of(declared: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The rows of the `countries` table without the codes of other publishers, from rows of the reviewed file.

    Raises:
        ValueError: two countries have the same name in the form of the look-up, or one country has it twice.
    """
    countries = []
    known: dict[str, _Known] = {}
    for row in declared:
        marked = [alias for alias in row["aliases"].split("|") if alias]
        _add_names(known, row["country"], [row["name"], *marked])
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
    """The country of a name, and the spellings of the name so far."""

    country: str
    spellings: list[str]


def _add_names(known: dict[str, _Known], country: str, marked: Iterable[str]) -> None:
    """Adds the names of a country. Raises for a known name that is not a marked spelling."""
    for alias in marked:
        name = alias.removeprefix(_SPELLING)
        is_spelling = alias != name
        same = known.setdefault(squash(name), _Known(country, []))
        if same.country != country:
            raise ValueError(
                f"{_FILE}: {name!r} of {country} is also {same.spellings[0]!r} of {same.country};"
                f" a name belongs to one country: remove it from the row of {country} or of {same.country}"
            )
        if name in same.spellings or (same.spellings and not is_spelling):
            raise ValueError(
                f"{_FILE}: {name!r} of {country} is also {same.spellings[0]!r} of {country}; remove it, or write"
                f" '{_SPELLING}{name}' if running text spells it in both ways"
            )
        if is_spelling and not same.spellings:
            raise ValueError(
                f"{_FILE}: '{alias}' of {country} is no other spelling of a name before it; remove the {_SPELLING}"
            )
        same.spellings.append(name)


def by_name(printed: str) -> Place | None:
    """The place with a printed name; None for an unknown name.

    A known name is also known with an article (`Gambia (the)`), inverted (`Sudan, South`, `Korea (the Republic of)`),
    and followed by another name of the same country in brackets (`Burma (Myanmar)`).
    """
    places = _places()
    if (exact := places.get(squash(printed))) is not None:
        return exact
    name = _ARTICLE.sub("", printed.strip())
    if (found := places.get(squash(name))) is not None:
        return found
    if (parts := _IN_TWO_PARTS.fullmatch(name)) is None:
        return None
    if parts["bracket"] and (second := by_name(parts["after"])) is not None and second == by_name(parts["before"]):
        return second
    turned = f"{parts['after']} {parts['before']}"
    return places.get(squash(turned)) or places.get(squash(_ARTICLE.sub("", turned)))


def by_slug(slug: str) -> Place | None:
    """The place of a page's slug; None for an unknown slug.

    Suffixes of pages that were deleted and restored (`ghana__trashed`) or saved twice (`malaysia-2`) are ignored.
    """
    last = slug.rstrip("/").rsplit("/", 1)[-1]
    return _places().get(squash(_TRASHED.sub("", last)))


def squash(name: str) -> str:
    """A name without accents, case, punctuation and spaces, for the comparison of spellings and slugs."""
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
                f" ({known.area}); a name belongs to one place: remove it from one of the rows"
            )
    places.pop("", None)
    return places
