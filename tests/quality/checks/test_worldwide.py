"""Tests of the checks on `statutory_lists` and `global_enforcement`."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.worldwide import CHECKS
from warehouse.tables.vocabulary import REGIONS


def found(check: str, *printed: Row) -> CheckResult:
    return result(CHECKS, check, global_enforcement=printed)


def printed(region: str = "world", data_year: int = 2017, year: int = 2018, **counts: int | None) -> Row:
    return {"year": year, "data_year": data_year, "region": region, **counts}


def test_governments_with_a_policy_or_pattern_are_on_tier_3() -> None:
    said = result(
        CHECKS,
        "policy_or_pattern_on_tier_3",
        statutory_lists=[
            at("KHM", 2020, list="policy_or_pattern"),
            at("LAO", 2020, list="policy_or_pattern"),
            at("THA", 2020, list="policy_or_pattern"),
            at("VNM", 2020, list="cspa"),
        ],
        tier_placements=[at("KHM", 2020, tier="3"), at("LAO", 2020, tier="2WL"), at("VNM", 2020, tier="2")],
    )
    assert said.failing == ["LAO 2020: listed, but on tier 2WL"]
    assert said.observed == "2 listings compared, 1 not on Tier 3"


def regions(count: int = len(REGIONS), **values: int | None) -> list[Row]:
    return [printed(region, **values) for region in REGIONS[:count]]


def test_the_world_is_the_sum_of_its_regions() -> None:
    of_regions = regions(prosecutions=1000, convictions=5, victims_identified=2)
    fine = printed(prosecutions=6000, convictions=30, victims_identified=None)
    said = found("world_is_sum_of_regions", *of_regions, fine)
    assert (said.failing, said.observed) == ([], "1 world rows compared with their regions, 0 differ")
    odd = printed(prosecutions=6001, convictions=30, victims_identified=13)
    said = found("world_is_sum_of_regions", *of_regions, odd)
    assert said.failing == [
        "2018 on 2017: prosecutions 6,001, regions add up to 6,000",
        "2018 on 2017: victims_identified 13, regions add up to 12",
    ]
    assert said.observed == "1 world rows compared with their regions, 2 differ"


def test_sums_are_compared_where_every_region_has_a_count() -> None:
    world = printed(prosecutions=1)
    said = found("world_is_sum_of_regions", *regions(5, prosecutions=1), world)
    assert said.observed == "0 world rows compared with their regions, 0 differ"
    said = found("world_is_sum_of_regions", *regions(5, prosecutions=1), printed(REGIONS[5]), world)
    assert (said.failing, said.observed) == ([], "1 world rows compared with their regions, 0 differ")
    for other in ({"data_year": 2016}, {"year": 2017}):
        said = found("world_is_sum_of_regions", *regions(prosecutions=1), printed(prosecutions=1, **other))
        assert said.observed.startswith("0 world rows")


def test_a_region_seldom_convicts_more_than_it_prosecutes() -> None:
    said = found(
        "convictions_below_prosecutions",
        printed("AF", prosecutions=1000, convictions=1000),
        printed("EAP", prosecutions=1000, convictions=1001),
        printed("EUR", convictions=1),
    )
    assert said.failing == ["2018 EAP 2017: 1,001 convictions, 1,000 prosecutions"]
    assert said.observed == "1 of 3 rows with more convictions"


@pytest.mark.parametrize("count", range(7))
def test_an_edition_prints_all_regions_or_none(count: int) -> None:
    said = found("regions_whole", *regions(count), printed())
    odd = count not in (0, 6)
    assert said.failing == ([f"2018 on 2017: {count} of 6 regions"] if odd else [])
    assert said.observed == f"1 printed years, {int(odd)} for some regions only"


def test_each_edition_and_year_is_looked_at_for_itself() -> None:
    said = found("regions_whole", *regions(), *regions(3, data_year=2016), *regions(2, year=2017), printed(year=2016))
    assert said.failing == ["2017 on 2017: 2 of 6 regions", "2018 on 2016: 3 of 6 regions"]
    assert said.observed == "4 printed years, 2 for some regions only"


@pytest.mark.parametrize(("later", "passes"), [(4000, True), (5000, True), (5001, False), (3200, True), (3199, False)])
def test_an_edition_corrects_an_earlier_one_by_a_quarter_at_most(later: int, passes: bool) -> None:
    said = found(
        "worldwide_restated",
        printed("AF", prosecutions=4000, convictions=1),
        printed("AF", prosecutions=later, year=2019),
        printed("EAP", prosecutions=9000),
        printed("AF", prosecutions=9000, data_year=2016),
    )
    low, high = sorted((4000, later))
    assert said.failing == ([] if passes else [f"AF 2017: prosecutions {low:,} to {high:,}"])
    assert said.observed == f"1 counts stated by several editions, {int(not passes)} far apart"
    assert said.expected == "within 25%"


def around(value: int, *near: tuple[int, int], region: str = "world") -> CheckResult:
    others = (printed(region, data_year, prosecutions=there) for data_year, there in near)
    return found("worldwide_magnitude", printed(region, 2010, prosecutions=value), *others)


@pytest.mark.parametrize(("value", "passes"), [(3000, True), (9000, True), (9001, False), (1000, True), (999, False)])
@pytest.mark.parametrize("near", [2008, 2009, 2011, 2012])
def test_a_count_of_the_world_is_within_three_times_those_around_it(value: int, passes: bool, near: int) -> None:
    said = around(value, (near, 3000))
    odd = [
        f"2018 on 2010: prosecutions {value:,}, around it 3,000",
        f"2018 on {near}: prosecutions 3,000, around it {value:,}",
    ]
    assert said.failing == ([] if passes else sorted(odd))
    assert said.observed == f"2 counts, {0 if passes else 2} of another size"
    assert said.expected == "within 3 times"


def test_only_years_close_by_are_around_a_count() -> None:
    for near in (2007, 2013):
        assert around(9001, (near, 3000)).observed == "0 counts, 0 of another size"
    assert around(9001, (2010, 3000)).observed == "0 counts, 0 of another size"


def test_the_usual_size_is_the_median_of_the_years_around() -> None:
    said = around(9100, (2009, 3000), (2011, 3100), (2012, 9000))
    assert "2018 on 2010: prosecutions 9,100, around it 3,100" not in said.failing
    assert around(9301, (2009, 3000), (2011, 3100), (2012, 9000)).failing[0] == (
        "2018 on 2010: prosecutions 9,301, around it 3,100"
    )


def test_sizes_of_regions_are_not_compared() -> None:
    assert around(9001, (2009, 3000), region="AF").observed == "0 counts, 0 of another size"


def test_a_count_is_compared_with_counts_of_its_kind() -> None:
    said = found(
        "worldwide_magnitude", printed(data_year=2010, prosecutions=9001), printed(convictions=5, data_year=2011)
    )
    assert said.observed == "0 counts, 0 of another size"
