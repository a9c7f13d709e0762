"""Numbers in text: values, ranges, kinds, and qualifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.language.numbers import read_numbers

UNITS = [
    "",
    *"one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(),
]
UNITS += ["seventeen", "eighteen", "nineteen"]
TENS = ["", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split()]


def in_words(value):
    if value < 20:
        return UNITS[value] or "zero"
    if value < 100:
        return TENS[value // 10] + (f"-{UNITS[value % 10]}" if value % 10 else "")
    rest = f" and {in_words(value % 100)}" if value % 100 else ""
    return f"{UNITS[value // 100]} hundred{rest}"


def only_number(text):
    [number] = read_numbers(text)
    return number


@given(st.integers(0, 999))
def test_number_words_to_the_hundreds(value):
    number = only_number(f"Courts convicted {in_words(value)} traffickers.")
    assert (number.value, number.kind, number.is_word) == (value, "count", True)


@given(st.integers(0, 10**9), st.booleans())
def test_numerals_with_and_without_commas(value, commas):
    printed = f"{value:,}" if commas else str(value)
    text = f"Police identified {printed} victims."
    number = only_number(text)
    assert number.value == value
    assert text[number.start : number.end] == printed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a dozen cases", 12),
        ("two dozen cases", 24),
        ("half a dozen cases", 6),
        ("a hundred cases", 100),
        ("one hundred five cases", 105),
        ("two thousand three hundred and one cases", 2301),
        ("12.3 million people", 12_300_000),
        ("2 million people", 2_000_000),
        ("twenty one cases", 21),
    ],
)
def test_larger_numbers(text, value):
    assert only_number(text).value == value


@pytest.mark.parametrize(
    "text",
    ["18-year-old girls", "a two-year term", "the 1990s", "dozens of cases", "hundreds of victims", "one-third of them",
     "3.27 litres", "1,23 cases", "1.2.3", "9" * 5000],
)  # fmt: skip
def test_other_numerals_are_no_counts(text):
    assert [number for number in read_numbers(text) if number.kind == "count"] == []


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("at least 20 cases", "at_least"),
        ("more than 20 cases", "more_than"),
        ("no fewer than 20 cases", "at_least"),
        ("no more than 20 cases", "up_to"),
        ("over 20 cases", "more_than"),
        ("approximately 20 cases", "approximately"),
        ("nearly twenty cases", "approximately"),
        ("fewer than 20 cases", "fewer_than"),
        ("up to 20 cases", "up_to"),
        ("20 or more cases", "at_least"),
        ("a total of 20 cases", "exact"),
    ],
)
def test_qualifiers(text, qualifier):
    number = only_number(text)
    assert (number.value, number.qualifier) == (20, qualifier)


@pytest.mark.parametrize("text", ["20 to 30 cases", "20-30 cases", "20–30 cases", "between 20 and 30 cases"])
def test_ranges(text):
    assert (only_number(text).value, only_number(text).high) == (20, 30)


def test_a_change_and_two_years_are_no_range():
    assert [(n.value, n.high) for n in read_numbers("rose from 53 in 2016 to 2,400")] == [
        (53, None),
        (2016, None),
        (2400, None),
    ]
    assert [(n.value, n.high) for n in read_numbers("in 2016 and 2017")] == [(2016, None), (2017, None)]


def test_kinds():
    assert [(n.value, n.kind) for n in read_numbers("$500, 40 percent, 10%, the third of 21st, 2017")] == [
        (500, "money"), (40, "percent"), (10, "percent"), (3, "ordinal"), (21, "ordinal"), (2017, "count"),
    ]  # fmt: skip
    assert [n.printed_year for n in read_numbers("12 in 2017, but 2,017 in all")] == [False, True, False]


@given(st.text(alphabet=st.sampled_from(list("19,.- toand$%")) | st.characters(), max_size=60))
def test_any_text_gives_valid_spans(text):
    for number in read_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert number.high is None or number.high > number.value
