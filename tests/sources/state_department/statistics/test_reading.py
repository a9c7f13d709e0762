"""The statistics reader: all patterns, other numbers, and arbitrary text."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.state_department.statistics import TextSection, read_statistics
from tests.sources.state_department.statistics.patterns import (
    EDITION,
    LAWS,
    PATTERNS,
    TYPES,
    VICTIMS,
    WITHOUT_COUNTS,
    printed,
)


class Count(int):
    """A number that formats itself as in the text."""

    style = "digits"

    def __format__(self, _):
        return printed(int(self), self.style)

    __str__ = __repr__ = lambda self: printed(int(self), self.style)


@st.composite
def counts(draw):
    count = Count(draw(st.one_of(st.integers(2, 120), st.integers(2, 20_000))))
    count.style = draw(st.sampled_from(["digits", "word"]))
    return count


def read(text, section="prosecution"):
    return read_statistics([TextSection(section, 3, text)], EDITION)


def facts(rows):
    return [
        (row.measure, row.trafficking_type, row.value, row.role, row.period_year)
        for row in rows
        if row.scope == "total"
    ]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.__name__)
@settings(max_examples=12)
@given(
    law=st.sampled_from(LAWS), care=st.sampled_from(VICTIMS), kind=st.sampled_from(TYPES),
    n=counts(), m=counts(), a=counts(), b=counts(),
)  # fmt: skip
def test_every_pattern_gives_its_rows(pattern, **parts):
    text, expected = pattern(**parts)
    rows = read(text)
    assert Counter(facts(rows)) == Counter(expected), text
    for row in rows:
        assert text[row.char_start : row.char_end] == row.sentence
        assert row.value in (None, 0) or printed(row.value, "digits") in row.sentence or row.value < 100


@pytest.mark.parametrize("text", WITHOUT_COUNTS)
@settings(max_examples=8)
@given(n=counts(), m=counts(), section=st.sampled_from(["prosecution", "protection"]))
def test_other_numbers_give_no_rows(text, n, m, section):
    assert read(text.format(n=n, m=m), section) == []


VOCABULARY = (
    "The government police convicted investigated identified victims traffickers cases 12 three 2018 2017 in of for "
    "sex trafficking forced labor compared with ( ) ; , . — including did not report any increase from previous year "
    "respectively both same all them zero none assisted referred to provided shelter officials and or 1,204 between"
).split()


@settings(max_examples=80)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(VOCABULARY), max_size=60).map(" ".join)))
def test_any_text_is_read_with_valid_spans(text):
    rows = read(text)
    assert [row.ordinal for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert text[row.char_start : row.char_end] == row.sentence
        assert (row.qualifier == "not_reported") == (row.value is None)
        assert row.position == 3


@pytest.mark.parametrize("section", ["verdict", "recommendations", "prevention", "profile"])
def test_sections_that_state_no_counts_are_not_read(section):
    assert read("Courts convicted nine traffickers.", section) == []


def test_a_narrative_without_headings_is_read():
    assert facts(read("Courts convicted nine traffickers in 2018.", "other")) == [
        ("convictions", "all", 9, "current", 2018)
    ]


@pytest.mark.parametrize(
    ("text", "qualifier", "value", "high"),
    [
        ("Courts convicted at least nine traffickers.", "at_least", 9, None),
        ("Courts convicted more than 90 traffickers.", "more_than", 90, None),
        ("Courts convicted approximately 90 traffickers.", "approximately", 90, None),
        ("Courts convicted between 20 and 30 traffickers.", "exact", 20, 30),
        ("Courts convicted a dozen traffickers.", "exact", 12, None),
    ],
)
def test_how_exact_a_count_is(text, qualifier, value, high):
    [row] = read(text)
    assert (row.qualifier, row.value, row.value_high) == (qualifier, value, high)


def test_zero_unreported_and_absent_counts_differ():
    assert [(row.value, row.qualifier) for row in read("Authorities did not prosecute any traffickers.")] == [
        (0, "exact")
    ]
    [unreported] = read("Authorities did not report the number of prosecutions.")
    assert (unreported.value, unreported.qualifier) == (None, "not_reported")
    assert read("Authorities prosecuted traffickers.") == []


def test_spans_refer_to_the_whole_text():
    text = "The law is new.\nCourts convicted nine traffickers. They appealed.\nPolice identified 12 victims."
    assert [text[row.char_start : row.char_end] for row in read(text)] == [
        "Courts convicted nine traffickers.",
        "Police identified 12 victims.",
    ]


def test_the_newest_data_may_be_older():
    text = (
        "In 2017, the most recent year for which data were available, courts convicted 13 traffickers, compared to 22 "
        "in 2016."
    )
    assert facts(read(text)) == [
        ("convictions", "all", 13, "current", 2017),
        ("convictions", "all", 22, "comparison", 2016),
    ]


def test_counts_of_a_section_are_in_printed_order() -> None:
    text = (
        "Police investigated 1,234 cases (of which 1,000 were for sex trafficking, 200 for labor trafficking, and 34"
        " unspecified). Courts convicted 21 traffickers, compared with 12 in the previous reporting period."
    )
    rows = read_statistics([TextSection("prosecution", 1, text)], 2018)
    assert [(row.ordinal, row.value) for row in rows] == [(1, 1234), (2, 1000), (3, 200), (4, 34), (5, 21), (6, 12)]
