"""Results on claims about counts and their growth."""

from dataclasses import replace
from typing import Any

import pytest

from tests.warehouse.derived.records import claim, record
from warehouse.derived.claim_comparisons import compare_claim
from warehouse.derived.claim_relations import ClaimResult


def figure(value: int | None, year: int = 2010, measure: str = "convictions", **fields: Any) -> dict[str, Any]:
    known = {"country": "KHM", "year": year, "measure": measure, "value": value, "value_high": None, "role": "current"}
    known |= {"trafficking_type": "all", "period_year": year - 1, "sentence": f"{value} in {year}.", "source_url": "u"}
    return known | fields


def counted(relation: str, text: str, official: int, delta: int, year: int = 2010) -> ClaimResult:
    return ClaimResult(
        relation, text, official_value=str(official), official_table="enforcement_statistics",
        official_sentence=f"{official} in {year}.", official_url="u", delta=delta,
    )  # fmt: skip


def compare_count_with(value: int, *figures: dict[str, Any], **fields: Any) -> ClaimResult:
    known = {"measure": "convictions", **fields}
    return compare_claim(claim("count", str(value), **known), record(figures=list(figures)))


NO_FIGURE = ClaimResult(
    "not_found", "No figure of the 2010 report for KHM is held.", official_table="enforcement_statistics"
)
NO_NUMBER = ClaimResult(
    "not_found", "The 2010 report gives no number of convictions in KHM.", official_table="enforcement_statistics"
)


def test_the_figure_itself() -> None:
    assert compare_count_with(1036, figure(1036)) == counted(
        "exact", "The report of 2010 gives 1,036 convictions in KHM.", 1036, 0
    )
    of_victims = compare_count_with(7, figure(7, measure="victims_identified"), measure="victims_identified")
    assert of_victims == counted("exact", "The report of 2010 gives 7 victims identified in KHM.", 7, 0)


def test_an_exact_figure_goes_before_one_that_fits() -> None:
    assert compare_count_with(100, figure(102), figure(100)).relation == "exact"
    assert compare_count_with(100, figure(102)) == counted(
        "rounded", "The report of 2010 gives 102 convictions in KHM, which the article's number allows (100).", 102, -2
    )
    assert compare_count_with(12, figure(10, value_high=15)).relation == "rounded"
    assert compare_count_with(16, figure(10, value_high=15)).relation == "conflict"


def test_of_other_figures_the_nearest_is_told() -> None:
    assert compare_count_with(1040, figure(36), figure(1036), figure(2000)) == counted(
        "conflict", "The record says 1,036 convictions in KHM in the 2010 report; the article says 1,040.", 1036, 4
    )


def test_where_there_is_no_figure() -> None:
    assert compare_count_with(5) == NO_FIGURE
    assert compare_count_with(5, figure(None)) == NO_FIGURE
    assert compare_count_with(5, figure(5, measure="victims_identified")) == NO_FIGURE
    assert compare_count_with(5, figure(5, country="THA")) == NO_FIGURE
    assert compare_count_with(5, figure(5, 2008), figure(5, 2012)) == NO_FIGURE
    assert compare_count_with(5, figure(None, 2009), figure(5, 2009, measure="arrests")) == NO_FIGURE
    assert compare_count_with(5, figure(5, 2009, trafficking_type="sex")) == NO_FIGURE
    assert compare_count_with(5, figure(None), figure(5)).relation == "exact"


def test_a_claim_whose_only_figure_is_doubtful_is_not_checkable() -> None:
    doubtful = {("KHM", 2010, "convictions")}
    told = claim("count", "5", measure="convictions")
    refused = ClaimResult(
        "not_checkable",
        "The only number of convictions in KHM in the 2010 report is doubtful.",
        reason="official_figure_doubtful",
    )
    assert compare_claim(told, record(doubtful=doubtful)) == refused
    assert compare_claim(told, record(figures=[figure(5, 2009)], doubtful=doubtful)) == refused
    assert compare_claim(told, record(figures=[figure(5)], doubtful=doubtful)).relation == "exact"
    assert compare_claim(told, record(figures=[figure(6)], doubtful=doubtful)).relation == "conflict"
    assert compare_claim(told, record(doubtful={("KHM", 2010, "arrests")})) == NO_FIGURE
    grown = claim("multiplier", "3", measure="convictions")
    assert compare_claim(grown, record(figures=[figure(5, 2009)], doubtful=doubtful)) == refused


