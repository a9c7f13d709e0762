"""The noun phrase after a number, which names what the number counts. The words are in `data/lexicon.csv`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sources.language.clauses.lexicon import Item

_LONGEST_PHRASE_ITEMS: Final = 10
_QUOTES: Final = frozenset("\"“”'‘’/")
_ADJECTIVAL_CRIMES: Final = frozenset(("exploited", "trafficked", "abused", "enslaved"))
_PRONOUNS: Final = frozenset(("it", "they", "he", "she"))
_DEMONYM_ENDS: Final = ("ans", "ese", "nis", "qis", "lis", "dis", "ais", "shis", "nos", "aks", "eks", "khs")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The noun phrase after a number.

    Attributes:
        head: what is counted: `victim`, `soldier`, `offender`, `human`, `harmed` (women, children, workers: people
            that traffickers harm), `case`, `measure` (investigations, prosecutions and so on), `bare` (no noun),
            `official` or `reject` (other things).
        measures: the measures of a `measure` head.
        types: types of trafficking named before the head, in order.
        adjectives: measures named by participles before the head (`convicted traffickers`).
        end: index of the item after the phrase.
        with_next: whether the head follows the next number (`one Irish and 12 foreign victims`).
    """

    head: str
    measures: tuple[str, ...]
    types: tuple[str, ...]
    adjectives: tuple[str, ...]
    end: int
    with_next: bool = False


def read_phrase(items: Sequence[Item], at: int) -> Phrase:
    """The noun phrase that begins at an item, normally the one after a number."""
    reader = _PhraseReader(items, at)
    while reader.at < min(len(items), at + _LONGEST_PHRASE_ITEMS) and reader.accepts(items[reader.at]):
        reader.at += 1
    return reader.phrase()


