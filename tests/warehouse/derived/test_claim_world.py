"""Claims about the whole report or the whole world against a small record."""

from typing import Any

import pytest

from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.claim_world import compare_world_claim
from warehouse.derived.official_record import OfficialRecord

TIERS = {
    2009: ["1", "2", "2", "2WL", "3"],
    2010: ["1", "1", "2", "2", "2", "2WL", "2WL", "3", "special_case", "unranked"],
    2011: ["1", "1", "1", "2", "2WL", "3", "3", "3", "3"],
}


def held(tiers: dict[int, list[str]] = TIERS, **fields: Any) -> OfficialRecord:
    """A record of editions in which so many countries are on the tiers."""
    placed = {(f"C{n:02}", year): {"tier": tier} for year, listed in tiers.items() for n, tier in enumerate(listed)}
    return OfficialRecord(placements=placed, years=frozenset(tiers), **fields)


def claim(measure: str, value: int, year: int | None = 2010, **fields: Any) -> dict[str, Any]:
    told = {"measure": measure, "value": str(value), "report_year": year, "data_year": None, "country": "WLD"}
    return told | {"claim_kind": "world_count", "qualifier": None, "attribution": "report"} | fields


def of_tiers(relation: str, text: str, official: int, delta: int, table: str | None = "tier_placements") -> ClaimResult:
    return ClaimResult(relation, text, official_value=str(official), official_table=table, delta=delta)


WHOLE = frozenset({2010})


@pytest.mark.parametrize(
    ("measure", "value", "relation", "text", "official"),
    [
        ("countries_on_tier_1", 2, "exact", "has 2 countries on Tier 1.", 2),
        ("countries_on_tier_2", 3, "exact", "has 3 countries on Tier 2.", 3),
        ("countries_on_watch_list", 2, "exact", "has 2 countries on the Tier 2 Watch List.", 2),
        ("countries_ranked", 8, "exact", "has 8 countries on a tier.", 8),
        ("countries_ranked", 10, "exact", "has 8 countries on a tier and 2 without a tier, 10 in all.", 10),
        ("countries_ranked", 11, "conflict", "has 8 countries on a tier; the article says 11.", 8),
        ("countries_ranked", 6, "conflict", "has 8 countries on a tier; the article says 6.", 8),
        ("countries_ranked", 5, "wrong_year", "has 8 countries on a tier; 5 is the number of the 2009 report.", 8),
        ("countries_ranked", 9, "wrong_year", "has 8 countries on a tier; 9 is the number of the 2011 report.", 8),
        ("countries_on_tier_2", 5, "wrong_list", "has 3 countries on Tier 2; the article counts the Watch List in.", 3),
        ("countries_on_tier_1", 4, "conflict", "has 2 countries on Tier 1; the article says 4.", 2),
        ("countries_on_tier_2", 0, "wrong_year", "has 3 countries on Tier 2; 0 is the number of the 2011 report.", 3),
        ("countries_on_tier_2", 2, "wrong_year", "has 3 countries on Tier 2; 2 is the number of the 2009 report.", 3),
        ("countries_on_tier_3", 3, "conflict", "has 1 countries on Tier 3; the article says 3.", 1),
        ("countries_upgraded", 1, "exact", "has 1 countries upgraded.", 1),
        ("countries_downgraded", 1, "exact", "has 1 countries downgraded.", 1),
        ("countries_downgraded", 3, "wrong_year", "has 1 countries downgraded; 3 is the number of the 2011 report.", 1),
    ],
)
def test_numbers_of_countries(measure: str, value: int, relation: str, text: str, official: int) -> None:
    result = compare_world_claim(claim(measure, value), held(RANKED, complete=WHOLE))
    assert result == of_tiers(relation, f"The 2010 report {text}", official, value - official)


RANKED = {
    2009: ["1", "2", "2", "2WL", "3"],
    2010: ["1", "1", "2WL", "2WL", "3", "2", "2", "2", "special_case", "unranked"],
    2011: ["1", "2WL", "3", "2WL", "3", "1", "1", "3", "3"],
}
"""From 2009 to 2010 the second country goes up, the third down; in 2011 two go up and three down."""


