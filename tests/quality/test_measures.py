"""A count's measure is named near it."""

import pytest

from sources.reference.data import rows
from warehouse.quality.measure_rules import is_named
from warehouse.tables.vocabulary import MEASURES

PHRASES = [
    (measure, row["phrase"])
    for row in rows("vocabulary.csv", package="sources.state_department.statistics")
    if row["kind"] == "act" and (measure := row["value"].split("/")[0]) in MEASURES
]


def test_whatever_a_reader_takes_for_a_measure_names_it() -> None:
    assert len(PHRASES) > 100
    assert [(measure, phrase) for measure, phrase in PHRASES if not is_named(measure, phrase)] == []


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ("Courts convicted nine traffickers. ", True),
        ("Courts convicted nine traffickers. " + "The campaign went on. " * 40, False),
        ("Police investigated nine cases. ", False),
    ],
)
def test_a_sentence_takes_up_what_was_said_just_before(before: str, named: bool) -> None:
    assert is_named("convictions", "Of these, two were for forced labor.", before) == named
