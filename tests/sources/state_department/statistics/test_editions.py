"""Sentences in the manner of the editions from 2004 to 2024, each with the rows it states.

In `editions.txt` and `faults.txt` a sentence stands behind its edition and section; its rows of scope `total` follow,
indented: measure, type of trafficking, value, role, year of the period. `faults.txt` holds the kinds of fault that
readers have made. Sentences in `gaps.txt` are known to be read wrongly; one that is read right is taken out of it.
"""

from collections import Counter
from pathlib import Path

import pytest

from sources.state_department.statistics import TextSection, read_statistics

FOLDER = Path(__file__).parent
GAPS = frozenset((FOLDER / "gaps.txt").read_text(encoding="utf-8").splitlines())
MOST_GAPS = 0.15
"""The share of sentences that may be gaps."""


def cases(name):
    for block in (FOLDER / name).read_text(encoding="utf-8").strip().split("\n\n"):
        first, *rows = block.splitlines()
        heading, _, sentence = first.partition(": ")
        edition, section = heading.split()
        marks = [pytest.mark.xfail(strict=True, reason="a known gap")] if sentence in GAPS else []
        yield pytest.param(
            int(edition), section, sentence, [tuple(row.split()) for row in rows], id=sentence, marks=marks
        )


ALL = [*cases("editions.txt"), *cases("faults.txt")]


def read(edition, section, sentence):
    rows = read_statistics([TextSection(section, 1, sentence)], edition)
    return [
        (
            row.measure,
            row.trafficking_type,
            "not_reported" if row.value is None else str(row.value),
            row.role,
            str(row.period_year),
        )
        for row in rows
        if row.scope == "total"
    ]


@pytest.mark.parametrize(("edition", "section", "sentence", "expected"), ALL)
def test_sentence(edition, section, sentence, expected):
    assert Counter(read(edition, section, sentence)) == Counter(expected)


def test_gaps_are_few_and_all_of_them_are_sentences():
    assert {case.id for case in ALL} >= GAPS
    assert len(GAPS) < MOST_GAPS * len(ALL)
