"""Results on claims about placements, changes, runs and waivers."""

from dataclasses import replace
from typing import Any

import pytest

from tests.warehouse.derived.records import claim, placed, record
from warehouse.derived.claim_comparisons import compare_claim
from warehouse.derived.claim_relations import ClaimResult


@pytest.mark.parametrize(
    ("kind", "value", "year", "relation", "text"),
    [
        ("tier", "2", 2010, "exact", "The 2010 report puts KHM on Tier 2."),
        (
            "tier",
            "2WL",
            2010,
            "wrong_list",
            "The record says Tier 2 for KHM in the 2010 report; the article says the Watch List.",
        ),
        (
            "tier",
            "2",
            2009,
            "wrong_list",
            "The record says the Tier 2 Watch List for KHM in the 2009 report; the article says plain Tier 2.",
        ),
        (
            "tier",
            "3",
            2009,
            "wrong_year",
            "The record says Tier 3 for KHM in the 2008 report, and the Tier 2 Watch List in the 2009 report.",
        ),
        (
            "tier",
            "1",
            2010,
            "wrong_year",
            "The record says Tier 1 for KHM in the 2011 report, and Tier 2 in the 2010 report.",
        ),
        ("tier", "3", 2010, "conflict", "The record says Tier 2 for KHM in the 2010 report; the article says Tier 3."),
        (
            "list",
            "3",
            2010,
            "wrong_list",
            "The record says Tier 2 for KHM in the 2010 report; the article says Tier 3.",
        ),
        (
            "tier_history",
            "1",
            2009,
            "conflict",
            "The record says the Tier 2 Watch List for KHM in the 2009 report; the article says Tier 1.",
        ),
        (
            "tier",
            "3",
            2011,
            "wrong_list",
            "The record says Tier 1 for KHM in the 2011 report; it is on the list of child soldier recruiters and of"
            " state-sponsored trafficking, which is not Tier 3.",
        ),
        (
            "tier",
            "2WL",
            2011,
            "conflict",
            "The record says Tier 1 for KHM in the 2011 report; the article says the Tier 2 Watch List.",
        ),
    ],
)
def test_placements(kind: str, value: str, year: int, relation: str, text: str) -> None:
    listed = {("KHM", 2011): ["of state-sponsored trafficking", "of child soldier recruiters"]}
    held = record({("KHM", 2008): "3", ("KHM", 2009): "2WL", ("KHM", 2010): "2", ("KHM", 2011): "1"}, listed=listed)
    official = held.tier("KHM", year)
    assert compare_claim(claim(kind, value, year), held) == placed(relation, text, official)


def test_no_placement_of_a_country_and_no_edition() -> None:
    held = record({("THA", 2010): "2"}, names={"KHM": "Cambodia"})
    assert compare_claim(claim("tier", "2"), held) == placed(
        "not_found", "The 2010 report has no placement of Cambodia."
    )
    assert compare_claim(claim("tier", "2", 2011), held) == placed(
        "not_found", "The placements of the 2011 report are not held."
    )


@pytest.mark.parametrize(
    ("told", "reason", "text"),
    [
        (claim("forecast", "3"), "forecast", "The article only expects this; no report had said it yet."),
        (claim("tier", "3", None), "edition_not_said", "The article does not say which edition it speaks of."),
        (
            claim("count", "3", None, measure="convictions"),
            "edition_not_said",
            "The article does not say which edition it speaks of.",
        ),
    ],
)
def test_what_cannot_be_checked(told: dict[str, Any], reason: str, text: str) -> None:
    held = record({("KHM", 2010): "3"}, sampled=True)
    assert compare_claim(told, held) == ClaimResult("not_checkable", text, reason=reason)


def test_any_claim_of_the_whole_world_is_held_against_the_figures_of_the_world() -> None:
    world = [{"year": 2010, "data_year": 2009, "region": "world", "convictions": 4166, "convictions_labor": 335}]
    result = compare_claim(claim("count", "4166", measure="convictions", country="WLD"), record(world=world))
    assert (result.relation, result.official_table) == ("exact", "global_enforcement")
    result = compare_claim(claim("world_count", "4166", measure="convictions", country="KHM"), record(world=world))
    assert (result.relation, result.official_table) == ("exact", "global_enforcement")


# -- changes

UP, DOWN, SAME = (
    "KHM went from {} to {} in the 2010 report".format(*pair)
    if pair[1]
    else f"KHM stayed on {pair[0]} in the 2010 report"
    for pair in (("Tier 3", "the Tier 2 Watch List"), ("Tier 2", "the Tier 2 Watch List"), ("Tier 2", None))
)


