"""Stated zeros and unreported figures as candidates: `did not convict any traffickers`, `no data on convictions`.

A denied action or a counted thing with `no` is a zero. A denied report (`did not provide data on`), or data that are
said to be missing, is a figure that the text says was not reported. A text without either gives nothing.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from sources.language.clauses import NounPhrase, ParsedSentence, VerbGroup
from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import Phrase
from sources.state_department.statistics.candidates import UNREPORTED, ZERO, Candidate, fitting
from sources.state_department.statistics.measures import LAW_ENFORCEMENT
from sources.state_department.statistics.word_classes import item_classes

_REACH_ITEMS: Final = 24
_OBJECT_ITEMS: Final = 9
_ASKING: Final = frozenset(("report", "give"))
_BEGINNING: Final = frozenset(("start", "receive", "verb"))
_BEGINNING_GERUNDS: Final = frozenset("initiating opening launching beginning conducting pursuing".split())
_NARROWING: Final = frozenset(
    "these those such this that complicit pending ongoing disaggregate disaggregated sentences penalties sentencing "
    "its their international continued".split()
)
_NARROWING_CLASSES: Final = frozenset(("place", "group", "national", "demonym", "single", "smuggle", "official"))
_PARTS: Final = frozenset("unit embassy shelter center agencies office hotline officers officials inspectors".split())
_STATING: Final = frozenset(
    "provided reported available collected compiled published disclosed kept unavailable".split()
)
_ENDS: Final = frozenset((";", "(", ")", "—", "–"))
_DATA_ADJECTIVES: Final = {"investigative": "investigations", "prosecutorial": "prosecutions"}


def read_denials(sentence: ParsedSentence) -> list[Candidate]:
    """The stated zeros and unreported figures of a sentence, in order."""
    reader = _DenialReader(sentence)
    found: list[Candidate] = []
    for clause in sentence.clauses:
        for verb in clause.verbs:
            if verb.negated:
                found += reader.denied_verb(verb)
    for phrase in sentence.noun_phrases:
        if phrase.number is None and phrase.determiner not in ("any", "any new", "a single", "any other"):
            found += reader.none_of(phrase)
    found += reader.missing_data()
    places: dict[int, Candidate] = {}
    for candidate in sorted(found, key=lambda each: each.phrase.at):
        places.setdefault(candidate.phrase.at, candidate)
    return list(places.values())


class _DenialReader:
    def __init__(self, sentence: ParsedSentence) -> None:
        self._sentence = sentence
        self._items = sentence.items

    def denied_verb(self, verb: VerbGroup) -> Iterator[Candidate]:
        """A denied verb: of an action, of a beginning (`did not initiate any`), of a report."""
        ahead = self._ahead(verb.end)
        data = any(self._items[at].kind == "data" for at in ahead[:_OBJECT_ITEMS])
        if verb.kind in _ASKING or self._items[verb.at].low == "have" or (data and verb.kind == "start"):
            yield from self._denied_report(verb, ahead, data=data)
        elif verb.meanings and not data:
            thing = next((self._items[at] for at in ahead[:_OBJECT_ITEMS] if self._items[at].kind == "object"), None)
            head = thing.value if thing is not None else "bare"
            if self._is_general(verb, ahead) and not self._is_narrow(ahead):
                yield self._candidate(verb.start, ahead, ZERO, verb.meanings, head, "verb")
        elif verb.kind in _BEGINNING:
            nouns = [self._items[at].value for at in ahead[:_OBJECT_ITEMS] if self._is_noun(at)]
            if nouns and self._is_general(verb, ahead) and not self._is_narrow(ahead):
                yield self._candidate(verb.start, ahead, ZERO, nouns, "bare", "verb-noun")

    def _denied_report(self, verb: VerbGroup, ahead: Sequence[int], *, data: bool) -> Iterator[Candidate]:
        """`did not provide data on convictions`, `did not report convicting anyone`, `did not report any arrests`."""
        first = next((self._items[at] for at in ahead if self._items[at].kind != "adverb"), None)
        if first is None or self._is_narrow(ahead) or self._is_of_part(verb.start):
            return
        if data:
            yield self._candidate(verb.start, ahead, UNREPORTED, self._asked(ahead), "bare", "data")
        elif verb.kind == "report" and (first.form == "gerund" or first.low in _BEGINNING_GERUNDS):
            given = first.kind == "give" and not any(self._items[at].kind == "service" for at in ahead[:_OBJECT_ITEMS])
            if not given:
                yield self._candidate(verb.start, ahead, UNREPORTED, self._asked(ahead), "bare", "gerund")
        elif verb.kind == "report" and any(self._is_noun(at) for at in ahead[:4]):
            yield self._candidate(
                verb.start, ahead, UNREPORTED, self._asked(ahead[:_OBJECT_ITEMS]), "bare", "report-noun"
            )

    def _is_general(self, verb: VerbGroup, ahead: Sequence[int]) -> bool:
        """`did not convict any traffickers`, `has never convicted a trafficker`; not `convict the three`."""
        absolute = any(word in self._items[verb.start].low for word in ("never", "yet"))
        near = [self._items[at] for at in ahead[:_OBJECT_ITEMS]]
        perfect = self._items[verb.start].low.startswith(("has", "have", "had")) and any(i.low == "a" for i in near)
        return (
            absolute
            or perfect
            or verb.end - verb.start > _OBJECT_ITEMS
            or any(item.kind == "any" or item.low.startswith("any") for item in near)
        )

    def _is_narrow(self, ahead: Sequence[int]) -> bool:
        """Whether the words after it narrow it to officials, to a place, or to what was named before."""
        items = [self._items[at] for at in ahead]
        return any(item.kind == "official" or item.low in _NARROWING for item in items) or any(
            not _NARROWING_CLASSES.isdisjoint(item_classes(item)) for item in items
        )

    def _is_of_part(self, at: int) -> bool:
        """`the embassy did not report ...`: a part of the state whose missing report is no missing national figure."""
        return any("ngo" in item_classes(item) or item.low in _PARTS for item in self._items[max(0, at - 4) : at])

    def none_of(self, phrase: NounPhrase) -> Iterator[Candidate]:
        """`no convictions`, `convicted no traffickers`, `no traffickers were convicted`, `no data on convictions`."""
        items, end = self._items, phrase.end
        ahead = self._ahead(phrase.at + 1)
        if self._is_narrow(ahead):
            return
        if any(items[at].kind == "data" for at in ahead[:3]):
            yield self._candidate(phrase.at, ahead, UNREPORTED, self._asked(ahead), "bare", "no-data")
            return
        if phrase.phrase.measures:
            yield self._candidate(phrase.at, ahead, ZERO, phrase.phrase.measures, "measure", "no-head")
            return
        for tie in phrase.ties:
            verb = next((v for c in self._sentence.clauses for v in c.verbs if v.at == tie.governor), None)
            nouns = [items[at].value for at in ahead if self._is_noun(at)]
            if verb is not None and verb.kind == "start" and phrase.determiner == "none" and nouns:
                yield self._candidate(phrase.at, ahead, ZERO, nouns, "bare", "verb-noun")  # `none led to convictions`
                return
            if verb is not None and verb.meanings and tie.relation in ("object", "passive", "participle"):
                yield self._candidate(
                    phrase.at,
                    list(range(phrase.at + 1, end)),
                    ZERO,
                    verb.meanings,
                    phrase.phrase.head,
                    f"no-{tie.relation}",
                )
                return

    def missing_data(self) -> Iterator[Candidate]:
        """`statistics on prosecutions were not available`, `conviction data were unavailable`."""
        for at, item in enumerate(self._items):
            if item.kind != "data":
                continue
            ahead = self._ahead(at + 1)[:14]
            lows = [self._items[place].low for place in ahead]
            denied = "unavailable" in lows or any(
                lows[place] == "not" and lows[place + 1] in _STATING for place in range(len(lows) - 1)
            )
            if denied and not self._is_narrow(ahead):
                around = list(range(max(0, at - 2), at)) + ahead
                yield self._candidate(at, ahead, UNREPORTED, self._asked(around), "bare", "missing")

    def _ahead(self, place: int) -> list[int]:
        """The items up to the end of the clause."""
        found = []
        for at in range(place, min(len(self._items), place + _REACH_ITEMS)):
            item = self._items[at]
            breaks = at > place and (
                item.kind in ("compare", "deny") or item.low in ("but", "while", "although", "nor")
            )
            if item.low in _ENDS or breaks:
                break
            found.append(at)
        return found

    def _is_noun(self, at: int) -> bool:
        return self._items[at].kind == "act" and self._items[at].form == "noun"

    def _asked(self, ahead: Sequence[int]) -> list[str]:
        """The measures of the figures that are missing."""
        found: list[str] = []
        served = False
        for at in ahead:
            item = self._items[at]
            served = served or item.kind in ("receive", "give")
            if item.kind == "act" and item.value not in ("sentenced", "victims_released", "detentions"):
                found.append(item.value)
            elif item.low in _DATA_ADJECTIVES:
                found.append(_DATA_ADJECTIVES[item.low])
            elif item.kind == "service" and served:
                found.append("victims_repatriated" if item.value == "repatriation" else "victims_assisted")
            elif item.kind in ("num", "rise", "crime"):
                break
        return found

    def _candidate(
        self, at: int, ahead: Sequence[int], denied: str, measures: Sequence[str], head: str, tie: str
    ) -> Candidate:
        items: Sequence[Item] = [self._items[place] for place in ahead]
        acts = [n for n, item in enumerate(items) if item.kind in ("act", "object")]
        end = ahead[acts[-1] if len(acts) == 1 else acts[0]] + 1 if acts else at + 1
        types = tuple(item.value for item in items if item.kind == "type")
        named = fitting(measures, head) if head not in ("bare", "measure") else list(measures)
        phrase = NounPhrase(
            at, max(end, at + 1), Phrase(head, (), types, (), end), None, "no", "", self._sentence.clause_of[at]
        )
        kind = self._sentence.clauses[phrase.clause].kind
        return Candidate(phrase, 0, head, kind, dict.fromkeys(named, tie), denied=denied)


def counts_persons(measure: str, head: str) -> bool:
    """Whether a denied figure is one of persons."""
    return head not in ("bare", "measure", "case") or measure not in LAW_ENFORCEMENT
