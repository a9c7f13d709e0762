"""Tests of the checks on `report_sections`."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.report_sections import CHECKS


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def page(place: int = 0, country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"family": "tip", "source_url": f"https://{place}", "outcome": "read", "kind": "country", "area": "main"}
    return at(country, year, **{**known, **values})


@pytest.mark.parametrize(("inside", "passes"), [(100, True), (98, True), (97, False), (0, False)])
@pytest.mark.parametrize("kind", ["country", "narratives"])
def test_the_words_of_a_page_are_in_its_sections(kind: str, inside: int, passes: bool) -> None:
    place = {"family": "tip", "source_url": "https://0"}
    sections = [at("LAO", 2018, words=words, **place) for words in (inside - 40, 40) if inside]
    other = at("LAO", 2018, family="tip", source_url="https://1", words=500)
    said = found("text_in_sections", pages=[page(kind=kind, words=100)], report_sections=[*sections, other])
    assert said.failing == ([] if passes else [f"LAO 2018 tip: {inside} of 100 words"])
    assert said.observed == f"{int(not passes)} pages with words outside their sections"
    assert said.expected == "at least 98% of the words"


def test_a_page_of_one_word_has_it_in_a_section() -> None:
    assert found("text_in_sections", pages=[page(words=1)]).failing == ["LAO 2018 tip: 0 of 1 words"]


def test_pages_without_sections_of_their_own_may_have_words() -> None:
    pages = [page(0, kind="index", words=9), page(1, outcome="quarantined", words=9), page(2, words=0)]
    assert found("text_in_sections", pages=pages).passed


def report(country: str, year: int, count: int, family: str = "human_rights", area: str = "main") -> list[Row]:
    """The parts of a report with so many sections, the first of them in two parts."""
    names = ["executive_summary", "executive_summary", *(f"section_{number}" for number in range(1, count))]
    return [at(country, year, family=family, area=area, section=name) for name in names]


def test_human_rights_reports_have_a_summary_and_every_numbered_section() -> None:
    said = found(
        "human_rights_sections_present",
        report_sections=[
            *report("KHM", 2022, 8),
            *report("KHM", 2023, 8),
            *report("KHM", 2024, 4),
            *report("LAO", 2023, 7),
            *report("LAO", 2024, 3),
            *report("THA", 2024, 8),
            *report("CHN", 2023, 2, area="tibet"),
            *report("VNM", 2023, 2, family="tip"),
        ],
    )
    assert said.failing == ["LAO 2023: 7 of 8 sections", "LAO 2024: 3 of 4 sections", "THA 2024: 8 of 4 sections"]
    assert said.observed == "3 reports without all their sections"


def narrative(country: str, year: int, *sections: str, family: str = "tip", area: str = "main") -> list[Row]:
    return [at(country, year, family=family, area=area, section=name) for name in sections]


def test_narratives_have_their_sections_since_2003_and_a_verdict_before() -> None:
    said = found(
        "narratives_whole",
        report_sections=[
            *narrative("KHM", 2002, "verdict"),
            *narrative("KHM", 2003, "verdict", "prosecution", "protection", "prevention", "profile"),
            *narrative("LAO", 2002, "prosecution"),
            *narrative("LAO", 2003, "verdict", "protection"),
            *narrative("THA", 2003, "profile", family="human_rights"),
            *narrative("CHN", 2003, "profile", area="tibet"),
        ],
    )
    assert said.failing == ["LAO 2002: no verdict", "LAO 2003: no prosecution, prevention"]
    assert said.observed == "4 narratives, 2 without all their sections"


COUNTRIES: list[Row] = [
    {"country": "CIV", "name": "Côte d’Ivoire", "aliases": ["Ivory Coast"]},
    {"country": "COG", "name": "Congo, Republic of the", "aliases": ["Congo"]},
    {"country": "COD", "name": "Congo, Democratic Republic of the", "aliases": ["Congo"]},
    {"country": "LAO", "name": "Laos", "aliases": []},
]


def test_a_report_names_its_country() -> None:
    def part(country: str, text: str, year: int = 2018, family: str = "tip", area: str = "main") -> Row:
        return at(country, year, family=family, area=area, text=text)

    said = found(
        "reports_name_their_country",
        countries=COUNTRIES,
        report_sections=[
            part("CIV", "The IVORY COAST did."),
            part("CIV", "It did."),
            part("LAO", "It did."),
            part("LAO", "The government of Laos did."),
            part("LAO", "It did.", 2019),
            part("LAO", "Laos did.", 2019, "human_rights"),
            part("LAO", "It did.", 2017, area="island"),
            part("COG", "Laos did."),
            part("QQQ", "It is no country that is known."),
        ],
    )
    assert said.failing == ["COG 2018: tip", "LAO 2019: tip"]
    assert said.observed == "6 reports, 2 that never name their country"


def part(country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"family": "tip", "area": "main", "position": 1, "section": "verdict", "text": "Said.", "words": 20}
    return at(country, year, **{**known, **values})


def test_a_long_part_is_once_on_its_page() -> None:
    said = found(
        "no_part_twice",
        report_sections=[
            part(),
            part(position=2, section="profile"),
            part(position=3, text="Otherwise."),
            part(year=2019),
            part("KHM"),
            part(area="island"),
            part(family="human_rights"),
            part("THA", words=19),
            part("THA", words=19, position=2),
        ],
    )
    assert said.failing == ["LAO 2018: verdict, part 1", "LAO 2018: profile, part 2"]
    assert said.observed == "2 long parts stand twice on their page"


def test_a_part_ends_with_its_sentence() -> None:
    long = "x" * 45
    said = found(
        "no_part_cut_short",
        report_sections=[
            part(text="It ends."),
            part(text="It ends.) \n"),
            part(text="It does not end", position=2),
            part(text=long, position=3),
            part(text="Annex", section="other", position=4),
        ],
    )
    assert said.failing == ["LAO 2018: “…It does not end”", f"LAO 2018: “…{'x' * 40}”"]
    assert said.observed == "2 of 5 parts end within a sentence"


def repeated_report(year: int, same: int, new: int, country: str = "LAO", **values: object) -> list[Row]:
    """A repeated_report with so many words that it has every year, and so many of its own."""
    texts = {"Said every year.": same, f"Said in {year}.": new}
    return [
        part(country, year, position=place, text=text, words=words, **values)
        for place, (text, words) in enumerate(texts.items(), 1)
        if words
    ]


@pytest.mark.parametrize(
    ("same", "new", "share"), [(79, 121, None), (159, 41, None), (160, 40, "80%"), (101, 0, "100%"), (0, 200, None)]
)
def test_a_report_says_less_than_four_fifths_of_the_edition_before(same: int, new: int, share: str | None) -> None:
    said = found(
        "reports_not_stale", report_sections=[*repeated_report(2017, same, 10), *repeated_report(2018, same, new)]
    )
    assert said.failing == ([f"LAO 2018 tip: {share}"] if share else [])
    odd = int(share is not None)
    assert said.observed == f"1 reports beside those of the edition before, {odd} nearly word for word"
    assert said.expected == "less than 80% of the words unchanged"


@pytest.mark.parametrize(("words", "compared"), [(100, 0), (101, 1)])
def test_a_short_report_may_be_said_again(words: int, compared: int) -> None:
    said = found(
        "reports_not_stale", report_sections=[*repeated_report(2017, words, 0), *repeated_report(2018, words, 0)]
    )
    assert said.failing == ["LAO 2018 tip: 100%"] * compared
    assert said.observed.startswith(f"{compared} reports ")


def test_a_report_is_compared_with_its_own_of_the_edition_before() -> None:
    now = repeated_report(2018, 200, 0)
    for before in (
        repeated_report(2016, 200, 0),
        repeated_report(2019, 0, 200),
        repeated_report(2017, 200, 0, "KHM"),
        repeated_report(2017, 200, 0, area="island"),
        repeated_report(2017, 200, 0, family="human_rights"),
    ):
        assert found("reports_not_stale", report_sections=[*before, *now]).passed
    twice = [part(year=2017, position=9, text="Said every year.", words=200), *repeated_report(2017, 200, 0)]
    said = found("reports_not_stale", report_sections=[*twice, *now])
    assert said.failing == ["LAO 2018 tip: 100%"]


@pytest.mark.parametrize(
    ("stale", "fresh", "passes"),
    [(1, 0, True), (2, 0, False), (2, 17, False), (2, 18, True), (3, 27, True), (3, 26, False)],
)
def test_a_tenth_of_an_edition_or_one_report_may_be_that_of_the_edition_before(
    stale: int, fresh: int, passes: bool
) -> None:
    names = [f"{letter}{other}X" for letter in "ABCDE" for other in "ABCDEFGHIJ"]
    sections = [
        row
        for place in range(stale + fresh)
        for year in (2017, 2018)
        for row in repeated_report(year, *((160, 40) if place < stale else (50, 150)), names[place])
    ]
    said = found("editions_not_stale", report_sections=sections)
    assert said.failing == ([] if passes else [f"tip 2018: {stale} of {stale + fresh} reports"])
    assert said.observed == f"1 editions beside the one before, {int(not passes)} of them its texts"
    assert said.expected == "at most 10% of the reports"
