"""How much of each edition is held, from the pages, placements and sections there are."""

from typing import Any

import polars as pl
import pytest

from warehouse.builds.build import View
from warehouse.derived.editions import BUILD, countries_read, editions_held
from warehouse.tables import EDITIONS, PAGES, REPORT_SECTIONS, TIER_PLACEMENTS


def page(country: str, year: int, kind: str = "country", **fields: Any) -> dict[str, Any]:
    told = {"country": country, "year": year, "family": "tip", "source_url": f"{country}/{kind}", "kind": kind}
    return dict.fromkeys(PAGES.columns) | told | {"area": "main", "outcome": "read"} | fields


def section(country: str, url: str, year: int = 2010) -> dict[str, Any]:
    told = {"country": country, "year": year, "family": "tip", "area": "main", "position": 1, "source_url": url}
    return dict.fromkeys(REPORT_SECTIONS.columns) | told


def placement(country: str, tier: str, year: int = 2010) -> dict[str, Any]:
    return dict.fromkeys(TIER_PLACEMENTS.columns) | {"country": country, "year": year, "tier": tier}


def edition(year: int, expected: int | None, family: str = "tip", **totals: int) -> dict[str, Any]:
    return {"family": family, "year": year, "expected": expected, **totals}


def held(
    known: list[dict[str, Any]], pages: list[Any], placements: list[Any] = (), sections: list[Any] = ()
) -> pl.DataFrame:
    return editions_held(known, PAGES.frame(pages), TIER_PLACEMENTS.frame(placements), REPORT_SECTIONS.frame(sections))


def test_pages_and_placements_are_counted_by_edition() -> None:
    known = [edition(2010, 5), edition(2011, 2), edition(2012, 3), edition(2010, 2, "human_rights")]
    pages = [
        page("NOR", 2010), page("KHM", 2010), page("WLD", 2010, "placement_list"),
        page("THA", 2010, outcome="quarantined"), page("CHN", 2010, area="tibet"),
        page("WLD", 2011, "placement_list", outcome="superseded"), page("NOR", 2011, "index"),
        page("NOR", 2010, family="human_rights"), page("KHM", 2010, family="human_rights"),
        page("NOR", 2019, family="human_rights"),
    ]  # fmt: skip
    found = held(known, pages, [placement("NOR", "1"), placement("KHM", "2"), placement("THA", "2")])
    columns = ["family", "year", "expected", "held", "status", "country_pages", "list_held"]
    assert found.select(columns).rows() == [
        ("human_rights", 2010, 2, 2, "complete", 2, False),
        ("human_rights", 2019, None, 1, "partial", 1, False),
        ("tip", 2010, 5, 3, "partial", 2, True),
        ("tip", 2011, 2, 0, "not_loaded", 0, False),
        ("tip", 2012, 3, 0, "not_loaded", 0, False),
    ]
    assert found.schema == EDITIONS.polars_schema()


@pytest.mark.parametrize(
    ("expected", "totals", "status"),
    [
        (3, {}, "complete"),
        (2, {}, "complete"),
        (4, {}, "partial"),
        (None, {}, "partial"),
        (3, {"published_1": 1, "published_2": 2}, "complete"),
        (3, {"published_1": 1, "published_2": 2, "published_3": 0}, "complete"),
        (3, {"published_1": 1, "published_2": 1}, "partial"),
        (3, {"published_3": 1}, "partial"),
        (3, {"published_2wl": 1}, "partial"),
        (None, {"published_1": 1, "published_2": 2}, "partial"),
    ],
)
def test_an_edition_is_complete_with_every_country_and_the_published_totals(
    expected: int | None, totals: dict[str, int], status: str
) -> None:
    placements = [placement("NOR", "1"), placement("KHM", "2"), placement("THA", "2")]
    found = held([edition(2010, expected, **totals)], [page("NOR", 2010)], placements)
    assert found["status"].to_list() == [status]


def test_countries_on_pages_of_their_own_and_on_shared_ones() -> None:
    pages = [
        page("NOR", 2010), page("CHN", 2010, area="tibet"), page("WLD", 2010, "narratives", source_url="shared"),
        page("WLD", 2010, "narratives", source_url="lost", outcome="quarantined"), page("WLD", 2010, "index"),
    ]  # fmt: skip
    sections = [
        section("NOR", "NOR/country"), section("KHM", "shared"), section("THA", "shared"),
        section("THA", "shared") | {"position": 2}, section("LAO", "lost"), section("FJI", "shared", 2011),
    ]  # fmt: skip
    found = countries_read(PAGES.frame(pages), REPORT_SECTIONS.frame(sections))
    assert sorted(found.rows()) == [("tip", 2010, "KHM"), ("tip", 2010, "NOR"), ("tip", 2010, "THA")]


def test_what_is_shown_of_the_editions() -> None:
    rows = [
        edition(2011, 5) | {"held": 3, "status": "partial"},
        edition(2010, 4) | {"held": 4, "status": "complete"},
        edition(2012, None) | {"held": 0, "status": "not_loaded"},
        edition(2013, 2) | {"held": 3, "status": "complete"},
        edition(2010, 9, "human_rights") | {"held": 9, "status": "complete"},
    ]
    view = View(EDITIONS.frame([dict.fromkeys(EDITIONS.columns) | row for row in rows]).lazy(), {})
    (chart,), (listing,) = BUILD.charts, BUILD.listings
    assert chart.series(view) == {
        "held": {2010: 4, 2011: 3, 2012: 0, 2013: 3},
        "missing": {2010: 0, 2011: 2, 2012: 0, 2013: 0},
    }
    assert listing.rows(view).rows() == [
        ("human_rights", "complete", 1), ("tip", "complete", 2), ("tip", "not_loaded", 1), ("tip", "partial", 1),
    ]  # fmt: skip
