"""Placements from sightings: majority, change, and the null rules of what is not loaded."""

import polars as pl

from warehouse.derived.placements import tier_placements
from warehouse.tables import COUNTRIES, TIER_PLACEMENTS, TIER_SIGHTINGS


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
