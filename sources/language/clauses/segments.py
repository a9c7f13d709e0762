"""Cuts the items of a sentence into clauses, in one pass.

Brackets, dashes and colons enclose a clause. Comparators (`compared with`), words of inclusion (`including`), relative
pronouns and conjunctions open one. After `and`, a comma or a semicolon a new clause begins where a verb of its own
follows: `nine suspects were prosecuted and four convicted`.
"""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.model import Clause
from sources.language.clauses.noun_phrases import read_phrase

VERB_KINDS: Final = frozenset(("act", "verb", "give", "start", "report", "receive", "crime", "joint"))
DASHES: Final = frozenset("—–-")
_CONJUNCTIONS: Final = frozenset("while whereas although though but however because when where if so yet".split())
_JOINS: Final = frozenset((",", "and", "or", "nor", "then", "but"))
_SUBJECT_KINDS: Final = frozenset(
    ("det", "num", "object", "type", "word", "official", "more", "adverb", "any", "none", "pronoun", "service", "data",
     "reject", "month")
)  # fmt: skip
_PARTICIPIAL: Final = frozenset(("involved", "concerned"))
_LONGEST_SUBJECT_ITEMS: Final = 9
_RISE_REACH_ITEMS: Final = 9
_RISEN: Final = frozenset(("from", "than", "over"))
_RESUMED: Final = frozenset(("compare", "include", "relative", "list"))
_SOFT: Final = frozenset(("compare", "include", "relative", "subordinate", "list"))
"""Clauses without a closing mark."""


def is_finite(items: Sequence[Item], at: int) -> bool:
    """Whether an item can be the finite verb or the auxiliary of a clause."""
    item = items[at]
    if item.kind in VERB_KINDS:
        return item.form == "finite" or (not item.form and item.low.endswith(("ed", "an", "de", "ld", "nt", "id")))
    if item.kind in ("aux", "deny"):
        following = items[at + 1].low if at + 1 < len(items) else ""
        return item.low not in _PARTICIPIAL or following != "in"  # `86 traffickers involved in 36 cases`
    if item.kind == "rise":  # `while prosecutions increased to 22`
        return at + 1 < len(items) and items[at + 1].low == "to" and items[at - 1].form == "noun"
    return item.kind == "word" and item.low.endswith("ed") and len(item.low) > 4 and not _before_noun(items, at)


def _before_noun(items: Sequence[Item], at: int) -> bool:
    """`an organized group`, `related cases`: a participle before its noun."""
    following = items[at + 1] if at + 1 < len(items) else None
    return following is not None and following.kind in ("object", "type", "word", "official", "service")


def own_verb(items: Sequence[Item], at: int) -> int:
    """The item of the verb of a clause that would begin at an item, with its subject before it; -1 for none."""
    for place in range(at, min(len(items), at + _LONGEST_SUBJECT_ITEMS)):
        if is_finite(items, place):
            return place
        item = items[place]
        joined = item.low in ("and", "or") and place > at and items[place - 1].kind in ("type", "more", "word")
        act_noun = item.kind == "act" and item.form == "noun"
        if item.kind not in _SUBJECT_KINDS and not act_noun and not joined and item.low not in ("'", "of", "’"):
            return -1
    return -1


