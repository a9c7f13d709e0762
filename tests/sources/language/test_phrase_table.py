"""Tables of phrases: choices in a row, and the longest phrase at a word."""

from hypothesis import given
from hypothesis import strategies as st

from sources.language.phrase_table import Meaning, PhraseTable, expand

WORD = st.sampled_from(("a", "b", "c"))
ROW = Meaning("row", "", "")


def test_a_row_with_choices_is_many_phrases() -> None:
    assert expand("watch list") == ["watch list"]
    assert expand("lowest|bottom possible| rank") == [
        "lowest possible rank", "lowest rank", "bottom possible rank", "bottom rank",
    ]  # fmt: skip
    assert expand("list_of worst|the_worst") == ["list of worst", "list of the worst"]


@given(st.lists(st.lists(WORD, min_size=1, max_size=4).map(tuple), min_size=1), st.lists(WORD, min_size=1))
def test_the_longest_phrase_at_a_word_is_found(phrases: list[tuple[str, ...]], words: list[str]) -> None:
    table = PhraseTable([(phrase, ROW) for phrase in phrases])
    for at in range(len(words)):
        fitting = [len(phrase) for phrase in phrases if tuple(words[at : at + len(phrase)]) == phrase]
        assert table.longest(words, at) == ((ROW, max(fitting)) if fitting else None)


def test_the_first_meaning_of_the_same_words_counts() -> None:
    table = PhraseTable([(("a",), ROW), (("a",), Meaning("other", "", ""))])
    assert table.single("a") == ROW
    assert table.single("b") is None