@pytest.mark.parametrize(
    "beside",
    [figure(8, measure="arrests"), figure(8, 2009), figure(8, trafficking_type="sex"), figure(8, role="comparison")],
)
def test_where_there_are_only_figures_of_something_else(beside: dict[str, Any]) -> None:
    assert compare_count_with(5, beside) == NO_NUMBER


@pytest.mark.parametrize("year", [2009, 2011])
def test_a_figure_of_another_edition(year: int) -> None:
    text = f"The record says that 36 convictions in KHM is the figure for {year - 1}."
    assert compare_count_with(36, figure(20), figure(36, year)) == counted("wrong_year", text, 36, 0, year)
    same = f"The report of {year} gives 36 convictions in KHM for {year - 1}, under another label."
    told = compare_count_with(36, figure(20), figure(36, year), data_year=year - 1)
    assert told == counted("exact", same, 36, 0, year)


def test_a_figure_of_comparison() -> None:
    compared = figure(36, role="comparison", period_year=2008)
    text = "The record says that 36 convictions in KHM is the figure for 2008."
    assert compare_count_with(36, figure(20), compared) == counted("wrong_year", text, 36, 0)
    assert compare_count_with(36, compared, data_year=2009) == counted("wrong_year", text, 36, 0)
    unknown = figure(36, role="comparison", period_year=None)
    text = "The record says that 36 convictions in KHM is the figure for another period."
    assert compare_count_with(36, unknown) == counted("wrong_year", text, 36, 0)
    assert compare_count_with(36, unknown, data_year=2009) == counted("wrong_year", text, 36, 0)
    assert compare_count_with(36, compared, unknown, figure(36, 2011), data_year=2010).relation == "exact"
    assert compare_count_with(36, compared, unknown).explanation.endswith("the figure for 2008.")


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        (figure(50, measure="prosecutions"), "prosecutions"),
        (figure(50, measure="investigations"), "investigations"),
        (figure(50, measure="arrests", trafficking_type="labor"), "arrests of labor trafficking"),
        (figure(50, trafficking_type="sex"), "convictions of sex trafficking"),
    ],
)
def test_a_figure_of_another_scope(beside: dict[str, Any], words: str) -> None:
    text = f"The record says that 50 is the number of {words}, not of convictions in KHM."
    assert compare_count_with(50, figure(20), figure(49, measure="arrests"), beside) == counted(
        "wrong_scope", text, 50, 0
    )


def test_the_kind_of_trafficking_that_is_told() -> None:
    assert compare_count_with(5, figure(5, trafficking_type="sex"), trafficking_type="sex").relation == "exact"
    assert compare_count_with(5, figure(5), trafficking_type="sex").relation == "wrong_scope"
    assert compare_count_with(5, figure(5), trafficking_type="all").relation == "exact"
    near = figure(5, 2009, trafficking_type="sex")
    assert compare_count_with(5, near, trafficking_type="sex").relation == "wrong_year"


def test_measures_that_are_not_confused_with_others() -> None:
    compared = figure(50, measure="prosecutions", role="comparison")
    assert compare_count_with(50, figure(20), compared).relation == "conflict"
    assert compare_count_with(50, figure(20), figure(50, measure="victims_identified")).relation == "conflict"
    victims = figure(20, measure="victims_identified")
    assert compare_count_with(50, victims, figure(50), measure="victims_identified").relation == "conflict"
    referred = figure(50, measure="victims_referred")
    assert compare_count_with(50, victims, referred, measure="victims_identified").relation == "conflict"


