"""A count's measure is named in its sentence or not far before it."""

import pytest

from tests.quality.contexts import Row, at, result
from warehouse.quality.measure_rules import MEASURE_RULES, is_named

OF_THESE = "Of these, two were for forced labor."


def counted(**values: object) -> Row:
    known = {"position": 1, "ordinal": 1, "measure": "convictions", "value": 2, "sentence": OF_THESE}
    return at("LAO", 2018, **{**known, **values})


def part(text: str, country: str = "LAO", **values: object) -> Row:
    return at(country, 2018, **{"position": 1, "family": "tip", "area": "main", "text": text, **values})


def failing(row: Row, *parts: Row) -> list[str]:
    said = result(MEASURE_RULES, "statistics_measures_named", enforcement_statistics=[row], report_sections=list(parts))
    assert said.observed == f"1 counts, {len(said.failing)} whose measure no word near them names"
    return said.failing


UNNAMED = [f"LAO 2018: convictions 2: “{OF_THESE}”"]


def test_the_word_for_a_measure_stands_in_the_sentence_or_before_it() -> None:
    text = "Courts convicted nine. " + OF_THESE
    assert failing(counted(char_start=23), part(text)) == []
    assert failing(counted(char_start=0, sentence="Courts CONVICTED two."), part("")) == []
    assert failing(counted(char_start=0, measure="investigations")) == []


def test_a_word_after_the_sentence_or_in_another_text_names_nothing() -> None:
    text = "Courts convicted nine. " + OF_THESE
    assert failing(counted(char_start=0), part(OF_THESE + " Courts convicted nine.")) == UNNAMED
    assert failing(counted(char_start=23)) == UNNAMED
    for other in (
        part(text, family="human_rights"),
        part(text, area="island"),
        part(text, position=2),
        part(text, "KHM"),
    ):
        assert failing(counted(char_start=23), other) == UNNAMED
        assert failing(counted(char_start=0), part(OF_THESE), other) == UNNAMED


@pytest.mark.parametrize(("between", "named"), [(592, True), (593, True), (594, False)])
def test_a_word_counts_for_six_hundred_characters(between: int, named: bool) -> None:
    assert len("convict") == 7
    assert is_named("convictions", OF_THESE, "convict" + " " * between) == named


def test_a_hundred_and_sixty_characters_of_a_sentence_are_shown() -> None:
    assert failing(counted(sentence="x" * 170, char_start=0)) == [f"LAO 2018: convictions 2: “{'x' * 160}”"]
