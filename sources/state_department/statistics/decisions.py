"""Decides what each candidate counts: its measures, type, role, scope, and how certain that is.

The models score every candidate for every measure that its clause ties to it. A positive score is a count of the
whole country. A candidate that is tied to a measure without being one is a count of another scope. The least of the
scores for the count, its type and its role is its confidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sources.state_department.statistics.candidates import INHERITED, ZERO, Candidate, strength
from sources.state_department.statistics.examples import Example
from sources.state_department.statistics.linear_model import LinearModel
from sources.state_department.statistics.measures import LAW_ENFORCEMENT
from sources.state_department.statistics.word_classes import WORDS, item_classes

TOTAL: Final = "total"
COUNTED: Final = "counted"
COMPARISON: Final = "comparison"
TYPES: Final = ("all", "sex", "labor", "other")
SCOPES: Final = ("part", "case", "earlier", "other_people")
OUTPUTS: Final = (COUNTED, *TYPES, COMPARISON, *SCOPES)
SURE: Final = 250
LIKELY: Final = 80
"""Least confidence of a sure and of a likely count; 100 is one unit of log-odds."""

SURE_ZERO: Final = 50
"""Least confidence of a sure zero: its candidate is a plain clause that nothing narrows, see `denied_counts`."""

_NARROWING: Final = frozenset(("place", "smuggle", "group", "national", "demonym", "abroad"))
"""Classes of words in whose clause no number is sure: it may be one of a part of the country, of other crimes, of a
sex, age or nationality, or of what happened abroad."""

_TOLD_ASIDE: Final = ("compare", "relative")
"""Kinds of clauses in which no zero is sure: it may be one of another year or of a single case."""

_LAW_ITEMS: Final = 5
_LARGEST_COINCIDENCE: Final = 9
"""Counts up to this one may be equal for two authorities by coincidence."""


@dataclass(slots=True)
class Count:
    """A candidate read as a count of one measure; `year` is set where it holds for each of several years."""

    example: Example
    measure: str
    trafficking_type: str
    role: str
    scope: str
    confidence: int
    year: int | None = None

    @property
    def candidate(self) -> Candidate:
        """The number, zero or missing figure."""
        return self.example.candidate

    @property
    def certainty(self) -> str:
        """`sure`, `likely` or `doubtful`."""
        if self.scope == TOTAL and self._is_understood():
            return "sure"
        return "likely" if self.scope == TOTAL and self.confidence > LIKELY else "doubtful"

    def _is_understood(self) -> bool:
        """Whether its clause ties it to the measure, leaves no doubt, and nothing in it narrows the count."""
        if self.candidate.denied == ZERO:
            return self.confidence > SURE_ZERO and self.candidate.kind not in _TOLD_ASIDE
        tied = strength(self.candidate.relations[self.measure]) <= INHERITED or bool(self.candidate.denied)
        return tied and self.confidence > SURE and not self._is_narrowed()

    def _is_narrowed(self) -> bool:
        sentence, clause = self.example.sentence, self.candidate.phrase.clause
        words = (item for at, item in enumerate(sentence.items) if sentence.clause_of[at] == clause)
        return any(not _NARROWING.isdisjoint(item_classes(item)) for item in words)


def decide(examples: Sequence[Example], model: LinearModel, edition: int) -> list[Count]:
    """The counts among the candidates of a section of an edition, in order, without repetitions."""
    found: list[Count] = []
    details: dict[int, tuple[str, str]] = {}
    for example in examples:
        scores = model.scores(example.features)
        totals = {
            measure: scores[COUNTED] + model.scores(names)[COUNTED] for measure, names in example.measures.items()
        }
        known = _known_scope(example)
        counted = {measure: score for measure, score in totals.items() if score > 0 and not known}
        if counted:
            trafficking_type, role, sure = _details(example, scores, details)
            details[id(example.candidate)] = (trafficking_type, role)
            for measure, score in counted.items():
                count = Count(example, measure, trafficking_type, role, TOTAL, min(score, sure))
                found += _for_each_year(count, edition)
        else:
            found += _of_other_scope(example, known, totals, scores)
    return _without_doubles(found)


def _for_each_year(count: Count, edition: int) -> list[Count]:
    """`did not convict any in 2016 or 2017`, `six in both 2016 and 2015`: one count for each year."""
    period = count.candidate.period
    if period is None or period.kind != "year" or len(period.years) < 2:
        return [count]
    before = count.example.sentence.items[period.at - 1].low if period.at else ""
    if count.candidate.value != 0 and before not in ("both", "each"):
        return [count]
    roles = {year: "current" if year >= edition - 1 else COMPARISON for year in period.years}
    return [replace(count, role=role, year=year) for year, role in roles.items()]


def _known_scope(example: Example) -> str:
    """The scope of a count that its clause says is no total; empty where it does not."""
    if not example.candidate.denied and example.candidate.period_kind == "span":
        return "earlier"  # `between 2005 and 2008`: a number of several years together is no count of one
    if _is_single_case(example):
        return "case"
    return "part" if _is_group(example) or _is_of_region(example) or _is_of_other_law(example) else ""


def _is_single_case(example: Example) -> bool:
    """`In one case, courts convicted three men`."""
    lows = [item.low for item in example.sentence.items[:5]]
    opens = len(lows) > 2 and lows[0] in ("in", "for", "during") and lows[1] in WORDS["one"]
    return opens and bool(WORDS["case"].keys() & lows[2:5])


def _is_group(example: Example) -> bool:
    """`including 10 women and two men`: a part by sex or age of the number before it."""
    candidate = example.candidate
    words = example.sentence.items[candidate.phrase.at + 1 : candidate.phrase.end]
    aside = candidate.is_aside and candidate.parent is not None and not candidate.types
    return aside and any("group" in item_classes(item) for item in words)


def _is_of_region(example: Example) -> bool:
    """`Police in the northern province arrested eight`: the subject of its verb is a part of the country."""
    sentence, phrase = example.sentence, example.candidate.phrase
    start, governor = sentence.clauses[phrase.clause].start, phrase.governor
    subject = sentence.items[start:governor] if start < governor < phrase.at else ()
    classes = {name for item in subject for name in item_classes(item)}
    return "region" in classes and "national_level" not in classes


def _is_of_other_law(example: Example) -> bool:
    """`19 defendants under the pimping statute`: a law on another crime, right after what is counted."""
    items, end = example.sentence.items, example.candidate.phrase.end
    ahead = [item_classes(item) for item in items[end : end + _LAW_ITEMS]]
    opens = bool(ahead) and items[end].low == "under"
    return opens and any("smuggle" in ahead[at] and "law" in ahead[at + 1] for at in range(len(ahead) - 1))


def _details(example: Example, scores: dict[str, int], details: dict[int, tuple[str, str]]) -> tuple[str, str, int]:
    """Type and role, and the lesser of their confidences."""
    candidate = example.candidate
    best = max(TYPES, key=lambda name: scores[name])
    margin = scores[best] - max(scores[name] for name in TYPES if name != best)
    parent = candidate.parent
    unnamed = (candidate.is_bare or candidate.aligned) and not candidate.types
    repeats = candidate.kind in ("compare", "bracket") and unnamed
    if parent is not None and repeats and id(parent) in details:
        best = details[id(parent)][0]
        margin = max(margin, SURE)
    role = COMPARISON if scores[COMPARISON] > 0 else "current"
    return best, role, min(margin, abs(scores[COMPARISON]))


def _of_other_scope(example: Example, known: str, totals: dict[str, int], scores: dict[str, int]) -> Iterator[Count]:
    """A count that is not the country's: the measure that is tied to it most closely."""
    candidate = example.candidate
    tied = [measure for measure in totals if strength(candidate.relations[measure]) <= INHERITED]
    scope = known or max(SCOPES, key=lambda name: scores[name])
    if tied and not candidate.denied and (known or scores[scope] > 0):
        measure = max(tied, key=lambda name: totals[name])
        yield Count(example, measure, candidate.trafficking_type, candidate.role, scope, 0)


