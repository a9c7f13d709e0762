"""The measures that the own words of a noun phrase, and the verb or noun that governs it, name."""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses import NounPhrase, ParsedSentence, Tie, VerbGroup
from sources.language.clauses.lexicon import Item
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, fitting, of_object
from sources.state_department.statistics.word_classes import WORDS, is_action_noun, item_classes

VICTIM_HEADS: Final = frozenset(("victim", "human", "harmed", "soldier", "bare", "case"))
"""What services are counted by."""

_TO_COURT: Final = (["to", "court"], ["to", "trial"], ["before", "courts"])
_COURT_ITEMS: Final = 9
_SERVICE_ENDS: Final = frozenset(("verb", "act"))
_BEFORE_WHOLE: Final = ("det", "num", "more")
_NEAR_SERVICE: Final = 6
_SERVICE_ITEMS: Final = 14
_LINKING: Final = frozenset(("aux", "rise", "amount", "start", "word", "report"))


class TieReader:
    """Reads the relations of the noun phrases of a sentence."""

    def __init__(self, sentence: ParsedSentence) -> None:
        self._sentence = sentence
        self._items = sentence.items
        self.verb_at: dict[int, VerbGroup] = {verb.at: verb for clause in sentence.clauses for verb in clause.verbs}

    def head(self, phrase: NounPhrase) -> str:
        """Its noun; that of the whole in `five of the 12 suspects`; `difference` for a change."""
        head, end = phrase.phrase.head, phrase.end
        items = self._items
        if self._is_difference(phrase):
            return "difference"
        while head == "bare" and end + 1 < len(items) and items[end].low == "of":
            after = end + 1
            while after < len(items) and (items[after].kind in _BEFORE_WHOLE or items[after].low in ("its", "their")):
                after += 1
            inner = next((p for p in self._sentence.noun_phrases if end < p.at < after + 1), None)
            if inner is None:
                return items[after].value if after < len(items) and items[after].kind == "object" else head
            head, end = inner.phrase.head, inner.end
        if phrase.phrase.with_next:
            following = next((p for p in self._sentence.noun_phrases if p.at > phrase.at), None)
            head = following.phrase.head if following is not None else head
        return head

    def own(self, phrase: NounPhrase, head: str) -> dict[str, str]:
        """The measures that its noun and its governor name."""
        if head == "difference":
            return {}
        found = dict.fromkeys(phrase.phrase.measures, "head")
        for tie in phrase.ties:
            if tie.relation != "head":
                for measure, relation in self._governed(tie, phrase, head):
                    found.setdefault(measure, relation)
        after = [item.low for item in self._items[phrase.end : phrase.end + 2]]
        if head == "case" and after == ["for", "investigation"]:
            found["investigations"] = "opened"
        before = {item.low for item in self._items[max(0, phrase.at - 3) : phrase.at]}
        if after in _TO_COURT and WORDS["brought"].keys() & before:
            found |= dict.fromkeys(fitting(["prosecutions"], head), "object")
        if not found:
            found.update(dict.fromkeys(self._named(phrase, head), "named"))
        for measure in fitting(phrase.phrase.adjectives, head):
            found.setdefault(measure, "adj")
        return {measure: tie for measure, tie in found.items() if not self.is_excluded(measure, phrase)}

    def is_excluded(self, measure: str, phrase: NounPhrase) -> bool:
        """Whether the words around a number say that it is no count of a measure.

        Referral to the police is no referral to services, pending cases are no new ones, and what could be done was
        not done.
        """
        if measure == "victims_referred":
            return self._goes_to_court(phrase.end)
        if phrase.phrase.head == "measure" and self._is_pending(phrase.end):
            return True
        before = {name for item in self._items[max(0, phrase.at - 3) : phrase.at] for name in item_classes(item)}
        if "kin" in before or ("review" in before and measure in LAW_ENFORCEMENT):
            return True  # `the families of 41 victims`, `upheld 12 convictions`
        verb = self.verb_at.get(phrase.governor)
        if verb is None or verb.form != "base" or verb.negated:
            return False
        words = {item.low for item in self._items[max(0, verb.start - 2) : verb.at]}
        return bool(WORDS["possible"].keys() & words)  # `shelters that could assist eight victims`

    def _goes_to_court(self, at: int) -> bool:
        for item in self._items[at : at + _COURT_ITEMS]:
            if item.low in WORDS["court"] or item.kind in ("num", "mark"):
                return item.low in WORDS["court"]
            if item.low == "by":
                return False
        return False

    def _is_pending(self, at: int) -> bool:
        """`three prosecutions were ongoing`."""
        ahead = [item.low for item in self._items[at : at + 4]]
        stated = ahead[:1] and ahead[0] in ("were", "was", "remained", "remain", "that")
        return bool(stated and WORDS["pending"].keys() & ahead)

    def _is_difference(self, phrase: NounPhrase) -> bool:
        """`an increase of 10`, `fell by 12`, `seven fewer than in 2008`."""
        items, at = self._items, phrase.at
        risen = at > 1 and items[at - 1].low in ("of", "by") and items[at - 2].kind == "rise"
        ahead = [item.low for item in items[at + 1 : at + 3]]
        return risen or ahead in (["more", "than"], ["fewer", "than"], ["less", "than"])

    def _named(self, phrase: NounPhrase, head: str) -> list[str]:
        """`Convictions rose to 12`, `prosecutions continued against 12 men`: the subject of its clause names it."""
        clause = self._sentence.clauses[phrase.clause]
        if clause.kind == "compare" and self._items[clause.start - 1].kind == "rise":
            clause = self._sentence.clauses[clause.parent]  # `convictions rose from 12 to 14`
        verb = next((v for v in clause.verbs if v.at < phrase.at and v.form == "finite"), None)
        if verb is None or verb.meanings or verb.kind not in _LINKING:
            return []
        nouns = [item.value for item in self._items[clause.start : verb.start] if is_action_noun(item)]
        receiving = [v for v in clause.verbs if v.at < verb.at and v.kind == "receive"]
        received = [name for v in receiving for name, _ in self.served(v, "")]
        return [*fitting(nouns, head), *received]

    def _governed(self, tie: Tie, phrase: NounPhrase, head: str) -> list[tuple[str, str]]:
        item, relation = self._items[tie.governor], tie.relation
        verb = self.verb_at.get(tie.governor)
        if relation == "given" or item.kind == "service":
            return self._given(tie.governor, phrase, head) if head in VICTIM_HEADS else []
        if is_action_noun(item):
            return self._fitting(self._joined_nouns(tie.governor), head, "noun")
        if verb is None:
            return []
        if verb.meanings:
            acts = [self._home(act, phrase.end) for act in verb.meanings]
            return self._fitting(acts, head, relation)
        if verb.kind == "start":
            return [("investigations", "opened")] if head == "case" else []
        return self.served(verb, relation) if head in VICTIM_HEADS else []

    def served(self, verb: VerbGroup, relation: str) -> list[tuple[str, str]]:
        """`12 victims received care`, `offered 12 victims shelter`."""
        if verb.kind not in ("give", "receive"):
            return []
        ahead = self._items[verb.end : verb.end + _SERVICE_ITEMS]
        service = next((item for item in ahead if _is_service(item) or _ends_service(item)), None)
        if service is None or _ends_service(service):
            return []
        name = "victims_repatriated" if service.value == "repatriation" else "victims_assisted"
        if verb.kind == "receive" and relation in ("participle", "passive"):
            relation = "subject"  # `21 of them accepted shelter`, `21 received care`, `21 were given care`
        return [(name, f"{verb.kind}-{relation}")]

    def _given(self, at: int, phrase: NounPhrase, head: str) -> list[tuple[str, str]]:
        """`shelter to 12 victims`, `assistance and repatriation for 12`, `identified and gave support to 12`."""
        found = []
        for item in self._items[max(0, at - 3) : phrase.at]:
            if item.kind == "service" and item.value != "repatriation":
                found.append(("victims_assisted", "given"))
            elif item.value == "repatriation" or (item.kind == "act" and item.value == "victims_repatriated"):
                found.append(("victims_repatriated", "given"))
        verb_at = max((place for place in self.verb_at if place < at), default=-1)
        if verb_at >= 0 and at - self.verb_at[verb_at].end < _NEAR_SERVICE:
            found += self._fitting(self.verb_at[verb_at].meanings, head, "shared")
        return found

    def _home(self, act: str, end: int) -> str:
        """`assisted four victims to return home` counts victims repatriated."""
        if act != "victims_assisted":
            return act
        for item in self._items[end : end + 7]:
            if item.low in WORDS["return"] or item.value in ("victims_repatriated", "repatriation"):
                return "victims_repatriated"
            if item.kind in ("mark", "num", "act", "conj") or item.low in WORDS["afterwards"]:
                break
        return act

    def _joined_nouns(self, at: int) -> list[str]:
        """`the investigation, prosecution and conviction of 12 men`."""
        found = [self._items[at].value]
        for place in range(at - 1, -1, -1):
            item = self._items[place]
            if is_action_noun(item):
                if place and self._items[place - 1].kind == "num":
                    break  # `5 investigations and prosecutions of 9 suspects`
                found.append(item.value)
            elif item.low not in (",", "and", "or"):
                break
        return found

    def _fitting(self, acts: Sequence[str], head: str, relation: str) -> list[tuple[str, str]]:
        """The measures of actions on a thing; a measure that the thing has changed is marked."""
        found = [(of_object(act, head), act) for act in acts]
        return [(m, relation if m == act else f"{relation}~") for m, act in found if m is not None]


def _is_service(item: Item) -> bool:
    return item.kind == "service" or item.low == "shelters"


def _ends_service(item: Item) -> bool:
    """`received legal, medical, and psychological care` goes on after commas; `received training on services` ends."""
    return item.kind in _SERVICE_ENDS or (item.kind == "mark" and item.low != ",")
