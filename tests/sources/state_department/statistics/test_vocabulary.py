"""Every action of the vocabulary passes the screening and is read."""

from typing import Final

import pytest

from sources.language.clauses.lexicon import Action, read_actions
from sources.state_department.statistics import TextSection, examples, read_statistics
from warehouse.tables.vocabulary import MEASURES

FRAMES: Final = {
    "finite": (
        "In 2017, authorities {action} 23 {things}.",
        "In 2017, 23 {things} were {action}.",
        "In 2017, authorities {action} 1998 {things}.",
        "Authorities {action} no {things}.",
    ),
    "gerund": ("In 2017, authorities reported {action} 23 {things}.",),
    "base": ("Authorities did not {action} any {things}.", "The government used the law to {action} 23 {things}."),
    "noun": (
        "Authorities reported 23 {action} in 2017.",
        "Authorities reported the {action} of 23 {things} in 2017.",
        "Authorities reported no {action}.",
    ),
}
"""Sentences with a count, by form of the action."""

THINGS: Final = ("traffickers", "suspects", "cases", "people", "children", "child soldiers", "victims")
"""Counted things; only the last word identifies a sentence about trafficking by itself."""

Row = tuple[str, int | None]


def rows_of(sentence: str) -> list[Row]:
    found = read_statistics([TextSection("prosecution", 1, sentence)], 2018)
    return [(row.measure, row.value) for row in found if row.scope == "total"]


def sentences(action: Action) -> list[str]:
    """Sentences in which the action is read."""
    things = THINGS if action.alone else THINGS[-1:]
    found = [frame.format(action=action.phrase, things=each) for frame in FRAMES[action.form] for each in things]
    return [sentence for sentence in dict.fromkeys(found) if action.alone or "victims" in sentence]


@pytest.mark.parametrize("action", read_actions(), ids=lambda action: action.phrase)
def test_screening_excludes_no_sentence_with_an_action(action: Action, monkeypatch: pytest.MonkeyPatch) -> None:
    read = {sentence: rows_of(sentence) for sentence in sentences(action)}
    assert any(read.values()), "no sentence with the action is read"
    monkeypatch.setattr(examples, "may_count", lambda _: True)
    assert read == {sentence: rows_of(sentence) for sentence in read}, (
        "screening.py excludes a sentence that would be read"
    )


def test_actions_are_measures_or_depend_on_their_object() -> None:
    assert {action.value for action in read_actions()} - set(MEASURES) == {
        "sentenced",
        "detentions",
        "victims_released",
    }


@pytest.mark.parametrize(
    ("sentence", "rows"),
    [
        ("Police probed 23 suspects in 2017.", [("investigations", 23)]),
        ("Courts tried 14 traffickers in 2017.", [("prosecutions", 14)]),
        ("Courts exonerated 14 traffickers in 2017.", [("acquittals", 14)]),
        ("Authorities did not refer any people.", [("victims_referred", 0)]),
        ("Authorities detected 1998 victims in 2017.", [("victims_identified", 1998)]),
        ("The ministry hosted 20 workshops.", []),
        ("The ministry removed 35 children from school in 2017.", []),
        ("The ministry removed 35 child victims from exploitation in 2017.", [("victims_identified", 35)]),
    ],
)
def test_general_verbs_need_a_word_about_trafficking(sentence: str, rows: list[Row]) -> None:
    assert rows_of(sentence) == rows
