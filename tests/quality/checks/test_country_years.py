"""Tests of the check on `country_years`."""

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.country_years import CHECKS


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def test_the_panel_says_the_words_and_tiers_of_the_other_tables() -> None:
    said = found(
        "panel_agrees",
        country_years=[
            at("KHM", 2018, words=5, tier="2"),
            at("KHM", 2019, words=0),
            at("LAO", 2018, words=4, tier="2"),
            at("LAO", 2019, words=5, tier="3"),
            at("LAO", 2020, words=5),
            at("LAO", 2021, words=1),
        ],
        report_sections=[
            at("KHM", 2018, words=2),
            at("KHM", 2018, words=3),
            at("LAO", 2018, words=5),
            at("LAO", 2019, words=5),
            at("LAO", 2020, words=5),
            at("THA", 2018, words=5),
        ],
        tier_placements=[
            at("KHM", 2018, tier="2"),
            at("LAO", 2018, tier="2"),
            at("LAO", 2019, tier="2"),
            at("LAO", 2020, tier="2"),
            at("THA", 2019, tier="2"),
        ],
    )
    assert said.failing == [f"LAO {year}" for year in range(2018, 2022)] + ["THA 2018", "THA 2019"]
    assert said.observed == "6 rows disagree with other tables"
