"""The numbers of a sentence as candidates for counts: what each may count, by its clause and its neighbours.

A candidate names for every measure that its sentence speaks of how the number is tied to it: its noun names the
measure (`head`), a verb or noun governs it (`object`, `passive`, `participle`, `noun`, `given` ...), it inherits the
measure from the number that it compares or breaks down (`inherit`), or the measure is only mentioned near it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sources.language.clauses import NounPhrase, ParsedSentence, Tie, VerbGroup
from sources.language.clauses.periods import Period
from sources.state_department.statistics.measures import is_persons, of_object

ZERO: Final = "zero"
UNREPORTED: Final = "unreported"
_INHERITING: Final = frozenset(("compare", "bracket", "dash", "list", "include"))
_VICTIM_HEADS: Final = frozenset(("victim", "human", "harmed", "soldier", "bare", "case"))
_OWN: Final = ("head", "adj")
_RETURNS: Final = frozenset("return returned returning home repatriation".split())
_NEAR_ITEMS: Final = 25
_NEAR_SERVICE: Final = 6
_LINKING: Final = frozenset(("aux", "rise", "amount", "start", "word", "report"))


@dataclass(slots=True, eq=False)
class Candidate:
    """A number that may be a count.

    Attributes:
        phrase: its noun phrase.
        place: its place among the numbers of the sentence.
        head: what is counted, see `noun_phrases.Phrase`.
        kind: the kind of its clause.
        relations: how it is tied to each measure.
        parent: the candidate that it compares, breaks down or repeats.
        aligned: whether it stands in the place of its parent (`one and two, respectively`).
    """

    phrase: NounPhrase
    place: int
    head: str
    kind: str
    relations: dict[str, str] = field(default_factory=dict)
    parent: "Candidate | None" = None
    aligned: bool = False
    period: Period | None = None
    role: str = ""
    types: tuple[str, ...] = ()
    trafficking_type: str = "all"
    denied: str = ""

    @property
    def value(self) -> int | None:
        """The number; of a range the lower end; None for a figure that is not reported."""
        if self.phrase.number is not None:
            return self.phrase.number.value
        return 0 if self.denied == ZERO else None

    @property
    def is_bare(self) -> bool:
        """Whether no noun follows the number."""
        return self.head == "bare"

    @property
    def is_tied(self) -> bool:
        """Whether its own words, its governor or its parent name a measure."""
        return bool(self.tied_measures())

    def tied_measures(self) -> list[str]:
        """The measures that are not only mentioned near it."""
        return [measure for measure, relation in self.relations.items() if strength(relation) <= INHERITED]

    def persons(self, measure: str) -> bool:
        """Whether it counts persons under a measure."""
        if self.is_bare and self.parent is not None:
            return self.parent.persons(measure)
        return is_persons((measure,), self.head)


INHERITED: Final = 4
_STRENGTHS: Final = {
    "head": 0, "object": 1, "passive": 1, "participle": 1, "noun": 1, "given": 1, "opened": 1, "adj": 2, "shared": 2,
    "named": 2, "pronoun": 2, "whom": 2, "pp": 3, "far": 3, "subject": 3, "far-pp": 3, "inherit": INHERITED,
}  # fmt: skip


def strength(relation: str) -> int:
    """How closely a relation ties a number to a measure: 0 is closest, 9 is none."""
    name = relation.split(":", maxsplit=1)[0].rstrip("~")
    if name.startswith("near"):
        return 5 if "-same-" in name else 6
    if name.startswith(("give-", "receive-")):
        return 1
    return _STRENGTHS.get(name, 9 if name == "-" else 7)


def fitting(acts: Sequence[str], head: str) -> list[str]:
    """The measures of actions on a counted thing, each once."""
    return [m for m in dict.fromkeys(_plain(of_object(act, head)) for act in acts) if m is not None]


def _plain(measure: str | None) -> str | None:
    """Sentences count as convictions."""
    return "convictions" if measure == "sentenced" else measure


def read_candidates(sentence: ParsedSentence, before: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a sentence, in order.

    Args:
        sentence: the parsed sentence.
        before: those of the last sentence with numbers, which this one may compare or break down.
    """
    return _Reader(sentence, before).read()


