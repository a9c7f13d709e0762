"""Lists of words by class: each word once, and patterns of them."""

import re

import pytest

from sources.language.word_lists import any_of, word_lists
from sources.reference.data import rows

STATISTICS = "sources.state_department.statistics"


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("name_words.csv", "sources.language"),
        ("number_words.csv", "sources.language"),
        ("sentence_words.csv", "sources.language"),
        ("clause_words.csv", STATISTICS),
    ],
)
def test_a_word_is_once_in_a_class(file: str, package: str) -> None:
    words = [(row["class"], row["word"]) for row in rows(file, package=package)]
    assert len(words) == len(set(words))
    assert {(name, word) for name, found in word_lists(file, package=package).items() for word in found} == set(words)


def test_a_list_has_its_values() -> None:
    assert word_lists("number_words.csv")["ten"]["forty"] == "40"
    assert word_lists("name_words.csv")["office"]["judge"] == ""


def test_the_longest_word_of_a_pattern_counts() -> None:
    found = re.match(any_of(["no", "no one", "no. 1"]), "no one")
    assert found is not None and found.group() == "no one"
    assert re.fullmatch(any_of(["no. 1"]), "nox 1") is None