def stated(relation: str, text: str) -> str:
    return text if relation == "exact" else f"The record says that {text}"


FROM_3, FROM_2, STAYED = ("3", "2WL"), ("2", "2WL"), ("2", "2")


@pytest.mark.parametrize(
    ("tiers", "value", "before", "relation", "text"),
    [
        (FROM_3, "upgraded", None, "exact", UP),
        (FROM_3, "upgraded", "3", "exact", UP),
        (FROM_3, "upgraded", "2", "conflict", f"{UP}; the article says from Tier 2"),
        (FROM_3, "upgraded", "1", "conflict", f"{UP}; the article says from Tier 1"),
        (FROM_3, "downgraded", "3", "conflict", f"{UP}; the article says downgraded"),
        (FROM_3, "unchanged", "2", "wrong_list", f"{UP}; the Watch List and Tier 2 are two placements"),
        (FROM_3, "unchanged", "2WL", "conflict", f"{UP}; the article says unchanged"),
        (FROM_3, "unchanged", None, "conflict", f"{UP}; the article says unchanged"),
        (FROM_2, "downgraded", "2", "exact", DOWN),
        (FROM_2, "downgraded", "2WL", "wrong_list", f"{DOWN}; the article says from the Tier 2 Watch List"),
        (FROM_2, "downgraded", "1", "conflict", f"{DOWN}; the article says from Tier 1"),
        (FROM_2, "unchanged", "2", "wrong_list", f"{DOWN}; the Watch List and Tier 2 are two placements"),
        (FROM_2, "unchanged", "2WL", "conflict", f"{DOWN}; the article says unchanged"),
        (FROM_2, "unchanged", "3", "wrong_list", f"{DOWN}; the Watch List and Tier 2 are two placements"),
        (FROM_2, "unchanged", None, "wrong_list", f"{DOWN}; the Watch List and Tier 2 are two placements"),
        (FROM_2, "upgraded", None, "conflict", f"{DOWN}; the article says upgraded"),
        (STAYED, "unchanged", "2", "exact", SAME),
        (STAYED, "unchanged", None, "exact", SAME),
        (STAYED, "unchanged", "2WL", "wrong_list", f"{SAME}; the Watch List and Tier 2 are two placements"),
        (STAYED, "unchanged", "3", "conflict", f"{SAME}; the article says from Tier 3"),
        (STAYED, "downgraded", "2WL", "conflict", f"{SAME}; the article says downgraded"),
    ],
)
def test_changes(tiers: tuple[str, str], value: str, before: str | None, relation: str, text: str) -> None:
    held = record({("KHM", 2009): tiers[0], ("KHM", 2010): tiers[1]})
    result = compare_claim(claim("tier_change", value, previous_value=before), held)
    assert result == placed(relation, stated(relation, f"{text}."), held.change("KHM", 2010))


@pytest.mark.parametrize(
    ("value", "before", "relation", "note"),
    [
        ("upgraded", None, "wrong_year", "the record has this change in the 2009 report"),
        ("upgraded", "3", "wrong_year", "the record has this change in the 2009 report"),
        ("upgraded", "2WL", "conflict", "the article says upgraded"),
        ("downgraded", None, "wrong_year", "the record has this change in the 2011 report"),
        ("downgraded", "2", "wrong_year", "the record has this change in the 2011 report"),
        ("downgraded", "1", "conflict", "the article says downgraded"),
    ],
)
def test_changes_of_the_editions_around(value: str, before: str | None, relation: str, note: str) -> None:
    tiers = {2007: "2", 2008: "3", 2009: "2", 2010: "2", 2011: "3", 2012: "2WL"}
    held = record({("KHM", year): tier for year, tier in tiers.items()})
    result = compare_claim(claim("tier_change", value, previous_value=before), held)
    assert result == placed(relation, stated(relation, f"{SAME}; {note}."), "unchanged")


def test_no_change_is_found_without_both_editions() -> None:
    held = record({("KHM", 2010): "2", ("THA", 2012): "1"})
    for year, text in (
        (2009, "The placements of the 2009 report are not held."),
        (2010, "The placements of the 2009 report are not held."),
        (2011, "The placements of the 2011 report are not held."),
        (2012, "The 2012 report has no placement of KHM."),
    ):
        assert compare_claim(claim("tier_change", "upgraded", year), held) == placed("not_found", text)


