"""Tests of the checks on `tier_sightings`."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.tier_sightings import CHECKS

TEXT = "Laos (Lao PDR) is on Tier 2. More. End."
SENTENCE = "Laos (Lao PDR) is on Tier 2."


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def part(country: str = "LAO", position: int = 1, **values: object) -> Row:
    return at(country, 2018, **{"position": position, "family": "tip", "area": "main", "text": TEXT, **values})


def sighting(place: str, **values: object) -> Row:
    known = {"position": 1, "sentence": SENTENCE, "tier_printed": "Tier 2", "char_start": 0, "char_end": len(SENTENCE)}
    return at("LAO", 2018, **{**known, "place": place, **values})


@pytest.mark.parametrize(
    "row",
    [
        sighting("verdict"),
        sighting("verdict", sentence="More.", tier_printed="ore", char_start=29, char_end=34),
        sighting("verdict", country_printed="Cambodia"),
        sighting("heading", sentence="Laos (Lao PDR) (Tier 2)", country_printed="Laos (Lao PDR)", char_end=9),
        sighting("heading", position=0, country_printed="Laos (Lao PDR)", tier_printed="(Lao"),
        sighting("placement_list", sentence="Laos (Lao PDR)", country_printed="(Lao PDR)", char_end=14),
        sighting("placement_list", position=7, country_printed="Laos"),
    ],
)
def test_a_sighting_is_in_its_text(row: Row) -> None:
    said = found("sightings_evidence", tier_sightings=[row], report_sections=[part()])
    assert (said.failing, said.observed) == ([], "1 sightings, 0 not where they should stand")


@pytest.mark.parametrize(
    "row",
    [
        sighting("verdict", char_start=1),
        sighting("verdict", char_end=27),
        sighting("verdict", position=2),
        sighting("verdict", tier_printed="Tier 3"),
        sighting("heading", country_printed="Cambodia"),
        sighting("heading"),
        sighting("heading", country_printed="Laos", tier_printed="Tier 3"),
        sighting("placement_list", country_printed="Cambodia"),
        sighting("placement_list"),
    ],
)
def test_a_sighting_that_is_not_in_its_text_is_named(row: Row) -> None:
    said = found("sightings_evidence", tier_sightings=[row], report_sections=[part()])
    assert said.failing == [f"LAO 2018: {row['place']} {SENTENCE!r}"]
    assert said.observed == "1 sightings, 1 not where they should stand"


def test_a_sighting_is_in_the_narrative_and_in_no_other_text() -> None:
    others = [part(family="human_rights", text="x"), part(area="island", text="x"), part("KHM", text="x")]
    said = found("sightings_evidence", tier_sightings=[sighting("verdict")], report_sections=[part(), *others])
    assert said.passed
    for other in (part(family="human_rights"), part(area="island"), part("KHM"), part(position=2)):
        assert not found("sightings_evidence", tier_sightings=[sighting("verdict")], report_sections=[other]).passed


def test_eighty_characters_of_a_sentence_are_shown() -> None:
    said = found("sightings_evidence", tier_sightings=[sighting("heading", sentence="x" * 90, country_printed="y")])
    assert said.failing == [f"LAO 2018: heading {'x' * 80!r}"]


def test_the_same_printed_words_are_the_same_tier() -> None:
    def printed(year: int, tier: str, form: str) -> Row:
        return at("LAO", year, place="heading", tier=tier, tier_printed=form)

    said = found(
        "tiers_as_printed",
        tier_sightings=[
            printed(2011, "3", "Tier 2"),
            printed(2012, "2", "TIER  2"),
            printed(2013, "2", "tier\n2"),
            printed(2014, "2WL", "Tier 2 Watch List"),
            printed(2015, "2", "Tier Two"),
            printed(2016, "1", "Tier Two"),
        ],
    )
    assert said.failing == [
        "LAO 2011: heading prints 'tier 2' and is read as 3, elsewhere 2",
        "LAO 2015: heading prints 'tier two' and is read as 2, elsewhere 1",
    ]
    assert said.observed == "3 printed forms, 2 sightings read otherwise"


def test_the_watch_list_began_in_2004() -> None:
    def seen(year: int, tier: str) -> Row:
        return at("LAO", year, tier=tier, place="heading", tier_printed="Tier 2 WL")

    said = found(
        "watch_list_from_2004", tier_sightings=[seen(2002, "2"), seen(2003, "2WL"), seen(2004, "2WL"), seen(2005, "2")]
    )
    assert said.failing == ["LAO 2003: heading says 'Tier 2 WL'"]
    assert said.observed == "1 sightings of the Watch List before 2004"


def said_of(stated: Row, stored: Row | None, place: str = "verdict") -> CheckResult:
    other = at("KHM", 2018, tier="2WL", change="first", watch_list_run=9)
    placements = [at("LAO", 2018, **stored)] if stored is not None else []
    sighting = at("LAO", 2018, place=place, **stated)
    return found("verdicts_fit_history", tier_sightings=[sighting], tier_placements=[*placements, other])


@pytest.mark.parametrize("stated", ["upgraded", "downgraded", "unchanged"])
def test_the_change_that_a_verdict_says_is_that_of_the_placements(stated: str) -> None:
    wrong = said_of({"change_stated": stated}, {"change": "reentered"})
    assert wrong.failing == [f"LAO 2018: the verdict says {stated}, the placements reentered"]
    assert wrong.observed == "1 results compared, 1 differ"
    for stored in ({"change": stated}, {"change": None}, None):
        fine = said_of({"change_stated": stated}, stored)
        assert (fine.failing, fine.observed) == ([], "1 results compared, 0 differ")


@pytest.mark.parametrize("stated", ["first", "reentered", None])
def test_what_a_verdict_says_of_no_change_is_not_compared(stated: str | None) -> None:
    assert said_of({"change_stated": stated}, {"change": "upgraded"}).passed


def test_the_year_on_the_watch_list_that_a_verdict_says_is_that_of_the_placements() -> None:
    third = {"consecutive_year_stated": 3}
    wrong = said_of(third, {"tier": "2WL", "watch_list_run": 2})
    assert wrong.failing == ["LAO 2018: the verdict says year 3 on the Watch List, the placements 2"]
    for stored in (
        {"tier": "2WL", "watch_list_run": 3},
        {"tier": "2WL", "watch_list_run": None},
        {"tier": "3", "watch_list_run": 0},
        None,
    ):
        assert said_of(third, stored).passed
    assert said_of({}, {"tier": "2WL", "watch_list_run": 2}).passed


def test_only_verdicts_are_compared_with_the_placements() -> None:
    said = said_of({"change_stated": "upgraded"}, {"change": "downgraded"}, place="heading")
    assert (said.failing, said.observed) == ([], "0 results compared, 0 differ")
