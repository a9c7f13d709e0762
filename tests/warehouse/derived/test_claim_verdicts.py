"""Verdicts: a claim is contradicted only where the claim, the record and the day are sure."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.warehouse.derived.records import record
from warehouse.derived.claim_checks import claim_checks, doubtful_days
from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.claim_verdicts import Corrections, corrected, verdict_of
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables import CLAIM_CHECKS, NEWS_CLAIMS, VERDICT_CORRECTIONS

ALL_EDITIONS = frozenset(range(2001, 2012))
TIERS = {2007: "2", 2008: "3", 2009: "2WL", 2010: "2", 2011: "1"}


def claim(kind: str, value: str | None, year: int | None = 2010, **fields: Any) -> dict[str, Any]:
    sentence = fields.get("sentence", "The paper says so.")
    return dict.fromkeys(NEWS_CLAIMS.columns) | {
        "country": "KHM", "year": year or 2010, "claim_id": "c_0123456789abcdef", "article_id": "a_0123456789abcdef",
        "claim_kind": kind, "trafficking_type": "all", "value": value, "report_year": year, "attribution": "report",
        "certainty": "sure", "edition_named": False, "sentence": sentence,
        "char_start": 0, "char_end": len(sentence), "source_url": "u",
        "page_digest": "0" * 64, "origin": "archive",
    } | fields  # fmt: skip


def held(**fields: Any) -> OfficialRecord:
    placed = {("KHM", year): {"tier": tier, "agreement": "all"} for year, tier in TIERS.items()}
    return record(placed, **({"complete": ALL_EDITIONS} | fields))


def figure(value: int, **fields: Any) -> dict[str, Any]:
    return {
        "country": "KHM", "year": 2010, "measure": "convictions", "value": value, "value_high": None,
        "role": "current", "trafficking_type": "all", "period_year": 2009, "certainty": "sure", "sentence": "So.",
    } | fields  # fmt: skip


def said(result: ClaimResult) -> tuple[str, str | None]:
    return result.relation, result.reason


WRONG = [
    claim("tier", "1", 2010, previous_value=None),
    claim("tier", "3", 2010),
    claim("list", "3", 2010),
    claim("tier", "2WL", 2010),
    claim("tier_change", "downgraded", 2010),
    claim("streak", "4", 2010, previous_value="2"),
]


@pytest.mark.parametrize("told", WRONG)
def test_a_sure_claim_is_contradicted_by_a_sure_record(told: dict[str, Any]) -> None:
    result = verdict_of(told, held())
    assert result.relation in ("conflict", "wrong_year", "wrong_list")
    assert (
        result.explanation.startswith("The record says")
        or "consecutive" in result.explanation
        or "1 edition" in (result.explanation)
    )


@pytest.mark.parametrize("told", WRONG)
@pytest.mark.parametrize("certainty", ["likely", "doubtful"])
def test_a_claim_that_is_not_sure_is_not_contradicted(told: dict[str, Any], certainty: str) -> None:
    result = verdict_of(told | {"certainty": certainty}, held())
    assert said(result) == ("not_checkable", "claim_doubtful")
    assert result.official_value is not None
    assert result.delta is None


@pytest.mark.parametrize("told", WRONG)
def test_an_edition_that_is_not_held_whole_contradicts_nothing(told: dict[str, Any]) -> None:
    assert said(verdict_of(told, held(complete=ALL_EDITIONS - {2010}))) == ("not_checkable", "edition_not_held")


@pytest.mark.parametrize("told", WRONG)
def test_a_placement_that_the_report_prints_in_two_ways_contradicts_nothing(told: dict[str, Any]) -> None:
    disputed = held()
    disputed.placements["KHM", 2010] = {"tier": "2", "agreement": "conflict"}
    assert said(verdict_of(told, disputed)) == ("not_checkable", "official_placement_doubtful")


@pytest.mark.parametrize("certainty", ["sure", "likely", "doubtful"])
def test_a_claim_that_the_record_confirms_is_exact(certainty: str) -> None:
    assert said(verdict_of(claim("tier", "2", certainty=certainty), held(complete=frozenset()))) == ("exact", None)


def test_a_change_needs_both_editions() -> None:
    told = claim("tier_change", "downgraded", 2010)
    assert said(verdict_of(told, held(complete=ALL_EDITIONS - {2009}))) == ("not_checkable", "edition_not_held")


def test_a_run_needs_the_edition_before_it() -> None:
    told = claim("streak", "3", 2010, previous_value="2")
    assert said(verdict_of(told, held())) == ("conflict", None)
    assert said(verdict_of(told, held(complete=ALL_EDITIONS - {2009}))) == ("not_checkable", "edition_not_held")


def test_a_country_without_a_placement_is_not_found_only_in_an_edition_held_whole() -> None:
    told = claim("tier", "2", country="LAO")
    assert said(verdict_of(told, held())) == ("not_found", None)
    assert said(verdict_of(told, held(complete=frozenset()))) == ("not_checkable", "edition_not_held")


# -- the day of publication


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2", ("exact", None)), ("3", ("not_checkable", "day_doubtful")), ("special_case", ("conflict", None))],
)
def test_a_day_that_is_not_sure_contradicts_only_under_every_edition_it_can_mean(
    value: str, expected: tuple[str, str | None]
) -> None:
    tiers = {2008: "3", 2009: "3", 2010: "2", 2011: "1"}
    placed = record({("KHM", year): tier for year, tier in tiers.items()}, complete=ALL_EDITIONS)
    assert said(verdict_of(claim("tier", value), placed, day_is_sure=False)) == expected


def test_an_edition_that_the_sentence_names_does_not_hang_on_the_day() -> None:
    named = "The 2010 report puts Cambodia on Tier 3."
    assert said(verdict_of(claim("tier", "3", sentence=named), held(), day_is_sure=False))[0] == "conflict"


def test_a_confirmed_claim_says_by_which_edition_where_the_day_is_not_sure() -> None:
    assert "by the 2010 report" in verdict_of(claim("tier", "2"), held(), day_is_sure=False).explanation


def test_days_are_doubtful_unless_they_are_sure() -> None:
    certainties = [None, "sure", "likely", "doubtful"]
    articles = pl.DataFrame({"article_id": ["a_1", "a_2", "a_3", "a_4"], "published_certainty": certainties})
    assert doubtful_days(articles) == {"a_1", "a_3", "a_4"}


# -- figures


def counts(*figures: dict[str, Any], **fields: Any) -> OfficialRecord:
    return held(figures=list(figures), **fields)


TOLD = claim("count", "40", measure="convictions")


@pytest.mark.parametrize(
    ("official", "expected"),
    [
        (counts(figure(36)), ("conflict", None)),
        (counts(figure(40, certainty="likely")), ("exact", None)),
        (counts(figure(36, certainty="likely")), ("not_checkable", "official_figure_doubtful")),
        (counts(figure(36), figure(12, trafficking_type="sex", certainty="likely")),
         ("not_checkable", "official_figure_doubtful")),
        (counts(figure(36), doubtful={("KHM", 2010, "convictions")}), ("not_checkable", "official_figure_doubtful")),
        (counts(figure(36), mentioned={("KHM", 2010, 40)}), ("not_checkable", "official_figure_doubtful")),
        (counts(figure(36), figure(40, measure="prosecutions")), ("wrong_scope", None)),
        (counts(figure(36), figure(40, measure="prosecutions", certainty="likely")),
         ("not_checkable", "official_figure_doubtful")),
        (counts(figure(40, measure="prosecutions")), ("not_checkable", "no_official_figure")),
        (counts(figure(36), figure(40, year=2009, period_year=2008)), ("wrong_year", None)),
        (counts(figure(36), figure(40, year=2009, period_year=2008, certainty="likely")),
         ("not_checkable", "official_figure_doubtful")),
        (counts(), ("not_checkable", "no_official_figure")),
    ],
)  # fmt: skip
def test_only_sure_figures_contradict(official: OfficialRecord, expected: tuple[str, str | None]) -> None:
    assert said(verdict_of(TOLD, official)) == expected


@pytest.mark.parametrize(("stated", "expected"), [(True, "exact"), (False, "not_checkable"), (None, "not_checkable")])
def test_a_waiver_that_is_not_stated_may_have_been_granted(stated: bool | None, expected: str) -> None:
    placed = record({("KHM", 2010): {"tier": "2WL", "waiver_stated": stated}}, complete=ALL_EDITIONS)
    assert verdict_of(claim("waiver", None), placed).relation == expected


@pytest.mark.parametrize(
    ("complete", "expected"),
    [(ALL_EDITIONS, ("conflict", None)), (frozenset(), ("not_checkable", "no_official_figure"))],
)
def test_a_number_of_countries_needs_an_edition_held_whole(
    complete: frozenset[int], expected: tuple[str, str | None]
) -> None:
    told = claim("world_count", "30", country="WLD", measure="countries_on_tier_3")
    assert said(verdict_of(told, held(complete=complete))) == expected


# -- what was compared


@pytest.mark.parametrize(
    ("sentence", "complete", "words"),
    [
        ("It fell to the Watch List for the first time.", ALL_EDITIONS, "“for the first time” was not compared"),
        (
            "It is on the Watch List for the first time since 2003.",
            ALL_EDITIONS,
            "“for the first time” was not compared",
        ),
        ("It is on the Watch List because nobody was punished.", ALL_EDITIONS, "the reason that the sentence gives"),
    ],
)
def test_the_explanation_says_what_was_not_compared(sentence: str, complete: frozenset[int], words: str) -> None:
    official = held(complete=frozenset(range(2004, 2012)))
    assert words in verdict_of(claim("tier", "2WL", 2009, sentence=sentence), official).explanation


def test_a_first_time_is_compared_where_every_earlier_edition_is_held() -> None:
    sentence = "Cambodia is on Tier 1 for the first time."
    result = verdict_of(claim("tier", "1", 2011, sentence=sentence), held())
    assert result.explanation.endswith("; no earlier report has it on Tier 1.")
    again = verdict_of(claim("tier", "2", 2010, sentence=sentence), held())
    assert again.explanation.endswith("; the record also has it on Tier 2 in the 2007 report.")


# -- reviewed corrections


@pytest.mark.parametrize("subject", ["c_0123456789abcdef", "a_0123456789abcdef"])
@pytest.mark.parametrize("verdict", ["exact", "not_checkable"])
def test_a_reviewed_correction_changes_or_withdraws_a_verdict_and_says_so(subject: str, verdict: str) -> None:
    correction = {
        "id": "k_" + "0" * 16, "subject": subject, "since_release": "abc", "verdict": verdict,
        "source": "The editor; the report's page 12.",
    }  # fmt: skip
    VERDICT_CORRECTIONS.schema.validate(VERDICT_CORRECTIONS.frame([correction]))
    rows = claim_checks(NEWS_CLAIMS.frame([claim("tier", "1")]), held(), corrections=[correction])
    row = CLAIM_CHECKS.schema.validate(rows).row(0, named=True)
    assert (row["relation"], row["reason"]) == (verdict, "withdrawn" if verdict == "not_checkable" else None)
    assert row["explanation"] == f"A reviewed correction holds ({correction['id']}): {correction['source']}"


def test_a_verdict_without_a_correction_stays() -> None:
    result = verdict_of(claim("tier", "1"), held())
    assert corrected(claim("tier", "1"), result, Corrections()) == result


def test_every_claim_has_one_check() -> None:
    claims = [claim("tier", "2"), claim("tier", "3", claim_id="c_" + "f" * 16)]
    checks = CLAIM_CHECKS.schema.validate(claim_checks(NEWS_CLAIMS.frame(claims), held()))
    assert checks["claim_id"].to_list() == [row["claim_id"] for row in claims]
    assert claim_checks(NEWS_CLAIMS.frame([]), held()).is_empty()


@pytest.mark.parametrize(("said", "relation"), [("9", "not_checkable"), ("13", "conflict"), ("26", "conflict")])
def test_a_much_smaller_number_of_countries_may_count_a_region(said: str, relation: str) -> None:
    on_tier_3 = {(f"A{number:02}", 2010): {"tier": "3", "agreement": "all"} for number in range(20)}
    told = claim("world_count", said, country="WLD", measure="countries_on_tier_3", qualifier="exact")
    assert verdict_of(told, record(on_tier_3, complete=ALL_EDITIONS)).relation == relation


# -- editions that are not known, and what another edition's table says


@pytest.mark.parametrize(
    ("published", "named", "expected"),
    [
        (date(2011, 7, 1), False, ("conflict", None)),
        (date(2012, 5, 31), False, ("conflict", None)),
        (date(2012, 6, 1), False, ("not_checkable", "edition_not_said")),
        (date(2014, 1, 1), False, ("not_checkable", "edition_not_said")),
        (date(2014, 1, 1), True, ("conflict", None)),
    ],
)
def test_once_the_next_edition_could_be_out_only_a_named_one_contradicts(
    published: date, named: bool, expected: tuple[str, str | None]
) -> None:
    told = claim("tier", "3", 2011, edition_named=named)
    assert said(verdict_of(told, held(latest=2011), published=published)) == expected


def test_once_the_next_edition_could_be_out_a_confirmed_claim_says_by_which() -> None:
    result = verdict_of(claim("tier", "1", 2011), held(latest=2011), published=date(2012, 7, 1))
    assert result.relation == "exact"
    assert result.explanation.endswith("so this is by the 2011 report.")


def test_a_year_in_the_sentence_is_not_the_name_of_the_edition() -> None:
    told = claim("tier", "2WL", 2010, sentence="It is on the Watch List, after a shelter opened on 1 May 2010.")
    assert said(verdict_of(told, held(), day_is_sure=False)) == ("not_checkable", "day_doubtful")
    assert verdict_of(told | {"edition_named": True}, held(), day_is_sure=False).relation == "wrong_list"


@pytest.mark.parametrize(("verified", "expected"), [(True, "conflict"), (False, "not_checkable")])
def test_totals_contradict_only_where_they_are_verified(verified: bool, expected: str) -> None:
    official = held(
        complete=frozenset(), published={2010: {"3": 20}}, verified_totals=frozenset({2010} if verified else ())
    )
    told = claim("world_count", "29", measure="countries_on_tier_3", country="WLD", edition_named=True)
    assert verdict_of(told, official).relation == expected


def test_a_table_of_a_later_edition_contradicts_no_earlier_one() -> None:
    row = {"year": 2011, "region": "world", "data_year": 2009, "convictions": 4000, "convictions_labor": None}
    told = claim("world_count", "3000", measure="convictions", country="WLD", qualifier="exact", edition_named=True)
    assert said(verdict_of(told, held(world=[row]))) == ("not_checkable", "edition_not_held")
    assert verdict_of(told, held(world=[row, row | {"year": 2010}])).relation == "conflict"


def test_growth_is_contradicted_only_by_numbers_that_are_sure_and_without_a_hedge() -> None:
    told = claim("multiplier", "3", measure="convictions", growth="times", edition_named=True)
    before = figure(25, year=2009)
    assert verdict_of(told, counts(figure(30), before)).relation == "conflict"
    for official in (
        counts(figure(30), before | {"qualifier": "more_than"}),
        counts(figure(30), before, doubtful={("KHM", 2009, "convictions")}),
    ):
        assert said(verdict_of(told, official)) == ("not_checkable", "official_figure_doubtful")


def test_the_first_time_is_contradicted_only_by_a_sure_earlier_placement() -> None:
    told = claim("tier_change", "first", 2010)
    assert verdict_of(told, held()).relation == "conflict"
    assert said(verdict_of(told, held(complete=ALL_EDITIONS - {2007}))) == ("not_checkable", "edition_not_held")
