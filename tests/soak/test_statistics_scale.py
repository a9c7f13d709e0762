"""Megabytes of narrative in one text: spans match their sentences, and time is linear in the size."""

import time

import pytest

from sources.language.repair import repair
from sources.state_department.statistics import TextSection, read_statistics

SENTENCES = (
    "The government maintained its efforts. The law criminalized all forms of trafficking and prescribed penalties of "
    "5 to 10 years imprisonment, which were sufficiently stringent. Officials of the ministry met in the capital. "
    "Police investigated 53 cases (12 for sex trafficking and nine for forced labor), compared with 40 in 2016. "
    "Observers said that the courts were slow and that judges often knew little of the law. An NGO ran a shelter, "
    "which the government helped to fund. Inspectors visited farms, mines and fishing boats on the coast. ",
    "The government identified 12 victims, and 12, and 12, and 12 (12 (12 (12, including 12 of whom 12 in 2016; ",
    "12 " * 40,
    "did not report the number of " * 8,
    "(" * 200,
    "investigated " * 20,
    "1,1" * 60,
)


@pytest.mark.soak
@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
def test_spans_match_their_sentences_in_a_large_text(sentence):
    text = sentence * (2_000_000 // len(sentence))
    rows = read_statistics([TextSection("prosecution", 1, text)], 2018)
    assert all(text[row.char_start : row.char_end] == row.sentence for row in rows[:100])


@pytest.mark.soak
def test_repair_of_megabytes():
    sentence = (
        "Police identifed victims of the armed conftict in 72ANGOLAa town; ﬁtherapyﬂ was offered to the left- over. "
    )
    assert len(repair(sentence * (2_000_000 // len(sentence))).repairs) > 10_000


@pytest.mark.soak
@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
def test_time_is_linear_in_the_size(sentence):
    spent = []
    for size in (250_000, 1_000_000):
        section = TextSection("prosecution", 1, sentence * (size // len(sentence)))
        start = time.process_time()
        read_statistics([section], 2018)
        spent.append(time.process_time() - start)
    assert spent[1] < 12 * spent[0] + 0.5
