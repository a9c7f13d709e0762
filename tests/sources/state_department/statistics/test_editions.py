"""Sentences in the manner of the editions from 2004 to 2024, each with the rows it states.

In `editions.txt` a sentence stands behind its edition and section; its rows follow, indented: measure, type of
trafficking, value, role, year of the period.
"""

from collections import Counter
from pathlib import Path

import pytest

from sources.state_department.statistics import TextSection, read_statistics


def cases():
    text = Path(__file__).with_name("editions.txt").read_text(encoding="utf-8")
    for block in text.strip().split("\n\n"):
        first, *rows = block.splitlines()
        heading, _, sentence = first.partition(": ")
        edition, section = heading.split()
        yield pytest.param(int(edition), section, sentence, [tuple(row.split()) for row in rows], id=sentence)


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
    ]


@pytest.mark.parametrize(("edition", "section", "sentence", "expected"), list(cases()))
def test_sentence(edition, section, sentence, expected):
    assert Counter(read(edition, section, sentence)) == Counter(expected)