@pytest.mark.parametrize(
    ("beside", "before", "relation", "end"),
    [
        ([figure(11, 2009)], "11", "exact", "KHM."),
        ([figure(11, 2008)], "11", "exact", "KHM."),
        ([figure(11, role="comparison")], "11", "exact", "KHM."),
        (
            [figure(11, 2009), figure(1012, 2008)],
            "12",
            "not_checkable",
            "KHM; for the earlier number it has 11 or 1,012, and the article 12.",
        ),
        (
            [figure(1011, 2009)],
            "1012",
            "not_checkable",
            "KHM; for the earlier number it has 1,011, and the article 1,012.",
        ),
        ([], "1011", "exact", "KHM; the number it is compared with, 1,011, is not held."),
        ([figure(11, 2007)], "11", "exact", "KHM; the number it is compared with, 11, is not held."),
        ([figure(11, 2011)], "11", "exact", "KHM; the number it is compared with, 11, is not held."),
        ([figure(11, 2009, role="comparison")], "11", "exact", "KHM; the number it is compared with, 11, is not held."),
        ([figure(11, 2009, measure="arrests")], "11", "exact", "KHM; the number it is compared with, 11, is not held."),
        ([figure(None, 2009)], "11", "exact", "KHM; the number it is compared with, 11, is not held."),
        ([figure(11, 2009)], None, "exact", "KHM."),
    ],
)
def test_the_number_that_a_figure_is_compared_with(
    beside: list[dict[str, Any]], before: str | None, relation: str, end: str
) -> None:
    result = compare_count_with(36, figure(36), *beside, previous_value=before)
    wanted = counted(relation, f"The report of 2010 gives 36 convictions in {end}", 36, 0)
    withheld = replace(wanted, delta=None, reason="official_figure_doubtful")
    assert result == (withheld if relation == "not_checkable" else wanted)


def test_a_wrong_number_is_not_held_against_what_it_is_compared_with() -> None:
    result = compare_count_with(50, figure(20), figure(50, measure="arrests"), previous_value="1")
    assert result.explanation.endswith("not of convictions in KHM.")
    assert compare_count_with(500, figure(498), previous_value="1").relation == "rounded"
    assert compare_count_with(500, figure(498), figure(20, 2009), previous_value="1").relation == "not_checkable"


def test_figures_of_the_sample_are_told_to_be() -> None:
    held = record({("KHM", 2010): "2"}, [figure(36)], sampled=True)
    result = compare_claim(claim("count", "36", measure="convictions"), held)
    text = "The report of 2010 gives 36 convictions in KHM; the record is the sample that ships with the project."
    assert result == counted("exact", text, 36, 0)
    assert compare_claim(claim("tier", "2"), held).explanation == "The 2010 report puts KHM on Tier 2."


# -- multiples


@pytest.mark.parametrize(
    ("factor", "qualifier", "then", "now", "relation"),
    [
        (3, None, 10, 30, "exact"),
        (3, "more_than", 10, 31, "exact"),
        (3, "more_than", 10, 39, "exact"),
        (3, "more_than", 10, 40, "rounded"),
        (3, "more_than", 10, 28, "rounded"),
        (3, "more_than", 10, 20, "conflict"),
        (3, "at_least", 10, 60, "rounded"),
        (3, "at_least", 10, 20, "conflict"),
        (3, None, 10, 31, "rounded"),
        (3, None, 10, 40, "conflict"),
        (3, "up_to", 10, 60, "conflict"),
        (10, None, 10, 110, "rounded"),
        (10, None, 10, 126, "conflict"),
        (10, None, 10, 90, "rounded"),
        (10, None, 10, 74, "conflict"),
    ],
)
def test_multiples(factor: int, qualifier: str | None, then: int, now: int, relation: str) -> None:
    held = record(figures=[figure(now), figure(then, 2009)])
    result = compare_claim(claim("multiplier", str(factor), measure="convictions", qualifier=qualifier), held)
    text = f"Convictions in KHM went from {then} to {now}, {now / then:.2f} times as many."
    table = "enforcement_statistics"
    assert result == ClaimResult(relation, text, official_value=f"{now}/{then}", official_table=table)


