"""The whole verdict on a claim about one country: relation, sentence, official value and difference."""

from typing import Any

import polars as pl
import pytest

from warehouse.builds.build import View
from warehouse.derived.claim_checks import BUILD, check_claim, checked_claims
from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables import CLAIM_CHECKS, NEWS_CLAIMS

Placed = dict[tuple[str, int], Any]


def record(placed: Placed | None = None, figures: list[dict[str, Any]] | None = None, **fields: Any) -> OfficialRecord:
    """A record of placements, given as tiers or as rows, and of figures."""
    rows = {key: said if isinstance(said, dict) else {"tier": said} for key, said in (placed or {}).items()}
    by_narrative: dict[tuple[str, int], list[Any]] = {}
    for figure in figures or ():
        by_narrative.setdefault((figure["country"], figure["year"]), []).append(figure)
    return OfficialRecord(placements=rows, figures=by_narrative, years=frozenset(year for _, year in rows), **fields)


def claim(kind: str, value: str | None, year: int | None = 2010, **fields: Any) -> dict[str, Any]:
    none = dict.fromkeys(("measure", "trafficking_type", "qualifier", "previous_value", "data_year"))
    told = {"claim_kind": kind, "country": "KHM", "value": value, "report_year": year, "attribution": "report"}
    return none | told | fields


def placed(relation: str, text: str, official: str | None = None, **fields: Any) -> ClaimResult:
    return ClaimResult(relation, text, official_value=official, official_table="tier_placements", **fields)


# -- placements


@pytest.mark.parametrize(
    ("kind", "value", "year", "relation", "text"),
    [
        ("tier", "2", 2010, "exact", "The 2010 report puts KHM on Tier 2."),
        (
            "tier",
            "2WL",
            2010,
            "wrong_list",
            "The article tells plain Tier 2 as the Watch List: the 2010 report puts KHM on Tier 2.",
        ),
        (
            "tier",
            "2",
            2009,
            "wrong_list",
            "The article tells the Watch List as plain Tier 2: the 2009 report puts KHM on the Tier 2 Watch List.",
        ),
        (
            "tier",
            "3",
            2009,
            "wrong_year",
            "KHM was on Tier 3 in the 2008 report; the 2009 report puts it on the Tier 2 Watch List.",
        ),
        ("tier", "1", 2010, "wrong_year", "KHM was on Tier 1 in the 2011 report; the 2010 report puts it on Tier 2."),
        ("tier", "3", 2010, "conflict", "The article says Tier 3, but the 2010 report puts KHM on Tier 2."),
        (
            "list",
            "3",
            2010,
            "wrong_list",
            "The article lists KHM with those on Tier 3; the 2010 report puts it on Tier 2.",
        ),
        (
            "tier_history",
            "1",
            2009,
            "conflict",
            "The article says Tier 1, but the 2009 report puts KHM on the Tier 2 Watch List.",
        ),
        (
            "tier",
            "3",
            2011,
            "wrong_list",
            "The 2011 report has KHM on the list of child soldier recruiters and of state-sponsored trafficking,"
            " which is not Tier 3; its tier is Tier 1.",
        ),
        (
            "tier",
            "2WL",
            2011,
            "conflict",
            "The article says the Tier 2 Watch List, but the 2011 report puts KHM on Tier 1.",
        ),
    ],
)
def test_placements(kind: str, value: str, year: int, relation: str, text: str) -> None:
    listed = {("KHM", 2011): ["of state-sponsored trafficking", "of child soldier recruiters"]}
    held = record({("KHM", 2008): "3", ("KHM", 2009): "2WL", ("KHM", 2010): "2", ("KHM", 2011): "1"}, listed=listed)
    official = held.tier("KHM", year)
    assert check_claim(claim(kind, value, year), held) == placed(relation, text, official)


def test_no_placement_of_a_country_and_no_edition() -> None:
    held = record({("THA", 2010): "2"}, names={"KHM": "Cambodia"})
    assert check_claim(claim("tier", "2"), held) == placed("not_found", "The 2010 report has no placement of Cambodia.")
    assert check_claim(claim("tier", "2", 2011), held) == placed(
        "not_found", "The placements of the 2011 report are not held."
    )


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (claim("forecast", "3"), "The article only expects this; no report had said it yet."),
        (claim("tier", "3", None), "The article does not say which edition it speaks of."),
        (claim("count", "3", None, measure="convictions"), "The article does not say which edition it speaks of."),
    ],
)
def test_what_cannot_be_checked(told: dict[str, Any], text: str) -> None:
    assert check_claim(told, record({("KHM", 2010): "3"}, sampled=True)) == ClaimResult("not_checkable", text)


