"""Countries by name, alias, slug and area title."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sources.reference.data import rows
from warehouse.tables.vocabulary import AREA_MAIN

_NOT_WORD: Final = re.compile(r"[\W_]+")
_TRASHED: Final = re.compile(r"__trashed(-\d+)?$|-\d+$")


@dataclass(frozen=True)
class Place:
    """A country, and the part of it a page is about."""

    country: str
    area: str = AREA_MAIN


def country_rows() -> list[dict[str, Any]]:
    """The rows of the `countries` table."""
    return [
        {
            "country": row["country"],
            "name": row["name"],
            "aliases": [alias for alias in row["aliases"].split("|") if alias],
            "region": row["region"] or None,
            "first_edition": int(row["first_edition"]) if row["first_edition"] else None,
            "last_edition": int(row["last_edition"]) if row["last_edition"] else None,
            "successor": row["successor"] or None,
        }
        for row in rows("countries.csv")
    ]


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
    places: dict[str, Place] = {}
    for row in country_rows():
        for name in (row["name"], *row["aliases"]):
            _add(places, name, Place(row["country"]))
    for row in rows("areas.csv"):
        _add(places, row["title"], Place(row["country"], row["area"]))
    places.pop("", None)
    return places


def _add(places: dict[str, Place], name: str, place: Place) -> None:
    known = places.setdefault(squash(name), place)
    if known != place:
        raise ValueError(f"reference data: {name!r} stands for {known} and for {place}")
