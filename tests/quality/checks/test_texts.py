"""Tests of the checks on the texts of all tables that are read from report pages."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.texts import CHECKS

COLUMNS = {
    "report_sections": ("text", "section_printed", "title_printed"),
    "tier_sightings": ("sentence",),
    "enforcement_statistics": ("sentence",),
    "recommendations": ("text",),
    "pages": ("title_printed", "country_printed"),
}
PRINTED = [(table, column) for table, columns in COLUMNS.items() for column in columns]


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


@pytest.mark.parametrize(("table", "column"), PRINTED)
@pytest.mark.parametrize(
    ("check", "what", "text"),
    [
        ("text_encoding", "broken characters", "The cafÃ© of the city."),
        ("text_encoding", "broken characters", "The city’s caf├®."),
        ("text_encoding", "broken characters", "The cityÔÇÖs café."),
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
