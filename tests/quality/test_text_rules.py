"""Health of texts: broken characters, navigation, doubles, cut parts, texts of the edition before."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.text_rules import TEXT_RULES

COLUMNS = {
    "report_sections": ("text", "section_printed", "title_printed"),
    "tier_sightings": ("sentence",),
    "enforcement_statistics": ("sentence",),
    "recommendations": ("text",),
    "pages": ("title_printed", "country_printed"),
}
PRINTED = [(table, column) for table, columns in COLUMNS.items() for column in columns]


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(TEXT_RULES, check, **tables)


@pytest.mark.parametrize(("table", "column"), PRINTED)
@pytest.mark.parametrize(
    ("check", "what", "text"),
    [
        ("text_encoding", "broken characters", "The cafÃ© of the city."),
        ("no_navigation_text", "navigation", "SKIP TO content"),
    ],
)
def test_countries_with_bad_texts_are_named(check: str, what: str, text: str, table: str, column: str) -> None:
    bad, good = at("LAO", 2018, **{column: text}), at("KHM", 2018, **{column: "The café of the city."})
    said = found(check, **{table: [bad, good, bad, at("LAO", 2018)]})
    assert said.failing == [f"LAO 2018: 2 rows of {table}"]
    assert said.observed == f"1 countries' tables and years with {what}"


@pytest.mark.parametrize(
    ("check", "what", "text"),
    [
        ("text_encoding_of_editions", "broken characters", "Caf&nbsp;e"),
        ("no_navigation_text_in_editions", "navigation", "Back to top"),
    ],
)
@pytest.mark.parametrize(
    ("bad", "good", "passes"), [(3, 0, True), (4, 0, False), (3, 300, True), (4, 196, True), (4, 195, False)]
)
def test_a_fiftieth_of_an_edition_or_three_rows_may_be_bad(
    check: str, what: str, text: str, bad: int, good: int, passes: bool
) -> None:
    said = found(check, recommendations=[at("LAO", 2018, text=text)] * bad + [at("LAO", 2018, text="Fine.")] * good)
    assert said.failing == ([] if passes else [f"recommendations 2018: {bad} of {bad + good} rows"])
    assert said.observed == f"{int(not passes)} editions of tables with {what}"
    assert said.expected == "at most 2% of an edition's rows, or 3"


def part(country: str = "LAO", year: int = 2018, **values: object) -> Row:
    known = {"family": "tip", "area": "main", "position": 1, "section": "verdict", "text": "Said.", "words": 20}
    return at(country, year, **{**known, **values})


def test_a_long_part_stands_once_on_its_page() -> None:
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


def report(year: int, same: int, new: int, country: str = "LAO", **values: object) -> list[Row]:
    """A report with so many words that it has every year, and so many of its own."""
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
    said = found("reports_not_stale", report_sections=[*report(2017, same, 10), *report(2018, same, new)])
    assert said.failing == ([f"LAO 2018 tip: {share}"] if share else [])
    odd = int(share is not None)
    assert said.observed == f"1 reports beside those of the edition before, {odd} nearly word for word"
    assert said.expected == "less than 80% of the words unchanged"


@pytest.mark.parametrize(("words", "compared"), [(100, 0), (101, 1)])
def test_a_short_report_may_be_said_again(words: int, compared: int) -> None:
    said = found("reports_not_stale", report_sections=[*report(2017, words, 0), *report(2018, words, 0)])
    assert said.failing == ["LAO 2018 tip: 100%"] * compared
    assert said.observed.startswith(f"{compared} reports ")


def test_a_report_is_compared_with_its_own_of_the_edition_before() -> None:
    now = report(2018, 200, 0)
    for before in (
        report(2016, 200, 0),
        report(2019, 0, 200),
        report(2017, 200, 0, "KHM"),
        report(2017, 200, 0, area="island"),
        report(2017, 200, 0, family="human_rights"),
    ):
        assert found("reports_not_stale", report_sections=[*before, *now]).passed
    twice = [part(year=2017, position=9, text="Said every year.", words=200), *report(2017, 200, 0)]
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
        for row in report(year, *((160, 40) if place < stale else (50, 150)), names[place])
    ]
    said = found("editions_not_stale", report_sections=sections)
    assert said.failing == ([] if passes else [f"tip 2018: {stale} of {stale + fresh} reports"])
    assert said.observed == f"1 editions beside the one before, {int(not passes)} of them its texts"
    assert said.expected == "at most 10% of the reports"
