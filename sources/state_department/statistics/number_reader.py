"""The second reader of counts: says of each number what it counts from the words around it, without the grammar.

It shares the vocabulary with the first reader and nothing else, so that the two err on different sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sources.language.clauses.lexicon import Item, read_items
from sources.language.clauses.uncounted import exclude_non_counts
from sources.language.sentences import sentence_spans
from sources.state_department.statistics.linear_model import LinearModel
from sources.state_department.statistics.model import TextSection
from sources.state_department.statistics.number_features import SectionMemory, number_features
from sources.state_department.statistics.screening import LONGEST_SENTENCE_CHARACTERS, MOST_NUMBERS

TOTAL: Final = "total"
MEASURE_OUTPUTS: Final = (
    "investigations", "arrests", "prosecutions", "convictions", "acquittals", "victims_identified",
    "victims_referred", "victims_assisted", "victims_repatriated",
)  # fmt: skip
TYPE_OUTPUTS: Final = ("all", "sex", "labor", "other")
COMPARISON: Final = "comparison"
SCOPE_OUTPUTS: Final = ("part", "case", "earlier", "other_people")
OUTPUTS: Final = (TOTAL, *MEASURE_OUTPUTS, *TYPE_OUTPUTS, COMPARISON, *SCOPE_OUTPUTS)


@dataclass(frozen=True, slots=True)
class NumberExample:
    """A number of a section with its features.

    Attributes:
        start: where its sentence begins in the section.
        end: where its sentence ends.
        at: its item.
        items: the items of the sentence.
        features: see `number_features`.
    """

    start: int
    end: int
    at: int
    items: list[Item]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoredNumber:
    """A number with the scores of the second reader.

    `total` is above zero where the number is likely the whole country's count of a measure; the other scores hold
    for that case, and those of `SCOPE_OUTPUTS` for a count that is no total.
    """

    example: NumberExample
    scores: dict[str, int]

    @property
    def total(self) -> int:
        """The score of being a total."""
        return self.scores[TOTAL]

    @property
    def scope(self) -> str:
        """What it is where it is no total."""
        return max(SCOPE_OUTPUTS, key=lambda name: self.scores[name])


def number_examples(section: TextSection, edition: int) -> Iterator[NumberExample]:
    """The numbers of a section that may be counts, with their features."""
    memory = SectionMemory(section.section, edition)
    for start, end in sentence_spans(section.text):
        if end - start > LONGEST_SENTENCE_CHARACTERS:
            continue
        items = read_items(section.text[start:end])
        exclude_non_counts(items)
        if sum(item.kind == "num" for item in items) > MOST_NUMBERS:
            continue
        for found in number_features(items, memory):
            yield NumberExample(start, end, found.at, items, found.features)


def score_numbers(section: TextSection, edition: int, model: LinearModel) -> list[ScoredNumber]:
    """The numbers of a section, read by the second reader."""
    return [ScoredNumber(example, model.scores(example.features)) for example in number_examples(section, edition)]
