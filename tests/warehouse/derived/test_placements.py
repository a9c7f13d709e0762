"""Placements from sightings: majority, change, and the null rules of what is not loaded."""

import polars as pl

from warehouse.builds.build import View
from warehouse.derived.placements import BUILD, placements_of, tier_placements
from warehouse.tables import COUNTRIES, PAGES, TIER_PLACEMENTS, TIER_SIGHTINGS


def sighting(country: str, year: int, tier: str, place: str = "placement_list", position: int = 1) -> dict:
    return dict.fromkeys(TIER_SIGHTINGS.columns) | {
        "country": country, "year": year, "place": place, "position": position, "tier": tier, "tier_printed": tier,
        "sentence": "x", "char_start": 0, "char_end": 1, "source_url": "u",
        "page_digest": "0" * 64, "origin": "archive",
    }  # fmt: skip


def placed(rows: list[dict], lists: set[int], waivers: list[tuple[str, int, bool]] = ()) -> dict:
    countries = COUNTRIES.frame(
        [dict.fromkeys(COUNTRIES.columns) | {"country": code, "name": code, "aliases": []} for code in ("AAA", "BBB")]
    )
    said = pl.DataFrame(
        waivers, schema={"country": pl.String, "year": pl.Int16, "waiver_stated": pl.Boolean}, orient="row"
    )
    frame = tier_placements(TIER_SIGHTINGS.frame(rows), countries, said, lists)
    TIER_PLACEMENTS.schema.validate(frame)
    return {(row["country"], row["year"]): row for row in frame.iter_rows(named=True)}


def test_most_sightings_win_and_the_list_breaks_a_tie() -> None:
    rows = [
        sighting("AAA", 2018, "2"), sighting("AAA", 2018, "3", "heading"), sighting("AAA", 2018, "3", "verdict"),
        sighting("BBB", 2018, "2"), sighting("BBB", 2018, "2WL", "heading"),
    ]  # fmt: skip
    found = placed(rows, {2018})
    assert (found["AAA", 2018]["tier"], found["AAA", 2018]["agreement"]) == ("3", "majority")
    assert (found["BBB", 2018]["tier"], found["BBB", 2018]["agreement"]) == ("2", "conflict")


def test_change_against_the_edition_before() -> None:
    rows = [sighting("AAA", year, tier) for year, tier in ((2001, "3"), (2002, "2"), (2003, "2"), (2004, "2WL"))]
    found = placed(rows, {2001, 2002, 2003, 2004})
    assert [found["AAA", year]["change"] for year in range(2001, 2005)] == [
        "first", "upgraded", "unchanged", "downgraded",
    ]  # fmt: skip


def test_nothing_is_said_where_the_edition_before_is_not_loaded() -> None:
    rows = [sighting("AAA", 2010, "2"), sighting("AAA", 2018, "2WL"), sighting("AAA", 2019, "2WL")]
    found = placed(rows, {2010, 2018, 2019})
    assert found["AAA", 2010]["change"] is None
    assert found["AAA", 2018]["change"] is None
    assert found["AAA", 2018]["watch_list_run"] is None
    assert found["AAA", 2019]["watch_list_run"] is None
    assert found["AAA", 2010]["watch_list_run"] == 0


def test_first_and_reentered_need_the_past() -> None:
    rows = [
        sighting("AAA", 2001, "2"), sighting("AAA", 2003, "2"),
        sighting("BBB", 2002, "1"), sighting("BBB", 2003, "special_case"), sighting("BBB", 2004, "2"),
    ]  # fmt: skip
    found = placed(rows, {2001, 2002, 2003, 2004})
    assert found["AAA", 2003]["change"] == "reentered"
    assert found["BBB", 2002]["change"] == "first"
    assert found["BBB", 2003]["change"] is None
    assert (found["BBB", 2004]["change"], found["BBB", 2004]["previous_tier"]) == (None, "special_case")


def test_a_country_before_held_alone_still_compares() -> None:
    found = placed([sighting("AAA", 2018, "2", "heading", 0), sighting("AAA", 2019, "1", "heading", 0)], set())
    assert found["AAA", 2019]["change"] == "upgraded"
    assert found["AAA", 2018]["change"] is None


def test_runs_count_from_where_they_began_and_waivers_are_kept() -> None:
    rows = [sighting("AAA", 2003, "2"), *(sighting("AAA", year, "2WL") for year in (2004, 2005, 2006))]
    found = placed(rows, {2003, 2004, 2005, 2006}, [("AAA", 2006, True)])
    assert [found["AAA", year]["watch_list_run"] for year in range(2003, 2007)] == [0, 1, 2, 3]
    assert found["AAA", 2006]["waiver_stated"] is True
    assert found["AAA", 2005]["waiver_stated"] is None


def test_agreement_tells_how_many_of_the_places_print_the_tier() -> None:
    def of(*tiers: str) -> tuple[str, str, int]:
        places = [("placement_list", 1), ("heading", 1), ("verdict", 1), ("verdict", 2)]
        rows = [sighting("AAA", 2018, tier, *place) for tier, place in zip(tiers, places, strict=False)]
        row = placed(rows, {2018})["AAA", 2018]
        return row["tier"], row["agreement"], row["sightings"]

    assert of("2") == ("2", "single", 1)
    assert of("2", "2") == ("2", "all", 2)
    assert of("2", "3", "3") == ("3", "majority", 3)
    assert of("2", "3", "3", "1") == ("3", "conflict", 4)
    assert of("2", "3", "3", "2") == ("2", "conflict", 4)
    assert of("2", "3", "1") == ("2", "conflict", 3)


