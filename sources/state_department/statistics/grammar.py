"""Assigns the numbers of a sentence to groups of counts.

A sentence states counts, compares them with others and breaks them down. The reader passes the items once. Actions
(`convicted`, `investigation of`) govern the numbers after them. Brackets, dashes, comparisons and words such as
`including` open groups whose counts inherit missing properties from their parents.
"""

from collections.abc import Sequence
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import read_phrase
from sources.state_department.statistics.changes import NamedCounts, read_amount, read_change, read_series
from sources.state_department.statistics.counts import CountReader
from sources.state_department.statistics.denials import read_denials
from sources.state_department.statistics.exclusions import exclude_gender_lists, exclude_officials
from sources.state_department.statistics.governing import Governor
from sources.state_department.statistics.groups import CountGroups
from sources.state_department.statistics.mentions import CountGroup, CountMention
from sources.state_department.statistics.repeats import RepeatedCounts

_DASHES: Final = frozenset("—–")
_RISE_REACH_ITEMS: Final = 9  # items between `increase` and `from`
_INERT: Final = frozenset(
    ("word", "object", "type", "det", "prep", "aux", "year", "period", "law", "data", "month", "misc")
)
_SMALL_WORDS: Final = frozenset(("from", "all", "out of", "whom", "first", "over", "they"))
"""Words of inert kinds that have an effect in their position; the others are skipped."""

_CLAUSE_WORDS: Final = frozenset(("while", "whereas", "although", "though", "however", "but"))


def read_groups(items: Sequence[Item], before: Sequence[CountMention], *, opens_on: str) -> list[CountGroup]:
    """The groups of counts of a sentence.

    Args:
        items: the sentence.
        before: the counts of the sentences before, which it may compare or break down.
        opens_on: `include` if the whole sentence breaks those counts down, else empty.
    """
    return _SentenceReader(items, before).read(opens_on)


