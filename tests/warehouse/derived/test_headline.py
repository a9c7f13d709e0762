"""The one figure a narrative states for a measure."""

from typing import Any

import pytest

from warehouse.derived.headline import HEADLINES, headline_figures
from warehouse.tables import ENFORCEMENT_STATISTICS


def headline(*figures: tuple[str, str, int | None], **fields: Any) -> dict[str, Any] | None:
    """The row of a narrative with some figures, given as measure, unit and value."""
    rows = [
        dict.fromkeys(ENFORCEMENT_STATISTICS.columns)
        | {"country": "KHM", "year": 2010, "position": 1, "ordinal": n, "trafficking_type": "all", "role": "current"}
        | {"scope": "total", "certainty": "likely"}
        | {"measure": measure, "unit": unit, "value": value}
        | fields
        for n, (measure, unit, value) in enumerate(figures, start=1)
    ]
    found = headline_figures(ENFORCEMENT_STATISTICS.frame(rows)).to_dicts()
    return found[0] if found else None


@pytest.mark.parametrize(("measure", "unit"), HEADLINES.items())
def test_each_measure_in_the_unit_it_is_usually_counted_in(measure: str, unit: str) -> None:
    other = "persons" if unit == "cases" else "cases"
    row = headline((measure, other, 9), (measure, unit, 5))
    assert row == {"country": "KHM", "year": 2010, **dict.fromkeys(HEADLINES), measure: 5}


@pytest.mark.parametrize(
    ("figures", "value"),
    [
        ([("persons", 5)], 5),
        ([("persons", 5), ("persons", 5)], 5),
        ([("persons", 5), ("persons", 6)], None),
        ([("cases", 5)], 5),
        ([("cases", 5), ("cases", 5)], 5),
        ([("cases", 5), ("cases", 6)], None),
        ([("persons", 5), ("persons", 6), ("cases", 7)], None),
        ([("cases", 7), ("persons", 7)], 7),
        ([("cases", 0)], 0),
        ([(None, 3)], 3),
    ],
)
def test_the_other_unit_stands_in_and_two_figures_are_none(figures: list[tuple[str, int]], value: int | None) -> None:
    row = headline(*(("convictions", unit, number) for unit, number in figures))
    assert row is not None
    assert row["convictions"] == value


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "comparison"},
        {"trafficking_type": "sex"},
        {"value": None},
        {"scope": "part"},
        {"scope": "other_people"},
        {"certainty": "doubtful"},
    ],
)
def test_only_figures_of_all_trafficking_and_the_current_period(fields: dict[str, Any]) -> None:
    assert headline(("convictions", "persons", 5), **fields) is None
