"""The parts of a sentence: clauses, verb groups, noun phrases. All of them are spans of items of the sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import Phrase
from sources.language.clauses.periods import Period
from sources.language.numbers import Number


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its auxiliaries and the verbs joined to it without an object between (`prosecuted and convicted`).

    Attributes:
        at: the item of its first main verb.
        start: its first item, an auxiliary or a negation.
        end: the item after it.
        kind: the lexicon's kind: `act`, `verb`, `give`, `start`, `report`, `receive`, `crime`, `joint`, `aux`, `rise`,
            or `word` for an unknown word in the place of a verb.
        meanings: the lexicon's values of its main verbs, in order; empty for a verb without one.
        form: `finite`, `gerund` or `base`.
        voice: `active` or `passive`.
        negated: whether it is denied (`did not`, `has yet to`, `nor`).
        modal: whether it is only possible or planned (`may`, `can`, `to` after another verb).
    """

    at: int
    start: int
    end: int
    kind: str
    meanings: tuple[str, ...]
    form: str
    voice: str = "active"
    negated: bool = False
    modal: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """How a noun phrase is tied to the verb or noun that governs it.

    Attributes:
        relation: `head` (its own noun names the action: `12 convictions`), `object`, `passive` (subject of a passive
            verb), `participle` (`12 victims identified`), `subject`, `noun` (`investigation of 12 cases`), `given`
            (`shelter to 12 victims`), `pp` (after another preposition), `far` and `far-pp` (only further back).
        governor: the item of the verb or noun.
        order: 0 for the first of joined noun phrases, 1 for the next.
    """

    relation: str
    governor: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase with a number, or one that a verb denies (`any traffickers`, `no convictions`).

    Attributes:
        at: the item of its number or determiner.
        end: the item after it.
        phrase: what its noun is, see `noun_phrases.Phrase`.
        number: the number; None for `any` and `no`.
        determiner: `no`, `any`, `the`, `these`, `its` and so on; empty for none.
        preposition: the preposition before it; empty for none.
        clause: its clause.
        ties: what governs it, the nearest first; empty for a number that only repeats or compares another.
    """

    at: int
    end: int
    phrase: Phrase
    number: Number | None
    determiner: str
    preposition: str
    clause: int
    ties: tuple[Tie, ...] = ()

    @property
    def relation(self) -> str:
        """The relation of its first tie; empty without one."""
        return self.ties[0].relation if self.ties else ""

    @property
    def governor(self) -> int:
        """The item that governs it first, or -1."""
        return self.ties[0].governor if self.ties else -1


@dataclass(slots=True)
class Clause:
    """A clause of a sentence.

    Attributes:
        kind: `main`, `joined` (a second main clause), `subordinate` (`while ...`), `relative` (`who ...`), `compare`
            (`compared with ...`), `bracket`, `dash`, `list` (after a colon) or `include` (`including ...`).
        start: its first item.
        end: the item after it; inner clauses lie inside.
        parent: the clause it is inside of or tied to, or -1.
        opener: the word that opens it (`while`, `compared with`, `(`).
        antecedent: places in `Sentence.noun_phrases` of what it compares, breaks down or tells of.
        verbs: its verb groups in order; the first finite one is its verb.
        periods: the periods that it names itself.
    """

    kind: str
    start: int
    end: int
    parent: int
    opener: str
    antecedent: tuple[int, ...] = ()
    verbs: list[VerbGroup] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)

    @property
    def verb(self) -> VerbGroup | None:
        """Its finite verb, or else its first verb."""
        return next((verb for verb in self.verbs if verb.form == "finite"), self.verbs[0] if self.verbs else None)

    @property
    def negated(self) -> bool:
        """Whether its verb is denied."""
        return self.verb is not None and self.verb.negated


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its clauses.

    `text[items[i].start:items[i].end]` is what an item prints, so every part has an exact span.

    Attributes:
        items: its items in order.
        clauses: its clauses, in the order in which they open; the first is the main clause.
        clause_of: the clause of each item.
        noun_phrases: those with a number, and those with `any` or `no`, in order.
        periods: all periods that it names.
    """

    items: Sequence[Item]
    clauses: Sequence[Clause]
    clause_of: Sequence[int]
    noun_phrases: Sequence[NounPhrase]
    periods: Sequence[Period]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in code points of the items from `start` up to `end`, exclusive."""
        return self.items[start].start, self.items[end - 1].end

    def governor(self, phrase: NounPhrase) -> Item | None:
        """The verb or noun that governs a noun phrase."""
        return self.items[phrase.governor] if phrase.governor >= 0 else None
