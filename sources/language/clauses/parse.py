"""Parses a sentence into clauses with verb groups, noun phrases and periods.

    sentence = parse("Police opened 10 investigations, an increase from 8 in 2013, and prosecutors opened 20.")
    for phrase in sentence.noun_phrases:          # 10, 8, 20
        clause = sentence.clauses[phrase.clause]  # main, compare, joined
        phrase.relation, sentence.governor(phrase)

A reader of counts or claims asks each noun phrase for its governor and its clause, the clause for its verb, negation,
periods and antecedent. The words are rows of `sources/language/data/lexicon.csv`; a language is a column there.
"""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item, read_items
from sources.language.clauses.model import Clause, NounPhrase, ParsedSentence, Tie, VerbGroup
from sources.language.clauses.noun_phrases import Phrase, read_phrase
from sources.language.clauses.periods import read_periods
from sources.language.clauses.segments import ClauseCutter
from sources.language.clauses.uncounted import exclude_non_counts
from sources.language.clauses.verbs import read_verbs

_SKIPPED: Final = frozenset(("adverb", "more", "det", "any", "none"))
_OF_ACTION: Final = frozenset(("of", "into", "against", "for", "involving", "on", "concerning", "with", "in"))
PARTITIVES: Final = frozenset(("of whom", "of which", "of them", "of these", "of those"))
"""Words after a number that say that it is a part of one before."""

_QUALIFIERS: Final = frozenset("least than approximately about some total estimated most nearly over between".split())
_BEFORE_QUALIFIER: Final = frozenset("at more fewer less a an".split())
_JOINS: Final = frozenset((",", "and", "or", "as well as", "plus", "&"))
_DETERMINERS: Final = frozenset("the these those this its their all both only an a".split())
_TELLERS: Final = frozenset(("it", "they"))
_OWN_TIES: Final = frozenset(("head", "participle", "passive", "subject"))


def parse(text: str, language: str = "en") -> ParsedSentence:
    """The clauses of one sentence.

    Args:
        text: the sentence.
        language: whose words of the lexicon to use.
    """
    items = read_items(text, language)
    exclude_non_counts(items)
    return parse_items(items)


def parse_items(items: Sequence[Item]) -> ParsedSentence:
    """The clauses of a sentence whose items are known."""
    cutter = ClauseCutter(items)
    cutter.cut()
    clauses, clause_of = cutter.clauses, cutter.clause_of
    verbs = read_verbs(items)
    for verb in verbs:
        clauses[clause_of[verb.at]].verbs.append(verb)
    periods = read_periods(items)
    for period in periods:
        clauses[clause_of[period.at]].periods.append(period)
    phrases = _PhraseReader(items, clauses, clause_of, verbs).read()
    _set_antecedents(clauses, phrases)
    return ParsedSentence(items, clauses, clause_of, phrases, periods)