def test_any_claim_of_the_whole_world_is_held_against_the_figures_of_the_world() -> None:
    world = [{"year": 2010, "data_year": 2009, "region": "world", "convictions": 4166, "convictions_labor": 335}]
    verdict = check_claim(claim("count", "4166", measure="convictions", country="WLD"), record(world=world))
    assert (verdict.relation, verdict.official_table) == ("exact", "global_enforcement")
    verdict = check_claim(claim("world_count", "4166", measure="convictions", country="KHM"), record(world=world))
    assert (verdict.relation, verdict.official_table) == ("exact", "global_enforcement")


# -- changes

UP, DOWN, SAME = (
    "KHM went from {} to {} in the 2010 report".format(*pair)
    if pair[1]
    else f"KHM stayed on {pair[0]} in the 2010 report"
    for pair in (("Tier 3", "the Tier 2 Watch List"), ("Tier 2", "the Tier 2 Watch List"), ("Tier 2", None))
)
FROM_3, FROM_2, STAYED = ("3", "2WL"), ("2", "2WL"), ("2", "2")


@pytest.mark.parametrize(
    ("tiers", "value", "before", "relation", "text"),
    [
        (FROM_3, "upgraded", None, "exact", UP),
        (FROM_3, "upgraded", "3", "exact", UP),
        (FROM_3, "upgraded", "2", "conflict", f"{UP}; the article has it come from Tier 2"),
        (FROM_3, "upgraded", "1", "conflict", f"{UP}; the article has it come from Tier 1"),
        (FROM_3, "downgraded", "3", "conflict", f"{UP}; the article says downgraded"),
        (FROM_3, "unchanged", "2", "wrong_list", f"{UP}; the article merges the Watch List and Tier 2"),
        (FROM_3, "unchanged", "2WL", "conflict", f"{UP}; the article says unchanged"),
        (FROM_3, "unchanged", None, "conflict", f"{UP}; the article says unchanged"),
        (FROM_2, "downgraded", "2", "exact", DOWN),
        (FROM_2, "downgraded", "2WL", "wrong_list", f"{DOWN}; the article has it come from the Tier 2 Watch List"),
        (FROM_2, "downgraded", "1", "conflict", f"{DOWN}; the article has it come from Tier 1"),
        (FROM_2, "unchanged", "2", "wrong_list", f"{DOWN}; the article merges the Watch List and Tier 2"),
        (FROM_2, "unchanged", "2WL", "conflict", f"{DOWN}; the article says unchanged"),
        (FROM_2, "unchanged", "3", "wrong_list", f"{DOWN}; the article merges the Watch List and Tier 2"),
        (FROM_2, "unchanged", None, "wrong_list", f"{DOWN}; the article merges the Watch List and Tier 2"),
        (FROM_2, "upgraded", None, "conflict", f"{DOWN}; the article says upgraded"),
        (STAYED, "unchanged", "2", "exact", SAME),
        (STAYED, "unchanged", None, "exact", SAME),
        (STAYED, "unchanged", "2WL", "wrong_list", f"{SAME}; the article merges the Watch List and Tier 2"),
        (STAYED, "unchanged", "3", "conflict", f"{SAME}; the article has it come from Tier 3"),
        (STAYED, "downgraded", "2WL", "conflict", f"{SAME}; the article says downgraded"),
    ],
)
def test_changes(tiers: tuple[str, str], value: str, before: str | None, relation: str, text: str) -> None:
    held = record({("KHM", 2009): tiers[0], ("KHM", 2010): tiers[1]})
    verdict = check_claim(claim("tier_change", value, previous_value=before), held)
    assert verdict == placed(relation, f"{text}.", held.change("KHM", 2010))