# -- runs


@pytest.mark.parametrize(
    ("tier", "said", "relation", "text", "run"),
    [
        ("2WL", 2, "exact", "Up to the 2010 report KHM was on the Tier 2 Watch List in 2 consecutive editions.", 2),
        (None, 2, "exact", "Up to the 2010 report KHM was on the Tier 2 Watch List in 2 consecutive editions.", 2),
        ("2WL", 3, "conflict", "Up to the 2010 report KHM was on the Tier 2 Watch List in 2 consecutive editions.", 2),
        ("2WL", 1, "conflict", "Up to the 2010 report KHM was on the Tier 2 Watch List in 2 consecutive editions.", 2),
        ("2", 2, "wrong_list", "The record says the Tier 2 Watch List for KHM in the 2010 report, not Tier 2.", 0),
        ("3", 2, "conflict", "Up to the 2010 report KHM was on Tier 3 in no edition.", 0),
    ],
)
def test_runs(tier: str | None, said: int, relation: str, text: str, run: int) -> None:
    held = record({("KHM", 2008): "2", ("KHM", 2009): "2WL", ("KHM", 2010): "2WL"})
    result = compare_claim(claim("streak", str(said), previous_value=tier), held)
    assert result == placed(relation, text, str(run), delta=said - run)


@pytest.mark.parametrize(
    ("said", "relation", "end"),
    [
        (1, "not_checkable", "1 edition, as far as editions are held."),
        (2, "not_found", "1 edition, as far as editions are held."),
        (0, "conflict", "1 edition."),
    ],
)
def test_runs_whose_beginning_is_not_held(said: int, relation: str, end: str) -> None:
    held = record({("KHM", 2010): "3", ("THA", 2008): "2"})
    result = compare_claim(claim("streak", str(said), previous_value="3"), held)
    wanted = placed(relation, f"Up to the 2010 report KHM was on Tier 3 in {end}", "1", delta=said - 1)
    withheld = replace(wanted, delta=None, reason="edition_not_held")
    assert result == (withheld if relation == "not_checkable" else wanted)


def test_a_run_up_to_an_edition_without_the_country() -> None:
    held = record({("THA", 2010): "3"})
    text = "The 2010 report has no placement of KHM."
    assert compare_claim(claim("streak", "2", previous_value="3"), held) == placed("not_found", text)


# -- what secondary sources say


def noted(editions: str) -> str:
    return (
        f"its placement of {editions} is not held, so this is by the project's record of placements from other sources."
    )


@pytest.mark.parametrize(
    ("told", "recorded", "note"),
    [
        (claim("tier", "2WL", 2019), (2017, 2018, 2019, 2020), noted("2019")),
        (claim("list", "2WL", 2019), (2018, 2019, 2020), noted("2019")),
        (claim("tier_history", "2WL", 2019), (2018, 2019, 2020), noted("2019")),
        (claim("tier", "2WL", 2019), (2018, 2020), None),
        (claim("tier_change", "unchanged", 2019), (2017, 2018, 2019, 2020), noted("2018 and 2019")),
        (claim("tier_change", "unchanged", 2019), (2017, 2018, 2020), noted("2018")),
        (claim("tier_change", "unchanged", 2019), (2017, 2020), None),
        (claim("streak", "1", 2017, previous_value="2WL"), (2016, 2017, 2018), noted("2017")),
        (claim("streak", "2", 2018, previous_value="2WL"), (2016, 2017, 2018, 2019), noted("2017 and 2018")),
        (claim("streak", "3", 2019, previous_value="2WL"), (2016, 2017, 2018, 2019), noted("2018 and 2019")),
        (claim("streak", "3", 2019, previous_value="2WL"), (2016, 2017), noted("2017")),
        (claim("streak", "3", 2019, previous_value="2WL"), (2016, 2020), None),
        (claim("streak", "0", 2019, previous_value="3"), (2018, 2019), noted("2019")),
    ],
)
def test_the_editions_that_secondary_sources_stand_for_are_named(
    told: dict[str, Any], recorded: tuple[int, ...], note: str | None
) -> None:
    tiers = {2016: "2", 2017: "2WL", 2018: "2WL", 2019: "2WL", 2020: "1"}
    held = record(
        {("KHM", year): {"tier": tier, "source_url": "u"} for year, tier in tiers.items()},
        recorded=frozenset(("KHM", year) for year in recorded),
    )
    result = compare_claim(told, held)
    assert result.relation == "exact"
    if note is None:
        assert result.official_table == "tier_placements"
        assert "other sources" not in result.explanation
    else:
        assert result.explanation.endswith(f"; {note}")
        assert (result.official_table, result.official_sentence, result.official_url) == (None, None, None)