class _PhraseReader:
    """Reads items as long as they can belong to the phrase."""

    def __init__(self, items: Sequence[Item], at: int) -> None:
        self._items = items
        self._start = at
        self.at = at
        self._head = ""
        self._measures: list[str] = []
        self._types: list[str] = []
        self._adjectives: list[str] = []
        self._unknown = False
        self._with_next = False
        self._rejected = False
        self._official = False
        self._plural = False

    def accepts(self, item: Item) -> bool:
        """Whether the item belongs to the phrase."""
        accept = {"object": self._accept_object, "act": self._accept_act, "conj": self._accept_conjunction}
        accept |= {"mark": self._accept_mark, "type": self._accept_type}
        if item.kind in ("more", "adverb") or (item.low == "official" and self._victim_follows()):
            return True
        return accept.get(item.kind, self._accept_other)(item)

    def _accept_object(self, item: Item) -> bool:
        self._head = "measure" if item.value == "case" and self._measures else item.value
        self._plural = item.low.endswith("s") or item.low in ("men", "women", "children", "people")
        self._unknown = False
        if item.value == "human" and self._suspected():
            self._head, self._plural = "offender", True
        return True

    def _accept_type(self, item: Item) -> bool:
        self._types.append(item.value)
        return True

    def _accept_conjunction(self, item: Item) -> bool:
        return item.low in ("and", "or", "and/or") and self._continues_after_and()

    def _accept_mark(self, item: Item) -> bool:
        if item.low in "'’" and self._plural and self._head:
            self._rejected = True  # `nine convicted traffickers' sentences`
        return item.low in _QUOTES

    def _suspected(self) -> bool:
        """`27 individuals suspected of labor trafficking`."""
        following = self._items[self.at + 1].low if self.at + 1 < len(self._items) else ""
        return following in ("suspected", "accused", "alleged")

    def _accept_act(self, item: Item) -> bool:
        if item.form == "noun" or (item.form == "base" and item.low == "arrest" and not self._head):
            self._head = "measure"
            self._measures.append(item.value)
            self._unknown = False
            self._plural = item.low.endswith("s")
            return True
        if item.form == "finite" and not self._head and self._describes() and self._head_follows(self.at + 1):
            self._adjectives.append(item.value)
            return True
        return False

    def _describes(self) -> bool:
        """Whether a participle can describe what is counted: `26 officially identified victims`."""
        before = self._items[self.at - 1]
        return before.kind in ("num", "more", "adverb", "conj", "det", "start") or before.low.endswith("ly")

    def _accept_other(self, item: Item) -> bool:
        """Adjectives and unknown nouns."""
        if item.kind in ("verb", "crime", "joint") and self.at == self._start and item.low not in _ADJECTIVAL_CRIMES:
            self._rejected = True
            return False
        if item.kind in ("crime", "start", "report") and not self._head:
            adjective = item.kind != "crime" or item.low in _ADJECTIVAL_CRIMES
            return adjective and self._head_follows(self.at + 1)
        if item.kind in ("official", "reject", "law", "age", "month"):
            self._rejected = self._rejected or not self._head
            self._official = self._official or item.kind == "official"
            self._head, self._unknown, self._plural = "", True, True
            return True
        if item.kind not in ("word", "service") or item.low in _PRONOUNS or self._is_own_verb(item):
            return False
        return self._accept_word(item)

    def _accept_word(self, item: Item) -> bool:
        """An unknown word: an adverb, an adjective, a nationality, or another noun."""
        if item.low.endswith("ly") and not self._head:
            return self._head_follows(self.at + 1)
        if self._head and (self._plural or item.low.endswith(("ed", "ing", "ly"))):
            return False
        self._head = ""
        self._measures.clear()
        self._unknown = not (item.capital and item.low.endswith(_DEMONYM_ENDS))
        if not self._unknown and not self._head_follows(self.at + 1):
            self._head, self._plural = "human", True
        return True

    def _is_own_verb(self, item: Item) -> bool:
        """`19 entered the program`: an unknown verb, and not `19 unregistered victims`."""
        return item.low.endswith("ed") and not self._head and not self._head_follows(self.at + 1)

    def _continues_after_and(self) -> bool:
        following = self._items[self.at + 1] if self.at + 1 < len(self._items) else None
        if following is None:
            return False
        if self._head:
            if following.kind == "act" and following.form == "noun" and self._head == "measure":
                return not self._has_own_number(self.at + 2)
            return self._head != "measure" and self._joined_object(self.at + 1)
        if following.kind == "type" and self._items[self.at - 1].kind == "type" and not self._unknown:
            return True
        if following.kind == "num":
            self._with_next = True
            return False
        return self._head_follows(self.at + 1)

    def _has_own_number(self, at: int) -> bool:
        """`5 investigations and prosecutions of 9 suspects`: the second noun goes with the second number."""
        ahead = self._items[at : at + 4]
        links = bool(ahead) and ahead[0].low in ("of", "against", "involving")
        return links and any(item.kind == "num" for item in ahead)

    def _victim_follows(self) -> bool:
        """`four official victims`, `30 official and potential victims`."""
        ahead = self._items[self.at + 1 : self.at + 5]
        found = next((item for item in ahead if item.kind not in ("word", "conj", "type", "more")), None)
        return found is not None and found.value == "victim"

    def _joined_object(self, at: int) -> bool:
        """`victims and presumed victims`, `men and women`: continues to the second noun."""
        for place in range(at, min(len(self._items), at + 4)):
            if self._items[place].kind == "object":
                self.at = place
                return True
            if self._items[place].kind not in ("word", "type"):
                return False
        return False

    def _head_follows(self, at: int) -> bool:
        """Whether a head comes before the phrase can end."""
        for item in self._items[at : at + _LONGEST_PHRASE_ITEMS]:
            if item.kind == "object" or (item.kind == "act" and item.form == "noun"):
                return True
            if (
                item.kind not in ("word", "type", "more", "adverb", "conj", "act", "crime", "report")
                and item.low not in _QUOTES
            ):
                return False
        return False

    def phrase(self) -> Phrase:
        """The phrase that was read."""
        head = self._head or ("reject" if self._unknown else "bare")
        if self._rejected:
            head = "official" if self._official else "reject"
        measures = tuple(dict.fromkeys(self._measures)) if head == "measure" else ()
        return Phrase(
            head, measures, tuple(self._types), tuple(dict.fromkeys(self._adjectives)), self.at, self._with_next
        )