@pytest.mark.parametrize(
    ("value", "before", "relation", "note"),
    [
        ("upgraded", None, "wrong_year", "the article tells what the 2009 report did"),
        ("upgraded", "3", "wrong_year", "the article tells what the 2009 report did"),
        ("upgraded", "2WL", "conflict", "the article says upgraded"),
        ("downgraded", None, "wrong_year", "the article tells what the 2011 report did"),
        ("downgraded", "2", "wrong_year", "the article tells what the 2011 report did"),
        ("downgraded", "1", "conflict", "the article says downgraded"),
    ],
)
def test_changes_of_the_editions_around(value: str, before: str | None, relation: str, note: str) -> None:
    tiers = {2007: "2", 2008: "3", 2009: "2", 2010: "2", 2011: "3", 2012: "2WL"}
    held = record({("KHM", year): tier for year, tier in tiers.items()})
    verdict = check_claim(claim("tier_change", value, previous_value=before), held)
    assert verdict == placed(relation, f"{SAME}; {note}.", "unchanged")


def test_no_change_is_found_without_both_editions() -> None:
    held = record({("KHM", 2010): "2", ("THA", 2012): "1"})
    for year, text in (
        (2009, "The placements of the 2009 report are not held."),
        (2010, "The placements of the 2009 report are not held."),
        (2011, "The placements of the 2011 report are not held."),
        (2012, "The 2012 report has no placement of KHM."),
    ):
        assert check_claim(claim("tier_change", "upgraded", year), held) == placed("not_found", text)


# -- runs


@pytest.mark.parametrize(
    ("tier", "said", "relation", "text", "run"),
    [
        ("2WL", 2, "exact", "Up to the 2010 report KHM was on the Tier 2 Watch List in 2 consecutive editions.", 2),
        (None, 2, "exact", "Up to the 2010 report KHM was on the Tier 2 Watch List in 2 consecutive editions.", 2),
        ("2WL", 3, "conflict", "Up to the 2010 report KHM was on the Tier 2 Watch List in 2 consecutive editions.", 2),
        ("2WL", 1, "conflict", "Up to the 2010 report KHM was on the Tier 2 Watch List in 2 consecutive editions.", 2),
        ("2", 2, "wrong_list", "The 2010 report puts KHM on the Tier 2 Watch List, not Tier 2.", 0),
        ("3", 2, "conflict", "Up to the 2010 report KHM was on Tier 3 in no edition.", 0),
    ],
)
def test_runs(tier: str | None, said: int, relation: str, text: str, run: int) -> None:
    held = record({("KHM", 2008): "2", ("KHM", 2009): "2WL", ("KHM", 2010): "2WL"})
    verdict = check_claim(claim("streak", str(said), previous_value=tier), held)
    assert verdict == placed(relation, text, str(run), delta=said - run)


@pytest.mark.parametrize(
    ("said", "relation", "end"),
    [
        (1, "exact", "1 edition."),
        (2, "not_found", "1 edition, as far as editions are held."),
        (0, "conflict", "1 edition."),
    ],
)
def test_runs_whose_beginning_is_not_held(said: int, relation: str, end: str) -> None:
    held = record({("KHM", 2010): "3", ("THA", 2008): "2"})
    verdict = check_claim(claim("streak", str(said), previous_value="3"), held)
    assert verdict == placed(relation, f"Up to the 2010 report KHM was on Tier 3 in {end}", "1", delta=said - 1)


def test_a_run_up_to_an_edition_without_the_country() -> None:
    held = record({("THA", 2010): "3"})
    text = "The 2010 report has no placement of KHM."
    assert check_claim(claim("streak", "2", previous_value="3"), held) == placed("not_found", text)


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
    verdict = check_claim(told, held)
    assert verdict.relation == "exact"
    if note is None:
        assert verdict.official_table == "tier_placements"
        assert "other sources" not in verdict.explanation
    else:
        assert verdict.explanation.endswith(f"; {note}")
        assert (verdict.official_table, verdict.official_sentence, verdict.official_url) == (None, None, None)


def test_where_nothing_is_found_no_source_is_named() -> None:
    held = record({("KHM", 2019): "2"}, recorded=frozenset({("KHM", 2019)}))
    text = "The placements of the 2018 report are not held."
    assert check_claim(claim("tier_change", "upgraded", 2019), held) == placed("not_found", text)