class _Reader:
    def __init__(self, sentence: ParsedSentence, before: Sequence[Candidate]) -> None:
        self._sentence = sentence
        self._items = sentence.items
        self._before = before
        self._verb_at: dict[int, VerbGroup] = {}
        for clause in sentence.clauses:
            for verb in clause.verbs:
                self._verb_at[verb.at] = verb
        self._found: list[Candidate] = []
        self._by_phrase: dict[int, Candidate] = {}

    def read(self) -> list[Candidate]:
        for place, phrase in enumerate(self._sentence.noun_phrases):
            if phrase.number is None:
                continue
            kind = self._sentence.clauses[phrase.clause].kind
            found = Candidate(phrase, len(self._found), self._head(phrase), kind)
            found.relations = self._own(phrase, found.head)
            self._found.append(found)
            self._by_phrase[place] = found
        self._whole = self._opening_whole()
        for candidate in self._found:
            self._inherit(candidate)
        self._refer_back()
        for candidate in self._found:
            self._mention_near(candidate)
        return self._found

    def _head(self, phrase: NounPhrase) -> str:
        """Its noun; `12 Thai and 40 foreign victims` have one noun, and `five of the 12 suspects` that of the whole."""
        head, end = phrase.phrase.head, phrase.end
        items = self._items
        while head == "bare" and end + 1 < len(items) and items[end].low == "of":
            after = end + 1
            while (after < len(items) and items[after].kind in ("det", "num", "more")) or (
                after < len(items) and items[after].low in ("its", "their")
            ):
                after += 1
            inner = next((p for p in self._sentence.noun_phrases if end < p.at < after + 1), None)
            if inner is None:
                return items[after].value if after < len(items) and items[after].kind == "object" else head
            head, end = inner.phrase.head, inner.end
        if phrase.phrase.with_next:
            following = next((p for p in self._sentence.noun_phrases if p.at > phrase.at), None)
            head = following.phrase.head if following is not None else head
        return head

    def _own(self, phrase: NounPhrase, head: str) -> dict[str, str]:
        """The measures that its noun and its governor name."""
        found: dict[str, str] = {}
        for measure in phrase.phrase.measures:
            found[measure] = "head"
        for tie in phrase.ties:
            if tie.relation != "head":
                for measure, relation in self._governed(tie, phrase, head):
                    found.setdefault(measure, relation)
        if head == "case" and [item.low for item in self._items[phrase.end : phrase.end + 2]] == [
            "for",
            "investigation",
        ]:
            found["investigations"] = "opened"
        if not found:
            found.update(dict.fromkeys(self._named(phrase, head), "named"))
        for measure in phrase.phrase.adjectives:
            for own in fitting([measure], head):
                found.setdefault(own, "adj")
        return found

    def _named(self, phrase: NounPhrase, head: str) -> list[str]:
        """`Convictions rose to 12`, `prosecutions continued against 12 men`: the subject of its clause names it."""
        clause = self._sentence.clauses[phrase.clause]
        verb = next((verb for verb in clause.verbs if verb.at < phrase.at), None)
        if verb is None or verb.meanings or verb.kind not in _LINKING:
            return []
        nouns = [self._items[at] for at in range(clause.start, verb.start) if self._is_act_noun(at)]
        return fitting([noun.value for noun in nouns], head)

    def _governed(self, tie: Tie, phrase: NounPhrase, head: str) -> list[tuple[str, str]]:
        item, relation = self._items[tie.governor], tie.relation
        verb = self._verb_at.get(tie.governor)
        if relation == "given" or item.kind == "service":
            return self._given(tie.governor, phrase, head) if head in _VICTIM_HEADS else []
        if item.kind == "act" and item.form == "noun":
            return self._fitting(self._joined_nouns(tie.governor), head, "noun")
        if verb is None:
            return []
        if verb.meanings:
            acts = [self._home(act, phrase.end) for act in verb.meanings]
            return self._fitting(acts, head, relation)
        if verb.kind == "start" and head == "case":
            return [("investigations", "opened")]
        if verb.kind in ("give", "receive") and head in _VICTIM_HEADS:
            service = next((i for i in self._items[verb.end : verb.end + 14] if i.kind in ("service", "mark")), None)
            if service is not None and service.kind == "service":
                name = "victims_repatriated" if service.value == "repatriation" else "victims_assisted"
                return [(name, f"{verb.kind}-{relation}")]
        return []

    def _given(self, at: int, phrase: NounPhrase, head: str) -> list[tuple[str, str]]:
        """`shelter to 12 victims`, `assistance and repatriation for 12`, `identified and gave support to 12`."""
        found = []
        for item in self._items[max(0, at - 3) : phrase.at]:
            if item.kind == "service" and item.value != "repatriation":
                found.append(("victims_assisted", "given"))
            elif item.value == "repatriation" or (item.kind == "act" and item.value == "victims_repatriated"):
                found.append(("victims_repatriated", "given"))
        verbs = [verb for verb in self._verb_at.values() if verb.at < at]
        if verbs and at - verbs[-1].end < _NEAR_SERVICE:
            found += self._fitting(verbs[-1].meanings, head, "shared")
        return found

    def _home(self, act: str, end: int) -> str:
        """`assisted four victims to return home` counts victims repatriated."""
        if act != "victims_assisted":
            return act
        for item in self._items[end : end + 7]:
            if item.low in _RETURNS or item.value in ("victims_repatriated", "repatriation"):
                return "victims_repatriated"
            if item.kind in ("mark", "num", "act", "conj"):
                break
        return act

    def _joined_nouns(self, at: int) -> list[str]:
        """`the investigation, prosecution and conviction of 12 men`."""
        found = [self._items[at].value]
        place = at - 1
        while place >= 0 and (self._items[place].low in (",", "and", "or") or self._is_act_noun(place)):
            if self._is_act_noun(place):
                found.append(self._items[place].value)
            place -= 1
        return found

    def _is_act_noun(self, at: int) -> bool:
        return self._items[at].kind == "act" and self._items[at].form == "noun"

    def _fitting(self, acts: Sequence[str], head: str, relation: str) -> list[tuple[str, str]]:
        """The measures of actions on a thing; a measure that the thing has changed is marked."""
        found = [(_plain(of_object(act, head)), act) for act in acts]
        return [(m, relation if m == act else f"{relation}~") for m, act in found if m is not None]

    def _inherit(self, candidate: Candidate) -> None:
        """Ties a number of a comparison, bracket or breakdown to the number that it refers to."""
        clause = self._sentence.clauses[candidate.phrase.clause]
        if clause.kind in _INHERITING:
            candidate.parent, candidate.aligned = self._parent(candidate, clause.antecedent)
        elif self._whole is not None and candidate is not self._whole:
            candidate.parent = self._whole
        elif not candidate.relations and (candidate.is_bare or not clause.verbs):
            candidate.parent, candidate.aligned = self._continued(candidate)
        parent = candidate.parent
        if parent is None:
            return
        unnamed = candidate.is_bare or candidate.head in ("case", "human", "victim", "offender", parent.head)
        if not candidate.relations and unnamed:
            for measure, relation in parent.relations.items():
                tie = relation if relation.startswith("inherit") else f"inherit:{relation}"
                candidate.relations[measure] = tie

    def _refer_back(self) -> None:
        """`identified 12 victims and referred them to shelters`: the last victims again, under another measure."""
        for at, item in enumerate(self._items):
            whom = item.low in ("they", "who", "all of whom", "whom") and at > 0
            if item.kind != "pronoun" and not whom:
                continue
            counted = [c for c in self._found if c.phrase.at < at and c.head in _VICTIM_HEADS and c.is_tied]
            if not counted:
                continue
            reach = range(at, min(at + 6, len(self._items))) if whom else range(max(0, at - 2), at)
            for verb in (self._verb_at[place] for place in reach if place in self._verb_at):
                for measure in verb.meanings:
                    if measure.startswith("victims"):
                        counted[-1].relations.setdefault(measure, "whom" if whom else "pronoun")

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

    def _parent(self, candidate: Candidate, antecedent: Sequence[int]) -> tuple["Candidate | None", bool]:
        clause = candidate.phrase.clause
        alike = [c for c in self._found if c.phrase.clause == clause]
        own = [self._by_phrase[place] for place in antecedent if place in self._by_phrase]
        if not own:
            own = list(self._before)
        respectively = any(
            item.kind == "respectively"
            for item in self._items[self._sentence.clauses[clause].start : self._sentence.clauses[clause].end]
        )
        rows = [own, [c for c in self._found if c.place < alike[0].place][-len(alike) :]]
        for row in rows if respectively else rows[:1]:
            if len(row) == len(alike) > 1 and all(c.is_bare or c.relations for c in alike):
                return row[alike.index(candidate)], True
        named = [c for c in own if set(c.relations) & set(candidate.relations)]
        choice = (named or own)[-1:]
        return (choice[0] if choice else None), False

    def _continued(self, candidate: Candidate) -> tuple[Candidate | None, bool]:
        """`That contrasts with 86, 61, and 16, respectively`: numbers that go on with the list before them."""
        clause = candidate.phrase.clause
        alike = [c for c in self._found if c.phrase.clause == clause]
        if alike[0].place == 0:
            stated = [c for c in self._before if c.kind in ("main", "joined", "subordinate") and c.is_tied]
            if len(stated) == len(alike) > 1 and all(c.is_bare for c in alike):
                return stated[alike.index(candidate)], True
            return (stated or list(self._before))[-1] if stated or self._before else None, False
        earlier = [c for c in self._found[: candidate.place] if c.relations]
        return (earlier[-1] if earlier else None), False

    def _mention_near(self, candidate: Candidate) -> None:
        """Measures that the sentence names elsewhere."""
        at, own = candidate.phrase.at, self._sentence.clause_of[candidate.phrase.at]
        low, high = max(0, at - _NEAR_ITEMS), min(len(self._items), at + _NEAR_ITEMS)
        for place in sorted(range(low, high), key=lambda place: abs(place - at)):
            item = self._items[place]
            if item.kind != "act":
                continue
            measure = _plain(of_object(item.value, candidate.head) or item.value) or ""
            side = "before" if place < at else "after"
            same = "same" if self._sentence.clause_of[place] == own else "other"
            candidate.relations.setdefault(measure, f"near-{side}-{same}-{item.form}")
        for other in self._before:
            for measure, relation in other.relations.items():
                if not relation.startswith("near"):
                    candidate.relations.setdefault(measure, "context")