def test_an_edition_of_which_nothing_is_held_has_no_number() -> None:
    """No country is held on Tier 1 in 2011, which is no reason to say that the claim is of that year."""
    record = held({2010: ["1", "1"], 2012: ["3"]}, complete=frozenset({2010, 2012}))
    text = "The 2010 report has 2 countries on Tier 1; the article says 0."
    assert compare_world_claim(claim("countries_on_tier_1", 0), record) == of_tiers("conflict", text, 2, -2)


def test_a_number_of_all_countries_needs_some_without_a_tier() -> None:
    record = held({2010: ["1", "2", "special_case"]}, complete=WHOLE)
    assert compare_world_claim(claim("countries_on_tier_1", 2), record).relation == "conflict"
    assert compare_world_claim(claim("countries_ranked", 3), record).official_value == "3"
    text = "The 2010 report has 2 countries on a tier."
    assert compare_world_claim(claim("countries_ranked", 2), record) == of_tiers("exact", text, 2, 0)
    ranked = held({2010: ["1", "2"]}, complete=WHOLE)
    assert compare_world_claim(claim("countries_ranked", 2), ranked) == of_tiers("exact", text, 2, 0)


def test_a_vague_number_of_countries() -> None:
    record = held({2010: ["3"] * 20}, complete=WHOLE)
    told = claim("countries_on_tier_3", 18, qualifier="more_than")
    assert compare_world_claim(told, record) == of_tiers(
        "rounded", "The 2010 report has 20 countries on Tier 3; the article says more than 18.", 20, -2
    )
    assert compare_world_claim(told | {"qualifier": None}, record).relation == "conflict"


def test_an_edition_held_in_part_contradicts_nothing() -> None:
    result = compare_world_claim(claim("countries_on_tier_3", 9), held())
    text = "The 2010 report has 1 countries on Tier 3; not all of that edition is held."
    assert result == of_tiers("not_found", text, 1, 8)
    assert compare_world_claim(claim("countries_on_tier_3", 9), held(complete=WHOLE)).relation == "conflict"


def test_changes_are_on_record_where_the_edition_before_is() -> None:
    text = "Numbers of countries upgraded are not on record."
    assert compare_world_claim(claim("countries_upgraded", 1, 2009), held()) == ClaimResult(
        "not_checkable", text, reason="no_official_figure"
    )
    later = held({2008: ["2"], 2010: ["1"]})
    assert compare_world_claim(claim("countries_upgraded", 1), later) == ClaimResult(
        "not_checkable", text, reason="no_official_figure"
    )


TOTALS = {"1": 30, "2": 80, "2WL": 58, "3": 13}


@pytest.mark.parametrize(
    ("totals", "measure", "value", "relation", "official"),
    [
        (TOTALS, "countries_on_tier_1", 30, "exact", 30),
        (TOTALS, "countries_on_tier_1", 5, "conflict", 30),
        (TOTALS, "countries_on_tier_2", 138, "wrong_list", 80),
        (TOTALS, "countries_ranked", 181, "exact", 181),
        ({"1": 30, "2": 80, "3": 13}, "countries_ranked", 123, "exact", 123),
        ({"1": 30, "2": 80, "3": 13}, "countries_on_tier_3", 14, "conflict", 13),
    ],
)
def test_the_published_totals_stand_for_an_edition_held_in_part(
    totals: dict[str, int], measure: str, value: int, relation: str, official: int
) -> None:
    record = held(published={2010: totals}, verified_totals=WHOLE)
    result = compare_world_claim(claim(measure, value), record)
    assert (result.relation, result.official_value, result.official_table) == (relation, str(official), "editions")
    assert result.explanation.startswith(f"The published totals of the 2010 report give {official} countries on ")
    assert result.delta == value - official


