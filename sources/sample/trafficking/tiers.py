"""The history of tiers, from the record of placements."""

from functools import cache
from typing import Final

from sources.reference.placements import placement_rows

LABELS: Final = {
    "1": "Tier 1",
    "2": "Tier 2",
    "2WL": "Tier 2 Watch List",
    "3": "Tier 3",
    "special_case": "Special Case",
}
"""Tiers in the order in which a list prints them. The record has no `unranked` rows so far; a list has no place for
one, and an edition with such a row leaves the country out of its list."""


def placed(year: int, tier: str) -> list[str]:
    """Countries on a tier in an edition, by code."""
    return [country for (country, edition), found in _tiers().items() if edition == year and found == tier]


def tier_of(country: str, year: int) -> str | None:
    """A country's tier in an edition; None where it has none."""
    return _tiers().get((country, year))


def years_in_a_row(country: str, year: int, *, since: int = 0) -> int:
    """For how many editions up to this one a country has stayed on its tier, counted from the edition `since`."""
    tier = tier_of(country, year)
    if tier is None:
        return 0
    first = year
    while first > since and tier_of(country, first - 1) == tier:
        first -= 1
    return year - first + 1


@cache
def _tiers() -> dict[tuple[str, int], str]:
    return {(row["country"], row["year"]): row["tier"] for row in placement_rows()}