class _SentenceReader:
    def __init__(self, items: Sequence[Item], before: Sequence[CountMention]) -> None:
        self._items = items
        self._denials = {denial.at: denial for denial in read_denials(items)}
        self._governor = Governor(items)
        self._groups = CountGroups(items, before, self._governor)
        self._repeats = RepeatedCounts(items, self._groups, self._governor)
        self._counts = CountReader(items, self._groups, self._governor)
        self._rise_at = -1

    def read(self, opens_on: str) -> list[CountGroup]:
        """Reads the whole sentence."""
        self._groups.open("main", 0, [])
        if opens_on:
            self._groups.open(opens_on, 0, self._groups.before)
            self._groups.refers_back = True
        at = 0
        while at < len(self._items):
            item = self._items[at]
            inert = item.kind in _INERT and item.low not in _SMALL_WORDS and at not in self._denials
            at = at + 1 if inert else self._read_item(at)
        self._groups.end(len(self._items))
        exclude_officials(self._groups.groups)
        exclude_gender_lists(self._items, self._groups.groups)
        return self._groups.groups

    def _read_item(self, at: int) -> int:
        item = self._items[at]
        if at in self._denials and (after := self._repeats.read_denial(self._denials[at])) is not None:
            return after
        if item.kind == "num":
            return self._counts.read(at)
        if (after := self._read_named(at)) is not None:
            return after
        if item.kind == "mark":
            self._read_mark(at)
        elif item.kind == "act":
            self._read_act(at)
        elif item.kind in ("verb", "crime", "joint"):
            self._governor.take_verb(at)
        elif item.kind == "give":
            self._restart_at_new_statement(at)
            self._governor.take_give(at)
        elif item.kind == "compare":
            self._read_compare(at)
        elif item.kind == "same":
            self._repeats.read_same(at)
        elif item.kind == "include":
            self._groups.open("include", at, self._groups.last_mentions())
        elif item.kind == "pronoun":
            self._repeats.read_pronoun(at)
        else:
            self._read_word(at)
        return at + 1

    def _read_word(self, at: int) -> None:
        """Reads words that have an effect only in their position."""
        item = self._items[at]
        if (item.low == "from" and self._is_rise(at)) or (item.low == "than" and self._is_than(at)):
            self._open_compare(at)
        elif item.low in _CLAUSE_WORDS and not (
            self._groups.current.nested or self._is_aside(at) or self._denies_then(at)
        ):
            self._groups.restart(at)
        elif item.low == "all" and self._groups.current.kind == "include" and self._groups.current.parents:
            self._repeats.read_all(at)
        elif item.low in ("they", "who", "all of whom"):
            self._repeats.read_they(at)
        elif item.kind == "multiple" or item.low == "over":
            self._read_multiple(at)
        elif item.kind == "start":
            self._restart_at_new_statement(at)
        elif item.low == "out of":
            self._governor.clear()
        elif item.low == "whom" and self._groups.current.kind == "main":
            self._repeats.read_whom(at)
        elif item.low == "first":
            self._repeats.read_first(at)
        elif item.kind == "service" and item.low == "housing" and self._before_number(at):
            item.kind, item.value, item.form = "act", "victims_assisted", "gerund"
            self._read_act(at)

    def _is_aside(self, at: int) -> bool:
        """`services, but usually not shelter, to 108 victims`: no new statement."""
        ahead = [item.low for item in self._items[at + 1 : at + 6]]
        return "not" in ahead[:2] and "," in ahead

    def _denies_then(self, at: int) -> bool:
        """`from the year before, when police reported nine cases but did not report ...`: about the year before."""
        group = self._groups.current
        denies = any(item.kind == "deny" for item in self._items[at + 1 : at + 2])
        return denies and group.kind == "compare" and self._period_has_clause(group.start)

    def _before_number(self, at: int) -> bool:
        return any(item.kind == "num" for item in self._items[at + 1 : at + 2])

    def _read_mark(self, at: int) -> None:
        mark = self._items[at].low
        if mark == "(":
            after_list = at > 0 and self._items[at - 1].low == "," and self._groups.current.kind == "main"
            whole = [m for m in self._groups.current.mentions if m.governed] if after_list else []
            self._groups.open("paren", at, whole[-1:] or self._groups.last_mentions())
        elif mark == ")":
            self._groups.close_until("paren", at)
        elif mark in _DASHES:
            if not self._groups.close_until("dash", at):
                self._groups.open("dash", at, self._groups.last_mentions())
        elif mark == ";":
            if not self._groups.enclosed_by("paren") and not self._in_dashes(at):
                self._groups.restart(at)
        elif mark == ",":
            while (
                self._groups.current.kind == "include"
                and self._groups.current.mentions
                and self._groups.ends_with_comma()
            ):
                self._groups.close(at)

    def _in_dashes(self, at: int) -> bool:
        """Whether a dash that has been opened is closed later on."""
        return self._groups.enclosed_by("dash") and any(item.low in _DASHES for item in self._items[at:])

    def _read_act(self, at: int) -> None:
        item = self._items[at]
        if item.form == "noun" and not self._governor.noun_governs(at):
            return
        if any(before.low == "not" for before in self._items[max(0, at - 2) : at]):
            return
        if item.form == "base" and not self._governor.base_governs(at):
            return
        self._groups.acted = True
        if self._governor.hypothetical(at):
            self._governor.take_verb(at)
            return
        if item.form == "finite" and self._describes_counted(at):
            return
        self._restart_at_new_statement(at)
        mentions = self._groups.current.mentions
        self._governor.take_act(at, after=bool(mentions) and mentions[-1].end == at)

    def _describes_counted(self, at: int) -> bool:
        """`138 victims identified in China and three ...`: a participle about what another action counts."""
        mentions = self._groups.current.mentions
        return bool(mentions) and mentions[-1].end == at and mentions[-1].governed

    def _restart_at_new_statement(self, at: int) -> None:
        """`..., up from 3, and convicted 12`: a finite verb after `and` or a comma ends comparison and breakdown."""
        inner = self._groups.current
        before = self._items[at - 1] if at > 0 else None
        item = self._items[at]
        finite = item.form == "finite" or (item.kind == "start" and item.low.endswith(("ed", "an", "de")))
        if before is None or not finite or inner.nested or inner.kind == "main" or not inner.mentions:
            return
        if before.low in ("and", ",", "then", "also"):
            self._groups.restart(at)

    def _read_named(self, at: int) -> int | None:
        """The numbers of what a noun names, before a `rose` or a colon; the place after them, or None."""
        if self._items[at].kind == "rise":
            self._rise_at = at
            return self._read_change(read_change(self._items, at))
        if self._items[at].kind == "amount":
            return self._read_change(read_amount(self._items, at))
        return self._read_change(read_series(self._items, at)) if self._items[at].low == ":" else None

    def _read_change(self, change: NamedCounts | None) -> int | None:
        """Numbers of what a noun names, `convictions rose from 12 to 30`; the place after them, or None."""
        if change is None or self._groups.current.nested:
            return None
        self._groups.restart(change.numbers[0])
        for at in change.numbers:
            self._counts.read_named(at, change)
        if change.earlier >= 0:
            self._groups.open("compare", change.start, list(self._groups.current.mentions))
            self._counts.read_named(change.earlier, change)
            self._groups.close(change.end)
        return change.end

    # comparisons

    def _read_multiple(self, at: int) -> None:
        """`more than double the nine convictions of 2016`, `an increase over the 85 victims housed in 2016`."""
        ahead = self._items[at + 1 : at + 3]
        counted = len(ahead) == 2 and ahead[0].low == "the" and ahead[1].kind == "num"
        risen = self._items[at].kind == "multiple" or 0 <= self._rise_at == at - 1
        if counted and risen:
            self._open_compare(at)

    def _read_compare(self, at: int) -> None:
        if self._items[at].low == "against":
            following = self._items[at + 1] if at + 1 < len(self._items) else None
            if following is None or following.kind != "num" or read_phrase(self._items, at + 2).head != "bare":
                return
        ahead = self._items[at + 1 : at + 5]
        dated = [place for place, item in enumerate(ahead) if item.kind in ("period", "year")]
        if (
            dated
            and dated[0] <= 2
            and not any(item.kind == "num" for item in ahead)
            and not self._period_has_clause(at)
        ):
            return  # `compared with the previous year, courts convicted ...`
        self._open_compare(at)

    def _open_compare(self, at: int) -> None:
        inner = self._groups.current
        if inner.kind == "compare" and not inner.mentions:
            return
        if inner.kind == "compare" and not inner.nested:
            self._split_compare(inner, at)
        parents = list(inner.mentions or inner.parents) if inner.nested else list(self._compared(at))
        if not inner.nested:
            self._groups.close_to_main(at)
        self._groups.open("compare", at, parents)

    def _compared(self, at: int) -> list[CountMention]:
        """The counts that a comparison is about; `these numbers compared to` means all counts of the sentence."""
        before = {item.low for item in self._items[max(0, at - 3) : at]}
        if not before & {"this", "these"}:
            return self._groups.parts_stated() or self._groups.main_mentions()
        return self._groups.stated() or self._groups.before

    def _split_compare(self, inner: CountGroup, at: int) -> None:
        """`21 prosecutions, compared with 10 in 2015, and 39 convictions, compared with ...`: 39 is stated anew."""
        last = inner.mentions[-1]
        earlier = inner.mentions[-2].end if len(inner.mentions) > 1 else inner.start
        if self._has_period(last.end, at) or not self._has_period(earlier, last.at):
            return
        inner.mentions.pop()
        group = CountGroup("main", last.at, [], end=at)
        last.group = group
        group.mentions.append(last)
        self._groups.groups.insert(self._groups.groups.index(inner) + 1, group)

    def _has_period(self, start: int, end: int) -> bool:
        return any(item.kind in ("year", "period") for item in self._items[start:end])

    def _is_rise(self, at: int) -> bool:
        """Whether `from` goes with an `increase` or `down` just before it and a count after it."""
        if self._rise_at < 0 or at - self._rise_at > _RISE_REACH_ITEMS:
            return False
        if any(item.low in ";()" for item in self._items[self._rise_at + 1 : at]):
            return False
        ahead = self._items[at + 1 : at + 5]
        counts = any(item.kind in ("num", "none") for item in ahead)
        return counts or (any(item.kind == "period" for item in ahead) and self._period_has_clause(at))

    def _period_has_clause(self, at: int) -> bool:
        """`from the previous reporting period, when police identified 649`."""
        return any(item.low in ("when", "during", "which", "where") for item in self._items[at + 2 : at + 7])

    def _is_than(self, at: int) -> bool:
        """`fewer than the 20 in 2016`, and not `fewer than 20`."""
        recent = self._rise_at >= 0 and at - self._rise_at <= 4
        return recent and at + 1 < len(self._items) and self._items[at + 1].low in ("the", "in")
