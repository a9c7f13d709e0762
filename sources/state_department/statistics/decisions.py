"""Decides what each candidate counts: its measures, type, role, scope, and how certain that is.

The models score every candidate for every measure that its clause ties to it. A positive score is a count of the
whole country. A candidate that is tied to a measure without being one is a count of another scope. The least of the
scores for the count, its type and its role is its confidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sources.state_department.statistics.candidates import INHERITED, ZERO, Candidate, strength
from sources.state_department.statistics.examples import Example
from sources.state_department.statistics.linear_model import LinearModel
from sources.state_department.statistics.word_classes import item_classes

TOTAL: Final = "total"
COUNTED: Final = "counted"
COMPARISON: Final = "comparison"
TYPES: Final = ("all", "sex", "labor", "other")
SCOPES: Final = ("part", "case", "earlier", "other_people")
OUTPUTS: Final = (COUNTED, *TYPES, COMPARISON, *SCOPES)
SURE: Final = 220
LIKELY: Final = 40
"""Least confidence of a sure and of a likely count; 100 is one unit of log-odds."""

SURE_ZERO: Final = 50
"""Least confidence of a sure zero: its candidate is a plain clause that nothing narrows, see `denied_counts`."""

_NARROWING: Final = frozenset(("place", "smuggle"))
"""Classes of words in whose clause no number is sure: it may be one of a part of the country, or of other crimes."""

_SCOPED: Final = 0
"""Least score of a scope for a candidate that is no total to be kept as a row."""


@dataclass(slots=True)
class Count:
    """A candidate read as a count of one measure."""

    example: Example
    measure: str
    trafficking_type: str
    role: str
    scope: str
    confidence: int

    @property
    def candidate(self) -> Candidate:
        """The number, zero or missing figure."""
        return self.example.candidate

    @property
    def certainty(self) -> str:
        """`sure`, `likely` or `doubtful`."""
        if self.scope != TOTAL or self.confidence <= LIKELY:
            return "doubtful"
        return "sure" if self._is_understood() else "likely"

    def _is_understood(self) -> bool:
        """Whether its clause ties it to the measure, leaves no doubt, and nothing in it narrows the count."""
        if self.candidate.denied == ZERO:
            return self.confidence > SURE_ZERO
        tied = strength(self.candidate.relations[self.measure]) <= INHERITED or bool(self.candidate.denied)
        return tied and self.confidence > SURE and not self._is_narrowed()

    def _is_narrowed(self) -> bool:
        sentence, clause = self.example.sentence, self.candidate.phrase.clause
        words = (item for at, item in enumerate(sentence.items) if sentence.clause_of[at] == clause)
        return any(not _NARROWING.isdisjoint(item_classes(item)) for item in words)


def decide(examples: Sequence[Example], model: LinearModel) -> list[Count]:
    """The counts among the candidates of a section, in order."""
    found: list[Count] = []
    details: dict[int, tuple[str, str]] = {}
    for example in examples:
        scores = model.scores(example.features)
        totals = {
            measure: scores[COUNTED] + model.scores(names)[COUNTED] for measure, names in example.measures.items()
        }
        counted = {} if _is_of_years(example.candidate) else {m: score for m, score in totals.items() if score > 0}
        if counted:
            trafficking_type, role, sure = _details(example, scores, details)
            details[id(example.candidate)] = (trafficking_type, role)
            found += [
                Count(example, measure, trafficking_type, role, TOTAL, min(score, sure))
                for measure, score in counted.items()
            ]
        else:
            found += _of_other_scope(example, totals, scores)
    return found


def _is_of_years(candidate: Candidate) -> bool:
    """`between 2005 and 2008`: a number of several years together is no count of one."""
    return not candidate.denied and candidate.period is not None and candidate.period.kind == "span"


def _details(example: Example, scores: dict[str, int], details: dict[int, tuple[str, str]]) -> tuple[str, str, int]:
    """Type and role, and the lesser of their confidences."""
    candidate = example.candidate
    best = max(TYPES, key=lambda name: scores[name])
    margin = scores[best] - max(scores[name] for name in TYPES if name != best)
    parent = candidate.parent
    repeats = candidate.kind in ("compare", "bracket") and not candidate.types and candidate.is_bare
    if parent is not None and repeats and id(parent) in details:
        best = details[id(parent)][0]
        margin = max(margin, SURE)
    role = COMPARISON if scores[COMPARISON] > 0 else "current"
    return best, role, min(margin, abs(scores[COMPARISON]))


def _of_other_scope(example: Example, totals: dict[str, int], scores: dict[str, int]) -> Iterator[Count]:
    """A count that is not the country's: the measure that is tied to it most closely."""
    candidate = example.candidate
    tied = [measure for measure in totals if strength(candidate.relations[measure]) <= INHERITED]
    several = _is_of_years(candidate)
    scope = "earlier" if several else max(SCOPES, key=lambda name: scores[name])
    if tied and not candidate.denied and (several or scores[scope] > _SCOPED):
        measure = max(tied, key=lambda name: totals[name])
        yield Count(example, measure, candidate.trafficking_type, candidate.role, scope, 0)
