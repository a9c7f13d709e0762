"""The record answers by country and edition, and says where it does not know."""

from typing import Any

import polars as pl
import pytest

from warehouse.derived.official_record import OfficialRecord, tier_label
from warehouse.derived.sentence_numbers import numbers_in

NOTHING = pl.DataFrame(schema={"country": pl.String, "year": pl.Int16})


def record(placed: dict[tuple[str, int], Any], **tables: Any) -> OfficialRecord:
    """A record of placements given as tiers or as rows."""
    rows = [
        {"country": country, "year": year, **(said if isinstance(said, dict) else {"tier": said})}
        for (country, year), said in placed.items()
    ]
    given = {"statistics": NOTHING, "world": NOTHING, "lists": NOTHING, **tables}
    placements = pl.DataFrame(rows, infer_schema_length=None) if rows else NOTHING
    return OfficialRecord.of(placements=placements, **given)


@pytest.mark.parametrize(
    ("tier", "label"),
    [
        ("1", "Tier 1"),
        ("2WL", "the Tier 2 Watch List"),
        ("special_case", "the list of special cases"),
        ("unranked", "no tier"),
        (None, "Tier None"),
    ],
)
def test_tiers_are_written_as_people_write_them(tier: str | None, label: str) -> None:
    assert tier_label(tier) == label


def test_placements_names_and_editions() -> None:
    held = record({("KHM", 2010): "2"}, countries=pl.DataFrame({"country": ["KHM"], "name": ["Cambodia"]}))
    assert (held.tier("KHM", 2010), held.tier("KHM", 2011), held.tier("THA", 2010)) == ("2", None, None)
    assert (held.has_edition(2010), held.has_edition(2009)) == (True, False)
    assert (held.name("KHM"), held.name("THA")) == ("Cambodia", "THA")
    assert not held.sampled
    assert (held.complete, held.published, held.recorded) == (frozenset(), {}, frozenset())


def test_an_empty_record_knows_nothing() -> None:
    empty = OfficialRecord()
    assert (empty.sampled, empty.years, empty.world) == (False, frozenset(), [])
    assert (empty.statistics("KHM", 2010), empty.lists("KHM", 2010), empty.waiver("KHM", 2010)) == ([], [], None)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("3", "2WL", "upgraded"),
        ("2WL", "2", "upgraded"),
        ("2", "1", "upgraded"),
        ("1", "2", "downgraded"),
        ("2", "3", "downgraded"),
        ("2", "2", "unchanged"),
        ("special_case", "2", None),
        ("2", "unranked", None),
        (None, "2", None),
    ],
)
def test_a_change_is_told_by_two_tiers(before: str | None, after: str, change: str | None) -> None:
    placed = {("KHM", 2010): after} | ({("KHM", 2009): before} if before else {})
    other = {("KHM", 2008): "2WL", ("KHM", 2011): "2WL"}
    held = record(placed | other)
    assert held.change("KHM", 2010) == change
    assert held.previous("KHM", 2010) == before


def test_what_the_table_says_of_a_change_goes_before_the_tiers() -> None:
    held = record(
        {
            ("KHM", 2010): {"tier": "2", "change": "upgraded", "previous_tier": "3"},
            ("KHM", 2009): {"tier": "2", "change": None, "previous_tier": None},
            ("KHM", 2008): {"tier": "1", "change": None, "previous_tier": None},
        }
    )
    assert (held.change("KHM", 2010), held.previous("KHM", 2010)) == ("upgraded", "3")
    assert (held.change("KHM", 2009), held.previous("KHM", 2009)) == ("downgraded", "1")
    assert (held.change("KHM", 2008), held.previous("KHM", 2008)) == (None, None)
    assert (held.change("KHM", 2011), held.previous("KHM", 2011)) == (None, "2")


@pytest.mark.parametrize(
    ("year", "tier", "run"),
    [
        (2012, "2WL", (3, True)),  # another tier in 2009
        (2011, "2WL", (2, True)),
        (2012, "2", (0, True)),
        (2009, "2", (1, False)),  # of 2008 nothing is held
        (2008, "2", (0, False)),
        (2007, "2", (1, False)),
        (2006, "3", (0, False)),
        (2000, "3", (0, True)),  # no report is earlier
    ],
)
def test_runs_and_whether_they_surely_begin_there(year: int, tier: str, run: tuple[int, bool]) -> None:
    placed = {("KHM", year): "2WL" for year in (2010, 2011, 2012)} | {("KHM", 2009): "2", ("KHM", 2007): "2"}
    assert record(placed).run("KHM", year, tier) == run


