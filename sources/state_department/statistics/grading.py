"""Scope and certainty of the counts of a section, from the agreement of two readers.

The grammar says what each number counts; the second reader says, from the words around the number, whether it is
the country's total, of which measure, type and role. Where both agree on a count and on every other number of its
sentence, the count is sure. What the second reader takes for no total is a row of another scope.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.clauses.lexicon import Item, read_items
from sources.language.clauses.uncounted import exclude_non_counts
from sources.state_department.statistics.linear_model import UNIT, LinearModel
from sources.state_department.statistics.model import TextSection
from sources.state_department.statistics.number_features import item_classes
from sources.state_department.statistics.number_reader import (
    TOTAL,
    TYPE_OUTPUTS,
    ScoredNumber,
    score_numbers,
)
from sources.state_department.statistics.statements import StatedCount

SURE: Final = 200
"""Least confidence of a sure count."""

LIKELY: Final = 0
NO_TOTAL: Final = -200
"""Below this score a count of the grammar is no total."""

_LEEWAY: Final = 50
"""Measure, type and role may be less certain by this much than the scope."""

_NARROWING: Final = frozenset(("place", "smuggle"))
"""Classes of words in whose sentence no count is sure: it may be one of a part of the country, or of other crimes."""

_NARROWING_ZEROS: Final = frozenset(("place", "smuggle", "official", "ngo", "single", "misc"))
"""The same for a stated zero and a figure that is not reported, which no number beside them confirms."""


@dataclass(frozen=True, slots=True)
class GradedCount:
    """A count with its scope and certainty."""

    count: StatedCount
    scope: str
    certainty: str


def grade(counts: Sequence[StatedCount], section: TextSection, edition: int, model: LinearModel) -> list[GradedCount]:
    """The counts of a section with scope and certainty, in the same order.

    Args:
        counts: what the grammar reads from the section.
        section: the section.
        edition: the report's edition.
        model: the weights of the second reader.
    """
    scored = score_numbers(section, edition, model)
    by_place = {(number.example.start, number.example.at): number for number in scored}
    counted = {(count.start, count.mention.at) for count in counts}
    agreed = _agreed_sentences(scored, counted)
    return [_graded(count, by_place.get((count.start, count.mention.at)), agreed, section) for count in counts]


def _agreed_sentences(scored: Iterable[ScoredNumber], counted: set[tuple[int, int]]) -> set[int]:
    """The sentences in which both readers count the same numbers."""
    agrees: dict[int, bool] = defaultdict(lambda: True)
    for number in scored:
        start = number.example.start
        agrees[start] = agrees[start] and (number.total > 0) == ((start, number.example.at) in counted)
    return {start for start, value in agrees.items() if value}


def _graded(count: StatedCount, number: ScoredNumber | None, agreed: set[int], section: TextSection) -> GradedCount:
    if count.mention.head == "denial" or count.mention.value is None:
        of_country = _is_of_country(section.text[count.start : count.end])
        return GradedCount(count, TOTAL, "likely" if of_country else "doubtful")
    if number is None:
        return GradedCount(count, TOTAL, "doubtful")
    if number.total < NO_TOTAL:
        return GradedCount(count, number.scope, "doubtful")
    confidence = _confidence(count, number)
    narrowed = not _NARROWING.isdisjoint(_classes_of(number.example.items))
    if confidence > SURE and count.start in agreed and not narrowed:
        return GradedCount(count, TOTAL, "sure")
    return GradedCount(count, TOTAL, "likely" if confidence > LIKELY else "doubtful")


def _confidence(count: StatedCount, number: ScoredNumber) -> int:
    """The least score of what the second reader says for the scope, measure, type and role of a count."""
    scores = number.scores
    mention = count.mention
    measure = "convictions" if count.measure == "sentenced" else count.measure
    others = max(scores[name] for name in TYPE_OUTPUTS if name != mention.trafficking_type)
    role = scores["comparison"] if mention.role == "comparison" else -scores["comparison"]
    details = min(scores.get(measure, -UNIT), scores[mention.trafficking_type] - others, role)
    return min(number.total, details + _LEEWAY)


def _is_of_country(sentence: str) -> bool:
    """Whether nothing in the sentence of a zero or of a missing figure narrows it to a part."""
    items = read_items(sentence)
    exclude_non_counts(items)
    return _NARROWING_ZEROS.isdisjoint(_classes_of(items))


def _classes_of(items: Iterable[Item]) -> set[str]:
    return {name for item in items for name in item_classes(item)}
