"""What is stored stands where it is said to stand: sentences, tiers, recommendations, numbers."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.evidence_rules import EVIDENCE_RULES

TEXT = "Laos (Lao PDR) is on Tier 2. More. End."
SENTENCE = "Laos (Lao PDR) is on Tier 2."


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(EVIDENCE_RULES, check, **tables)


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
def test_a_sighting_stands_in_its_text(row: Row) -> None:
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
def test_a_sighting_that_does_not_stand_in_its_text_is_named(row: Row) -> None:
    said = found("sightings_evidence", tier_sightings=[row], report_sections=[part()])
    assert said.failing == [f"LAO 2018: {row['place']} {SENTENCE!r}"]
    assert said.observed == "1 sightings, 1 not where they should stand"


def test_a_sighting_stands_in_the_narrative_and_in_no_other_text() -> None:
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


def section(text: str, country: str = "LAO", position: int = 1, **values: object) -> Row:
    return part(country, position, **{"section": "recommendations", "text": text, **values})


def recommended(*texts: str, country: str = "LAO") -> list[Row]:
    return [at(country, 2018, position=place, text=text) for place, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("texts", "failing"),
    [
        (["Train police (all).", "Fund shelters.", "Amend laws."], []),
        (["Train  police\n(all). "], []),
        (["Fund shelters.", "Train police (all).", "Amend laws."], ["LAO 2018: 2"]),
        (["Amend laws.", "Train police (all).", "Fund shelters."], ["LAO 2018: 2", "LAO 2018: 3"]),
        (["Train police (all).", "Build roads.", "Fund shelters."], ["LAO 2018: 2"]),
        (["Fund shelters.", "Train police (all).", "Train police (all)."], []),  # said twice, found once
        (["Train police (all).", "Train police (all)."], []),
        (["Train police (all).", "Train police"], []),  # both are found at one place
    ],
)
def test_recommendations_stand_in_their_section_in_order(texts: list[str], failing: list[str]) -> None:
    text = section("Train police  (all). Fund\nshelters.")
    rest = section("Amend laws.", position=2)
    said = found("recommendations_evidence", recommendations=recommended(*texts), report_sections=[rest, text])
    assert said.failing == failing
    assert said.observed == f"{len(texts)} recommendations, {len(failing)} not found in their place"


def test_each_country_has_its_own_recommendations() -> None:
    said = found(
        "recommendations_evidence",
        recommendations=[*recommended("Amend laws.", country="KHM"), *recommended("Fund shelters.")],
        report_sections=[section("Train police. Amend laws.", "KHM"), section("Fund shelters.")],
    )
    assert said.passed


@pytest.mark.parametrize("values", [{"family": "human_rights"}, {"area": "island"}, {"section": "protection"}])
def test_recommendations_stand_in_no_other_section(values: dict[str, str]) -> None:
    other = section("Fund shelters.", **values)
    said = found("recommendations_evidence", recommendations=recommended("Fund shelters."), report_sections=[other])
    assert said.failing == ["LAO 2018: 1"]
    assert found("recommendations_evidence", report_sections=[other]).passed


def test_a_section_without_recommendations_is_named() -> None:
    said = found("recommendations_evidence", report_sections=[section("Fund shelters."), section("Also.", position=2)])
    assert said.failing == ["LAO 2018: a section without recommendations"]
    assert said.observed == "0 recommendations, 1 not found in their place"


def counted(sentence: str, value: int | None, high: int | None = None) -> Row:
    known = {"position": 1, "ordinal": 1, "measure": "arrests"}
    return at("LAO", 2018, **known, sentence=sentence, value=value, value_high=high)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (7, "Police arrested 7 suspects."),
        (1200, "Police arrested 1,200 suspects."),
        (1200, "Police arrested 1200 suspects."),
        (1200, "Police arrested 1.2 thousand suspects."),
        (7, "In 2018, 7, then more."),
        (0, "Police arrested no suspects."),
        (0, "Police didn't arrest suspects."),
        (0, "Police lacked suspects."),
        (0, "Zero suspects were arrested."),
        (1, "Police arrested one suspect."),
        (1, "Police arrested a suspect."),
        (1, "Police arrested the head of the ring."),
        (2, "Police arrested both suspects."),
        (2, "Police arrested a couple."),
        (2, "Two were arrested."),
        (3, "Three were arrested."),
        (12, "Twelve were arrested."),
        (12, "A dozen were arrested."),
        (12, "Some dozen were arrested."),
        (19, "Nineteen were arrested."),
        (20, "Twenty were arrested."),
        (21, "Twenty-one were arrested."),
        (21, "Twenty one were arrested."),
        (21, "Twentyone were arrested."),
        (21, "Twenty‑one were arrested."),
        (30, "Thirty were arrested."),
        (99, "Ninety-nine were arrested."),
        (100, "A hundred were arrested."),
        (100, "One hundred were arrested."),
        (100, "1 hundred were arrested."),
        (300, "Three hundred were arrested."),
        (9900, "Some 9.9 thousand were arrested."),
        (99_000, "Ninety-nine thousand were arrested."),
        (1000, "A thousand were arrested."),
        (2000, "Two thousand were arrested."),
        (1500, "Some 1.5 thousand were arrested."),
        (250_000, "Some 250 thousand were arrested."),
        (100_000, "A hundred thousand were arrested."),
        (200_000, "Two hundred thousand were arrested."),
        (2_450_000, "Some 2.45 million were arrested."),
        (1_000_000, "A million were arrested."),
        (27_000_000, "Twenty-seven million were arrested."),
        (2_400_000, "Some 2.4 million were arrested."),
    ],
)
def test_a_number_is_printed(value: int, sentence: str) -> None:
    said = found("statistics_values_printed", enforcement_statistics=[counted(sentence, value)])
    assert (said.failing, said.observed) == ([], "1 counts, 0 not printed in their sentence")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (7, "Police arrested 17 suspects."),
        (7, "Police arrested 70 suspects."),
        (7, "Police arrested 0.7 suspects."),
        (7, "Police arrested 1,7 suspects."),
        (7, "Police arrested 7,000 suspects."),
        (200, "Police arrested 1,200 suspects."),
        (1200, "Police arrested 31,200 suspects."),
        (1200, "Police arrested 1,200,000 suspects."),
        (1200, "Police arrested 9,1,200 suspects."),
        (1200, "Police arrested 1,2000 suspects."),
        (0, "Police arrested 10 suspects."),
        (0, "Police arrested nobility."),
        (1, "Police arrested suspects."),
        (3, "Police arrested a dozen suspects."),
        (3, "Police arrested the suspects, both of them."),
        (3, "Police arrested thirteen suspects."),
        (11, "A dozen were arrested."),
        (13, "A dozen were arrested."),
        (19, "Eighteen were arrested."),
        (21, "Twenty were arrested, thirty-one in all."),
        (30, "Forty were arrested."),
        (100, "Two hundred were arrested."),
        (200, "A hundred were arrested."),
        (100, "A thousand were arrested."),
        (101, "A hundred were arrested."),
        (110, "A hundred were arrested."),
        (2000, "A thousand were arrested."),
        (2_000_000, "A million were arrested."),
        (1_234, "One thousand were arrested."),
        (1_234, "1.2 thousand were arrested."),
        (1_200, "1 thousand were arrested."),
        (2_450_000, "2.4 million were arrested."),
        (200_000, "A hundred thousand were arrested."),
        (21_000, "One thousand were arrested, of twenty."),
    ],
)
def test_a_number_is_not_printed(value: int, sentence: str) -> None:
    said = found("statistics_values_printed", enforcement_statistics=[counted(sentence, value)])
    assert said.failing == [f"LAO 2018: arrests {value}: “{sentence}”"]
    assert said.observed == "1 counts, 1 not printed in their sentence"


def test_both_ends_of_a_range_are_printed() -> None:
    sentence = "Police arrested 3 to 5 suspects."
    wrong = [counted(sentence, 3, 6), counted(sentence, 4, 5)]
    said = found("statistics_values_printed", enforcement_statistics=[*wrong, counted(sentence, 3, 5)])
    assert said.failing == [f"LAO 2018: arrests {value}: “{sentence}”" for value in (6, 4)]
    unknown = found("statistics_values_printed", enforcement_statistics=[counted(sentence, None)])
    assert (unknown.passed, unknown.observed) == (True, "1 counts, 0 not printed in their sentence")


def test_a_hundred_and_sixty_characters_of_a_sentence_are_shown() -> None:
    said = found("statistics_values_printed", enforcement_statistics=[counted("x" * 170, 3)])
    assert said.failing == [f"LAO 2018: arrests 3: “{'x' * 160}”"]
