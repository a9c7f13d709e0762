"""Claims against a small official record."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import polars as pl
import pytest

from warehouse.derived.claim_checks import claim_checks
from warehouse.derived.claim_comparisons import compare_claim
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.news import NEWS_CLAIMS

PLACEMENTS = {
    ("KHM", 2004): "2", ("KHM", 2005): "3", ("KHM", 2006): "2WL", ("KHM", 2009): "2WL", ("KHM", 2010): "2",
    ("KHM", 2011): "2", ("THA", 2009): "2", ("THA", 2010): "2WL", ("THA", 2011): "2WL", ("TUR", 2010): "2",
    ("TUR", 2009): "2", ("FJI", 2009): "3", ("FJI", 2010): "2", ("ISR", 2010): "2", ("ISR", 2009): "2",
}  # fmt: skip


def _placements(placed: Mapping[tuple[str, int], str] = PLACEMENTS) -> pl.DataFrame:
    rows = [{"country": c, "year": y, "tier": t} for (c, y), t in placed.items()]
    return pl.DataFrame(rows)


def _statistic(country: str, year: int, measure: str, value: int, **fields: Any) -> dict[str, Any]:
    return {
        "country": country,
        "year": year,
        "measure": measure,
        "trafficking_type": "all",
        "value": value,
        "value_high": None,
        "qualifier": "exact",
        "role": "current",
        "scope": "total",
        "certainty": "sure",
        "period_year": year - 1,
        "sentence": f"The government reported {value} {measure}.",
        "source_url": "https://reports.example/khm",
    } | fields


STATISTICS = pl.DataFrame(
    [
        _statistic("KHM", 2010, "convictions", 36),
        _statistic("KHM", 2010, "convictions", 11, role="comparison", period_year=2008),
        _statistic("KHM", 2010, "prosecutions", 50),
        _statistic("KHM", 2010, "victims_identified", 300, trafficking_type="sex"),
        _statistic("KHM", 2011, "convictions", 20),
        _statistic("KHM", 2009, "convictions", 11, period_year=2008),
    ]
)
WORLD = pl.DataFrame(
    [
        {"year": 2010, "region": "world", "data_year": 2009, "prosecutions": 5606, "prosecutions_labor": 432,
         "convictions": 4166, "convictions_labor": 335, "victims_identified": 49105, "victims_labor": None},
        {"year": 2010, "region": "world", "data_year": 2008, "prosecutions": 5212, "prosecutions_labor": 312,
         "convictions": 2983, "convictions_labor": 104, "victims_identified": 30961, "victims_labor": None},
        {"year": 2010, "region": "EAP", "data_year": 2009, "prosecutions": 357, "prosecutions_labor": 113,
         "convictions": 256, "convictions_labor": 72, "victims_identified": 5238, "victims_labor": None},
    ]
)  # fmt: skip
LISTS = pl.DataFrame([{"list": "cspa", "country": "TUR", "year": 2010}])
COUNTRIES = pl.DataFrame({"country": ["KHM"], "name": ["Cambodia"]})


def _claim(kind: str, country: str, value: str | None, report_year: int | None, **fields: Any) -> dict[str, Any]:
    sentence = "The paper says so."
    return {
        "country": country,
        "year": report_year or 2010,
        "claim_id": "c_0123456789abcdef",
        "article_id": "a_0123456789abcdef",
        "claim_kind": kind,
        "measure": None,
        "trafficking_type": "all",
        "value": value,
        "value_high": None,
        "qualifier": "exact",
        "previous_value": None,
        "previous_year": None,
        "data_year": None,
        "report_year": report_year,
        "attribution": "report",
        "certainty": "sure",
        "edition_named": False,
        "sentence": sentence,
        "char_start": 0,
        "char_end": len(sentence),
        "source_url": "https://paper.example/a",
        "page_digest": "0" * 64,
        "origin": "archive",
    } | fields


def _check(
    *claims: dict[str, Any],
    editions: pl.DataFrame | None = None,
    recorded: pl.DataFrame | None = None,
    statistics: pl.DataFrame = STATISTICS,
    placements: Mapping[tuple[str, int], str] = PLACEMENTS,
) -> list[dict[str, Any]]:
    record = OfficialRecord.of(
        placements=_placements(placements),
        statistics=statistics,
        world=WORLD,
        lists=LISTS,
        editions=editions,
        countries=COUNTRIES,
        recorded=recorded,
    )
    return [asdict(compare_claim(row, record)) for row in NEWS_CLAIMS.frame(list(claims)).iter_rows(named=True)]


@pytest.mark.parametrize(
    ("claim", "relation", "official"),
    [
        (_claim("tier", "KHM", "2", 2010), "exact", "2"),
        (_claim("tier_history", "KHM", "3", 2005), "exact", "3"),
        (_claim("tier", "THA", "2", 2010), "wrong_list", "2WL"),
        (_claim("tier", "KHM", "2WL", 2010), "wrong_list", "2"),
        (_claim("list", "KHM", "3", 2006), "wrong_year", "2WL"),
        (_claim("tier", "TUR", "3", 2010), "wrong_list", "2"),
        (_claim("tier", "KHM", "1", 2010), "conflict", "2"),
        (_claim("tier", "LAO", "2", 2010), "not_found", None),
        (_claim("tier", "KHM", "2", 2020), "not_found", None),
        (_claim("tier", "KHM", "2", None), "not_checkable", None),
        (_claim("forecast", "KHM", "3", None), "not_checkable", None),
        (_claim("tier_change", "KHM", "upgraded", 2010, previous_value="2WL"), "exact", "upgraded"),
        (_claim("tier_change", "KHM", "upgraded", 2010), "exact", "upgraded"),
        (_claim("tier_change", "KHM", "upgraded", 2010, previous_value="2"), "wrong_list", "upgraded"),
        (_claim("tier_change", "KHM", "upgraded", 2010, previous_value="3"), "conflict", "upgraded"),
        (_claim("tier_change", "KHM", "upgraded", 2011), "wrong_year", "unchanged"),
        (_claim("tier_change", "THA", "unchanged", 2010), "wrong_year", "downgraded"),
        (_claim("tier_change", "KHM", "downgraded", 2010), "conflict", "upgraded"),
        (_claim("tier_change", "THA", "unchanged", 2010, previous_value="2"), "wrong_list", "downgraded"),
        (_claim("list", "KHM", "1", 2010), "wrong_list", "2"),
        (_claim("list", "TUR", "3", 2010), "wrong_list", "2"),
        (_claim("tier_change", "KHM", "upgraded", 2009), "not_found", None),
        (_claim("streak", "THA", "2", 2011, previous_value="2WL"), "exact", "2"),
        (_claim("streak", "THA", "4", 2011, previous_value="2WL"), "conflict", "2"),
        (_claim("streak", "KHM", "3", 2009, previous_value="2WL"), "not_found", "1"),
        (_claim("waiver", "KHM", None, 2010), "not_found", None),
        (_claim("count", "KHM", "36", 2010, measure="convictions", previous_value="11"), "exact", "36"),
        (_claim("count", "KHM", "36", 2010, measure="convictions", previous_value="12"), "not_checkable", "36"),
        (_claim("count", "KHM", "35", 2010, measure="convictions", qualifier="more_than"), "rounded", "36"),
        (_claim("count", "KHM", "40", 2010, measure="convictions"), "conflict", "36"),
        (_claim("count", "KHM", "50", 2010, measure="convictions"), "wrong_scope", "50"),
        (_claim("count", "KHM", "20", 2010, measure="convictions", data_year=2009), "wrong_year", "20"),
        (_claim("count", "KHM", "11", 2010, measure="convictions", data_year=2008), "exact", "11"),
        (_claim("count", "KHM", "300", 2010, measure="victims_identified"), "wrong_scope", "300"),
        (_claim("count", "KHM", "5", 2010, measure="arrests"), "not_found", None),
        (_claim("count", "THA", "5", 2010, measure="convictions"), "not_found", None),
        (_claim("multiplier", "KHM", "3", 2010, measure="convictions", qualifier="more_than"), "exact", "36/11"),
        (_claim("multiplier", "KHM", "3", 2010, measure="convictions"), "rounded", "36/11"),
        (_claim("multiplier", "KHM", "7", 2010, measure="convictions"), "conflict", None),
        (_claim("world_count", "WLD", "12300000", None, measure="victims_estimated"), "not_checkable", None),
        (_claim("world_count", "WLD", "5606", 2010, measure="prosecutions"), "exact", "5606"),
        (_claim("world_count", "WLD", "5600", 2010, measure="prosecutions", data_year=2009), "rounded", "5606"),
        (_claim("world_count", "WLD", "432", 2010, measure="prosecutions"), "wrong_scope", "5606"),
        (_claim("world_count", "WLD", "357", 2010, measure="prosecutions"), "wrong_scope", "357"),
        (_claim("world_count", "WLD", "5212", 2010, measure="prosecutions"), "wrong_year", "5212"),
        (_claim("world_count", "WLD", "9999", 2010, measure="prosecutions"), "conflict", "5606"),
        (_claim("world_count", "WLD", "7", 1990 + 25, measure="prosecutions"), "not_found", None),
        (_claim("world_count", "WLD", "1", 2010, measure="countries_on_watch_list"), "exact", "1"),
        (_claim("world_count", "WLD", "5", 2010, measure="countries_on_tier_2"), "wrong_list", "4"),
        (_claim("world_count", "WLD", "3", 2010, measure="countries_on_tier_3"), "not_found", "0"),
        (_claim("world_count", "WLD", "2", 2010, measure="countries_upgraded"), "exact", "2"),
    ],
)
def test_relation(claim: dict[str, Any], relation: str, official: str | None) -> None:
    (check,) = _check(claim)
    assert check["relation"] == relation, check["explanation"]
    if official is not None:
        assert check["official_value"] == official


def test_a_complete_edition_contradicts() -> None:
    editions = pl.DataFrame([{"family": "tip", "year": 2010, "status": "complete"}])
    (check,) = _check(_claim("world_count", "WLD", "30", 2010, measure="countries_on_tier_3"), editions=editions)
    assert (check["relation"], check["delta"]) == ("conflict", 30)


def test_a_check_carries_its_evidence() -> None:
    (check,) = _check(_claim("count", "KHM", "40", 2010, measure="convictions"))
    assert check["official_table"] == "enforcement_statistics"
    assert check["official_sentence"] == "The government reported 36 convictions."
    assert check["official_url"] == "https://reports.example/khm"
    assert check["delta"] == 4
    assert "Cambodia" in check["explanation"]


def test_a_placement_is_shown_in_the_words_of_its_verdict() -> None:
    said = [
        ("placement_list", "Cambodia"),
        ("verdict", "Cambodia was upgraded to Tier 2."),
        ("heading", "CAMBODIA: Tier 2"),
    ]
    sightings = pl.DataFrame(
        [
            {
                "country": "KHM",
                "year": 2010,
                "place": place,
                "sentence": sentence,
                "source_url": "https://reports.example/k",
            }
            for place, sentence in said
        ]
    )
    checks = claim_checks(
        NEWS_CLAIMS.frame([_claim("tier", "KHM", "2", 2010)]),
        OfficialRecord.of(
            placements=_placements(),
            statistics=STATISTICS,
            world=WORLD,
            lists=LISTS,
            sightings=sightings,
        ),
    )
    assert checks["official_sentence"].to_list() == ["Cambodia was upgraded to Tier 2."]
    assert checks["official_url"].to_list() == ["https://reports.example/k"]


PUBLISHED = {"published_1": 30, "published_2": 80, "published_2wl": 58, "published_3": 13}


@pytest.mark.parametrize(
    ("measure", "value", "relation", "official"),
    [
        ("countries_on_tier_3", "13", "exact", "13"),
        ("countries_on_tier_3", "23", "conflict", "13"),
        ("countries_on_tier_2", "138", "wrong_list", "80"),
        ("countries_ranked", "181", "exact", "181"),
        ("countries_upgraded", "9", "not_found", "2"),
    ],
)
def test_totals_that_the_report_prints_hold_where_not_all_placements_are_held(
    measure: str, value: str, relation: str, official: str
) -> None:
    editions = pl.DataFrame(
        {"family": ["tip"], "year": [2010], "status": ["partial"], **{k: [v] for k, v in PUBLISHED.items()}}
    )
    (check,) = _check(_claim("world_count", "WLD", value, 2010, measure=measure), editions=editions)
    assert (check["relation"], check["official_value"]) == (relation, official), check["explanation"]
    assert check["official_table"] == ("tier_placements" if measure == "countries_upgraded" else "editions")


def test_the_explanation_of_a_merged_list_names_it() -> None:
    (check,) = _check(_claim("tier_change", "THA", "unchanged", 2010, previous_value="2"))
    assert "the Watch List and Tier 2 are two placements" in check["explanation"]


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (_claim("tier_change", "KHM", "unchanged", 2011), "Cambodia stayed on Tier 2 in the 2011 report."),
        (_claim("tier_change", "KHM", "upgraded", 2010), "Cambodia went from the Tier 2 Watch List to Tier 2 in"),
        (
            _claim("streak", "KHM", "1", 2009, previous_value="2WL"),
            "on the Tier 2 Watch List in 1 edition, as far as editions are held.",
        ),
        (_claim("world_count", "WLD", "49105", 2010, measure="victims_identified"), "gives 49,105 victims identified"),
        (_claim("world_count", "WLD", "2", 2010, measure="countries_on_tier_3"), "0 countries on Tier 3"),
    ],
)
def test_explanations_are_written_as_people_write(claim: dict[str, Any], words: str) -> None:
    (check,) = _check(claim)
    assert words in check["explanation"]


def test_a_number_of_all_countries_is_held_against_all_of_them() -> None:
    placements = pl.concat(
        [_placements(), pl.DataFrame({"country": ["SOM"], "year": [2010], "tier": ["special_case"]})]
    )
    checks = claim_checks(
        NEWS_CLAIMS.frame([_claim("world_count", "WLD", "6", 2010, measure="countries_ranked")]),
        OfficialRecord.of(
            placements=placements,
            statistics=STATISTICS,
            world=WORLD,
            lists=LISTS,
            editions=pl.DataFrame({"family": ["tip"], "year": [2010], "status": ["complete"]}),
        ),
    )
    (check,) = checks.to_dicts()
    assert (check["relation"], check["official_value"], check["delta"]) == ("exact", "6", 0)
    assert check["explanation"] == "The 2010 report has 5 countries on a tier and 1 without a tier, 6 in all."


RECORDED = pl.DataFrame(
    [
        {"country": "KHM", "year": 2018, "tier": "2"},
        {"country": "KHM", "year": 2019, "tier": "2WL"},
        {"country": "KHM", "year": 2010, "tier": "3"},
    ]
)


@pytest.mark.parametrize(
    ("claim", "relation", "official"),
    [
        (_claim("tier", "KHM", "2WL", 2019), "exact", "2WL"),
        (_claim("tier", "KHM", "2", 2019), "wrong_list", "2WL"),
        (_claim("tier_change", "KHM", "downgraded", 2019, previous_value="2"), "exact", "downgraded"),
        (_claim("streak", "KHM", "1", 2019, previous_value="2WL"), "exact", "1"),
    ],
)
def test_editions_without_pages_are_judged_by_the_record_and_say_so(
    claim: dict[str, Any], relation: str, official: str
) -> None:
    row = _check(claim, recorded=RECORDED)[0]
    assert (row["relation"], row["official_value"]) == (relation, official)
    assert "record of placements from other sources" in row["explanation"]
    assert row["official_table"] is None
    assert row["official_url"] is None


def test_the_record_fills_no_edition_that_is_held() -> None:
    held, missing = _check(
        _claim("tier", "KHM", "2", 2010), _claim("tier", "LAO", "2", 2019, claim_id="c_" + "1" * 16), recorded=RECORDED
    )
    assert (held["relation"], held["official_table"]) == ("exact", "tier_placements")
    assert missing["relation"] == "not_found"


def test_a_placement_missing_from_an_edition_held_in_part_is_filled_and_from_a_whole_one_not() -> None:
    recorded = pl.DataFrame([{"country": "LAO", "year": 2010, "tier": "2WL"}])
    claim = _claim("tier", "LAO", "2WL", 2010)
    editions = pl.DataFrame([{"family": "tip", "year": 2010, "status": "complete"}])
    assert _check(claim, recorded=recorded)[0]["relation"] == "exact"
    assert _check(claim, recorded=recorded, editions=editions)[0]["relation"] == "not_found"


def test_figures_of_the_sample_are_told_to_be() -> None:
    sample = STATISTICS.with_columns(origin=pl.lit("sample"))
    count, tier = _check(
        _claim("count", "KHM", "36", 2010, measure="convictions"),
        _claim("tier", "KHM", "2", 2010, claim_id="c_" + "1" * 16),
        statistics=sample,
    )
    assert count["explanation"].endswith("; the record is the sample that ships with the project.")
    assert "sample" not in tier["explanation"]


AROUND = {
    ("NPL", 2014): "2", ("NPL", 2015): "1", ("NPL", 2016): "2", ("NPL", 2017): "1",
    ("LKA", 2014): "3", ("LKA", 2015): "2", ("LKA", 2016): "2", ("LKA", 2017): "1",
    ("BTN", 2015): "1",
}  # fmt: skip
"""What holds in 2015 and 2017 and not in 2016: Nepal is on Tier 1, Sri Lanka upgraded."""


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (_claim("tier", "NPL", "1", 2016), "says Tier 1 for NPL in the 2015 report, and Tier 2 in the 2016 report."),
        (_claim("tier_change", "LKA", "upgraded", 2016), "; the record has this change in the 2015 report."),
        (
            _claim("world_count", "WLD", "2", 2016, measure="countries_on_tier_1"),
            "; 2 is the number of the 2015 report.",
        ),
        (_claim("count", "NPL", "77", 2016, measure="convictions"), " is the figure for 2014."),
    ],
)
def test_of_two_editions_around_the_one_claimed_the_earlier_is_named(claim: dict[str, Any], words: str) -> None:
    figures = [_statistic("NPL", year, "convictions", 77 if year != 2016 else 50) for year in (2017, 2016, 2015)]
    (check,) = _check(claim, placements=AROUND, statistics=pl.DataFrame(figures))
    assert check["relation"] == "wrong_year"
    assert check["explanation"].endswith(words)


@pytest.mark.parametrize(
    ("said", "relation"),
    [("1", "conflict"), ("2", "conflict"), ("3", "not_checkable"), ("4", "not_found"), ("9", "not_found")],
)
def test_a_run_whose_beginning_is_not_held_may_be_longer_and_is_no_shorter(said: str, relation: str) -> None:
    placed = {("LKA", year): "2WL" for year in (2015, 2016, 2017)} | {("NPL", 2013): "2"}
    (check,) = _check(_claim("streak", "LKA", said, 2017, previous_value="2WL"), placements=placed)
    delta = None if relation == "not_checkable" else int(said) - 3
    assert (check["relation"], check["official_value"], check["delta"]) == (relation, "3", delta)