def test_of_two_sentences_of_a_narrative_the_first_is_taken() -> None:
    rows = [sighting("AAA", 2018, "3", "verdict", 2), sighting("AAA", 2018, "2", "verdict", 1)]
    assert placed(rows, {2018})["AAA", 2018]["tier"] == "2"
    rows = [sighting("AAA", 2018, "3", "verdict", 1), sighting("AAA", 2018, "2", "heading", 2)]
    assert placed(rows, {2018})["AAA", 2018]["tier"] == "2"


def test_there_was_no_watch_list_before_2004() -> None:
    found = placed([sighting("AAA", 2004, "2WL"), sighting("BBB", 2005, "2WL"), sighting("BBB", 2006, "2WL")], {2004})
    assert found["AAA", 2004]["watch_list_run"] == 1
    assert [found["BBB", year]["watch_list_run"] for year in (2005, 2006)] == [1, 2], "its list of 2004 is held"
    found = placed([sighting("BBB", 2005, "2WL"), sighting("AAA", 2006, "2")], set())
    assert (found["BBB", 2005]["watch_list_run"], found["AAA", 2006]["watch_list_run"]) == (None, 0)


def test_a_country_comes_first_only_where_the_whole_past_is_held() -> None:
    rows = [sighting("AAA", 2001, "2"), sighting("BBB", 2003, "2")]
    assert placed(rows, {2001, 2002, 2003})["BBB", 2003]["change"] == "first"
    assert placed(rows, {2001, 2002})["BBB", 2003]["change"] == "first"
    assert placed(rows, {2001, 2003})["BBB", 2003]["change"] is None
    assert placed(rows, {2002, 2003})["AAA", 2001]["change"] == "first"
    assert placed(rows, {2000, 2001})["AAA", 2001]["change"] == "first"
    again = [sighting("AAA", 2001, "2"), sighting("AAA", 2003, "2")]
    assert placed(again, {2001, 2003})["AAA", 2003]["change"] is None
    assert placed(again, {2001, 2002})["AAA", 2003]["change"] == "reentered"


def test_whole_tables_give_lists_and_waivers() -> None:
    """Waivers stand in the first sentence of a narrative, and editions whose list was read are known by its page."""
    sightings = TIER_SIGHTINGS.frame(
        [
            sighting("AAA", 2001, "2"),
            sighting("BBB", 2003, "2", "verdict", 1) | {"waiver_stated": True},
            sighting("BBB", 2003, "2", "verdict", 2) | {"waiver_stated": False},
            sighting("AAA", 2003, "2", "heading") | {"waiver_stated": True},
        ]
    )
    pages = PAGES.frame(
        [
            dict.fromkeys(PAGES.columns)
            | {"country": "WLD", "year": year, "source_url": f"{year}{kind}", "kind": kind, "outcome": outcome}
            for year, kind, outcome in (
                (2001, "placement_list", "read"),
                (2002, "country", "read"),
                (2002, "placement_list", "quarantined"),
            )
        ]
    )
    countries = COUNTRIES.frame(
        [dict.fromkeys(COUNTRIES.columns) | {"country": "BBB", "name": "B", "aliases": [], "region": "EUR"}]
    )

    def of(pages: pl.DataFrame) -> dict:
        rows = placements_of(sightings, pages, countries).to_dicts()
        return {(row["country"], row["year"]): row for row in rows}

    found = of(pages)
    assert list(found) == [("AAA", 2001), ("AAA", 2003), ("BBB", 2003)]
    assert (found["BBB", 2003]["change"], found["AAA", 2003]["change"]) == (None, None)
    assert (found["BBB", 2003]["waiver_stated"], found["AAA", 2003]["waiver_stated"]) == (True, None)
    assert (found["BBB", 2003]["region"], found["AAA", 2003]["region"]) == ("EUR", None)
    read = of(pages.with_columns(outcome=pl.lit("read")))
    assert (read["BBB", 2003]["change"], read["AAA", 2003]["change"]) == ("first", "reentered")


def test_what_is_shown_of_placements() -> None:
    rows = [("AAA", 2018, "2", "all"), ("BBB", 2018, "2", "conflict"), ("BBB", 2019, "3", "majority")]
    frame = pl.DataFrame(rows, schema=["country", "year", "tier", "agreement"], orient="row")
    sightings = pl.DataFrame(
        [sighting("AAA", 2018, "2"), sighting("BBB", 2018, "2"), sighting("BBB", 2019, "3"), sighting("BBB", 2017, "3")]
    )
    view = View(frame.lazy(), {"tier_sightings": sightings.lazy()})
    (chart,) = BUILD.charts
    assert chart.series(view) == {"tier 2": {2018: 2}, "tier 3": {2019: 1}}
    shown = {listing.name: listing.rows(view) for listing in BUILD.listings}
    assert shown["agreement"].rows() == [("all", 1), ("conflict", 1), ("majority", 1)]
    assert shown["disagreements"].select("country", "year").rows() == [("BBB", 2018), ("BBB", 2019)]


def test_a_run_begins_where_the_country_was_on_another_tier_the_year_before() -> None:
    found = placed([sighting("AAA", 2006, "2"), sighting("AAA", 2007, "2WL"), sighting("AAA", 2008, "2WL")], set())
    assert [found["AAA", year]["watch_list_run"] for year in (2006, 2007, 2008)] == [0, 1, 2]