def _without_doubles(counts: Sequence[Count]) -> list[Count]:
    """The counts without those that other sentences of the section state better.

    A positive total replaces a zero of the same measure; a figure replaces an unreported one of its sentence. A zero,
    and a repeated larger count of law enforcement, is recorded once.
    """
    current = [each for each in counts if each.role == "current" and each.scope == TOTAL]
    positive = {each.measure for each in current if each.candidate.value and each.trafficking_type == "all"}
    in_sentence = {(each.measure, each.example.start) for each in current if each.candidate.value is not None}
    found: list[Count] = []
    seen: dict[tuple[object, ...], int] = {}
    for each in counts:
        value, denied = each.candidate.value, bool(each.candidate.denied)
        if denied and each.role == "current":
            if value is None and (each.measure, each.example.start) in in_sentence:
                continue
            if value == 0 and each.trafficking_type == "all" and each.measure in positive and not _is_of_new(each):
                continue
        key = (each.measure, each.trafficking_type, value, each.role, each.scope, each.candidate.persons(each.measure))
        once = denied or (
            each.measure in LAW_ENFORCEMENT and each.role == "current" and (value or 0) > _LARGEST_COINCIDENCE
        )
        if seen.setdefault(key, each.example.start) != each.example.start and once:
            continue
        found.append(each)
    return found


def _is_of_new(count: Count) -> bool:
    """Whether only new cases are denied (`no new prosecutions`); older cases may continue."""
    phrase = count.candidate.phrase
    items = count.example.sentence.items[phrase.at : phrase.end]
    return any(item.low in ("new", "any new", "initiate new") for item in items)
