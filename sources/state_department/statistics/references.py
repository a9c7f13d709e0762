"""The candidates of a sentence, and the numbers before them that they compare, break down or repeat."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sources.language.clauses import PARTITIVES, Clause, ParsedSentence
from sources.state_department.statistics.candidates import Candidate
from sources.state_department.statistics.measures import of_object, plain_measure
from sources.state_department.statistics.ties import VICTIM_HEADS, TieReader
from sources.state_department.statistics.word_classes import WORDS

_INHERITING: Final = frozenset(("compare", "bracket", "dash", "list", "include"))
_STATING: Final = ("main", "joined", "subordinate")
_NOT_COUNTED: Final = ("official", "difference")
_COUNTED: Final = ("bare", "case", "human", "victim", "offender", "harmed")
_NEAR_ITEMS: Final = 25


def read_candidates(
    sentence: ParsedSentence, before: Sequence[Candidate], denials: Sequence[Candidate] = ()
) -> list[Candidate]:
    """The candidates of a sentence, in order.

    Args:
        sentence: the parsed sentence.
        before: those of the last sentence with numbers, which this one may compare or break down.
        denials: its stated zeros and missing figures, which its numbers may be compared with.
    """
    return _Reader(sentence, before, denials).read()


class _Reader:
    def __init__(self, sentence: ParsedSentence, before: Sequence[Candidate], denials: Sequence[Candidate]) -> None:
        self._sentence = sentence
        self._items = sentence.items
        self._before = before
        self._denials = denials
        self._ties = TieReader(sentence)
        self._found: list[Candidate] = []
        self._by_phrase: dict[int, Candidate] = {}
        self._whole: Candidate | None = None

    def read(self) -> list[Candidate]:
        for place, phrase in enumerate(self._sentence.noun_phrases):
            if phrase.number is None:
                continue
            partitive = phrase.end < len(self._items) and self._items[phrase.end].low in PARTITIVES
            kind = "include" if partitive and self._found else self._sentence.clauses[phrase.clause].kind
            found = Candidate(phrase, len(self._found), self._ties.head(phrase), kind)
            found.relations = self._ties.own(phrase, found.head)
            self._found.append(found)
            self._by_phrase[place] = found
        self._whole = self._opening_whole()
        for candidate in self._found:
            self._inherit(candidate)
        self._refer_back()
        self._repeat_same()
        for candidate in self._found:
            self._mention_near(candidate)
        return self._found

    def _inherit(self, candidate: Candidate) -> None:
        """Ties a number of a comparison, bracket or breakdown to the number that it refers to."""
        clause = self._sentence.clauses[candidate.phrase.clause]
        if any(item.low in WORDS["rest"] for item in self._items[:3]):
            return  # `of the rest, 17 went elsewhere`
        if candidate.kind == "include" and clause.kind != "include":
            candidate.parent = self._found[candidate.place - 1]
        elif clause.kind in _INHERITING:
            candidate.parent, candidate.aligned = self._parent(candidate, clause)
        elif self._whole is not None and candidate is not self._whole:
            candidate.parent = self._whole
        elif not candidate.relations and (candidate.is_bare or not clause.verbs):
            candidate.parent, candidate.aligned = self._continued(candidate)
        parent = candidate.parent
        if parent is None:
            return
        if not candidate.relations and candidate.head in (*_COUNTED, parent.head):
            for measure, relation in parent.relations.items():
                tie = relation if relation.startswith("inherit") else f"inherit:{relation}"
                candidate.relations[measure] = tie

    def _refer_back(self) -> None:
        """`identified 12 victims and referred them to shelters`: the last victims again, under another measure."""
        for at, item in enumerate(self._items):
            whom = item.low in ("they", "who", "all of whom", "whom") and at > 0
            if item.kind != "pronoun" and not whom:
                continue
            counted = [c for c in self._found if c.phrase.at < at and c.head in VICTIM_HEADS and c.tied_measures]
            counted = [c for c in counted if c.kind in ("main", "joined", "relative")] or counted
            if not counted:
                continue
            reach = range(at, min(at + 6, len(self._items))) if whom else range(max(0, at - 2), at)
            for verb in (self._ties.verb_at[place] for place in reach if place in self._ties.verb_at):
                served = [name for name, _ in self._ties.served(verb, "")]
                for measure in (*verb.meanings, *served):
                    if measure.startswith("victims"):
                        counted[-1].relations.setdefault(measure, "whom" if whom else "pronoun")

    def _repeat_same(self) -> None:
        """`14 convictions, the same number as in 2010`: the number again, for another year."""
        for at, item in enumerate(self._items):
            ahead = self._items[at + 1 : at + 7]
            stated = [c for c in self._found if c.phrase.at < at and c.kind in ("main", "joined")]
            if item.kind != "same" or not stated or any(other.kind == "num" for other in ahead):
                continue
            if any(other.kind in ("year", "period") for other in ahead):
                phrase = replace(stated[-1].phrase, at=at, end=at + 1, clause=self._sentence.clause_of[at], ties=())
                found = Candidate(phrase, len(self._found), "bare", "compare", parent=stated[-1])
                found.relations = {m: f"inherit:{r}" for m, r in stated[-1].relations.items()}
                self._found.append(found)

    def _opening_whole(self) -> Candidate | None:
        """`Of the 115 cases, 65 involved ...`, `Of these, ...`: what the whole sentence breaks down."""
        items = self._items
        if len(items) < 3 or items[0].low not in ("of", "among", "of these", "of those", "of them"):
            return None
        comma = next((at for at, item in enumerate(items[:14]) if item.low == ","), 0)
        inner = next((c for c in self._found if c.phrase.at < comma), None)
        alike = [c for c in self._before if inner is not None and c.value == inner.value]
        if inner is not None and not inner.relations and alike:
            inner.relations.update(alike[-1].relations)
        return inner or (self._before[-1] if self._before else None)

    def _parent(self, candidate: Candidate, clause: Clause) -> tuple[Candidate | None, bool]:
        """What a number of a comparison, bracket or breakdown refers to, and whether it is in the same place."""
        alike = self._alike(candidate)
        before = self._found[: alike[0].place]
        stated = [c for c in before if c.kind in ("main", "joined") and c.tied_measures]
        own = [self._by_phrase[place] for place in clause.antecedent if place in self._by_phrase]
        own = own or [denial for denial in self._denials if denial.phrase.at < clause.start][-1:] or list(self._before)
        respectively = any(item.kind == "respectively" for item in self._items[clause.start : clause.end])
        told = respectively or all(c.is_bare or c.relations for c in alike)
        rows = [stated] if all(c.is_bare for c in alike) else []
        rows += [own] if told else []
        rows += [before[-len(alike) :]] if respectively else []
        row = next((row for row in rows if len(row) == len(alike) > 1), None)
        if row is not None:
            return row[alike.index(candidate)], True
        named = [c for c in own if set(c.relations) & set(candidate.relations)]
        return next(reversed(named or own), None), False

    def _continued(self, candidate: Candidate) -> tuple[Candidate | None, bool]:
        """`That contrasts with 86, 61, and 16, respectively`: numbers that go on with the list before them."""
        alike = self._alike(candidate)
        if alike[0].place:
            earlier = [c for c in self._found[: candidate.place] if c.relations]
            stated = [c for c in earlier if c.kind in _STATING]
            return next(reversed(stated or earlier), None), False
        stated = [c for c in self._before if c.kind in _STATING and c.tied_measures]
        if len(stated) == len(alike) > 1 and all(c.is_bare for c in alike):
            return stated[alike.index(candidate)], True
        return next(reversed(stated or self._before), None), False

    def _alike(self, candidate: Candidate) -> list[Candidate]:
        """The numbers of its clause."""
        return [c for c in self._found if c.phrase.clause == candidate.phrase.clause]

    def _mention_near(self, candidate: Candidate) -> None:
        """Measures that the sentence, or the one before it, names elsewhere."""
        if candidate.head in _NOT_COUNTED:
            return
        at, own = candidate.phrase.at, self._sentence.clause_of[candidate.phrase.at]
        low, high = max(0, at - _NEAR_ITEMS), min(len(self._items), at + _NEAR_ITEMS)
        for place in sorted(range(low, high), key=lambda place: abs(place - at)):
            item = self._items[place]
            if item.kind != "act":
                continue
            measure = of_object(item.value, candidate.head) or plain_measure(item.value)
            if not self._ties.is_excluded(measure, candidate.phrase):
                side = "before" if place < at else "after"
                same = "same" if self._sentence.clause_of[place] == own else "other"
                candidate.relations.setdefault(measure, f"near-{side}-{same}-{item.form}")
        for other in self._before:
            for measure, relation in other.relations.items():
                if not relation.startswith("near"):
                    candidate.relations.setdefault(measure, "context")
