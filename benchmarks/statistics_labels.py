"""The labelled examples from which the reader of statistics is trained.

Labels of narratives are aligned with the candidate in the text that their value and cue words fit best. Labels of the
project's own paragraphs give the place of each number. A half of the paragraphs is for training; the other half is
only scored.
"""

import collections
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.statistics_narratives import LabelledNarrative, csv_rows, label_rows
from benchmarks.statistics_paragraphs import paragraph_labels, paragraphs
from sources.state_department.statistics import SECTIONS, TextSection
from sources.state_department.statistics.decisions import SCOPES
from sources.state_department.statistics.examples import Example, read_examples

GOLD_SECTIONS = {"prosecution": "PROSECUTIONS", "protection": "PROTECTION"}
_OWN = Path("tests/sources/state_department/statistics")
OWN_SENTENCES = (_OWN / "editions.txt", _OWN / "faults.txt")
OWN_GROUP = 12
"""So many of the project's own sentences count as one narrative."""

_NEARBY_CHARACTERS = 45
_SENTENCE_SHARE = 0.3
_USED_SHARE = 0.6
"""How much a cue word elsewhere in the sentence counts, and a number that has a label of the same measure loses."""


@dataclass
class LabelledExample:
    """A candidate with its labels: type and role by measure, and its scope where it is no total."""

    group: tuple[str, int]
    section: TextSection
    example: Example
    agreed: dict[str, tuple[str, str]] = field(default_factory=dict)
    neutral: set[str] = field(default_factory=set)
    scope: str = ""

    @property
    def start(self) -> int:
        """Where it begins in its section."""
        return self.example.start + self.example.sentence.items[self.example.candidate.phrase.at].start

    def near(self, characters: int) -> str:
        """The text around it."""
        return self.section.text[max(self.example.start, self.start - characters) : self.start + characters]


def examples_of(narrative: LabelledNarrative) -> list[LabelledExample]:
    """The candidates of a narrative without labels."""
    group = (narrative.iso3, narrative.edition)
    return [
        LabelledExample(group, section, example)
        for section in narrative.sections
        if section.section in SECTIONS
        for example in read_examples(section, narrative.edition)
    ]


def narrative_examples(shared: Path, narratives: Sequence[LabelledNarrative]) -> list[list[LabelledExample]]:
    """The candidates of each narrative with their labels."""
    labels = collections.defaultdict(list)
    for row in label_rows(shared):
        labels[row["iso3"], int(row["edition"])].append(row)
    scopes = {
        (row["iso3"], row["section"], int(row["char_start"])): row["label"]
        for row in csv_rows(shared / "evaluation" / "statistics_numbers.csv")
        if row["label"] in SCOPES
    }
    found = []
    for narrative in narratives:
        examples = examples_of(narrative)
        for row in labels[narrative.iso3, narrative.edition]:
            _align(row, examples)
        for each in examples:
            if narrative.edition == 2018 and not each.agreed:
                place = (narrative.iso3, GOLD_SECTIONS.get(each.section.section, ""), each.start)
                each.scope = scopes.get(place, "")
        found.append(examples)
    return found


def _align(row: dict[str, str], examples: Sequence[LabelledExample]) -> None:
    """Gives a label to the candidate that fits its value and cue best."""
    measure = row["measure"]
    value = None if row["qualifier"] == "not_reported" else int(row["value"])
    fitting = [
        each
        for each in examples
        if each.example.candidate.value == value
        and GOLD_SECTIONS.get(each.section.section, row["section"]) == row["section"]
        and (not each.example.candidate.denied or measure in each.example.measures)
    ]
    if not fitting:
        return
    cue = collections.Counter(_words(row["cue"]))

    def fit(each: LabelledExample) -> float:
        near = collections.Counter(_words(each.near(_NEARBY_CHARACTERS)))
        everywhere = collections.Counter(_words(each.section.text[each.example.start : each.example.end]))
        used = measure in each.agreed or measure in each.neutral
        return (near & cue).total() + _SENTENCE_SHARE * (everywhere & cue).total() - _USED_SHARE * used

    best = max(fitting, key=fit)
    if row["status"] == "agreed":
        best.agreed[measure] = (row["trafficking_type"], row["role"])
    else:
        best.neutral.add(measure)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def paragraph_examples() -> list[LabelledExample]:
    """The candidates of the project's own paragraphs for training, with labels."""
    labels = collections.defaultdict(list)
    for row in paragraph_labels(scored=False):
        labels[row["iso3"]].append(row)
    found = []
    for narrative in paragraphs(scored=False):
        for each in examples_of(narrative):
            for row in labels[narrative.iso3]:
                begins, ends = int(row["char_start"]), int(row["char_end"])
                if begins <= each.start < ends or (each.example.candidate.denied and 0 <= begins - each.start < 20):
                    _label(each, row)
            found.append(each)
    return found


def _label(each: LabelledExample, row: dict[str, str]) -> None:
    if row["scope"] != "total":
        each.scope = row["scope"]
    elif row["status"] == "agreed":
        each.agreed[row["measure"]] = (row["trafficking_type"], row["role"])
    else:
        each.neutral.add(row["measure"])


def own_sentence_examples() -> list[LabelledExample]:
    """The candidates of the project's own labelled sentences, which say how other editions write."""
    found = []
    blocks = [block for path in OWN_SENTENCES for block in path.read_text(encoding="utf-8").split("\n\n")]
    for order, block in enumerate(blocks):
        first, *labels = block.strip().split("\n")
        edition, rest = first.split(" ", maxsplit=1)
        name, text = rest.split(": ", maxsplit=1)
        narrative = LabelledNarrative(
            f"own {order // OWN_GROUP}", int(edition), [TextSection(name, 1, text)], scored_only=False
        )
        examples = examples_of(narrative)
        for label in labels:
            measure, trafficking_type, value, role = label.split()[:4]
            for each in examples:
                printed = each.example.candidate.value
                same = str(printed) == value or (printed is None and not value.isdecimal())
                if same and measure in each.example.measures and measure not in each.agreed:
                    each.agreed[measure] = (trafficking_type, role)
                    break
        found += examples
    return found
