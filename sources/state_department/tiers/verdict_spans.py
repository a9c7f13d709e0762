"""The placement that one phrase of a verdict gives, and the spans of clauses and evidence."""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

VerdictBasis = Literal["stated", "definition"]
StatedChange = Literal["upgraded", "downgraded", "unchanged"]

_LONG_SENTENCE_CHARACTERS: Final = 450
"""A longer sentence with semicolons is a list of clauses."""

_LONGEST_CLAUSE_CHARACTERS: Final = 3000
"""The distance to either side within which a semicolon is searched."""

UNKNOWN: Final = "unknown"
"""The tier of a placement that is stated in words that cannot be read, such as `Tier 2.5`."""


class Span(NamedTuple):
    """A part of a text, in code points, end exclusive."""

    start: int
    end: int


class VerdictPlacement(NamedTuple):
    """The tier that one phrase gives, with its evidence and its weight against other phrases.

    The tier is `UNKNOWN` where the sentence states a placement on a tier that is not known. `subject` is the text
    before the verb in its clause.
    """

    tier: str
    basis: VerdictBasis
    phrase: Span
    sentence: Span
    weight: int
    change: StatedChange | None = None
    previous_tier: str | None = None
    consecutive_years: int | None = None
    subject: str = ""


def clauses_of(text: str, sentences: list[Span]) -> Iterator[Span]:
    """The parts of sentences between semicolons."""
    for sentence in sentences:
        start = sentence.start
        while (end := text.find(";", start, sentence.end)) >= 0:
            yield Span(start, end)
            start = end + 1
        yield Span(start, sentence.end)


def clause_around(text: str, sentence: Span, place: int) -> Span:
    """The part of a sentence around a position, between semicolons, without leading white space."""
    start = text.rfind(";", max(sentence.start, place - _LONGEST_CLAUSE_CHARACTERS), place) + 1 or sentence.start
    end = text.find(";", place, min(sentence.end, place + _LONGEST_CLAUSE_CHARACTERS))
    end = sentence.end if end < 0 else end
    while start < place and text[start].isspace():
        start += 1
    return Span(start, end)


def evidence_span(text: str, sentence: Span, clause: Span) -> Span:
    """The sentence, or only the clause if the sentence is a long list of clauses."""
    return clause if sentence.end - sentence.start > _LONG_SENTENCE_CHARACTERS else sentence
