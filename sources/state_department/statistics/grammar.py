"""The grammar of a sentence of statistics: which number stands in which group, and what it takes from others.

A sentence states counts, compares them with others and breaks them down. The reader goes through the items once.
Actions (`convicted`, `investigation of`) govern the numbers that follow; brackets, dashes, comparators and words
such as `including` open groups whose counts take from their parents what they do not say themselves.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sources.state_department.statistics.denials import Denial, read_denials
from sources.state_department.statistics.governing import Governing, Governor
from sources.state_department.statistics.lexicon import Item
from sources.state_department.statistics.measures import LAW_ENFORCEMENT, VICTIM_CARE, is_persons
from sources.state_department.statistics.mentions import Group, Mention
from sources.state_department.statistics.phrases import Phrase, read_phrase
from sources.state_department.statistics.types import scope_types

_DASHES: Final = frozenset("—–")
_RISE_REACH: Final = 9  # items between `increase` and `from`
_CLAUSE_WORDS: Final = frozenset(("while", "whereas", "although", "though", "however", "but"))
_FIRST: Final = frozenset(("its first", "their first"))


def read_groups(items: Sequence[Item], before: Sequence[Mention], *, opens_on: str) -> list[Group]:
    """The groups of counts of a sentence.

    Args:
        items: the sentence.
        before: the counts that the sentences before stated, which it may compare or break down.
        opens_on: `include` where the sentence as a whole breaks those counts down, else empty.
    """
    reader = _Reader(items, before)
    reader.read(opens_on)
    return reader.groups


class _Reader:
    def __init__(self, items: Sequence[Item], before: Sequence[Mention]) -> None:
        self._items = items
        self._before = list(before)
        self._denials = {denial.at: denial for denial in read_denials(items)}
        self._governor = Governor(items)
        self.groups: list[Group] = []
        self._stack: list[Group] = []
        self._kept: dict[int, Governing] = {}
        self._rise_at = -1
        self._acted = False

    def read(self, opens_on: str) -> None:
        """Reads the whole sentence."""
        self._open("main", 0, [])
        if opens_on:
            self._open(opens_on, 0, self._before)
        at = 0
        while at < len(self._items):
            at = self._take(at)
        while self._stack:
            self._close(len(self._items))
        self._leave_out_officials()

    def _leave_out_officials(self) -> None:
        """`prosecution of seven officials, and convicted five (three convictions in 2016)` counts officials alone."""
        mentions = [mention for group in self.groups for mention in group.mentions]
        officials = [mention.at for mention in mentions if mention.head == "official"]
        for mention in mentions:
            unnamed = mention.head == "bare" or (mention.head == "measure" and mention.group.kind != "main")
            if officials and mention.at > officials[0] and unnamed and set(mention.measures) & LAW_ENFORCEMENT:
                mention.measures = ()
        for before, mention in pairwise(mentions):
            if mention.head == "official" and before.is_bare and before.group is mention.group:
                before.measures = ()

    # groups

    def _open(self, kind: str, at: int, parents: list[Mention]) -> None:
        nested = kind in ("paren", "dash") or any(group.nested for group in self._stack)
        group = Group(kind, at, parents, nested)
        self.groups.append(group)
        self._stack.append(group)
        self._kept[id(group)] = self._governor.now
        self._governor.clear()

    def _close(self, at: int) -> None:
        group = self._stack.pop()
        group.end = at
        if group.kind in ("paren", "dash"):
            self._governor.now = self._kept[id(group)]

    def _restart(self, at: int) -> None:
        """A new statement of the sentence's own begins."""
        while self._stack:
            self._close(at)
        self._open("main", at, [])

    @property
    def _group(self) -> Group:
        return self._stack[-1]

    def _last_mentions(self) -> list[Mention]:
        """The count that a bracket or `including` refers to: the last one of the innermost group that has any."""
        for group in reversed(self._stack):
            if group.mentions:
                return [self._referred_to(group)]
            if group.parents:
                return list(group.parents[-1:])
        return list(self._main_mentions()[-1:])

    def _referred_to(self, group: Group) -> Mention:
        """The last number of a group; an uncounted one only if the count is another clause away."""
        last = group.mentions[-1]
        if last.measures or last.group.kind != "main":
            return last
        counted = [mention for mention in group.mentions if mention.measures]
        if counted and not any(item.low in (",", ";") for item in self._items[counted[-1].end : last.at]):
            return counted[-1]
        return last

    def _main_mentions(self) -> list[Mention]:
        """The counts of the sentence's last own statement, or of the sentences before."""
        numbers = False
        for group in reversed(self.groups):
            if group.kind == "main":
                stated = [mention for mention in group.mentions if mention.measures]
                if stated:
                    last = group.mentions[-1]
                    return stated if last.measures or last.head in ("reject", "official") else []
                numbers = numbers or bool(group.mentions)
        return [] if numbers or self._acted else self._before

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
        elif item.kind in ("verb", "crime", "joint"):
            self._governor.take_verb(at)
        elif item.kind == "give":
            self._maybe_restart(at)
            self._governor.take_give(at)
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
        else:
            self._take_word(at)
        return at + 1

    def _take_word(self, at: int) -> None:
        """Small words that do something only in their place."""
        item = self._items[at]
        if (item.low == "from" and self._is_rise(at)) or (item.low == "than" and self._is_than(at)):
            self._open_compare(at)
        elif item.low in _CLAUSE_WORDS and not self._group.nested:
            self._restart(at)
        elif item.low == "all" and self._group.kind == "include" and self._group.parents:
            self._take_all(at)
        elif item.low == "out of":
            self._governor.clear()
        elif item.low == "whom" and self._group.kind == "main":
            self._take_whom(at)
        elif item.low == "first":
            self._take_first(at)
        elif item.kind == "service" and item.low == "housing" and self._before_number(at):
            item.kind, item.value, item.form = "act", "victims_assisted", "gerund"
            self._take_act(at)

    def _before_number(self, at: int) -> bool:
        return any(item.kind == "num" for item in self._items[at + 1 : at + 2])

    def _take_mark(self, at: int) -> None:
        mark = self._items[at].low
        if mark == "(":
            after_list = at > 0 and self._items[at - 1].low == "," and self._group.kind == "main"
            whole = [m for m in self._group.mentions if m.governed] if after_list else []
            self._open("paren", at, whole[-1:] or self._last_mentions())
        elif mark == ")":
            self._close_until("paren", at)
        elif mark in _DASHES:
            if not self._close_until("dash", at):
                self._open("dash", at, self._last_mentions())
        elif mark == ";":
            if not any(group.kind == "paren" for group in self._stack):
                self._restart(at)
        elif mark == ",":
            while self._group.kind == "include" and self._group.mentions and self._is_short():
                self._close(at)

    def _is_short(self) -> bool:
        """Whether the innermost group is an aside that a comma ends."""
        aside = any(group.kind in ("paren", "dash") for group in self._stack[:-1])
        return aside or self._items[self._group.start].low in ("of whom", "of which")

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
        if item.form == "noun" and not self._governor.noun_governs(at):
            return
        if any(before.low == "not" for before in self._items[max(0, at - 2) : at]):
            return
        if item.form == "base" and not self._governor.base_governs(at):
            return
        self._acted = True
        if self._governor.hypothetical(at):
            self._governor.take_verb(at)
            return
        if item.form == "finite" and self._describes_counted(at):
            return
        self._maybe_restart(at)
        mentions = self._group.mentions
        self._governor.take_act(at, after=bool(mentions) and mentions[-1].end == at)

    def _describes_counted(self, at: int) -> bool:
        """`138 victims identified in China and three ...`: a participle about what another action counts."""
        mentions = self._group.mentions
        return bool(mentions) and mentions[-1].end == at and mentions[-1].governed

    def _maybe_restart(self, at: int) -> None:
        """`..., up from 3, and convicted 12`: a finite verb after `and` or a comma ends comparison and breakdown."""
        inner = self._group
        before = self._items[at - 1] if at > 0 else None
        finite = self._items[at].form == "finite"
        if before is None or not finite or inner.nested or inner.kind == "main" or not inner.mentions:
            return
        if before.low in ("and", ",", "then", "also"):
            self._restart(at)

    # comparisons

    def _take_compare(self, at: int) -> None:
        if self._items[at].low == "against":
            following = self._items[at + 1] if at + 1 < len(self._items) else None
            if following is None or following.kind != "num" or read_phrase(self._items, at + 2).head != "bare":
                return
        ahead = self._items[at + 1 : at + 5]
        dated = [place for place, item in enumerate(ahead) if item.kind in ("period", "year")]
        if dated and dated[0] <= 2 and not any(item.kind == "num" for item in ahead) and not self._goes_on_when(at):
            return  # `compared with the previous year, courts convicted ...`
        self._open_compare(at)

    def _open_compare(self, at: int) -> None:
        inner = self._group
        if inner.kind == "compare" and not inner.mentions:
            return
        if inner.kind == "compare" and not inner.nested:
            self._split_compare(inner, at)
        parents = list(inner.mentions or inner.parents) if inner.nested else list(self._compared(at))
        if not inner.nested:
            while self._stack and self._group.kind != "main":
                self._close(at)
            if not self._stack:
                self._open("main", at, [])
        self._open("compare", at, parents)

    def _compared(self, at: int) -> list[Mention]:
        """The counts a comparison is about; `these numbers compared to` takes in all the sentence has stated."""
        before = {item.low for item in self._items[max(0, at - 3) : at]}
        if not before & {"this", "these"}:
            return self._main_mentions()
        stated = [m for group in self.groups if group.kind == "main" for m in group.mentions if m.measures]
        return stated or self._before

    def _split_compare(self, inner: Group, at: int) -> None:
        """`21 prosecutions, compared with 10 in 2015, and 39 convictions, compared with ...`: 39 is stated anew."""
        last = inner.mentions[-1]
        earlier = inner.mentions[-2].end if len(inner.mentions) > 1 else inner.start
        if self._has_period(last.end, at) or not self._has_period(earlier, last.at):
            return
        inner.mentions.pop()
        group = Group("main", last.at, [], end=at)
        last.group = group
        group.mentions.append(last)
        self.groups.insert(self.groups.index(inner) + 1, group)

    def _has_period(self, start: int, end: int) -> bool:
        return any(item.kind in ("year", "period") for item in self._items[start:end])

    def _is_rise(self, at: int) -> bool:
        """Whether `from` goes with an `increase` or `down` just before it and a count after it."""
        if self._rise_at < 0 or at - self._rise_at > _RISE_REACH:
            return False
        if any(item.low in ";()" for item in self._items[self._rise_at + 1 : at]):
            return False
        ahead = self._items[at + 1 : at + 5]
        counts = any(item.kind in ("num", "none") for item in ahead)
        return counts or (any(item.kind == "period" for item in ahead) and self._goes_on_when(at))

    def _goes_on_when(self, at: int) -> bool:
        """`from the previous reporting period, when police identified 649`."""
        return any(item.low in ("when", "during", "which", "where") for item in self._items[at + 2 : at + 7])

    def _is_than(self, at: int) -> bool:
        """`fewer than the 20 in 2016`, and not `fewer than 20`."""
        recent = self._rise_at >= 0 and at - self._rise_at <= 4
        return recent and at + 1 < len(self._items) and self._items[at + 1].low in ("the", "in")

    def _take_same(self, at: int) -> None:
        """`the same number as in 2016`: the compared count is the one just stated."""
        parents = [m for m in self._main_mentions() if m.value is not None and m not in self._before]
        ahead = self._items[at + 1 : at + 14]
        if not parents or any(item.kind == "num" for item in ahead[:3]):
            return
        if not any(item.kind in ("year", "period") for item in ahead):
            return
        self._open("compare", at, parents)
        self._copy(at, parents[-1], parents[-1].measures)
        self._group.mentions[-1].inherited = True

    # counts without a number of their own

    def _copy(self, at: int, source: Mention, measures: tuple[str, ...]) -> None:
        """Repeats a count under other measures or for another year."""
        self._group.mentions.append(
            Mention(
                at, at + 1, source.value, source.high, source.qualifier, source.head, measures, source.types,
                self._group, persons=source.persons, copied=True, parent=source,
            )
        )  # fmt: skip

    def _take_denial(self, denial: Denial) -> int | None:
        self._acted = True
        measures = self._recent_acts(denial.at) if denial.of_these else denial.measures
        if not measures:
            return None
        for measure in measures:
            qualifier = "exact" if denial.value == 0 else "not_reported"
            self._group.mentions.append(
                Mention(
                    denial.at, denial.end, denial.value, None, qualifier, "denial", (measure,), denial.types,
                    self._group, persons=denial.persons, governed=True,
                )
            )  # fmt: skip
        return denial.end

    def _recent_acts(self, at: int) -> tuple[str, ...]:
        """The efforts for victims that the sentence named before `such efforts`."""
        found = (
            "victims_assisted" if item.kind == "service" else item.value
            for item in self._items[:at]
            if item.kind in ("act", "service")
        )
        return tuple(dict.fromkeys(measure for measure in found if measure in ("victims_referred", "victims_assisted")))

    def _take_pronoun(self, at: int) -> None:
        """`and referred them to shelters`: the count just stated, under another measure."""
        before = self._items[at - 1] if at > 0 else None
        source = self._victims_stated()
        if before is None or before.kind != "act" or before.form not in ("finite", "gerund") or source is None:
            return
        if before.value not in VICTIM_CARE or before.value in source.measures:
            return
        if before.value == "victims_referred" and self._governor.to_police(at):
            return
        self._copy(at, source, (before.value,))

    def _victims_stated(self) -> Mention | None:
        """The last count of victims that the sentence states itself."""
        stated = [
            mention
            for group in self.groups
            if group.kind == "main"
            for mention in group.mentions
            if mention.value and mention.measures and mention.measures[0].startswith("victims")
        ]
        return stated[-1] if stated else None

    def _take_all(self, at: int) -> None:
        """`Of the 103 victims, all were referred to services`."""
        place = at + 1
        while place < len(self._items) and self._items[place].kind in ("aux", "adverb"):
            place += 1
        act = self._items[place] if place < len(self._items) else None
        parent = self._group.parents[-1]
        if place > at + 1 and act is not None and act.kind == "act" and act.value in VICTIM_CARE:
            if parent.value and parent.measures[0].startswith("victims") and act.value not in parent.measures:
                self._restart(at)
                self._copy(at, parent, (act.value,))

    def _take_whom(self, at: int) -> None:
        """`70 victims, to whom they provided accommodation`."""
        source = self._victims_stated()
        ahead = self._items[at + 1 : at + 9]
        gives = any(item.kind == "give" for item in ahead[:4]) and any(item.kind == "service" for item in ahead)
        if source is not None and gives and self._items[at - 1].low == "to":
            if "victims_assisted" not in source.measures:
                self._copy(at, source, ("victims_assisted",))

    def _take_first(self, at: int) -> None:
        """`initiated its first investigation and prosecution`: one of each."""
        before = self._items[at - 1].low if at > 0 else ""
        verb = self._items[at - 2].kind if at > 1 else ""
        if before not in ("its", "their") or verb not in ("start", "receive", "report"):
            return
        phrase = read_phrase(self._items, at + 1)
        if phrase.head != "measure":
            return
        for measure in phrase.measures:
            self._group.mentions.append(
                Mention(
                    at, phrase.end, 1, None, "exact", "measure", (measure,), phrase.types, self._group, persons=False
                )
            )

    # numbers

    def _take_number(self, at: int) -> int:
        number = self._items[at].number
        assert number is not None
        phrase = read_phrase(self._items, at + 1)
        partial = self._is_part(phrase)
        head, end = phrase.head, phrase.end
        if phrase.with_next and end + 1 < len(self._items):
            after = read_phrase(self._items, end + 2)
            head = after.head
            if head == "measure":
                phrase = replace(phrase, head=head, measures=after.measures)
        if partial:
            inner = read_phrase(self._items, self._after_of(end))
            head, end = (inner.head if head == "bare" else head), max(inner.end, end + 1)
        of_whom = end < len(self._items) and self._items[end].low in ("of whom", "of which", "of them")
        if of_whom:
            self._open("include", end, self._last_mentions())
        types = phrase.types or (("other",) if head == "soldier" else scope_types(self._items, end + int(of_whom)))
        mention = Mention(
            at, end, number.value, number.high, number.qualifier, head, (), types, self._group, partial=partial
        )
        if head not in ("reject", "official") and not self._is_delta(at):
            self._settle_number(phrase, mention)
        self._group.mentions.append(mention)
        if phrase.head == "measure" and mention.measures:
            self._governor.take_counted(mention.measures, end)
        return end + 1 if of_whom else max(end, at + 1)

    def _settle_number(self, phrase: Phrase, mention: Mention) -> None:
        """Says what a number counts."""
        if self._is_reference(mention.at):
            self._settle_reference(mention)
            return
        if phrase.head == "measure":
            mention.measures = self._governor.counted(phrase, mention)
        else:
            own = self._governor.own(phrase, mention)
            if own is not None:
                mention.measures = own or self._inherited(mention)
        opens = self._items[mention.at - 1].low in (";", ",") if mention.at else False
        if not mention.governed and (opens or phrase.head != "measure") and self._repeats(mention):
            mention.component = True
        mention.persons = is_persons(mention.measures, mention.head)
        if mention.is_bare and mention.parent is not None:
            mention.persons = mention.parent.persons

    def _repeats(self, mention: Mention) -> bool:
        """`convicted three; two were convicted under article 5`: a part of what the sentence has counted."""
        if mention.group.kind != "main" or mention.group is self.groups[0]:
            return False
        return any(
            other.group.kind == "main" and not other.partial and set(other.measures) & set(mention.measures)
            for group in self.groups
            for other in group.mentions
            if other.value is not None and mention.value is not None and other.value >= mention.value
        )

    def _is_part(self, phrase: Phrase) -> bool:
        """`three of the 18 traffickers`, `10 of these victims`."""
        if phrase.head != "bare" or phrase.end >= len(self._items):
            return False
        link = self._items[phrase.end].low
        if link != "of":
            return link in ("of these", "of those")
        following = self._items[phrase.end + 1] if phrase.end + 1 < len(self._items) else None
        return following is not None and (following.kind in ("num", "det") or following.low in ("its", "their"))

    def _after_of(self, at: int) -> int:
        at += 1
        while at < len(self._items) and self._items[at].kind in ("num", "det"):
            at += 1
        return at

    def _is_delta(self, at: int) -> bool:
        """`an increase of 20 cases`, `fell by 12`."""
        before = [item for item in self._items[max(0, at - 4) : at] if item.kind not in ("more", "conj", "prep")]
        links = {item.low for item in self._items[max(0, at - 3) : at]}
        return bool(before) and before[-1].kind == "rise" and bool(links & {"of", "by"})

    def _is_reference(self, at: int) -> bool:
        """`of the 18 convicted`, `the 103 victims`, `all 14 traffickers`: counts stated elsewhere."""
        if self._group.kind == "compare":
            return False
        before = [item for item in self._items[max(0, at - 3) : at] if item.kind not in ("more", "adverb")]
        if before and before[-1].low in ("the", "these", "those"):
            return True
        return bool(before) and before[-1].low == "all" and not self._governor.now.acts

    def _settle_reference(self, mention: Mention) -> None:
        """`all three cases were for forced labor`: nothing new but the type."""
        known = [parent for parent in self._main_mentions() if parent.value == mention.value and parent.measures]
        if self._items[mention.at - 1].low == "all" and (said := self._governor.said_of_all(mention)):
            if not any(set(said) & set(parent.measures) for parent in known):
                mention.measures = said
            return
        if self._items[mention.at - 1].low == "all" and known and mention.types:
            mention.measures, mention.reference, mention.parent = known[-1].measures, True, known[-1]
            mention.persons, mention.inherited = known[-1].persons, True

    def _inherited(self, mention: Mention) -> tuple[str, ...]:
        """What a count takes over from the ones it compares, breaks down or continues."""
        group = mention.group
        if group.kind != "main":
            parents = group.parents
        elif mention.types and not group.nested:
            parents = self._main_mentions()
            parents = parents if mention.is_bare or parents is not self._before else []
        else:
            parents = []
        fitting = [parent for parent in parents if parent.measures and _comparable(parent, mention.head)]
        fitting = [parent for parent in fitting if not parent.copied or parent.inherited] or fitting
        if not fitting:
            return ()
        mention.inherited, mention.parent = True, fitting[-1]
        return fitting[-1].measures


def _comparable(parent: Mention, head: str) -> bool:
    """Whether a count of a kind of thing can be held against another count."""
    if head in ("bare", "human", "harmed", "case"):
        return True
    victims = parent.measures[0].startswith("victims")
    return victims if head in ("victim", "soldier") else not victims