# -- waivers


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        (True, placed("exact", "The 2010 report states a waiver for KHM.", "true")),
        (False, placed("conflict", "The 2010 report does not state a waiver for KHM.", "false")),
        (None, ClaimResult("not_found", "Nothing is held on waivers in the 2010 report for KHM.")),
    ],
)
def test_waivers(stated: bool | None, verdict: ClaimResult) -> None:
    held = record({("KHM", 2010): {"tier": "2WL", "waiver_stated": stated}}, recorded=frozenset({("KHM", 2010)}))
    assert check_claim(claim("waiver", None), held) == verdict


# -- figures


def figure(value: int | None, year: int = 2010, measure: str = "convictions", **fields: Any) -> dict[str, Any]:
    told = {"country": "KHM", "year": year, "measure": measure, "value": value, "value_high": None, "role": "current"}
    told |= {"trafficking_type": "all", "period_year": year - 1, "sentence": f"{value} in {year}.", "source_url": "u"}
    return told | fields


def counted(relation: str, text: str, official: int, delta: int, year: int = 2010) -> ClaimResult:
    return ClaimResult(
        relation, text, official_value=str(official), official_table="enforcement_statistics",
        official_sentence=f"{official} in {year}.", official_url="u", delta=delta,
    )  # fmt: skip


def check_count(value: int, *figures: dict[str, Any], **fields: Any) -> ClaimResult:
    told = {"measure": "convictions", **fields}
    return check_claim(claim("count", str(value), **told), record(figures=list(figures)))


NO_FIGURE = ClaimResult(
    "not_found", "No figure of the 2010 report for KHM is held.", official_table="enforcement_statistics"
)
NO_NUMBER = ClaimResult(
    "not_found", "The 2010 report gives no number of convictions in KHM.", official_table="enforcement_statistics"
)


def test_the_figure_itself() -> None:
    assert check_count(1036, figure(1036)) == counted(
        "exact", "The report of 2010 gives 1,036 convictions in KHM.", 1036, 0
    )
    of_victims = check_count(7, figure(7, measure="victims_identified"), measure="victims_identified")
    assert of_victims == counted("exact", "The report of 2010 gives 7 victims identified in KHM.", 7, 0)


def test_an_exact_figure_goes_before_one_that_fits() -> None:
    assert check_count(100, figure(102), figure(100)).relation == "exact"
    assert check_count(100, figure(102)) == counted(
        "rounded", "The report of 2010 gives 102 convictions in KHM, which the article's number allows.", 102, -2
    )
    assert check_count(12, figure(10, value_high=15)).relation == "rounded"
    assert check_count(16, figure(10, value_high=15)).relation == "conflict"


def test_of_other_figures_the_nearest_is_told() -> None:
    assert check_count(1040, figure(36), figure(1036), figure(2000)) == counted(
        "conflict", "The 2010 report gives 1,036 convictions in KHM, the article 1,040.", 1036, 4
    )


def test_where_there_is_no_figure() -> None:
    assert check_count(5) == NO_FIGURE
    assert check_count(5, figure(None)) == NO_FIGURE
    assert check_count(5, figure(5, measure="victims_identified")) == NO_FIGURE
    assert check_count(5, figure(5, country="THA")) == NO_FIGURE
    assert check_count(5, figure(5, 2008), figure(5, 2012)) == NO_FIGURE
    assert check_count(5, figure(None, 2009), figure(5, 2009, measure="arrests")) == NO_FIGURE
    assert check_count(5, figure(5, 2009, trafficking_type="sex")) == NO_FIGURE
    assert check_count(5, figure(None), figure(5)).relation == "exact"


@pytest.mark.parametrize(
    "beside",
    [figure(8, measure="arrests"), figure(8, 2009), figure(8, trafficking_type="sex"), figure(8, role="comparison")],
)
def test_where_there_are_only_figures_of_something_else(beside: dict[str, Any]) -> None:
    assert check_count(5, beside) == NO_NUMBER


@pytest.mark.parametrize("year", [2009, 2011])
def test_a_figure_of_another_edition(year: int) -> None:
    text = f"36 convictions in KHM is the figure for {year - 1}."
    assert check_count(36, figure(20), figure(36, year)) == counted("wrong_year", text, 36, 0, year)
    same = f"The report of {year} gives 36 convictions in KHM for {year - 1}, under another label."
    told = check_count(36, figure(20), figure(36, year), data_year=year - 1)
    assert told == counted("exact", same, 36, 0, year)


