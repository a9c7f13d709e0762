"""The tiers of countries by edition, from the record of placements."""

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
"""Tiers in their order on a list. The record has no `unranked` rows so far; a list would not contain such a country."""


def countries_on_tier(year: int, tier: str) -> list[str]:
    """Countries on a tier in an edition, by code."""
    return [country for (country, edition), found in _tiers().items() if edition == year and found == tier]


def tier_of(country: str, year: int) -> str | None:
    """A country's tier in an edition; None if it has none."""
    return _tiers().get((country, year))


def years_in_a_row(country: str, year: int, *, since: int = 0) -> int:
    """The number of consecutive editions of a country on its tier up to this edition, counted since `since`."""
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
