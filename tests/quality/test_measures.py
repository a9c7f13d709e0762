"""A count's measure is named near it."""

import pytest

from sources.state_department.statistics.lexicon import read_actions
from warehouse.quality.measure_rules import is_named

COUNTED_AS = {"sentenced": "convictions", "detentions": "arrests", "victims_released": "victims_identified"}
"""What the actions of the vocabulary are counts of that are no measures themselves."""

PHRASES = [(COUNTED_AS.get(action.value, action.value), action.phrase) for action in read_actions()]


def test_whatever_a_reader_takes_for_a_measure_names_it() -> None:
    assert len(PHRASES) > 100
    unnamed = [f"{phrase} ({measure})" for measure, phrase in PHRASES if not is_named(measure, phrase)]
    assert not unnamed, f"add {', '.join(unnamed)} to the words of warehouse/quality/measure_rules.py"


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