def test_a_figure_of_comparison() -> None:
    compared = figure(36, role="comparison", period_year=2008)
    text = "36 convictions in KHM is the figure for 2008."
    assert check_count(36, figure(20), compared) == counted("wrong_year", text, 36, 0)
    assert check_count(36, compared, data_year=2009) == counted("wrong_year", text, 36, 0)
    unknown = figure(36, role="comparison", period_year=None)
    text = "36 convictions in KHM is the figure for another period."
    assert check_count(36, unknown) == counted("wrong_year", text, 36, 0)
    assert check_count(36, unknown, data_year=2009) == counted("wrong_year", text, 36, 0)
    assert check_count(36, compared, unknown, figure(36, 2011), data_year=2010).relation == "exact"
    assert check_count(36, compared, unknown).explanation.endswith("the figure for 2008.")


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
    text = f"50 is the report's number of {words}, told as convictions in KHM."
    assert check_count(50, figure(20), figure(49, measure="arrests"), beside) == counted("wrong_scope", text, 50, 0)


def test_the_kind_of_trafficking_that_is_told() -> None:
    assert check_count(5, figure(5, trafficking_type="sex"), trafficking_type="sex").relation == "exact"
    assert check_count(5, figure(5), trafficking_type="sex").relation == "wrong_scope"
    assert check_count(5, figure(5), trafficking_type="all").relation == "exact"
    near = figure(5, 2009, trafficking_type="sex")
    assert check_count(5, near, trafficking_type="sex").relation == "wrong_year"


def test_measures_that_are_not_confused_with_others() -> None:
    compared = figure(50, measure="prosecutions", role="comparison")
    assert check_count(50, figure(20), compared).relation == "conflict"
    assert check_count(50, figure(20), figure(50, measure="victims_identified")).relation == "conflict"
    victims = figure(20, measure="victims_identified")
    assert check_count(50, victims, figure(50), measure="victims_identified").relation == "conflict"
    referred = figure(50, measure="victims_referred")
    assert check_count(50, victims, referred, measure="victims_identified").relation == "conflict"


@pytest.mark.parametrize(
    ("beside", "before", "relation", "end"),
    [
        ([figure(11, 2009)], "11", "exact", "KHM."),
        ([figure(11, 2008)], "11", "exact", "KHM."),
        ([figure(11, role="comparison")], "11", "exact", "KHM."),
        (
            [figure(11, 2009), figure(1012, 2008)],
            "12",
            "conflict",
            "KHM; but the earlier number is 11 or 1,012 and not 12.",
        ),
        ([figure(1011, 2009)], "1012", "conflict", "KHM; but the earlier number is 1,011 and not 1,012."),
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
    verdict = check_count(36, figure(36), *beside, previous_value=before)
    assert verdict == counted(relation, f"The report of 2010 gives 36 convictions in {end}", 36, 0)


def test_a_wrong_number_is_not_held_against_what_it_is_compared_with() -> None:
    verdict = check_count(50, figure(20), figure(50, measure="arrests"), previous_value="1")
    assert verdict.explanation.endswith("told as convictions in KHM.")
    assert check_count(500, figure(498), previous_value="1").relation == "rounded"
    assert check_count(500, figure(498), figure(2, 2009), previous_value="1").relation == "conflict"


def test_figures_of_the_sample_are_told_to_be() -> None:
    held = record({("KHM", 2010): "2"}, [figure(36)], sampled=True)
    verdict = check_claim(claim("count", "36", measure="convictions"), held)
    text = "The report of 2010 gives 36 convictions in KHM; the record is the sample that ships with the project."
    assert verdict == counted("exact", text, 36, 0)
    assert check_claim(claim("tier", "2"), held).explanation == "The 2010 report puts KHM on Tier 2."


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
        (3, None, 10, 35, "conflict"),
        (3, "up_to", 10, 60, "conflict"),
        (10, None, 10, 110, "rounded"),
        (10, None, 10, 111, "conflict"),
        (10, None, 10, 90, "rounded"),
        (10, None, 10, 89, "conflict"),
    ],
)
def test_multiples(factor: int, qualifier: str | None, then: int, now: int, relation: str) -> None:
    held = record(figures=[figure(now), figure(then, 2009)])
    verdict = check_claim(claim("multiplier", str(factor), measure="convictions", qualifier=qualifier), held)
    text = f"Convictions in KHM went from {then} to {now}, {now / then:.2f} times as many."
    table = "enforcement_statistics"
    assert verdict == ClaimResult(relation, text, official_value=f"{now}/{then}", official_table=table)


