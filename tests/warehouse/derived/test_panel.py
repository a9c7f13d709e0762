"""The panel joins what is held of a country and a year, and tells nothing from zero."""

from typing import Any

import polars as pl

from warehouse.builds.build import View
from warehouse.derived.panel import BUILD, country_years
from warehouse.tables import COUNTRY_YEARS, TABLES
from warehouse.tables.vocabulary import HEADLINES

STATUSES = [f"{name}_status" for name in HEADLINES]

ROWS: dict[str, list[dict[str, Any]]] = {
    "report_sections": [
        {"country": "NOR", "year": 2010, "family": "tip", "words": 5, "position": 1, "numbers_unread": 0},
        {"country": "NOR", "year": 2010, "family": "tip", "words": 7, "position": 2},
        {"country": "NOR", "year": 2010, "family": "human_rights", "words": 20, "position": 1},
        {"country": "KHM", "year": 2010, "family": "human_rights", "words": 3, "position": 1},
        {"country": "THA", "year": 2010, "family": "tip", "words": 0, "position": 1},
    ],
    "tier_placements": [
        {"country": "NOR", "year": 2010, "tier": "1", "previous_tier": "2", "change": "upgraded", "watch_list_run": 0},
        {"country": "LAO", "year": 2010, "tier": "2WL", "watch_list_run": 2, "waiver_stated": True},
    ],
    "recommendations": [
        {"country": "NOR", "year": 2010, "position": 1, "recurs_from": 3},
        {"country": "NOR", "year": 2010, "position": 2},
        {"country": "NOR", "year": 2010, "position": 3},
    ],
    "enforcement_statistics": [
        {
            "country": "NOR",
            "year": 2010,
            "position": 1,
            "ordinal": 1,
            "measure": "convictions",
            "value": 9,
            "trafficking_type": "all",
            "role": "current",
            "unit": "persons",
            "scope": "total",
            "certainty": "likely",
        },
    ],
    "news_articles": [
        {"country": "NOR", "year": 2010, "article_id": "a"},
        {"country": "KHM", "year": 2010, "article_id": "b"},
    ],
    "claim_checks": [
        {"country": "NOR", "year": 2010, "claim_id": str(n), "relation": relation}
        for n, relation in enumerate(("exact", "rounded", "conflict", "not_found"))
    ],
    "countries": [{"country": "NOR", "name": "Norway", "region": "EUR", "aliases": []}],
}


def table(name: str) -> pl.DataFrame:
    return TABLES[name].frame([dict.fromkeys(TABLES[name].columns) | row for row in ROWS[name]])


def test_what_is_held_of_a_country_and_a_year() -> None:
    inputs = {name: table(given.table) for name, given in BUILD.inputs.items()}
    found = {row["country"]: row for row in country_years(**inputs).to_dicts()}
    assert list(found) == ["KHM", "LAO", "NOR", "THA"]
    none = dict.fromkeys(COUNTRY_YEARS.columns)
    nothing = none | {
        "year": 2010,
        "words": 0,
        "sections": 0,
        "news_articles": 0,
        "news_claims": 0,
        "news_claims_exact": 0,
    }
    assert found["NOR"] == nothing | {
        "country": "NOR",
        "country_name": "Norway",
        "region": "EUR",
        "tier": "1",
        "previous_tier": "2",
        "change": "upgraded",
        "watch_list_run": 0,
        "convictions": 9,
        **dict.fromkeys(STATUSES, "not_stated"),
        "convictions_status": "stated",
        "recommendations": 3,
        "recommendations_repeated": 1,
        "words": 32,
        "sections": 3,
        "words_tip": 12,
        "words_human_rights": 20,
        "news_articles": 1,
        "news_claims": 4,
        "news_claims_exact": 2,
    }
    assert found["KHM"] == nothing | {
        "country": "KHM", "words": 3, "sections": 1, "words_human_rights": 3, "news_articles": 1,
    }  # fmt: skip
    assert found["LAO"] == nothing | {"country": "LAO", "tier": "2WL", "watch_list_run": 2, "waiver_stated": True}
    assert found["THA"] == nothing | {
        "country": "THA", "sections": 1, "words_tip": 0, "recommendations": 0, "recommendations_repeated": 0,
        **dict.fromkeys(STATUSES, "not_read"),
    }  # fmt: skip


def test_narratives_are_shown_by_what_they_say_of_convictions() -> None:
    rows = [("NOR", 2010, "stated"), ("THA", 2010, "not_stated"), ("NOR", 2011, "stated"), ("KHM", 2010, None)]
    narratives = pl.DataFrame(rows, schema=["country", "year", "convictions_status"], orient="row")
    (chart,) = BUILD.charts
    assert chart.series(View(narratives.lazy(), {})) == {
        "stated": {2010: 1, 2011: 1}, "not_reported": {}, "not_stated": {2010: 1}, "not_read": {},
    }  # fmt: skip
