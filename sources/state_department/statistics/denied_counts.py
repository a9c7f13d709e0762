"""Stated zeros and unreported figures as candidates: `did not convict any traffickers`, `no data on convictions`.

A denied action or a counted thing with `no` is a zero. A denied report (`did not provide data on`), or data that are
said to be missing, is a figure that the text says was not reported. A text without either gives nothing.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sources.language.clauses import NounPhrase, ParsedSentence, VerbGroup
from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import Phrase
from sources.state_department.statistics.candidates import UNREPORTED, ZERO, Candidate
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, fitting
from sources.state_department.statistics.word_classes import WORDS, is_action_noun, item_classes

_REACH_ITEMS: Final = 24
_OBJECT_ITEMS: Final = 9
_DATA_ITEMS: Final = 14
_ANY: Final = ("any", "any new", "a single", "any other")
_ASKING: Final = frozenset(("report", "give"))
_BEGINNING: Final = frozenset(("start", "receive", "verb"))
_NARROWING_CLASSES: Final = frozenset(("place", "group", "national", "demonym", "single", "smuggle", "official"))
_ENDS: Final = frozenset((";", "(", ")", "—", "–"))
_CONTRASTS: Final = frozenset(("but", "while", "although", "nor"))
_DATA_ADJECTIVES: Final = {"investigative": "investigations", "prosecutorial": "prosecutions"}


def read_denials(sentence: ParsedSentence) -> list[Candidate]:
    """The stated zeros and unreported figures of a sentence, in order."""
    reader = _DenialReader(sentence)
    found = [
        *(reader.denied_verb(verb) for clause in sentence.clauses for verb in clause.verbs if verb.negated),
        *(reader.none_of(phrase) for phrase in sentence.noun_phrases if phrase.number is None),
        *(reader.missing_data(at) for at, item in enumerate(sentence.items) if item.kind == "data"),
    ]
    places: dict[int, Candidate] = {}
    for candidate in found:
        if candidate is not None:
            places.setdefault(candidate.phrase.at, candidate)
    return [places[at] for at in sorted(places)]


class _DenialReader:
    """Reads a denied verb, noun phrase or mention of data; None where it is no zero and no missing figure."""

    def __init__(self, sentence: ParsedSentence) -> None:
        self._sentence = sentence
        self._items = sentence.items

    def denied_verb(self, verb: VerbGroup) -> Candidate | None:
        """A denied verb: of an action, of a beginning (`did not initiate any`), of a report."""
        ahead = self._ahead(verb.end)
        near = ahead[:_OBJECT_ITEMS]
        data = any(item.kind == "data" for item in near)
        if verb.kind in _ASKING or self._items[verb.at].low == "have" or (data and verb.kind == "start"):
            return self._denied_report(verb, ahead, data=data)
        measures: Sequence[str] = verb.meanings
        head, tie = "bare", "verb"
        if measures and not data:
            head = next((item.value for item in near if item.kind == "object"), "bare")
        else:
            measures, tie = _action_nouns(near) if verb.kind in _BEGINNING else (), "verb-noun"
        if not measures or not self._is_general(verb, near) or _is_narrow(ahead):
            return None
        return self._candidate(verb.start, verb.end, ahead, ZERO, measures, head, tie)

    def _denied_report(self, verb: VerbGroup, ahead: Sequence[Item], *, data: bool) -> Candidate | None:
        """`did not provide data on convictions`, `did not report convicting anyone`, `did not report any arrests`."""
        first = next((item for item in ahead if item.kind != "adverb"), None)
        if first is None or _is_narrow(ahead) or self._is_of_part(verb.start) or not (data or verb.kind == "report"):
            return None
        near = ahead[:_OBJECT_ITEMS]
        asked, tie = _asked(ahead), "data"
        if not data and (first.form == "gerund" or first.low in WORDS["beginning"]):
            tie = "gerund"
            if first.kind == "give" and not any(item.kind == "service" for item in near):
                return None
        elif not data:
            asked, tie = _asked(near), "report-noun"
            if not _action_nouns(ahead[:4]):
                return None
        return self._candidate(verb.start, verb.end, ahead, UNREPORTED, asked, "bare", tie)

    def _is_general(self, verb: VerbGroup, near: Sequence[Item]) -> bool:
        """`did not convict any traffickers`, `has never convicted a trafficker`; not `convict the three`."""
        opening = self._items[verb.start].low
        absolute = "never" in opening or "yet" in opening or verb.end - verb.start > _OBJECT_ITEMS
        perfect = opening.startswith(("has", "have", "had")) and any(item.low == "a" for item in near)
        return absolute or perfect or any(item.kind == "any" or item.low.startswith("any") for item in near)

    def _is_of_part(self, at: int) -> bool:
        """`the embassy did not report ...`: a part of the state whose missing report is no missing national figure."""
        before = self._items[max(0, at - 4) : at]
        return any("ngo" in item_classes(item) or item.low in WORDS["part_of_state"] for item in before)

    def none_of(self, phrase: NounPhrase) -> Candidate | None:
        """`no convictions`, `convicted no traffickers`, `no traffickers were convicted`, `no data on convictions`."""
        at, own, ahead = phrase.at, phrase.phrase, self._ahead(phrase.at + 1)
        if phrase.determiner in _ANY or _is_narrow(ahead):
            return None
        if any(item.kind == "data" for item in ahead[:3]):
            return self._candidate(at, at + 1, ahead, UNREPORTED, _asked(ahead), "bare", "no-data")
        if own.measures:
            return self._candidate(at, at + 1, ahead, ZERO, own.measures, "measure", "no-head")
        nouns = _action_nouns(ahead) if phrase.determiner == "none" else ()
        for tie in phrase.ties:
            verb = next((v for c in self._sentence.clauses for v in c.verbs if v.at == tie.governor), None)
            if verb is not None and verb.kind == "start" and nouns:  # `none led to convictions`
                return self._candidate(at, at + 1, ahead, ZERO, nouns, "bare", "verb-noun")
            if verb is not None and verb.meanings and tie.relation in ("object", "passive", "participle"):
                words = self._items[at + 1 : phrase.end]
                return self._candidate(at, at + 1, words, ZERO, verb.meanings, own.head, f"no-{tie.relation}")
        return None

    def missing_data(self, at: int) -> Candidate | None:
        """`statistics on prosecutions were not available`, `conviction data were unavailable`."""
        ahead = self._ahead(at + 1)[:_DATA_ITEMS]
        lows = [item.low for item in ahead]
        negated = [after for low, after in pairwise(lows) if low == "not"]
        if not ("unavailable" in lows or WORDS["stating"].keys() & negated) or _is_narrow(ahead):
            return None
        asked = _asked([*self._items[max(0, at - 2) : at], *ahead])
        return self._candidate(at, at + 1, ahead, UNREPORTED, asked, "bare", "missing")

    def _ahead(self, place: int) -> Sequence[Item]:
        """The items up to the end of the clause."""
        ahead = self._items[place : place + _REACH_ITEMS]
        for at, item in enumerate(ahead):
            if item.low in _ENDS or (at and (item.kind in ("compare", "deny") or item.low in _CONTRASTS)):
                return ahead[:at]
        return ahead

    def _candidate(
        self, at: int, after: int, ahead: Sequence[Item], denied: str, measures: Sequence[str], head: str, tie: str
    ) -> Candidate:
        """The candidate at an item; `ahead` are the items from `after` on that say what is denied."""
        act = next((place for place, item in enumerate(ahead, after) if item.kind in ("act", "object")), at)
        types = tuple(item.value for item in ahead if item.kind == "type")
        named = fitting(measures, head) if head not in ("bare", "measure") else measures
        phrase = NounPhrase(
            at, act + 1, Phrase(head, (), types, (), act + 1), None, "no", "", self._sentence.clause_of[at]
        )
        kind = self._sentence.clauses[phrase.clause].kind
        return Candidate(phrase, 0, head, kind, dict.fromkeys(named, tie), denied=denied)


def _action_nouns(items: Sequence[Item]) -> Sequence[str]:
    return [item.value for item in items if is_action_noun(item)]


def _is_narrow(items: Sequence[Item]) -> bool:
    """Whether words narrow what is denied to officials, to a place, or to what was named before."""
    words = any(item.kind == "official" or item.low in WORDS["restricting"] for item in items)
    return words or any(not _NARROWING_CLASSES.isdisjoint(item_classes(item)) for item in items)


def _asked(items: Sequence[Item]) -> list[str]:
    """The measures of the figures that are missing."""
    found: list[str] = []
    served = False
    for item in items:
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


def counts_persons(measure: str, head: str) -> bool:
    """Whether a denied figure is one of persons."""
    return head not in ("bare", "measure", "case") or measure not in LAW_ENFORCEMENT
