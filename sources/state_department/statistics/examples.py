"""The candidates of a section with their features, for reading and for training alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sources.language.clauses import ParsedSentence, parse
from sources.language.sentences import sentence_spans
from sources.state_department.statistics.candidates import Candidate
from sources.state_department.statistics.dating import date_candidates
from sources.state_department.statistics.denied_counts import read_denials
from sources.state_department.statistics.measure_features import measure_features
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, VICTIMS
from sources.state_department.statistics.model import TextSection
from sources.state_department.statistics.number_features import SectionMemory, SentenceFeatures
from sources.state_department.statistics.references import read_candidates
from sources.state_department.statistics.screening import may_count
from sources.state_department.statistics.types import name_types

LONGEST_SENTENCE_CHARACTERS: Final = 2_000
"""Longer text, or text with more numbers, is no prose."""
MOST_NUMBERS: Final = 80
MEASURES: Final = tuple(sorted((LAW_ENFORCEMENT | VICTIMS) - {"sentenced"}))


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate of a section.

    Attributes:
        start: where its sentence begins in the section.
        end: where its sentence ends.
        sentence: the parsed sentence.
        candidate: the number, stated zero or unreported figure.
        features: those that hold whatever it counts.
        measures: the further features for each measure that it may count.
    """

    start: int
    end: int
    sentence: ParsedSentence
    candidate: Candidate
    features: list[str]
    measures: dict[str, list[str]]


def read_examples(section: TextSection, edition: int) -> Iterator[Example]:
    """The candidates of a section in order."""
    memory = SectionMemory(section.section, edition)
    for start, end in sentence_spans(section.text):
        text = section.text[start:end]
        if end - start > LONGEST_SENTENCE_CHARACTERS or not may_count(text):
            continue
        sentence = parse(text)
        if sum(phrase.number is not None for phrase in sentence.noun_phrases) > MOST_NUMBERS:
            continue
        candidates = _candidates(sentence, memory)
        features = SentenceFeatures(sentence, candidates, memory)
        for candidate in candidates:
            own = features.of(candidate)
            measures = {
                measure: measure_features(features, candidate, measure)
                for measure in candidate.relations
                if measure in MEASURES
            }
            yield Example(start, end, sentence, candidate, own, measures)
        memory.add(candidates)


def _candidates(sentence: ParsedSentence, memory: SectionMemory) -> list[Candidate]:
    denials = read_denials(sentence)
    found = [*read_candidates(sentence, memory.before, denials), *denials]
    found.sort(key=lambda candidate: candidate.phrase.at)
    for place, candidate in enumerate(found):
        candidate.place = place
    date_candidates(sentence, found, memory.edition)
    name_types(sentence, found)
    return found
