"""Sentences: exact spans, complete coverage, abbreviations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.language.sentences import read_sentences


def split(text):
    return [sentence.text for sentence in read_sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "The U.S. Department of State spoke with U.N. officials in St. Lucia.",
        "Article 5, No. 19 of the code applied to Mr. Smith and Dr. A. B. Jones.",
        "Officials of the U.S. embassy counted approx. 40 cases.",
        "It spent $1.2 million and 3.5 percent more, i.e. less than before.",
        "The E.U. funded one (cf. Art. 4) project.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(whole):
    assert split(whole) == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ["Courts convicted nine.", "Police opened 12 cases."],
        ["They returned to the U.S.", "The government paid."],
        ["The answer was no.", "Courts acquitted two."],
        ["Was it “enough?”", "“No,” an NGO said."],
        ["It closed (in 2016.)", "Then came more."],
        ["A line without an end", "The next line."],
        ["They sold food, clothes, etc.", "However, few paid."],
    ],
)
def test_sentences_are_split_at_their_ends(parts):
    assert split(" ".join(parts) if "line" not in parts[0] else "\n".join(parts)) == parts


def test_a_missing_paragraph_end_ends_a_sentence():
    assert split("Courts fined sex traffickers.During 2016.The rest ended.CONATT met.") == [
        "Courts fined sex traffickers.", "During 2016.", "The rest ended.", "CONATT met.",
    ]  # fmt: skip
    assert len(split("They booked rooms on Booking.com and on www.example.org in 2016.")) == 1
    assert split("The fine was 25,000 rials ($6,870).Police opened 14 cases.") == [
        "The fine was 25,000 rials ($6,870).",
        "Police opened 14 cases.",
    ]


@given(st.text(alphabet=st.sampled_from(list('aB .!?\n"”)U1é\u2028')) | st.characters(), max_size=80))
def test_spans_are_exact_and_cover_the_text(text):
    sentences = read_sentences(text)
    end = 0
    for sentence in sentences:
        assert text[end : sentence.start].strip() == ""
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        end = sentence.end
    assert text[end:].strip() == ""


@given(st.lists(st.sampled_from(["Police opened nine cases.", "Courts met?", "It ended!"]), min_size=1, max_size=8))
def test_joined_sentences_are_split_again(parts):
    assert split(" ".join(parts)) == parts
