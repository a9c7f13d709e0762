"""Tests of the checks on `tier_placements`."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.tier_placements import CHECKS


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


@pytest.mark.parametrize(
    ("check", "agreement", "observed"),
    [
        ("sightings_conflict", "conflict", "placements whose sightings contradict each other without a majority"),
        ("sightings_agree", "majority", "placements of which one sighting says otherwise"),
    ],
)
def test_placements_whose_sightings_differ_are_named(check: str, agreement: str, observed: str) -> None:
    others = {"KHM": "all", "THA": "single", "VNM": "majority" if agreement == "conflict" else "conflict"}
    said = found(
        check,
        tier_placements=[
            at("LAO", 2018, agreement=agreement),
            at("MMR", 2018, agreement=agreement),
            at("LAO", 2017, agreement=agreement),
            *(at(country, 2018, agreement=value) for country, value in others.items()),
        ],
        tier_sightings=[
            at("LAO", 2018, place="verdict", position=1, tier="2"),
            at("LAO", 2018, place="heading", position=0, tier="1"),
            at("LAO", 2017, place="verdict", position=1, tier="3"),
            at("KHM", 2018, place="verdict", position=1, tier="3"),
        ],
    )
    assert said.failing == ["LAO 2017: verdict says 3", "LAO 2018: heading says 1, verdict says 2", "MMR 2018: "]
    assert said.observed == f"3 {observed}"


def on_list(years: range, country: str = "LAO") -> list[Row]:
    return [at(country, year, tier="2WL") for year in years]


@pytest.mark.parametrize(
    ("years", "over"),
    [
        (range(2005, 2013), []),  # nothing counts before 2009
        (range(2008, 2014), [(2013, 5)]),
        (range(2009, 2013), []),
        (range(2010, 2015), [(2014, 5)]),
        (range(2014, 2018), []),
        (range(2014, 2019), [(2018, 5)]),
        (range(2015, 2019), []),
        (range(2016, 2020), [(2019, 4)]),
        (range(2017, 2020), []),
        (range(2020, 2024), [(2023, 4)]),
    ],
)
def test_four_years_in_a_row_and_from_2019_three_are_admitted(years: range, over: list[tuple[int, int]]) -> None:
    said = found("watch_list_clock", tier_placements=on_list(years))
    assert said.failing == [f"LAO {year}: year {run} on the Watch List" for year, run in over]
    counted = sum(year >= 2009 for year in years)
    assert said.observed == f"{counted} years on the Watch List, {len(over)} beyond the limit"
    assert said.expected == "at most 4 years in a row, 3 from 2019 on"


def test_a_run_ends_with_a_year_off_the_list_and_with_the_country() -> None:
    placements = [
        *on_list(range(2009, 2012)),
        at("LAO", 2012, tier="2"),
        *on_list(range(2013, 2016)),
        *on_list(range(2017, 2019)),
        *on_list(range(2009, 2013), "KHM"),
        *on_list(range(2013, 2017), "THA"),
    ]
    said = found("watch_list_clock", tier_placements=placements)
    assert (said.failing, said.observed) == ([], "16 years on the Watch List, 0 beyond the limit")


def test_a_waiver_is_stated_from_the_third_year_on() -> None:
    stated = {2009: False, 2010: True, 2011: False, 2012: True, 2013: None, 2014: True}
    said = found(
        "waivers_stated",
        tier_placements=[at("LAO", year, tier="2WL", waiver_stated=waiver) for year, waiver in stated.items()]
        + [at("KHM", year, tier="2WL", waiver_stated=year == 2011) for year in range(2009, 2012)]
        + [at("THA", 2011, tier="2", waiver_stated=True)],
    )
    assert said.failing == [
        "LAO 2010: year 2 on the Watch List, a waiver stated",
        "LAO 2011: year 3 on the Watch List, no waiver stated",
    ]
    assert said.observed == "8 narratives compared, 2 odd"


@pytest.mark.parametrize(
    ("before", "tier", "passes"),
    [
        ("1", "2", True), ("1", "2WL", False), ("1", "3", False), ("2", "1", True), ("2", "2WL", True),
        ("2", "3", False), ("2WL", "1", False), ("2WL", "2", True), ("2WL", "3", True), ("3", "1", False),
        ("3", "2", False), ("3", "2WL", True), ("2", "2", True), ("special_case", "3", True),
    ],
)  # fmt: skip
def test_no_tier_is_leapt_over(before: str, tier: str, passes: bool) -> None:
    said = found(
        "probable_steps", tier_placements=[at("LAO", 2018, previous_tier=before, tier=tier), at("KHM", 2018, tier="3")]
    )
    assert said.failing == ([] if passes else [f"LAO 2018: {before} to {tier}"])
    assert said.observed == f"1 changes compared, {int(not passes)} improbable"


WAIVED = {2016: "2WL", 2017: "2WL", 2018: "2WL"}


@pytest.mark.parametrize(
    ("history", "second"),
    [
        ({**WAIVED, 2019: "3", 2020: "2WL", 2021: "2WL"}, [2021]),
        ({**WAIVED, 2019: "3", 2020: "2WL", 2021: "2WL", 2022: "2WL"}, [2021, 2022]),
        ({**WAIVED, 2019: "3", 2020: "2WL", 2021: "3", 2022: "2WL"}, []),
        ({**WAIVED, 2019: "3", 2020: "2WL", 2021: "3", 2022: "2WL", 2023: "2WL"}, [2023]),
        ({**WAIVED, 2019: "3", 2020: "2WL", 2022: "2WL"}, []),
        ({**WAIVED, 2019: "3", 2020: "3", 2021: "2WL", 2022: "2WL"}, [2022]),
        ({**WAIVED, 2019: "3", 2020: "2", 2021: "2WL", 2022: "2WL"}, []),
        ({**WAIVED, 2019: "3", 2020: "1", 2021: "2WL", 2022: "2WL"}, []),
        ({**WAIVED, 2019: "3", 2020: "special_case", 2021: "2WL", 2022: "2WL"}, [2022]),
        ({2017: "2WL", 2018: "2WL", 2019: "3", 2020: "2WL", 2021: "2WL"}, []),
        ({2015: "2WL", 2016: "2WL", 2018: "2WL", 2019: "3", 2020: "2WL", 2021: "2WL"}, []),
        ({2015: "2WL", **WAIVED, 2019: "3", 2020: "2WL", 2021: "2WL"}, [2021]),
        ({2015: "2WL", 2016: "2WL", 2017: "2WL", 2018: "3", 2019: "2WL", 2020: "2WL"}, []),
        ({2018: "2WL", 2019: "2WL", 2020: "2WL", 2021: "3", 2022: "2WL", 2023: "2WL"}, [2023]),
        ({**WAIVED, 2019: "2", 2020: "3", 2021: "2WL", 2022: "2WL"}, []),
        ({2016: "2", 2017: "2WL", 2018: "2WL", 2019: "3", 2020: "2WL", 2021: "2WL"}, []),
        ({2017: "3", 2018: "2WL", 2019: "2WL"}, []),
    ],
)
def test_after_a_waived_run_one_year_on_the_watch_list_is_admitted(history: dict[int, str], second: list[int]) -> None:
    placements = [at("LAO", year, tier=tier) for year, tier in reversed(history.items())]
    said = found("return_after_downgrade", tier_placements=placements)
    assert said.failing == [f"LAO {year}: second year in a row" for year in second]
    assert said.observed == f"{len(second)} second years after a waived run had ended on Tier 3"


def test_returns_are_told_in_the_order_of_countries() -> None:
    history = {**WAIVED, 2019: "3", 2020: "2WL", 2021: "2WL"}
    countries = [f"{letter}AA" for letter in "KLMNOPABCDEFGHIJ"]
    placements = [at(country, year, tier=tier) for country in countries for year, tier in history.items()]
    said = found("return_after_downgrade", tier_placements=placements)
    assert said.failing == [f"{country} 2021: second year in a row" for country in sorted(countries)]