def test_where_nothing_is_found_no_source_is_named() -> None:
    held = record({("KHM", 2019): "2"}, recorded=frozenset({("KHM", 2019)}))
    text = "The placements of the 2018 report are not held."
    assert compare_claim(claim("tier_change", "upgraded", 2019), held) == placed("not_found", text)


# -- waivers


@pytest.mark.parametrize(
    ("stated", "result"),
    [
        (True, placed("exact", "The 2010 report states a waiver for KHM.", "true")),
        (False, placed("conflict", "The 2010 report does not state a waiver for KHM.", "false")),
        (None, ClaimResult("not_found", "Nothing is held on waivers in the 2010 report for KHM.")),
    ],
)
def test_waivers(stated: bool | None, result: ClaimResult) -> None:
    held = record({("KHM", 2010): {"tier": "2WL", "waiver_stated": stated}}, recorded=frozenset({("KHM", 2010)}))
    assert compare_claim(claim("waiver", None), held) == result


def test_a_change_over_several_editions_is_compared_with_the_edition_that_it_names() -> None:
    held = record({("KHM", 2008): "3", ("KHM", 2009): "2WL", ("KHM", 2010): "2"})
    rose = claim("tier_change", "upgraded", previous_value="3", previous_year=2008)
    assert compare_claim(rose, held).relation == "exact"
    assert compare_claim({**rose, "previous_value": "1"}, held).relation == "conflict"
    assert compare_claim({**rose, "previous_year": 2007}, held).relation == "not_found"


def test_a_first_time_needs_every_earlier_edition() -> None:
    first = claim("tier_change", "first", 2003)
    placements = {("KHM", 2001): "3", ("KHM", 2002): "2", ("KHM", 2003): "1"}
    assert compare_claim(first, record(placements)).relation == "not_checkable"
    assert compare_claim(first, record(placements, complete=frozenset((2001, 2002)))).relation == "exact"
    assert compare_claim(first, record({**placements, ("KHM", 2001): "1"})).relation == "conflict"


# -- no rank, hedged runs


@pytest.mark.parametrize("value", ["upgraded", "downgraded"])
def test_a_special_case_has_no_rank_to_move_from(value: str) -> None:
    held = record({("KHM", 2009): "special_case", ("KHM", 2010): "2"})
    result = compare_claim(claim("tier_change", value, 2010), held)
    assert (result.relation, result.reason) == ("not_checkable", "no_official_figure")
    assert "on the list of special cases in the 2009 report and on Tier 2 in the 2010 report" in result.explanation


def test_a_country_that_was_absent_has_not_moved() -> None:
    row = {"tier": "3", "change": "reentered", "previous_tier": None}
    held = record({("KHM", 2010): row, ("THA", 2009): "2", ("KHM", 2008): "2"})
    result = compare_claim(claim("tier_change", "downgraded", 2010), held)
    assert result.relation == "not_checkable"
    assert "without a placement in the 2009 report and on Tier 3 in the 2010 report" in result.explanation
    assert compare_claim(claim("tier_change", "reentered", 2010), held).relation == "exact"


@pytest.mark.parametrize(
    ("said", "qualifier", "relation"),
    [
        (5, "more_than", "exact"),
        (8, "more_than", "conflict"),
        (8, "at_least", "exact"),
        (9, "approximately", "rounded"),
        (12, "fewer_than", "rounded"),
        (5, None, "conflict"),
    ],
)
def test_a_hedged_number_of_years(said: int, qualifier: str | None, relation: str) -> None:
    held = record({("KHM", 2002): "2"} | {("KHM", year): "3" for year in range(2003, 2011)})
    told = claim("streak", str(said), 2010, previous_value="3", qualifier=qualifier)
    assert compare_claim(told, held).relation == relation


def test_a_run_that_began_before_what_is_held_is_at_least_so_long() -> None:
    held = record({("KHM", year): "3" for year in (2008, 2009, 2010)})
    for qualifier, relation in (("at_least", "exact"), (None, "not_checkable"), ("approximately", "not_checkable")):
        told = claim("streak", "3", 2010, previous_value="3", qualifier=qualifier)
        assert compare_claim(told, held).relation == relation
