"""The grammar of a sentence of statistics: which number is a count of what, in which group.

A sentence states counts, compares them with others and breaks them down. The reader goes through the items once.
Actions (`convicted`, `investigation of`) govern the numbers that follow; brackets, dashes, comparators and words
such as `including` open groups whose counts take from their parents what they do not say themselves.
"""

from collections.abc import Sequence
from typing import Final

from sources.state_department.statistics.denials import Denial, read_denials
from sources.state_department.statistics.lexicon import Item
from sources.state_department.statistics.measures import is_persons, of_objects
from sources.state_department.statistics.mentions import Group, Mention
from sources.state_department.statistics.phrases import Phrase, read_phrase
from sources.state_department.statistics.types import scope_types

_DASHES: Final = frozenset("—–")
_RISE_REACH: Final = 9  # items between `increase` and `from`
_GOVERNED_BY: Final = frozenset(("of", "into", "against", "on", "for"))
_FILLERS: Final = frozenset(("more", "det", "adverb", "word", "any", "pronoun", "object", "type", "service", "start"))
_CLAUSE_WORDS: Final = frozenset(("while", "whereas", "although", "though", "however", "but"))
_PARTICIPANT: Final = frozenset(("in", "with", "law", "police", "prosecutors", "authorities", "investigators"))
_VICTIM_HEADS: Final = frozenset(("victim", "human", "soldier", "bare", "case"))


def read_groups(items: Sequence[Item], before: Sequence[Mention], *, opens_on: str) -> list[Group]:
    """The groups of counts of a sentence.

    Args:
        items: the sentence.
        before: the counts that the sentences before stated, which it may compare or break down.
        opens_on: `""`, or `compare` or `include` where the sentence as a whole refers to those counts.
    """
    reader = _Reader(items, before, opens_on)
    reader.read()
    return reader.groups


