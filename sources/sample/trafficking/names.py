"""The names of countries in each edition."""

from dataclasses import dataclass
from functools import cache

from sources.reference.countries import country_rows
from sources.reference.placements import placement_rows
from sources.sample.trafficking.facts import facts


@dataclass(frozen=True)
class _Era:
    first: int
    last: int
    name: str


def printed_name(country: str, year: int) -> str:
    """A country's name in the tier list of an edition: as printed if known, else the name of the time."""
    return _printed().get((country, year)) or name_of_the_time(country, year)


def name_of_the_time(country: str, year: int) -> str:
    """A country's usual name in the year of an edition."""
    for era in _eras().get(country, ()):
        if era.first <= year <= era.last:
            return era.name
    return _names()[country]


def running_name(country: str, year: int) -> str:
    """A country's name inside a sentence, such as `the Gambia` for `Gambia, The`."""
    name = name_of_the_time(country, year)
    last, comma, first = name.partition(", ")
    whole = f"{first} {last}" if comma else name
    return f"the {whole}" if whole.startswith("United ") else whole


@cache
def _printed() -> dict[tuple[str, int], str]:
    return {(row["country"], row["year"]): row["country_printed"] for row in placement_rows() if row["country_printed"]}


@cache
def _names() -> dict[str, str]:
    return {row["country"]: row["name"] for row in country_rows()}


@cache
def _eras() -> dict[str, list[_Era]]:
    eras: dict[str, list[_Era]] = {}
    for row in facts("names.csv"):
        era = _Era(int(row["first_edition"]), int(row["last_edition"]), row["name"])
        eras.setdefault(row["country"], []).append(era)
    return eras
