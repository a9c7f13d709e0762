"""Tests of the checks on `recommendations`."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.recommendations import CHECKS

TEXT = "Laos (Lao PDR) is on Tier 2. More. End."


def found(check: str, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, **tables)


def part(country: str = "LAO", position: int = 1, **values: object) -> Row:
    return at(country, 2018, **{"position": position, "family": "tip", "area": "main", "text": TEXT, **values})


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
def test_recommendations_are_in_their_section_in_order(texts: list[str], failing: list[str]) -> None:
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
def test_recommendations_are_in_no_other_section(values: dict[str, str]) -> None:
    other = section("Fund shelters.", **values)
    said = found("recommendations_evidence", recommendations=recommended("Fund shelters."), report_sections=[other])
    assert said.failing == ["LAO 2018: 1"]
    assert found("recommendations_evidence", report_sections=[other]).passed


def test_a_section_without_recommendations_is_named() -> None:
    said = found("recommendations_evidence", report_sections=[section("Fund shelters."), section("Also.", position=2)])
    assert said.failing == ["LAO 2018: a section without recommendations"]
    assert said.observed == "0 recommendations, 1 not found in their place"