class _Reader:
    def __init__(self, items: Sequence[Item], before: Sequence[Mention], opens_on: str) -> None:
        self._items = items
        self._before = list(before)
        self._denials = {denial.at: denial for denial in read_denials(items)}
        self.groups: list[Group] = []
        self._stack: list[Group] = []
        self._acts: tuple[str, ...] = ()
        self._acts_at = -1
        self._acts_form = ""
        self._blocked = False
        self._give_at = -1
        self._rise_at = -1
        self._opens_on = opens_on

    def read(self) -> None:
        """Reads the whole sentence."""
        self._open("main", 0, [])
        if self._opens_on:
            self._open(self._opens_on, 0, self._before)
        at = 0
        while at < len(self._items):
            at = self._take(at)
        while self._stack:
            self._close(len(self._items))

    # groups

    def _open(self, kind: str, at: int, parents: list[Mention]) -> None:
        nested = any(group.kind in ("paren", "dash") for group in self._stack) or kind in ("paren", "dash")
        group = Group(kind, at, parents, nested)
        self.groups.append(group)
        self._stack.append(group)

    def _close(self, at: int) -> None:
        self._stack.pop().end = at

    def _restart(self, at: int, *, keep_acts: bool = False) -> None:
        """A new statement of the sentence's own begins."""
        while self._stack:
            self._close(at)
        self._open("main", at, [])
        if not keep_acts:
            self._govern((), at, "")
        self._blocked = False

    @property
    def _group(self) -> Group:
        return self._stack[-1]

    def _last_mentions(self) -> list[Mention]:
        """The count that a bracket or `including` refers to: the last one of the innermost group that has any."""
        for group in reversed(self._stack):
            if group.mentions:
                return [group.mentions[-1]]
            if group.parents:
                return list(group.parents[-1:])
        return list(self._main_mentions()[-1:])

    def _main_mentions(self) -> list[Mention]:
        """The counts of the sentence's last own statement, or of the sentences before."""
        for group in reversed(self.groups):
            if group.kind == "main":
                stated = [mention for mention in group.mentions if mention.measures]
                if stated:
                    return stated
        return self._before

    # items

    def _take(self, at: int) -> int:
        item = self._items[at]
        if at in self._denials and (after := self._take_denial(self._denials[at])) is not None:
            return after
        if item.kind == "num":
            return self._take_number(at)
        if item.kind == "mark":
            self._take_mark(at)
        elif item.kind == "act":
            self._take_act(at)
        elif item.kind in ("verb", "crime"):
            self._take_verb(at)
        elif item.kind == "give":
            self._give_at, self._acts, self._acts_at = at, (), at
            self._maybe_restart(at)
        elif item.kind == "compare":
            self._take_compare(at)
        elif item.kind == "same":
            self._take_same(at)
        elif item.kind == "rise":
            self._rise_at = at
        elif item.kind == "include":
            self._open("include", at, self._last_mentions())
        elif item.kind == "pronoun":
            self._take_pronoun(at)
        elif item.low == "from" and self._is_rise(at):
            self._open_compare(at)
        elif item.low == "than" and self._is_than(at):
            self._open_compare(at)
        elif item.low in _CLAUSE_WORDS and not self._group.nested:
            self._restart(at)
        return at + 1

    def _take_mark(self, at: int) -> None:
        mark = self._items[at].low
        if mark == "(":
            self._open("paren", at, self._last_mentions())
        elif mark == ")":
            self._close_until("paren", at)
        elif mark in _DASHES:
            if not self._close_until("dash", at):
                self._open("dash", at, self._last_mentions())
        elif mark == ";":
            if not any(group.kind == "paren" for group in self._stack):
                self._restart(at)
        elif mark == ",":
            while self._group.kind == "include" and self._group.mentions and self._encloses("paren", "dash", "of"):
                self._close(at)

    def _encloses(self, *kinds: str) -> bool:
        """Whether the innermost group is a short aside that a comma ends."""
        inner = self._group
        short = any(group.kind in kinds for group in self._stack[:-1])
        return short or self._items[inner.start].low.startswith("of ")

    def _close_until(self, kind: str, at: int) -> bool:
        """Closes the innermost group of a kind with all inside it; whether there was one."""
        if not any(group.kind == kind for group in self._stack):
            return False
        while self._stack and self._stack[-1].kind != kind:
            self._close(at)
        self._close(at)
        if not self._stack:
            self._open("main", at, [])
        return True

    def _take_act(self, at: int) -> None:
        item = self._items[at]
        if item.form == "noun" and not self._noun_governs(at):
            return
        self._maybe_restart(at)
        if self._acts and self._acts_at >= 0 and self._joined(self._acts_at, at):
            self._acts = tuple(dict.fromkeys((*self._acts, item.value)))
        else:
            self._acts = (item.value,)
        self._acts_at, self._acts_form, self._give_at, self._blocked = at, item.form, -1, False

    def _maybe_restart(self, at: int) -> None:
        """`..., up from 3, and convicted 12`: a finite verb after `and` or a comma ends comparison and breakdown."""
        inner = self._group
        before = self._items[at - 1] if at > 0 else None
        finite = self._items[at].form == "finite"
        if before is None or not finite or inner.nested or inner.kind == "main" or not inner.mentions:
            return
        if before.low in ("and", ",", "then", "also"):
            self._restart(at)

    def _noun_governs(self, at: int) -> bool:
        following = self._items[at + 1].low if at + 1 < len(self._items) else ""
        if following in ("and", "or", ","):
            ahead = self._items[at + 2] if at + 2 < len(self._items) else None
            return ahead is not None and ahead.kind == "act" and ahead.form == "noun"
        return following in _GOVERNED_BY

    def _joined(self, first: int, second: int) -> bool:
        """Whether two actions are coordinated: `identified and referred to care`."""
        between = self._items[first + 1 : second]
        if any(item.kind in ("num", "object", "year", "deny") or item.low in ";()" for item in between):
            return False
        return len(between) <= 5 and any(item.low in ("and", "or", ",", "and/or") for item in between)

    def _take_verb(self, at: int) -> None:
        if self._items[at].kind == "crime" and self._items[at].low.endswith("ed"):
            return
        self._govern((), at, "")
        self._blocked = True

    def _govern(self, acts: tuple[str, ...], at: int, form: str) -> None:
        self._acts, self._acts_at, self._acts_form, self._give_at = acts, at, form, -1

    # comparisons

    def _take_compare(self, at: int) -> None:
        if self._items[at].low == "against":
            following = self._items[at + 1] if at + 1 < len(self._items) else None
            if following is None or following.kind != "num" or read_phrase(self._items, at + 2).head != "bare":
                return
        self._open_compare(at)

    def _open_compare(self, at: int) -> None:
        inner = self._group
        if inner.kind == "compare" and not inner.mentions:
            return
        parents = self._compared(inner)
        if not inner.nested:
            while self._stack and self._group.kind != "main":
                self._close(at)
        self._open("compare", at, parents)
        self._govern((), at, "")
        self._blocked = False

    def _compared(self, inner: Group) -> list[Mention]:
        """The counts that a comparison is about."""
        if inner.nested:
            return list(inner.mentions or inner.parents)
        return list(self._main_mentions())

    def _is_rise(self, at: int) -> bool:
        """Whether `from` goes with an `increase` or `down` just before it and a count after it."""
        if self._rise_at < 0 or at - self._rise_at > _RISE_REACH:
            return False
        between = self._items[self._rise_at + 1 : at]
        if any(item.low in ";()" for item in between):
            return False
        return any(
            item.kind in ("num", "none") or item.low in ("the", "a")
            for item in self._items[at + 1 : at + 4]
        )

    def _is_than(self, at: int) -> bool:
        """`fewer than the 20 in 2016`, and not `fewer than 20`."""
        return 0 <= at - self._rise_at <= 4 and at + 1 < len(self._items) and self._items[at + 1].low in ("the", "in")

    def _take_same(self, at: int) -> None:
        """`the same number as in 2016`: the compared count is the one just stated."""
        parents = [mention for mention in self._main_mentions() if mention.value is not None]
        ahead = self._items[at + 1 : at + 14]
        if not parents or any(item.kind == "num" for item in ahead[:3]):
            return
        if not any(item.kind in ("year", "period") for item in ahead):
            return
        self._open("compare", at, parents)
        parent = parents[-1]
        self._group.mentions.append(
            Mention(
                at, at + 1, parent.value, parent.high, parent.qualifier, parent.head, parent.measures, parent.types,
                self._group, persons=parent.persons, inherited=True, parent=parent,
            )
        )  # fmt: skip

    # counts

    def _take_denial(self, denial: Denial) -> int | None:
        measures = denial.measures
        if denial.of_these:
            measures = self._recent_acts(denial.at)
        if not measures:
            return None
        if denial.value == 0 or not self._group.nested:
            for measure in measures:
                mention = Mention(
                    denial.at, denial.end, denial.value, None, "exact" if denial.value == 0 else "not_reported",
                    "denial", (measure,), denial.types, self._group, persons=denial.persons,
                )  # fmt: skip
                self._group.mentions.append(mention)
        return denial.end

    def _recent_acts(self, at: int) -> tuple[str, ...]:
        """The efforts for victims that the sentence named before `such efforts`."""
        nouns = {"referral": "victims_referred", "services": "victims_assisted", "assistance": "victims_assisted"}
        found = [nouns.get(item.low, item.value if item.kind == "act" else "") for item in self._items[:at]]
        return tuple(dict.fromkeys(measure for measure in found if measure in ("victims_referred", "victims_assisted")))

    def _take_pronoun(self, at: int) -> None:
        """`and referred them to shelters`: the count just stated, under another measure."""
        before = self._items[at - 1] if at > 0 else None
        stated = [
            mention
            for group in self.groups
            for mention in group.mentions
            if group.kind == "main" and mention.value and any(m.startswith("victims") for m in mention.measures)
        ]
        source = stated or [mention for mention in self._before if mention.value][-1:]
        if before is None or before.kind != "act" or not source or before.form == "noun":
            return
        if before.value not in ("victims_referred", "victims_assisted", "victims_repatriated"):
            return
        if before.value == "victims_referred" and self._to_police(at):
            return
        copied = source[-1]
        self._group.mentions.append(
            Mention(
                at, at + 1, copied.value, copied.high, copied.qualifier, copied.head, (before.value,), copied.types,
                self._group, persons=True, copied=True, parent=copied,
            )
        )  # fmt: skip

    def _take_number(self, at: int) -> int:
        number = self._items[at].number
        assert number is not None
        phrase = read_phrase(self._items, at + 1)
        partial = phrase.end < len(self._items) and self._is_part(phrase)
        head, end = phrase.head, phrase.end
        if phrase.with_next:
            head = self._next_head(phrase.end + 1)
        if partial:
            inner = read_phrase(self._items, self._after_of(phrase.end))
            head, end = (inner.head if head == "bare" else head), max(inner.end, phrase.end + 1)
        if head == "reject" or self._is_delta(at) or self._is_reference(at):
            return end if end > at else at + 1
        of_whom = end < len(self._items) and self._items[end].kind == "include" and self._items[end].low.startswith("of ")
        if of_whom:
            self._open("include", end, self._last_mentions())
        mention = Mention(
            at, end, number.value, number.high, number.qualifier, head, (), self._types(phrase, end), self._group,
            partial=partial,
        )  # fmt: skip
        mention.measures = self._measures(at, phrase, mention)
        mention.persons = is_persons(mention.measures, head)
        self._group.mentions.append(mention)
        return end + 1 if of_whom else end

    def _types(self, phrase: Phrase, end: int) -> tuple[str, ...]:
        return phrase.types or scope_types(self._items, end)

    def _is_part(self, phrase: Phrase) -> bool:
        """`three of the 18 traffickers`, `10 of these victims`."""
        if phrase.head not in ("bare",) or self._items[phrase.end].low != "of":
            return False
        following = self._items[phrase.end + 1] if phrase.end + 1 < len(self._items) else None
        return following is not None and (following.kind in ("num", "det") or following.low in ("its", "their"))

    def _after_of(self, at: int) -> int:
        at += 1
        while at < len(self._items) and self._items[at].kind in ("num", "det"):
            at += 1
        return at

    def _next_head(self, at: int) -> str:
        return read_phrase(self._items, at + 1).head if at < len(self._items) else "reject"

    def _is_delta(self, at: int) -> bool:
        """`an increase of 20 cases`, `fell by 12`."""
        before = [item for item in self._items[max(0, at - 4) : at] if item.kind not in ("more", "conj", "prep")]
        link = {item.low for item in self._items[max(0, at - 3) : at]}
        return bool(before) and before[-1].kind == "rise" and bool(link & {"of", "by"})

    def _is_reference(self, at: int) -> bool:
        """`of the 18 convicted`, `the 103 victims`, `all 14 traffickers`: counts stated elsewhere."""
        if self._group.kind == "compare":
            return False
        lows = [item.low for item in self._items[max(0, at - 3) : at]]
        if lows[-1:] and lows[-1] in ("the", "these", "those"):
            return True
        return lows[-1:] == ["all"] and not (self._acts and self._direct(at))

    # what is counted

    def _measures(self, at: int, phrase: Phrase, mention: Mention) -> tuple[str, ...]:
        head = mention.head
        if phrase.head == "measure":
            return () if self._blocked_directly(at) or self._of_officials(mention.end) else phrase.measures
        own = self._own_measures(at, phrase, mention)
        if own is None:
            return ()
        return own or self._inherited(mention, head)

    def _own_measures(self, at: int, phrase: Phrase, mention: Mention) -> tuple[str, ...] | None:
        """The measures its own words give; empty where they are silent, null where they speak of something else."""
        head = mention.head
        if self._acts and self._direct(at):
            return self._fitting(self._acts, mention) or None
        if self._gives(at, mention):
            return of_objects(("victims_assisted",), head) or None
        post = self._postposed(mention)
        if post is not None:
            return post or None
        if phrase.adjectives:
            return of_objects(phrase.adjectives, head)
        if self._blocked and head != "bare":
            return None
        if self._acts:
            fitting = self._fitting(self._acts, mention)
            return fitting or (None if head != "bare" else ())
        return None if self._blocked else ()

    def _fitting(self, acts: tuple[str, ...], mention: Mention) -> tuple[str, ...]:
        measures = of_objects(acts, mention.head)
        if "victims_referred" in measures and self._to_police(mention.end):
            measures = tuple(measure for measure in measures if measure != "victims_referred")
        return measures

    def _direct(self, at: int) -> bool:
        """Whether the governing action stands right before the number."""
        between = self._items[self._acts_at + 1 : at]
        if len(between) > 8 or self._acts_at < 0:
            return False
        return all(
            item.kind in _FILLERS or item.kind in ("prep", "conj", "type", "act", "report") for item in between
        ) and not any(item.low in ("by", "in", "that", "because") for item in between[:1] if item.low != "in")

    def _gives(self, at: int, mention: Mention) -> bool:
        """`provided shelter to 27 victims`, `provided 10 victims with shelter`."""
        if self._give_at < 0 or mention.head not in _VICTIM_HEADS:
            return False
        between = self._items[self._give_at + 1 : at]
        if any(item.low in ";()" or item.kind in ("act", "verb") and item.form != "noun" for item in between):
            return False
        if any(item.kind == "service" for item in between):
            return any(item.low in ("to", "for", "and", ",") for item in between[-8:])
        after = self._items[mention.end : mention.end + 7]
        return len(between) <= 4 and any(item.kind == "service" for item in after)

    def _postposed(self, mention: Mention) -> tuple[str, ...] | None:
        """What is said of the counted things after them; empty where it is nothing that is counted, null if nothing.

        `23 victims identified by police`, `two were convicted`, `nine victims received legal assistance`.
        """
        place, aux = mention.end, False
        while place < len(self._items) and self._items[place].kind in ("aux", "adverb", "rel"):
            aux = True
            place += 1
        if place >= len(self._items):
            return None
        item = self._items[place]
        if item.kind == "act" and item.form == "finite":
            return self._participle(place, mention)
        if item.kind == "receive":
            return self._received(place, mention)
        if item.kind == "verb" and (aux or item.low.endswith("ed")):
            return ()
        return None

    def _participle(self, place: int, mention: Mention) -> tuple[str, ...]:
        acts = [self._items[place].value]
        while place + 2 < len(self._items) and self._items[place + 1].low in ("and", "or"):
            if self._items[place + 2].kind != "act":
                break
            acts.append(self._items[place + 2].value)
            place += 2
        following = self._items[place + 1].low if place + 1 < len(self._items) else ""
        if acts[-1] == "victims_assisted" and following in _PARTICIPANT:
            return ()
        return self._fitting(tuple(acts), mention)

    def _received(self, place: int, mention: Mention) -> tuple[str, ...]:
        if mention.head not in _VICTIM_HEADS:
            return ()
        for item in self._items[place + 1 : place + 9]:
            if item.kind == "service":
                return ("victims_repatriated",) if item.value == "repatriation" else ("victims_assisted",)
            if item.kind == "num" or item.low in ",;":
                break
        return ()

    def _blocked_directly(self, at: int) -> bool:
        """`overturned 12 convictions`, `suspended five prosecutions`."""
        before = self._items[at - 1] if at > 0 else None
        return before is not None and before.kind == "verb" and before.low not in ("conducted", "included", "held")

    def _of_officials(self, place: int) -> bool:
        ahead = self._items[place : place + 7]
        for item in ahead:
            if item.kind in ("num", "mark"):
                return False
            if item.kind == "official":
                return True
        return False

    def _to_police(self, place: int) -> bool:
        """Referral to the police or for prosecution is no referral to services."""
        for item in self._items[place : place + 10]:
            if item.kind == "num" or item.low in ";(":
                return False
            if item.low in ("police", "prosecution", "prosecutors", "prosecutor", "courts", "court", "investigation"):
                return True
        return False

    def _inherited(self, mention: Mention, head: str) -> tuple[str, ...]:
        """What a count takes over from the ones it compares, breaks down or continues."""
        group = mention.group
        if group.kind == "main":
            named = bool(mention.types) and (head in ("bare", "case", "human", "offender", "victim"))
            parents = self._main_mentions() if named and not group.nested else []
        else:
            parents = group.parents
        fitting = [parent for parent in parents if parent.measures and _comparable(parent, head)]
        if not fitting:
            return ()
        mention.inherited = True
        mention.parent = fitting[-1]
        return fitting[-1].measures


def _comparable(parent: Mention, head: str) -> bool:
    if head == "bare":
        return True
    victims = parent.measures[0].startswith("victims")
    if head in ("victim", "soldier"):
        return victims
    if head == "offender":
        return not victims
    return True
