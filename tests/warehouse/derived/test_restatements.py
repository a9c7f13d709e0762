"""What an edition says of the year before, against what the edition before said of it itself."""

from typing import Any

import pytest

from warehouse.derived.restatements import restatements
from warehouse.tables import ENFORCEMENT_STATISTICS


def figure(year: int, value: int | None, role: str, **fields: Any) -> dict[str, Any]:
    told = dict.fromkeys(ENFORCEMENT_STATISTICS.columns) | {
        "country": "KHM", "year": year, "position": 1, "ordinal": 1, "measure": "convictions",
        "trafficking_type": "all", "value": value, "unit": "persons", "role": role,
        "period_year": year - (1 if role == "current" else 2), "sentence": f"{value} in {year}.",
    }  # fmt: skip
    return told | fields


def restated(*figures: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [row | {"ordinal": n} for n, row in enumerate(figures, start=1)]
    return restatements(ENFORCEMENT_STATISTICS.frame(rows)).to_dicts()


def test_a_comparison_is_held_against_the_edition_before() -> None:
    assert restated(figure(2010, 36, "current"), figure(2011, 36, "comparison"), figure(2011, 20, "current")) == [
        {
            "country": "KHM", "year": 2011, "measure": "convictions", "trafficking_type": "all", "unit": "persons",
            "value": 36, "sentence": "36 in 2011.", "own_value": 36, "own_sentence": "36 in 2010.",
            "relation": "agrees",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("own", "compared", "relation"),
    [
        (36, 36, "agrees"),
        (0, 0, "agrees"),
        (36, 37, "restated"),
        (36, 35, "restated"),
        (10, 15, "restated"),
        (10, 5, "restated"),
        (10, 16, "conflicts"),
        (10, 4, "conflicts"),
        (100, 125, "restated"),
        (100, 75, "restated"),
        (100, 126, "conflicts"),
        (100, 74, "conflicts"),
    ],
)
def test_a_difference_of_a_quarter_or_five_is_slight(own: int, compared: int, relation: str) -> None:
    (row,) = restated(figure(2010, own, "current"), figure(2011, compared, "comparison"))
    assert (row["own_value"], row["value"], row["relation"]) == (own, compared, relation)


@pytest.mark.parametrize(
    ("own", "compared"),
    [
        ({"year": 2009}, {}),
        ({"year": 2011}, {}),
        ({"role": "comparison"}, {}),
        ({"role": "total"}, {}),
        ({"value": None}, {}),
        ({"measure": "arrests"}, {}),
        ({"unit": "cases"}, {}),
        ({"trafficking_type": "sex"}, {}),
        ({"country": "THA"}, {}),
        ({}, {"role": "current"}),
        ({}, {"value": None}),
        ({}, {"period_year": 2008}),
        ({}, {"period_year": 2010}),
        ({}, {"period_year": None}),
    ],
)
def test_figures_of_something_else_are_not_compared(own: dict[str, Any], compared: dict[str, Any]) -> None:
    assert restated(figure(2010, 36, "current") | own, figure(2011, 36, "comparison") | compared) == []


def test_of_several_figures_of_the_edition_before_the_nearest_is_taken() -> None:
    own = [figure(2010, value, "current") for value in (10, 38, 34, 80)]
    rows = restated(*own, figure(2011, 36, "comparison"), figure(2011, 79, "comparison"))
    assert [(row["value"], row["own_value"], row["relation"]) for row in rows] == [
        (36, 34, "restated"),
        (79, 80, "restated"),
    ]
