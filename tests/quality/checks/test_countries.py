"""Tests of the checks on `countries`."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.check import CheckResult
from warehouse.quality.checks.countries import CHECKS


def found(check: str, facts: dict[str, object] | None = None, **tables: list[Row]) -> CheckResult:
    return result(CHECKS, check, facts=facts, **tables)


COUNTRIES: list[Row] = [
    {"country": "CIV", "name": "Côte d’Ivoire", "aliases": ["Ivory Coast"]},
    {"country": "COG", "name": "Congo, Republic of the", "aliases": ["Congo"]},
    {"country": "COD", "name": "Congo, Democratic Republic of the", "aliases": ["Congo"]},
    {"country": "LAO", "name": "Laos", "aliases": []},
]


@pytest.mark.parametrize(
    ("table", "column"),
    [("pages", "country_printed"), ("tier_sightings", "country_printed"), ("statutory_lists", "printed")],
)
def test_a_row_prints_no_name_of_another_country(table: str, column: str) -> None:
    printed = [
        at("CIV", 2018, **{column: "COTE D'IVOIRE"}),
        at("CIV", 2018, **{column: "Ivory  Coast"}),
        at("CIV", 2018, **{column: "Ivory  Coast"}),
        at("COD", 2018, **{column: "Congo"}),
        at("LAO", 2018, **{column: "Lao PDR"}),
        at("LAO", 2018),
        at("LAO", 2019, **{column: "Ivory-Coast"}),
        at("LAO", 2020, **{column: "Congo"}),
    ]
    said = found("printed_names_fit", countries=COUNTRIES, **{table: printed})
    assert said.failing == [
        f"LAO 2019: {table} prints 'Ivory-Coast', which is CIV",
        f"LAO 2020: {table} prints 'Congo', which is COD or COG",
    ]
    assert said.observed == "6 printed names compared, 2 of other countries"


def test_a_name_belongs_to_one_country() -> None:
    said = found("names_of_one_country", countries=COUNTRIES)
    assert said.failing == ["congo: COD and COG"]
    assert said.observed == "6 names, 1 of several countries"
