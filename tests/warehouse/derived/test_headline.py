"""The one figure a narrative states for a measure."""

from typing import Any

import polars as pl
import pytest

from warehouse.derived.headline import headline_figures, measure_statuses
from warehouse.tables import ENFORCEMENT_STATISTICS, REPORT_SECTIONS
from warehouse.tables.vocabulary import HEADLINES


def counts(*figures: tuple[str, str, int | None], **fields: Any) -> pl.DataFrame:
    """The counts of a narrative, given as measure, unit and value."""
    rows = [
        dict.fromkeys(ENFORCEMENT_STATISTICS.columns)
        | {"country": "KHM", "year": 2010, "position": 1, "ordinal": n, "trafficking_type": "all", "role": "current"}
        | {"scope": "total", "certainty": "likely"}
        | {"measure": measure, "unit": unit, "value": value}
        | fields
        for n, (measure, unit, value) in enumerate(figures, start=1)
    ]
    return ENFORCEMENT_STATISTICS.frame(rows)


def headline(*figures: tuple[str, str, int | None], **fields: Any) -> dict[str, Any] | None:
    """The row of a narrative with some figures."""
    found = headline_figures(counts(*figures, **fields)).to_dicts()
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


def status(*figures: tuple[str, str, int | None], unread: int | None = 0, **fields: Any) -> Any:
    """The status of convictions of a narrative with some figures."""
    section = dict.fromkeys(REPORT_SECTIONS.columns) | {"country": "KHM", "year": 2010, "family": "tip"}
    sections = REPORT_SECTIONS.frame([section | {"position": 1, "numbers_unread": unread}, section | {"position": 2}])
    [row] = measure_statuses(sections, counts(*figures, **fields)).to_dicts()
    assert {row[f"{name}_status"] for name in HEADLINES if name != "convictions"} <= {"not_stated", "not_read"}
    return row["convictions_status"]


@pytest.mark.parametrize(
    ("figures", "fields", "expected"),
    [
        ([("persons", 5)], {}, "stated"),
        ([("persons", 5), ("persons", 6)], {}, "stated"),
        ([("persons", 5)], {"trafficking_type": "sex"}, "stated"),
        ([("persons", 0), ("persons", None)], {}, "stated"),
        ([("persons", None)], {}, "not_reported"),
        ([("persons", 5)], {"certainty": "doubtful"}, "not_read"),
        ([("persons", 5)], {"role": "comparison"}, "not_stated"),
        ([("persons", 5)], {"scope": "case"}, "not_stated"),
        ([], {}, "not_stated"),
        ([], {"unread": None}, "not_read"),
    ],
)
def test_the_status_says_why_there_is_no_figure(
    figures: list[tuple[str, int | None]], fields: dict[str, Any], expected: str
) -> None:
    assert status(*(("convictions", unit, value) for unit, value in figures), **fields) == expected
