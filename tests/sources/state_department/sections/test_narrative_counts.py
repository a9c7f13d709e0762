"""Which sections of a narrative are read for counts, and how many numbers are left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.state_department.sections.narrative_counts import read_counts
from sources.state_department.statistics import TextSection

CONVICTED = "Courts convicted 12 traffickers in 2017."
ASSISTED = "NGOs assisted 30 victims."


def counts(*sections, divided=True, edition=2018):
    texts = [TextSection(name, position, text) for position, (name, text) in enumerate(sections, start=1)]
    found = read_counts(texts, edition, divided=divided)
    for row in found.rows:
        text = texts[row.position - 1]
        assert (row.section, text.text[row.char_start : row.char_end]) == (text.section, row.sentence)
    return [(row.section, row.measure, row.value) for row in found.rows], found.unread


def test_a_verdict_adds_only_what_the_sections_do_not_state():
    rows, unread = counts(("verdict", f"{CONVICTED} {ASSISTED}"), ("prosecution", CONVICTED))
    assert rows == [("verdict", "victims_assisted", 30), ("prosecution", "convictions", 12)]
    assert unread == {1: 0, 2: 0}


@pytest.mark.parametrize("section", ["profile", "verdict"])
def test_all_text_of_a_narrative_without_headings_is_read(section):
    rows, unread = counts((section, CONVICTED), divided=False, edition=2018)
    assert rows == [(section, "convictions", 12)]
    assert unread == {1: 0}


def test_sections_that_state_no_counts_are_not_read():
    rows, unread = counts(("recommendations", CONVICTED), ("prevention", CONVICTED), ("profile", CONVICTED))
    assert (rows, unread) == ([], {})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The law prescribed five to 10 years imprisonment and fines of $500.", 0),
        ("It trained 120 judges under article 5 on March 3, 2017.", 0),
        ("Of the rest, 17 went elsewhere.", 1),
        (f"{CONVICTED} Of the rest, 17 went elsewhere and 18 did not.", 2),
    ],
)
def test_numbers_that_are_neither_counts_nor_known_are_counted(text, left):
    assert counts(("prosecution", text))[1] == {1: left}


@given(st.text(), st.booleans())
def test_any_text_is_read(text, divided):
    _, unread = counts(("verdict", text), ("protection", text), divided=divided)
    assert unread[1] == unread[2] <= len(text)