class _PhraseReader:
    """Reads the noun phrases and ties each to its governor."""

    def __init__(
        self, items: Sequence[Item], clauses: Sequence[Clause], clause_of: Sequence[int], verbs: Sequence[VerbGroup]
    ) -> None:
        self._items = items
        self._clauses = clauses
        self._clause_of = clause_of
        self._verb_of: dict[int, VerbGroup] = {}
        self._starts: dict[int, VerbGroup] = {}
        for verb in verbs:
            self._starts[verb.start] = verb
            for at in range(verb.at, verb.end):
                self._verb_of[at] = verb
        self._found: list[NounPhrase] = []

    def read(self) -> list[NounPhrase]:
        """The noun phrases in order."""
        for at, item in enumerate(self._items):
            if item.kind in ("num", "any", "none") and (item.kind != "num" or item.number is not None):
                self._add(at, item)
        return self._found

    def _add(self, at: int, item: Item) -> None:
        phrase = read_phrase(self._items, at + 1)
        first = self._first(at)
        before = self._items[first - 1] if first else None
        preposition = before.low if before is not None and _is_preposition(before) else ""
        determiner = item.low if item.kind != "num" else self._determiner(at)
        ties = self._ties(at, first, phrase, preposition)
        clause = self._clause_of[at]
        self._found.append(
            NounPhrase(at, phrase.end, phrase, item.number, determiner, preposition, clause, tuple(ties))
        )

    def _first(self, at: int) -> int:
        """The first item of the phrase: qualifiers and determiners stand before the number."""
        first = at
        while first > max(0, at - 5):
            item = self._items[first - 1]
            opens = first < at and item.low in _BEFORE_QUALIFIER
            counted = item.low == "of" and first > 1 and self._items[first - 2].low in ("total", "estimated")
            known = item.kind in _SKIPPED or item.low in _QUALIFIERS or item.low in _DETERMINERS
            if not known and not opens and not counted:
                break
            first -= 1
        return first

    def _determiner(self, at: int) -> str:
        before = self._items[at - 1] if at else None
        return before.low if before is not None and (before.kind == "det" or before.low in _DETERMINERS) else ""

    def _ties(self, at: int, first: int, phrase: Phrase, preposition: str) -> list[Tie]:
        """The ties of a phrase, the nearest first."""
        found: list[Tie] = []
        if phrase.head == "measure":
            noun = next((p for p in range(phrase.end - 1, at, -1) if self._items[p].kind == "act"), -1)
            found.append(Tie("head", noun))
        before = self._before(first, preposition)
        after = self._after(at, phrase)
        own_subject = bool(after) and after[0].relation != "participle" and not preposition
        if before is not None and not (own_subject and before.order):
            found.append(before)
        found += after if not preposition or (after and after[0].relation == "participle") else []
        return found

    def _after(self, at: int, phrase: Phrase) -> list[Tie]:
        """The verbs right after the phrase: its own participle, and the verb that it is the subject of."""
        end, clause = phrase.end, self._clause_of[at]
        if end < len(self._items) and self._items[end].low in PARTITIVES:
            named = end + 1 < len(self._items) and self._items[end + 1].kind == "object"
            verb = self._starts.get(end + 2 if named else end + 1)  # `44 of whom`, `44 of these victims were assisted`
            return [] if verb is None else [Tie("passive" if verb.voice == "passive" else "subject", verb.at)]
        verb = self._starts.get(end)
        told = self._starts.get(end + 1) if end < len(self._items) and self._items[end].low in _TELLERS else None
        if told is not None and told.meanings and told.voice == "active":
            return [Tie("participle", told.at)]  # `63 of the 81 victims it identified`
        if verb is None or self._clause_of[end] != clause:
            relative = self._starts.get(end + 1) if end < len(self._items) and self._items[end].kind == "rel" else None
            return [Tie("passive", relative.at)] if relative is not None and relative.voice == "passive" else []
        if verb.voice == "passive":
            return [Tie("passive", verb.at)]
        if verb.start != verb.at or verb.form != "finite" or self._has_object(verb):
            return [Tie("subject", verb.at)]
        found = [Tie("participle", verb.at)]
        following = next((v for v in self._clauses[clause].verbs if v.start >= verb.end and v.form == "finite"), None)
        if following is not None and not any(item.kind == "num" for item in self._items[verb.end : following.start]):
            found.append(Tie("passive" if following.voice == "passive" else "subject", following.at))
        return found

    def _has_object(self, verb: VerbGroup) -> bool:
        following = self._items[verb.end] if verb.end < len(self._items) else None
        return following is not None and following.kind in ("num", "det", "object", "any", "none", "more", "service")

    def _before(self, first: int, preposition: str) -> Tie | None:
        if first and self._items[first - 1].low in _JOINS and self._found:
            last = self._found[-1]
            if self._clause_of[last.at] == self._clause_of[first]:
                before = next((tie for tie in last.ties if tie.relation not in _OWN_TIES), None)
                if before is not None:
                    return Tie(before.relation, before.governor, before.order + 1)
        if preposition:
            return self._of_preposition(first - 1, preposition)
        verb = self._verb_of.get(first - 1)
        if verb is not None:
            return Tie("object", verb.at)
        if first and self._items[first - 1].kind == "service":
            return self._past_service(first - 1)
        verb_at = self._last_verb(first)
        return Tie("far", verb_at) if verb_at >= 0 else None

    def _past_service(self, at: int) -> Tie | None:
        """`housing 12 victims`; but `referred to care 12 victims` is an object of the verb."""
        for place in range(at - 1, max(-1, at - 5), -1):
            if place in self._verb_of:
                return Tie("given", at)
            if self._items[place].low in ("to", "into"):
                verb_at = self._last_verb(place)
                return Tie("object", verb_at) if verb_at >= 0 else None
        return Tie("given", at)

    def _of_preposition(self, at: int, preposition: str) -> Tie | None:
        """`investigation of 12 cases`, `shelter to 12 victims`, `convicted traffickers in 12 cases`."""
        if preposition == "of" and self._items[at - 1].kind == "num":
            return None  # `referred 45 of the 70 victims`: the verb governs the part
        place = at - 1
        while place >= max(0, at - 8) and self._clause_of[place] == self._clause_of[at]:
            item = self._items[place]
            if item.kind == "act" and item.form == "noun" and preposition in _OF_ACTION:
                return Tie("noun", place)
            if item.kind in ("service", "give") and preposition in ("to", "for"):
                return Tie("given", place)
            if place in self._verb_of:
                return Tie("pp", self._verb_of[place].at)
            if item.kind in ("num", "mark"):
                break
            place -= 1
        verb_at = self._last_verb(at)
        return Tie("far-pp", verb_at) if verb_at >= 0 else None

    def _last_verb(self, at: int) -> int:
        clause = self._clause_of[at] if at < len(self._clause_of) else -1
        found = [verb.at for verb in self._clauses[clause].verbs if verb.at < at] if clause >= 0 else []
        return found[-1] if found else -1


def _is_preposition(item: Item) -> bool:
    return item.kind == "prep" or item.low == "against"


def _set_antecedents(clauses: Sequence[Clause], phrases: Sequence[NounPhrase]) -> None:
    """What brackets, comparisons and inclusions refer to: the numbers before them in the clause they hang on."""
    for place, clause in enumerate(clauses):
        if clause.kind in ("main", "joined", "subordinate") or clause.parent < 0:
            continue
        before = [n for n, p in enumerate(phrases) if p.at < clause.start and p.clause == clause.parent]
        if not before:
            before = [n for n, p in enumerate(phrases) if p.at < clause.start and p.clause < place][-1:]
        clause.antecedent = tuple(before if clause.kind == "compare" else before[-1:])