def test_of_several_multiples_the_nearest_is_told() -> None:
    held = record(figures=[figure(20), figure(1036), figure(0, 2009), figure(1000, 2009), figure(5, 2009)])
    for factor, official in ((4, "20/5"), (1, "1036/1000"), (207, "1036/5")):
        result = compare_claim(claim("multiplier", str(factor), measure="convictions"), held)
        assert result.official_value == official
    assert "went from 5 to 1,036, 207.20 times as many" in result.explanation


@pytest.mark.parametrize(
    "figures",
    [
        [figure(30)],
        [figure(10, 2009)],
        [figure(30), figure(0, 2009)],
        [figure(None), figure(10, 2009)],
        [figure(30, measure="arrests"), figure(10, 2009)],
        [figure(30, role="comparison"), figure(10, 2009)],
    ],
)
def test_multiples_need_both_numbers(figures: list[dict[str, Any]]) -> None:
    result = compare_claim(claim("multiplier", "3", measure="convictions"), record(figures=figures))
    text = "The figures of convictions in KHM that it needs are not held."
    assert result == ClaimResult("not_found", text, official_table="enforcement_statistics")


@pytest.mark.parametrize(
    ("value", "growth", "qualifier", "then", "now", "relation"),
    [
        ("20", "percent_more", None, 30, 36, "exact"),
        ("25", "percent_fewer", None, 40, 30, "exact"),
        ("20", "percent_more", "more_than", 30, 45, "rounded"),
        ("33", "percent_fewer", "approximately", 30, 20, "exact"),
        ("20", "percent_more", None, 30, 30, "conflict"),
        ("20", "percent_more", None, 36, 30, "conflict"),
        ("20", "percent_more", None, 100, 124, "not_checkable"),
        ("20", "percent", None, 30, 90, "not_checkable"),
        ("3", "times_fewer", None, 30, 10, "exact"),
    ],
)
def test_percentages_are_compared_with_the_change_in_percent(
    value: str, growth: str, qualifier: str | None, then: int, now: int, relation: str
) -> None:
    held = record(figures=[figure(now), figure(then, 2009)])
    told = claim("multiplier", value, measure="convictions", qualifier=qualifier, growth=growth)
    assert compare_claim(told, held).relation == relation


def test_growth_is_computed_from_numbers_of_the_same_kind_of_trafficking() -> None:
    figures = [
        figure(90, trafficking_type="sex"), figure(30, trafficking_type="labor"),
        figure(30, 2009, trafficking_type="sex"), figure(10, 2009, trafficking_type="labor"),
    ]  # fmt: skip
    result = compare_claim(claim("multiplier", "9", measure="convictions"), record(figures=figures))
    assert (result.relation, result.official_value) == ("conflict", "90/30")


def test_growth_is_that_since_the_edition_before_unless_the_claim_names_an_earlier_year() -> None:
    held = record(figures=[figure(30), figure(25, 2008)])
    told = claim("multiplier", "3", measure="convictions")
    assert compare_claim(told, held).relation == "not_found"
    assert compare_claim(told | {"previous_year": 2007}, held).relation == "conflict"


@pytest.mark.parametrize(
    ("value", "qualifier", "official", "relation"),
    [
        (20, "more_than", figure(36), "rounded"),
        (101, "at_least", figure(100, qualifier="more_than"), "rounded"),
        (203, "exact", figure(200, qualifier="approximately"), "rounded"),
        (20, "at_least", figure(500), "not_checkable"),
        (40, "approximately", figure(36), "not_checkable"),
        (20, "fewer_than", figure(36), "conflict"),
    ],
)
def test_a_hedge_is_part_of_a_number(value: int, qualifier: str, official: dict[str, Any], relation: str) -> None:
    assert compare_count_with(value, official, qualifier=qualifier).relation == relation


def test_a_range_is_compared_with_both_of_its_ends() -> None:
    assert compare_count_with(30, figure(36), value_high="40").relation == "rounded"
    result = compare_count_with(30, figure(46), value_high="40")
    assert (result.relation, result.explanation.endswith("the article says 30 to 40.")) == ("conflict", True)