def test_a_run_ends_where_the_edition_is_held_without_the_country() -> None:
    held = record({("KHM", 2010): "2", ("THA", 2009): "2", ("THA", 2007): "2"})
    assert held.run("KHM", 2010, "2") == (1, True)
    assert held.run("THA", 2009, "2") == (1, False)
    recorded = record({("THA", 2007): "2", ("KHM", 2009): "2"}, recorded=placements_in(("KHM", 2008, "3")))
    assert recorded.run("KHM", 2009, "2") == (1, True), "the secondary source has the edition before"


def test_a_run_in_a_record_without_placements_has_no_certain_beginning() -> None:
    assert OfficialRecord().run("KHM", 2010, "2") == (0, False)
    assert OfficialRecord().run("KHM", 2010, "2") == (0, False)
    assert OfficialRecord().run("KHM", -1, "2") == (0, True)


def placements_in(*rows: tuple[str, int, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["country", "year", "tier"], orient="row")


def test_secondary_sources_fill_what_is_not_held_of_editions_that_are_not_whole() -> None:
    editions = pl.DataFrame(
        {
            "family": ["tip", "tip", "human_rights"],
            "year": [2010, 2011, 2009],
            "status": ["complete", "partial", "complete"],
        }
    )
    told = placements_in(("KHM", 2010, "1"), ("KHM", 2011, "1"), ("THA", 2009, "3"), ("LAO", 2011, "2WL"))
    held = record({("THA", 2010): "2", ("LAO", 2011): "2"}, editions=editions, recorded=told)
    assert held.complete == {2010}
    assert held.recorded == {("KHM", 2011), ("THA", 2009)}
    assert [held.tier(*key) for key in (("KHM", 2010), ("KHM", 2011), ("THA", 2009), ("LAO", 2011))] == [
        None, "1", "3", "2",
    ]  # fmt: skip
    assert held.years == {2010, 2011}


def test_the_report_counts_itself_where_its_totals_are_known() -> None:
    totals = {"published_1": [30, None, 9], "published_2wl": [None, None, 9], "other": [1, 1, 9]}
    editions = pl.DataFrame(
        {"family": ["tip", "tip", "human_rights"], "year": [2010, 2011, 2012], "status": ["partial"] * 3, **totals}
    )
    assert record({}, editions=editions).published == {2010: {"1": 30}, 2011: {}}


def test_a_placement_shows_the_sentence_that_says_most() -> None:
    sightings = pl.DataFrame(
        [
            {"country": "KHM", "year": 2010, "place": place, "sentence": place, "source_url": f"https://{place}"}
            for place in ("verdict", "placement_list", "heading")
        ]
    )
    placed = {("KHM", 2010): {"tier": "2", "source_url": "u"}, ("THA", 2010): {"tier": "2", "source_url": "page"}}
    held = record(placed, sightings=sightings, recorded=placements_in(("LAO", 2011, "2")))
    assert held.placement_source("KHM", 2010) == {"official_sentence": "verdict", "official_url": "https://verdict"}
    assert held.placement_source("THA", 2010) == {"official_sentence": None, "official_url": "page"}
    assert held.placement_source("LAO", 2010) == {"official_sentence": None, "official_url": None}


def test_no_page_is_shown_for_what_secondary_sources_say() -> None:
    told = placements_in(("LAO", 2011, "2")).with_columns(source_url=pl.lit("x"), sentence=pl.lit("y"))
    held = record({("KHM", 2010): "2"}, recorded=told)
    assert held.placement_source("LAO", 2011) == {"official_sentence": None, "official_url": None}


def test_waivers_are_stated_or_not_or_not_known() -> None:
    held = record(
        {("KHM", 2010 + n): {"tier": "2WL", "waiver_stated": said} for n, said in enumerate((True, False, None))}
    )
    assert [held.waiver("KHM", year) for year in (2010, 2011, 2012, 2013)] == [True, False, None, None]


def test_lists_are_named_once_in_words() -> None:
    rows = [("KHM", 2010, name) for name in ("policy_or_pattern", "cspa", "cspa", "unknown")] + [("THA", 2010, "cspa")]
    held = record({}, lists=pl.DataFrame(rows, schema=["country", "year", "list"], orient="row"))
    assert held.lists("KHM", 2010) == ["of child soldier recruiters", "of state-sponsored trafficking", "unknown"]
    assert held.lists("KHM", 2011) == []


def figure(country: str, year: int, **fields: Any) -> dict[str, Any]:
    known = {"country": country, "year": year, "measure": "convictions", "role": "current", "value": 3}
    return known | {"scope": "total", "certainty": "sure"} | fields


@pytest.mark.parametrize(
    ("fields", "used", "doubtful"),
    [
        ({}, True, False),
        ({"certainty": "likely"}, True, False),
        ({"certainty": "doubtful"}, False, True),
        ({"certainty": "doubtful", "role": "comparison"}, False, False),
        ({"certainty": "doubtful", "value": None}, False, False),
        ({"certainty": "doubtful", "scope": "part"}, False, False),
        ({"scope": "part"}, False, False),
        ({"scope": "other_people"}, False, False),
    ],
)
def test_only_totals_without_doubt_are_figures_of_the_record(
    fields: dict[str, Any], used: bool, doubtful: bool
) -> None:
    held = record({}, statistics=pl.DataFrame([figure("KHM", 2010, **fields)]))
    assert (held.statistics("KHM", 2010) != []) is used
    assert held.has_doubtful("KHM", 2010, "convictions") is doubtful
    assert not held.has_doubtful("KHM", 2010, "arrests")
    assert not held.has_doubtful("KHM", 2011, "convictions")


def test_figures_by_country_and_edition_and_the_newest_of_the_world_first() -> None:
    figures = [figure(country, year, value=n) for n, (country, year) in enumerate(
        [("KHM", 2010), ("KHM", 2010), ("KHM", 2011), ("THA", 2010)])]  # fmt: skip
    world = pl.DataFrame({"year": [2009, 2011, 2010]})
    held = record({}, statistics=pl.DataFrame(figures), world=world)
    assert [row["value"] for row in held.statistics("KHM", 2010)] == [0, 1]
    assert held.statistics("LAO", 2010) == []
    assert [row["year"] for row in held.world] == [2011, 2010, 2009]


@pytest.mark.parametrize(
    ("of_countries", "of_the_world", "is_sample"),
    [("sample", "archive", True), ("archive", "sample", True), ("archive", "archive", False), (None, "sample", True)],
)
def test_figures_of_the_sample_are_known(of_countries: str | None, of_the_world: str, is_sample: bool) -> None:
    statistics = pl.DataFrame([figure("KHM", 2010), figure("KHM", 2011)])
    if of_countries:
        statistics = statistics.with_columns(origin=pl.Series(["archive", of_countries]))
    assert (
        record({}, statistics=statistics, world=pl.DataFrame({"year": [1], "origin": [of_the_world]})).sampled
        is is_sample
    )


def test_every_number_of_a_sentence_is_mentioned() -> None:
    sentence = "Courts convicted 36 offenders, and thirty-one of them, with 1,200 others, went to prison for ten years."
    assert numbers_in(sentence) == {36, 31, 1200, 10}
    row = {"country": "KHM", "year": 2010, "measure": "convictions", "value": 36, "scope": "total", "role": "current",
           "certainty": "sure", "sentence": sentence}  # fmt: skip
    nothing = pl.DataFrame(schema={"country": pl.String, "year": pl.Int64, "tier": pl.String})
    held = OfficialRecord.of(placements=nothing, statistics=pl.DataFrame([row]), world=nothing, lists=nothing)
    assert held.mentions("KHM", 2010, 31)
    assert not held.mentions("KHM", 2010, 32)


def test_a_placement_is_shown_by_a_sentence_that_says_the_same() -> None:
    placed = pl.DataFrame([{"country": "KHM", "year": 2010, "tier": "2WL"}])
    seen = [
        {"country": "KHM", "year": 2010, "place": place, "tier": tier, "sentence": place, "source_url": "u"}
        for place, tier in (("placement_list", "2WL"), ("heading", "2WL"), ("verdict", "2"))
    ]
    nothing = pl.DataFrame(schema={"country": pl.String, "year": pl.Int64})
    held = OfficialRecord.of(
        placements=placed, statistics=nothing, world=nothing, lists=nothing, sightings=pl.DataFrame(seen)
    )
    assert held.placement_source("KHM", 2010)["official_sentence"] == "heading"