class ClauseCutter:
    """Reads the items once; holds the stack of open clauses."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self.clauses: list[Clause] = []
        self.clause_of: list[int] = []
        self._stack: list[int] = []
        self._has_verb: list[bool] = []
        self._rise_at = -99
        self._dashes_left = sum(self._is_dash(at) for at in range(len(items)))

    def cut(self) -> None:
        """Fills `clauses` and `clause_of`."""
        self._open("main", 0, "")
        for at, item in enumerate(self._items):
            self._read(at, item)
            self.clause_of.append(self._stack[-1])
            if is_finite(self._items, at):
                self._has_verb[self._stack[-1]] = True
            if item.kind == "rise":
                self._rise_at = at
            if item.low == ")" and self._enclosed("bracket"):
                self._close_through("bracket", at + 1)
        while self._stack:
            self._close(len(self._items))

    def _read(self, at: int, item: Item) -> None:
        if item.low == "(":
            self._open("bracket", at, "(")
        elif self._is_dash(at):
            self._read_dash(at)
        elif item.low == ";":
            self._close_soft(at)
            if not self._nested():
                self._joined(at, ";")
            elif self.clauses[self._stack[-1]].kind == "dash" and not self._dashes_left:
                self._close_through("dash", at)
                self._joined(at, ";")
        elif self._is_comparator(at, item) or self._is_risen(at, item):
            self._close_soft(at, kept="subordinate")
            self._open("compare", at, item.low)
        elif item.kind == "include" or item.low == ":":
            self._open("list" if item.low == ":" else "include", at, item.low)
        elif item.kind == "rel" and at and own_verb(self._items, at + 1) >= 0:
            self._open("relative", at, item.low)
        elif item.low in _CONJUNCTIONS and own_verb(self._items, at + 1) >= 0:
            self._read_conjunction(at, item)
        elif item.low in _JOINS:
            self._read_join(at, item)

    def _read_dash(self, at: int) -> None:
        self._dashes_left -= 1
        if self._enclosed("dash"):
            self._close_through("dash", at)
        else:
            self._open("dash", at, "dash")

    def _read_conjunction(self, at: int, item: Item) -> None:
        """`while ...`; `from 2009, when police identified 13 victims but convicted none` tells of the year before."""
        kind = self.clauses[self._stack[-1]].kind
        tells = (item.low in ("when", "where") and kind == "compare") or (
            kind == "relative" and is_finite(self._items, at + 1)
        )
        if not tells:
            self._close_soft(at)
        self._open("relative" if tells else "subordinate", at, item.low)

    def _read_join(self, at: int, item: Item) -> None:
        """`, and prosecutors opened 20`; `While ..., police ...`; a comma that ends a relative clause."""
        items = self._items
        first = at + 1
        if first < len(items) and item.low == "," and items[first].low in ("and", "or", "but", "then"):
            return
        if self._tells_of_compared(first):
            return
        verb = own_verb(items, first)
        current = self.clauses[self._stack[-1]]
        new_verb = verb >= 0 and self._has_verb[self._stack[-1]] and not self._only_joined_verb(at)
        resumes = verb >= 0 and current.kind in _RESUMED and not self._only_joined_verb(at)
        if verb < 0 and self._states_anew(at, first):
            self._close_soft(at)
            self._joined(at, item.low)
            return
        if verb < 0 and not (item.low == "," and current.kind == "relative"):
            return
        if item.low == "," and current.kind == "relative" and verb < 0:
            self._close(at)
            return
        if current.kind == "subordinate" and item.low == "," and self._has_verb[self._stack[-1]]:
            self._close_soft(at)
            return
        if resumes and current.kind == "compare" and self._is_elliptic(first, verb):
            self._close(at)
            self._open("compare", at, current.opener)
        elif new_verb or resumes:
            self._close_soft(at)
            if self._has_verb[self._stack[-1]] or resumes:
                self._joined(at, item.low)

    def _states_anew(self, at: int, first: int) -> bool:
        """`21 prosecutions, compared with 10 in 2015, and 39 convictions, compared with ...`: 39 is stated anew."""
        current = self.clauses[self._stack[-1]]
        if current.kind != "compare" or first >= len(self._items) or self._items[first].kind != "num":
            return False
        dated = any(item.kind in ("year", "period") for item in self._items[current.start : at])
        stated = self._items[at].low == "," or self._items[at - 1].low == ","
        return dated and stated and read_phrase(self._items, first + 1).head == "measure"

    def _tells_of_compared(self, first: int) -> bool:
        """`from 2009, during which police ...`, `the previous year, when ...`: still about what is compared with."""
        ahead = [item.low for item in self._items[first : first + 2]]
        compares = self.clauses[self._stack[-1]].kind == "compare"
        return compares and (ahead[:1] in (["when"], ["where"]) or ahead[1:] == ["which"])

    def _is_elliptic(self, first: int, verb: int) -> bool:
        """`compared with three prosecuted and two convicted in 2019`: a number with a participle alone."""
        return verb == first + 1 and self._items[first].kind == "num" and self._items[verb].kind not in ("aux", "deny")

    def _is_comparator(self, at: int, item: Item) -> bool:
        """A comparator; `against` only before a number alone: `12 convictions, against nine in 2016`."""
        if item.low != "against":
            return item.kind == "compare"
        counted = at + 1 < len(self._items) and self._items[at + 1].kind == "num"
        return counted and at > 0 and self._items[at - 1].low == "," and read_phrase(self._items, at + 2).head == "bare"

    def _only_joined_verb(self, at: int) -> bool:
        """`investigated and prosecuted 12`: no object between, so the verbs are one group."""
        before, after = self._items[at - 1] if at else None, self._items[at + 1 : at + 3]
        if before is None or before.kind not in VERB_KINDS or before.form == "noun":
            return False
        return any(item.kind in VERB_KINDS for item in after[:1]) or (
            len(after) == 2 and after[0].kind == "adverb" and after[1].kind in VERB_KINDS
        )

    def _is_dash(self, at: int) -> bool:
        item = self._items[at]
        if item.kind != "mark" or item.low not in DASHES:
            return False
        return item.low != "-" or (0 < at < len(self._items) - 1 and item.start > self._items[at - 1].end)

    def _is_risen(self, at: int, item: Item) -> bool:
        """`an increase from 8 in 2013`, `fewer than in 2016`."""
        if item.low not in _RISEN or at - self._rise_at > _RISE_REACH_ITEMS:
            return False
        between = self._items[self._rise_at + 1 : at]
        if any(other.low in (";", "(", ")") for other in between):
            return False
        ahead = self._items[at + 1 : at + 5]
        if item.low != "from":
            return bool(ahead) and ahead[0].low in ("the", "in")
        return any(other.kind in ("num", "none", "year", "period") for other in ahead)

    def _nested(self) -> bool:
        return any(self.clauses[place].kind in ("bracket", "dash") for place in self._stack)

    def _enclosed(self, kind: str) -> bool:
        return any(self.clauses[place].kind == kind for place in self._stack)

    def _open(self, kind: str, at: int, opener: str) -> None:
        parent = self._stack[-1] if self._stack else -1
        self.clauses.append(Clause(kind, at, len(self._items), parent, opener))
        self._has_verb.append(False)
        self._stack.append(len(self.clauses) - 1)

    def _joined(self, at: int, opener: str) -> None:
        """A new statement beside the open one, in place of it."""
        kind = self.clauses[self._stack[-1]].kind
        if kind in ("main", "joined"):
            self._close(at)
        self._open("joined", at, opener)

    def _close(self, at: int) -> None:
        self.clauses[self._stack.pop()].end = at

    def _close_soft(self, at: int, kept: str = "") -> None:
        """Closes the clauses that have no closing mark, up to one of a kind that is kept."""
        while len(self._stack) > 1 and self.clauses[self._stack[-1]].kind in _SOFT - {kept}:
            self._close(at)

    def _close_through(self, kind: str, at: int) -> None:
        while self.clauses[self._stack[-1]].kind != kind:
            self._close(at)
        self._close(at)