def test_of_several_multiples_the_nearest_is_told() -> None:
    held = record(figures=[figure(20), figure(1036), figure(0, 2009), figure(1000, 2009), figure(5, 2008)])
    for factor, official in ((4, "20/5"), (1, "1036/1000"), (207, "1036/5")):
        verdict = check_claim(claim("multiplier", str(factor), measure="convictions"), held)
        assert verdict.official_value == official
    assert "went from 5 to 1,036, 207.20 times as many" in verdict.explanation


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
    verdict = check_claim(claim("multiplier", "3", measure="convictions"), record(figures=figures))
    text = "The figures of convictions in KHM that it needs are not held."
    assert verdict == ClaimResult("not_found", text, official_table="enforcement_statistics")


# -- the table and what is shown of it


def news_claim(number: int, value: str, sentence: str = "So it is.") -> dict[str, Any]:
    return dict.fromkeys(NEWS_CLAIMS.columns) | {
        "country": "KHM", "year": 2010, "claim_id": f"{number:016x}", "article_id": "0" * 16, "claim_kind": "tier",
        "value": value, "report_year": 2010, "attribution": "report", "sentence": sentence, "char_start": 0,
        "char_end": len(sentence), "source_url": "u", "page_digest": "0" * 64, "origin": "archive",
    }  # fmt: skip


def test_claims_are_checked_chunk_by_chunk() -> None:
    nothing = pl.DataFrame(schema={"country": pl.String, "year": pl.Int16})
    chunks = [NEWS_CLAIMS.frame([news_claim(1, "2"), news_claim(2, "3")]), NEWS_CLAIMS.frame([news_claim(3, "2")])]
    placements = pl.DataFrame({"country": ["KHM"], "year": [2010], "tier": ["2"], "source_url": ["page"]})
    made = list(checked_claims(iter(chunks), placements=placements, statistics=nothing, world=nothing, lists=nothing))
    assert [frame["relation"].to_list() for frame in made] == [["exact", "conflict"], ["exact"]]
    assert all(frame.schema == CLAIM_CHECKS.polars_schema() for frame in made)
    assert made[1].row(0, named=True) == {
        "country": "KHM", "year": 2010, "claim_id": f"{3:016x}", "relation": "exact", "official_value": "2",
        "official_table": "tier_placements", "official_sentence": None, "official_url": "page", "delta": None,
        "explanation": "The 2010 report puts KHM on Tier 2.",
    }  # fmt: skip
    assert BUILD.is_in_chunks


def test_claims_that_the_record_contradicts_are_shown_with_their_sentences() -> None:
    relations = ["exact", "not_found", "conflict", "wrong_list", "wrong_year", "wrong_scope", *["conflict"] * 20]
    checks = [
        dict.fromkeys(CLAIM_CHECKS.columns)
        | {"country": "KHM", "year": 2010, "claim_id": f"{n:016x}", "relation": relation, "explanation": "why"}
        for n, relation in enumerate(relations)
    ]
    claims = [news_claim(n, "2", f"Sentence {n}.") for n in range(len(relations))]
    view = View(CLAIM_CHECKS.frame(checks).lazy(), {"news_claims": NEWS_CLAIMS.frame(claims).lazy()})
    listings = {listing.name: listing.rows(view) for listing in BUILD.listings}
    shown = listings["not_borne_out"]
    assert shown["sentence"].to_list() == [f"Sentence {n}." for n in range(2, 22)]
    assert shown["relation"].to_list()[:4] == ["conflict", "wrong_list", "wrong_year", "wrong_scope"]
    assert dict(listings["relations"].rows()) == {
        "conflict": 21, "exact": 1, "not_found": 1, "wrong_list": 1, "wrong_scope": 1, "wrong_year": 1,
    }  # fmt: skip
