"""What the clause of a candidate says about it, as named features for the linear models.

A feature is a short string. Those here hold for the candidate whatever it counts: classes of the words beside it, its
noun phrase, the words of its clause, its period, types, and how its value compares with those before it. What depends
on the measure is in `measure_features`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sources.language.clauses import ParsedSentence
from sources.state_department.statistics.candidates import Candidate
from sources.state_department.statistics.dating import is_compared
from sources.state_department.statistics.word_classes import item_classes, item_tag

_MEMORY: Final = 24
_REACH_ITEMS: Final = 30
_ATTACHED_ITEMS: Final = 9


@dataclass
class SectionMemory:
    """What the sentences of a section have counted so far.

    Attributes:
        section: its slug.
        edition: the report's edition.
        before: the candidates of the last sentence with numbers.
        values: the numbers before, each with the measures that its own words name.
    """

    section: str
    edition: int
    before: Sequence[Candidate] = ()
    values: list[tuple[frozenset[str], int]] = field(default_factory=list)

    def add(self, candidates: Sequence[Candidate]) -> None:
        """Remembers the candidates of a sentence."""
        numbers = [candidate for candidate in candidates if not candidate.denied]
        if numbers:
            self.before = numbers
            found = [(frozenset(each.tied_measures), each.value or 0) for each in numbers]
            self.values = (self.values + found)[-_MEMORY:]


class SentenceFeatures:
    """The features of the candidates of one sentence."""

    def __init__(self, sentence: ParsedSentence, candidates: Sequence[Candidate], memory: SectionMemory) -> None:
        self.sentence = sentence
        self.candidates = candidates
        self.memory = memory
        self.tags = [item_tag(item) for item in sentence.items]
        self.numbers = [each for each in candidates if not each.denied]
        self._classes = [item_classes(item) for item in sentence.items]
        self._all_types = "+".join(sorted({item.value for item in sentence.items if item.kind == "type"}))
        first = next((item for item in sentence.items[:8] if item.kind in ("type", "num", "act")), None)
        self._opening_type = first.value if first is not None and first.kind == "type" else "-"
        self._newest = max((max(period.years) for period in sentence.periods if period.years), default=0)

    def of(self, candidate: Candidate) -> list[str]:
        """The features of a candidate, whatever it counts."""
        return [
            "bias",
            *self._phrase(candidate),
            *self._clause(candidate),
            *self._period(candidate),
            *self._types(candidate),
            *self._value(candidate),
        ]

    def _tag(self, at: int) -> str:
        return self.tags[at] if 0 <= at < len(self.tags) else "^"

    def _phrase(self, candidate: Candidate) -> Iterator[str]:
        """The words beside the number, its noun phrase, and what follows it."""
        phrase, at, end = candidate.phrase, candidate.phrase.at, min(candidate.phrase.end, len(self.tags))
        yield from (f"k{step}:{self._tag(at + step)}" for step in (-2, -1, 1, 2))
        for first, second in ((-2, -1), (-1, 1), (1, 2)):
            yield f"k{first:+}{second:+}:{self._tag(at + first)} {self._tag(at + second)}"
        yield f"h:{candidate.head}|{self.memory.section}"
        yield f"hk:{candidate.head}|{candidate.kind}"
        yield from (f"pt:{name}" for name in {*phrase.phrase.types, *phrase.phrase.adjectives})
        yield from (f"pc:{name}" for names in self._classes[at + 1 : end] for name in names)
        yield from (f"e{step}:{self._tag(end + step)}" for step in (0, 1, 2))
        yield f"e01:{self._tag(end)} {self._tag(end + 1)}"
        yield f"he:{candidate.head}|{self._tag(end)}"
        yield f"det:{phrase.determiner}|{candidate.head}"

    def _clause(self, candidate: Candidate) -> Iterator[str]:
        """Classes of the words of its clause, before and after it, and what kind of clause it is."""
        at, clause = candidate.phrase.at, candidate.phrase.clause
        of_clause = self.sentence.clause_of
        for side, span in (("b", range(max(0, at - _REACH_ITEMS), at)), ("a", range(at + 1, at + _REACH_ITEMS))):
            found = {name for near in span if near < len(of_clause) and of_clause[near] == clause
                     for name in self._classes[near]}  # fmt: skip
            yield from (f"c{side}:{name}" for name in sorted(found))
        yield from self._attached(candidate)
        own = self.sentence.clauses[clause]
        yield f"ck:{candidate.kind}"
        yield f"co:{own.opener}"
        yield f"nn:{min(len(self.numbers), 6)}"
        parent = candidate.parent
        if parent is not None:
            yield f"cp:{candidate.kind}|{parent.kind}|{candidate.head}"

    def _attached(self, candidate: Candidate) -> Iterator[str]:
        """What a relative clause or a breakdown right after it says: `some of whom may be victims`."""
        for place, clause in enumerate(self.sentence.clauses):
            near = 0 <= clause.start - candidate.phrase.end <= _ATTACHED_ITEMS
            if near and clause.kind in ("relative", "include", "subordinate") and place != candidate.phrase.clause:
                span = range(clause.start, min(clause.end, clause.start + _ATTACHED_ITEMS))
                yield from (f"cr:{name}" for name in sorted({name for at in span for name in self._classes[at]}))
                return

    def _period(self, candidate: Candidate) -> Iterator[str]:
        kind, years = candidate.period_kind, candidate.period.years if candidate.period is not None else ()
        newest, distance = "-", "-"
        if years:
            distance = str(max(-3, min(1, max(years) - self.memory.edition)))
            newest = "-" if not self._newest else "new" if max(years) >= self._newest else "old"
        compared = is_compared(self.sentence, candidate)
        yield f"t:{kind}|{distance}|{compared}"
        yield f"tn:{kind}|{distance}|{compared}|{newest}"
        yield f"r:{candidate.role}|{candidate.kind}"
        yield f"rc:{candidate.role}|{compared}|{newest}"
        yield f"td:{candidate.role}|{candidate.denied}"
        if candidate.parent is not None:
            yield f"rp:{candidate.role}|{candidate.parent.role}|{candidate.kind}"

    def _types(self, candidate: Candidate) -> Iterator[str]:
        """The types of trafficking named with it and around it."""
        own = "+".join(candidate.types[:3])
        yield f"ty:{candidate.trafficking_type}|{candidate.kind}"
        yield f"tw:{own}|{candidate.kind}"
        yield f"tw:{own}"
        yield f"tall:{self._all_types}|{own}"
        yield f"to:{self._opening_type}|{own}"
        yield f"tz:{candidate.trafficking_type}|{candidate.denied}"
        place = candidate.place
        if place:
            last = self.candidates[place - 1]
            yield f"tl:{last.trafficking_type}|{candidate.trafficking_type}|{candidate.kind}|{candidate.head == 'bare'}"
        if candidate.parent is not None:
            parent = candidate.parent.trafficking_type
            yield f"tp:{candidate.trafficking_type}|{parent}|{candidate.kind}|{candidate.head}"

    def _value(self, candidate: Candidate) -> Iterator[str]:
        """The number itself, and how it compares with the numbers before it."""
        number = candidate.phrase.number
        if number is None:
            return
        yield f"n:{bucket(number.value)}"
        yield f"q:{number.qualifier}|{number.is_word}"
        yield f"sum:{self._adds_up(candidate)}"
        yield f"mm:{any(known == number.value for _, known in self.memory.values)}"
        place = self.numbers.index(candidate)
        if place:
            yield f"vs:{compare(number.value, self.numbers[place - 1].value or 0)}|{candidate.kind}"

    def _adds_up(self, candidate: Candidate) -> str:
        """Whether the numbers after it add up to it, or it is one of those that add up to one before."""
        values = [each.value or 0 for each in self.numbers]
        here = self.numbers.index(candidate)
        if values[here] > 1 and _sums(values[here + 1 : here + 8], values[here]):
            return "whole"
        for start in range(max(0, here - 4), here):
            count = _sums(values[start + 1 : start + 8], values[start])
            if count and start + count >= here:
                return "part"
        return "-"


def _sums(values: Sequence[int], whole: int) -> int:
    """How many of the values add up to a whole, at least two; 0 for none."""
    total = 0
    for count, value in enumerate(values, start=1):
        total += value
        if count > 1 and total == whole:
            return count
    return 0


def compare(value: int, other: int) -> str:
    """How a value compares with another."""
    return "same" if value == other else "more" if value > other else "less"


def bucket(value: int) -> str:
    """The size of a number, roughly."""
    return str(value) if value < 3 else f"<1e{len(str(value))}"