@pytest.mark.parametrize("totals", [{"1": 30, "2": 80, "2WL": 58}, {"1": 30, "2": 80}, {"1": 30}, {"2": 80, "2WL": 58}])
def test_totals_of_some_tiers_are_no_total_of_all(totals: dict[str, int]) -> None:
    result = compare_world_claim(claim("countries_ranked", 181), held(published={2010: totals}))
    text = "The 2010 report has 8 countries on a tier; not all of that edition is held."
    assert result == of_tiers("not_found", text, 8, 173)


def test_placements_of_a_whole_edition_go_before_its_printed_totals() -> None:
    result = compare_world_claim(claim("countries_on_tier_1", 2), held(published={2010: TOTALS}, complete=WHOLE))
    assert result == of_tiers("exact", "The 2010 report has 2 countries on Tier 1.", 2, 0)


def test_an_edition_of_which_only_the_totals_are_known() -> None:
    record = held({2009: ["1"]}, published={2015: {"1": 30}, 2016: {}})
    result = compare_world_claim(claim("countries_on_tier_1", 30, 2015), record)
    text = "Totals that are not verified for the 2015 report give 30 countries on Tier 1."
    assert result == of_tiers("exact", text, 30, 0, "editions")
    uncounted = compare_world_claim(claim("countries_on_tier_3", 4, 2015), record)
    assert (uncounted.relation, uncounted.official_table) == ("not_found", None)
    text = "The placements of the 2016 report are not held."
    assert compare_world_claim(claim("countries_on_tier_1", 1, 2016), record) == ClaimResult(
        "not_found", text, official_table="tier_placements"
    )


@pytest.mark.parametrize(
    ("told", "text", "reason"),
    [
        (
            claim("victims_estimated", 27),
            "The number is another body's estimate; the report has no record of its own.",
            "other_source",
        ),
        (
            claim("convictions", 4, attribution="other"),
            "The number is another body's estimate; the report has no record of its own.",
            "other_source",
        ),
        (
            claim("countries_on_tier_1", 4, None),
            "The article does not say which edition it speaks of.",
            "edition_not_said",
        ),
        (claim("arrests", 4), "Numbers of arrests are not on record.", "no_official_figure"),
    ],
)
def test_what_the_report_has_no_record_of(told: dict[str, Any], text: str, reason: str) -> None:
    assert compare_world_claim(told, held()) == ClaimResult("not_checkable", text, reason=reason)


def row(year: int, data_year: int, region: str = "world", **figures: int | None) -> dict[str, Any]:
    none = dict.fromkeys(
        (
            "prosecutions",
            "prosecutions_labor",
            "convictions",
            "convictions_labor",
            "victims_identified",
            "victims_labor",
        )
    )
    return none | {"year": year, "data_year": data_year, "region": region, "source_url": f"u{year}"} | figures


WORLD = [
    row(2011, 2010, prosecutions=6017, prosecutions_labor=607, convictions=3619),
    row(2011, 2009, prosecutions=5700),
    row(2010, 2009, prosecutions=5606, prosecutions_labor=432, convictions=4166, convictions_labor=335),
    row(2010, 2008, prosecutions=5212, prosecutions_labor=312, convictions=2983, victims_identified=30961),
    row(2010, 2009, "EAP", prosecutions=357, prosecutions_labor=113),
    row(2010, 2009, "AF", prosecutions=325),
]


def of_world(relation: str, text: str, official: int, delta: int, url: str) -> ClaimResult:
    return ClaimResult(
        relation, text, official_value=str(official), official_table="global_enforcement", official_url=url, delta=delta
    )


