"""Damaged TIP editions: the right check fails, with a message that names country and edition."""

from collections.abc import Callable

import pytest

from sources.reference.placements import placement_rows
from tests.assets.warehouse import Warehouse
from tests.support import list_page, narrative_page, tip_url
from warehouse.quality.gate import RefusedError
from warehouse.quality.results import recorded_results

YEAR = 2015
LABELS = {"1": "Tier 1", "2": "Tier 2", "2WL": "Tier 2 Watch List", "3": "Tier 3", "special_case": "Special Case"}
Lists = dict[str, list[str]]


def edition_of(year: int) -> Lists:
    """Every recorded placement of an edition, by the tier's label."""
    lists: Lists = {}
    for row in placement_rows():
        if row["year"] == year:
            lists.setdefault(LABELS[row["tier"]], []).append(row["country_printed"] or _name(row["country"]))
    return lists


def _name(code: str) -> str:
    from sources.reference.countries import country_rows

    return next(row["name"] for row in country_rows() if row["country"] == code)


def pages_of(year: int = YEAR, lists: Lists | None = None) -> dict[str, bytes]:
    """A list of all countries and the narratives of two of them."""
    return {
        tip_url(year, "tier-placements"): list_page(year, lists or edition_of(year)),
        tip_url(year, "norway"): narrative_page("Norway", year=year),
        tip_url(year, "sweden"): narrative_page("Sweden", year=year),
    }


def failing_checks(warehouse: Warehouse, pages: dict[str, bytes]) -> dict[str, str]:
    """The messages of failing checks, by check."""
    warehouse.ingest(pages)
    warehouse.stage()
    warehouse.check()
    results = recorded_results(warehouse.home.staging).values()
    return {result.check: result.message for result in results if not result.passed}


def moved(lists: Lists, country: str, start: str, end: str) -> Lists:
    lists[start].remove(country)
    lists[end].append(country)
    return lists


def test_a_whole_edition_passes_and_is_published(warehouse: Warehouse) -> None:
    assert failing_checks(warehouse, pages_of()) == {}
    assert warehouse.publish().is_new
    editions = warehouse.home.staging.read("editions").filter(family="tip", year=YEAR)
    assert editions.select("held", "status", "list_held", "country_pages").rows() == [(188, "complete", True, 2)]


DAMAGE: dict[str, tuple[Callable[[], dict[str, bytes]], list[str], bool]] = {
    "a tier flipped on the list": (
        lambda: pages_of(lists=moved(edition_of(YEAR), "Thailand", "Tier 3", "Tier 2")),
        ["tier_totals", "placements_as_recorded"],
        True,
    ),
    "two countries swapped on the list": (
        lambda: pages_of(
            lists=moved(moved(edition_of(YEAR), "Thailand", "Tier 3", "Tier 2"), "Togo", "Tier 2", "Tier 3")
        ),
        ["placements_as_recorded"],
        True,
    ),
    "a country missing from the list": (
        lambda: pages_of(lists={**edition_of(YEAR), "Tier 3": edition_of(YEAR)["Tier 3"][1:]}),
        ["tier_totals", "placements_as_recorded"],
        True,
    ),
    "a tier flipped in one heading": (
        lambda: {
            **pages_of(),
            tip_url(YEAR, "norway"): narrative_page("Norway", year=YEAR, heading="NORWAY: Tier 3"),
        },
        ["sightings_agree"],
        False,
    ),
    "heading and verdict against the list": (
        lambda: {**pages_of(), tip_url(YEAR, "norway"): narrative_page("Norway", "Tier 2", year=YEAR)},
        ["placements_as_recorded", "tier_totals", "sightings_agree"],
        True,
    ),
    "two pages for one country that differ": (
        lambda: {**pages_of(), tip_url(YEAR, "norway-2"): narrative_page("Norway", "Tier 2", year=YEAR)},
        ["superseded_pages_agree"],
        True,
    ),
    "a second page for one country in other words": (
        lambda: {
            **pages_of(),
            tip_url(YEAR, "norway-2"): narrative_page("Norway", year=YEAR).replace(b"A campaign", b"One campaign"),
        },
        ["one_page_a_country"],
        False,
    ),
    "a Watch List before there was one": (
        lambda: {
            tip_url(2003, "norway"): narrative_page("Norway", "Tier 2 Watch List", year=2003),
        },
        ["watch_list_from_2004", "placements_as_recorded"],
        True,
    ),
}


EVERYDAY = ("a tier flipped on the list", "a country missing from the list", "two pages for one country that differ")
"""The others are in the long runs."""


@pytest.mark.parametrize(
    "damage",
    [*EVERYDAY, *(pytest.param(damage, marks=pytest.mark.soak) for damage in DAMAGE if damage not in EVERYDAY)],
)
def test_damage_fails_its_check(warehouse: Warehouse, damage: str) -> None:
    make, checks, blocks = DAMAGE[damage]
    failing = failing_checks(warehouse, make())
    assert set(checks) <= failing.keys()
    for check in checks:
        assert any(country in failing[check] for country in ("THA", "NOR", "AGO", "BDI", "BLR", "DZA")), failing[check]
        assert str(YEAR) in failing[check] or "2003" in failing[check]
    if blocks:
        with pytest.raises(RefusedError):
            warehouse.publish()
    else:
        assert warehouse.publish().is_new


def test_watch_list_years_beyond_the_limits_fail(warehouse: Warehouse) -> None:
    years = range(2010, 2015)
    pages = {tip_url(year, "norway"): narrative_page("Norway", "Tier 2 Watch List", year=year) for year in years}
    failing = failing_checks(warehouse, pages)
    assert "NOR 2012: year 3 on the Watch List, no waiver stated" in failing["waivers_stated"]
    assert "NOR 2014: year 5 on the Watch List" in failing["watch_list_clock"]
    with pytest.raises(RefusedError, match="watch_list_clock"):
        warehouse.publish()


def test_a_verdict_that_contradicts_the_placements_fails(warehouse: Warehouse) -> None:
    upgraded = "The government did more than before; therefore Norway was upgraded to Tier 1."
    pages = {
        tip_url(2017, "norway"): narrative_page("Norway", year=2017),
        tip_url(2018, "norway"): narrative_page("Norway", year=2018, verdict=upgraded),
    }
    failing = failing_checks(warehouse, pages)
    assert "NOR 2018: the verdict says upgraded, the placements unchanged" in failing["verdicts_fit_history"]
