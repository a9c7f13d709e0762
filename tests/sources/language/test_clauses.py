"""Clauses of sentences: their borders, verbs, noun phrases and what they refer to."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.language.clauses import ParsedSentence, parse

WORDS = (
    "police courts the government arrested convicted prosecuted did not any traffickers victims cases 12 four 2016 in "
    "of and or , ; ( ) — : compared with including while who was were to from increase investigations no sex labor"
).split()


def counts(sentence: ParsedSentence) -> list[tuple[int | None, str, str, str]]:
    """The number, kind of clause, relation and governor of every noun phrase."""
    found = []
    for phrase in sentence.noun_phrases:
        governor = sentence.governor(phrase)
        value = phrase.number.value if phrase.number else None
        found.append(
            (value, sentence.clauses[phrase.clause].kind, phrase.relation, governor.low if governor is not None else "")
        )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nine suspects were prosecuted and four convicted; five were convicted and seven acquitted.",
            [(9, "main", "passive", "prosecuted"), (4, "joined", "participle", "convicted"),
             (5, "joined", "passive", "convicted"), (7, "joined", "participle", "acquitted")],
        ),
        (
            "Police opened 10 investigations, an increase from 8 in 2013, and prosecutors opened 20.",
            [(10, "main", "head", "investigations"), (8, "compare", "", ""), (20, "joined", "object", "opened")],
        ),
        (
            "Courts convicted 3 traffickers, compared with three prosecuted and two convicted in 2019.",
            [(3, "main", "object", "convicted"), (3, "compare", "participle", "prosecuted"),
             (2, "compare", "participle", "convicted")],
        ),
        (
            "Nine cases - five for sex trafficking and four for labor trafficking - compared with one and two.",
            [(9, "main", "", ""), (5, "dash", "", ""), (4, "dash", "", ""), (1, "compare", "", ""),
             (2, "compare", "", "")],
        ),
        (
            "While police arrested 5 suspects, courts convicted 3 traffickers who had exploited 12 victims.",
            [(5, "subordinate", "object", "arrested"), (3, "main", "object", "convicted"),
             (12, "relative", "object", "exploited")],
        ),
        (
            "Police investigated and prosecuted 12 cases (10 in 2016) and provided shelter to 20 victims.",
            [(12, "main", "object", "investigated"), (10, "bracket", "", ""), (20, "joined", "given", "shelter")],
        ),
        ("Courts concluded the prosecution of 12 men.", [(12, "main", "noun", "prosecution")]),
    ],
)  # fmt: skip
def test_every_number_has_its_clause_and_governor(text: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert counts(parse(text)) == expected


def test_asides_and_comparisons_name_what_they_refer_to() -> None:
    sentence = parse("Police arrested 12 suspects, including four officers, compared with nine (two) in 2016.")
    antecedents = {clause.kind: clause.antecedent for clause in sentence.clauses}
    assert antecedents == {"main": (), "include": (0,), "compare": (0,), "bracket": (2,)}
    assert [period.years for period in sentence.clauses[2].periods] == [(2016,)]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The government did not investigate, prosecute, or convict any traffickers.", [True]),
        ("The government did not arrest any suspects, prosecute any cases, or convict any traffickers.", [True] * 3),
        ("The government convicted five traffickers.", [False]),
        ("Courts have yet to convict a trafficker.", [True]),
    ],
)
def test_negation_reaches_joined_verbs(text: str, negated: list[bool]) -> None:
    assert [verb.negated for clause in parse(text).clauses for verb in clause.verbs] == negated


def test_joined_verbs_are_one_group_and_passives_are_known() -> None:
    active, passive = (parse(text).clauses[0].verb for text in
                       ("Police arrested and charged 12 men.", "Twelve men were arrested."))  # fmt: skip
    assert active is not None
    assert (active.meanings, active.voice) == (("arrests", "prosecutions"), "active")
    assert passive is not None
    assert (passive.meanings, passive.voice) == (("arrests",), "passive")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_every_item_is_in_one_clause_and_spans_are_exact(words: list[str]) -> None:
    text = " ".join(words)
    sentence = parse(text)
    assert len(sentence.clause_of) == len(sentence.items)
    for item, own in zip(sentence.items, sentence.clause_of, strict=True):
        assert 0 <= own < len(sentence.clauses)
        assert item.start < item.end <= len(text)
    for phrase in sentence.noun_phrases:
        if phrase.number is not None and text[phrase.number.start : phrase.number.end].isdecimal():
            assert int(text[phrase.number.start : phrase.number.end]) == phrase.number.value
        assert phrase.governor < len(sentence.items)
    for place, clause in enumerate(sentence.clauses):
        assert clause.start <= clause.end
        assert clause.parent < place


def test_cells_of_the_lexicon_hold_word_forms_and_class_names_only() -> None:
    path = resources.files("sources.language").joinpath("data", "lexicon.csv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    special = set(r"\[](){}?*+|^$<>=!:")
    assert rows
    assert not [row for row in rows if special & set(row["form"] + row["class"]) or not row["language"].isalpha()]
    assert all(part.replace("_", "").isalpha() or not part for row in rows for part in row["class"].split("."))
    assert all("." not in row["form"] for row in rows)