@pytest.mark.parametrize(
    ("told", "result"),
    [
        (
            claim("prosecutions", 5606),
            of_world("exact", "The 2010 report gives 5,606 prosecutions worldwide for 2009.", 5606, 0, "u2010"),
        ),
        (
            claim("prosecutions", 5606, None, data_year=2009),
            of_world("exact", "The 2010 report gives 5,606 prosecutions worldwide for 2009.", 5606, 0, "u2010"),
        ),
        (
            claim("prosecutions", 5212, 2010, data_year=2008),
            of_world("exact", "The 2010 report gives 5,212 prosecutions worldwide for 2008.", 5212, 0, "u2010"),
        ),
        (
            claim("prosecutions", 5750),
            of_world(
                "rounded",
                "The 2011 report gives 5,700 prosecutions worldwide for 2009; the article says about 5,750.",
                5700,
                50,
                "u2011",
            ),
        ),
        (
            claim("prosecutions", 5400),
            of_world(
                "rounded",
                "The 2010 report gives 5,606 prosecutions worldwide for 2009; the article says about 5,400.",
                5606,
                -206,
                "u2010",
            ),
        ),
        (
            claim("prosecutions", 5500, qualifier="more_than"),
            of_world(
                "rounded",
                "The 2011 report gives 5,700 prosecutions worldwide for 2009; the article says more than 5,500.",
                5700,
                -200,
                "u2011",
            ),
        ),
        (
            claim("prosecutions", 432),
            of_world(
                "wrong_scope",
                "The record says that 432 is for labor trafficking alone; the 2010 report gives 5,606 prosecutions"
                " worldwide.",
                5606,
                -5174,
                "u2010",
            ),
        ),
        (
            claim("prosecutions", 6017, qualifier="exact"),
            of_world(
                "wrong_year",
                "The record says that 6,017 prosecutions worldwide is the figure for 2010.",
                6017,
                0,
                "u2011",
            ),
        ),
        (
            claim("prosecutions", 5212, qualifier="exact"),
            of_world(
                "wrong_year",
                "The record says that 5,212 prosecutions worldwide is the figure for 2008.",
                5212,
                0,
                "u2010",
            ),
        ),
        (
            claim("prosecutions", 325),
            of_world(
                "wrong_scope", "The record says that 325 is the number of one region, AF, for 2009.", 325, 0, "u2010"
            ),
        ),
        (
            claim("convictions", 9999),
            of_world(
                "conflict",
                "The record says 4,166 convictions worldwide for 2009 in the 2010 report; the article says 9,999.",
                4166,
                5833,
                "u2010",
            ),
        ),
        (
            claim("victims_identified", 7),
            ClaimResult(
                "not_found",
                "No figure of victims identified worldwide for 2009 is held.",
                official_table="global_enforcement",
            ),
        ),
        (
            claim("prosecutions", 7, None),
            ClaimResult(
                "not_found",
                "No figure of prosecutions worldwide for None is held.",
                official_table="global_enforcement",
            ),
        ),
    ],
)
def test_figures_of_the_world(told: dict[str, Any], result: ClaimResult) -> None:
    assert compare_world_claim(told, OfficialRecord(world=WORLD)) == result


def test_a_number_told_without_a_qualifier_is_taken_for_approximate() -> None:
    record = OfficialRecord(world=WORLD)
    assert compare_world_claim(claim("convictions", 4170), record).relation == "rounded"
    assert compare_world_claim(claim("convictions", 4170, qualifier="exact"), record).relation == "conflict"


# -- growth


def growth(value: int, how: str, **fields: Any) -> dict[str, Any]:
    return claim("prosecutions", value, claim_kind="multiplier", growth=how, **fields)


@pytest.mark.parametrize(
    ("told", "relation", "text"),
    [
        (growth(8, "percent_more"), "exact", "Prosecutions worldwide went from 5,212 to 5,606, 8 percent more."),
        (growth(2, "times"), "conflict", "Prosecutions worldwide went from 312 to 432, 1.38 times as many."),
        (growth(2, "times", report_year=None), "not_checkable", "does not say which edition it speaks of."),
        (growth(2, "times", report_year=2005), "not_checkable", "that it needs are not held."),
    ],
)
def test_growth_of_the_world_is_that_of_its_figures(told: dict[str, Any], relation: str, text: str) -> None:
    result = compare_world_claim(told, OfficialRecord(world=WORLD))
    assert (result.relation, result.explanation.endswith(text)) == (relation, True)
