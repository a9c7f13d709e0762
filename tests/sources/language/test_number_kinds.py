"""What numbers are when they are no counts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.language.number_kinds import COUNT, KINDS, number_kinds
from sources.language.numbers import read_numbers
from sources.reference.data import rows

ROWS = rows("number_kinds.csv", package="sources.language")
WORDS = sorted({row["word"] for row in ROWS} | {"12", "five", "2016", "$", ",", "and", "300"})


def kinds(sentence):
    return [(each.number.value, each.kind) for each in number_kinds(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Courts convicted 12 traffickers under articles 110 and 128.", [(12, COUNT), (110, "law"), (128, "law")]),
        ("Five were tried under article 5, and 10 under article 7.", [(5, None), (5, "law"), (10, None), (7, "law")]),
        ("The law prescribed penalties of five to 15 years.", [(5, "sentence")]),
        ("Victims may stay for 30 or 60 days.", [(30, "date"), (60, "date")]),
        ("Victims under the age of 18 receive care.", [(18, "age")]),
        ("On March 1, police freed nine girls.", [(1, "date"), (9, COUNT)]),
        ("It trained 120 judges (90 in 2016) and 45 labor inspectors.", [
            (120, "training"), (90, "training"), (2016, "date"), (45, "training"),
        ]),
        ("It prosecuted 12 officers.", [(12, COUNT)]),
        ("It employed 12 officers.", [(12, "institution")]),
        ("NGOs ran four shelters for 40 victims, compared with 35.", [(4, "institution"), (40, COUNT), (35, None)]),
        ("A center could accommodate 40 women.", [(40, "institution")]),
        ("The hotline received 310 calls, and 8 percent led to raids.", [(310, "hotline"), (8, "share")]),
        ("It inspected 206 companies in three provinces.", [(206, "inspection"), (3, "other")]),
        ("It paid 500,000 taka ($6,000) for the third year.", [(500_000, "money"), (6000, "money"), (3, "ordinal")]),
        ("Victims were sent to one of five ministries; 27 of the 31 states had units.", [
            (1, "institution"), (5, "institution"), (27, "other"), (31, "other"),
        ]),
        ("Two of the 18 traffickers were convicted.", [(2, COUNT), (18, COUNT)]),
        ("It is one of two aims, and one victim spoke.", [(1, "other"), (2, None), (1, COUNT)]),
        ("NGOs ran two shelters, one for women.", [(2, "institution"), (1, "institution")]),
        ("Authorities identified 2021 victims in 2017.", [(2021, COUNT), (2017, "date")]),
    ],
)  # fmt: skip
def test_the_words_beside_a_number_say_what_it_is(sentence, expected):
    assert kinds(sentence) == expected


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_each_number_is_told_once_with_a_declared_kind(words):
    sentence = " ".join(words)
    found = number_kinds(sentence)
    assert [each.number for each in found] == read_numbers(sentence)
    assert {each.kind for each in found} <= {*KINDS, COUNT, None}


def test_rows_are_words_and_names_of_classes():
    kinds = {*KINDS, COUNT}
    classes = {row["kind"] for row in ROWS if row["place"] == "near"}
    for row in ROWS:
        assert row["place"] in ("before", "first", "noun", "near", "stop", "link", "close", "compare", "pronoun"), row
        assert row["place"] in ("near", "stop", "link", "close", "compare", "pronoun") or row["kind"] in kinds, row
        assert not row["beside"] or row["beside"] in classes, row
        assert len(row["word"]) == 1 or not re.search(r"[\\^|*+?{}]|\.\*", row["word"]), row
        assert row["word"] == row["word"].lower(), row
