"""Reads the numbers of a sentence as counts; the words around a number or its group give its measure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import Phrase, read_phrase
from sources.state_department.statistics.changes import NamedCounts
from sources.state_department.statistics.governing import Governing, Governor
from sources.state_department.statistics.groups import CountGroups
from sources.state_department.statistics.measures import is_persons, of_objects
from sources.state_department.statistics.mentions import CountGroup, CountMention
from sources.state_department.statistics.types import scope_types

_MORE_THAN: Final = (["more", "than"], ["fewer", "than"], ["less", "than"])


class CountReader:
    """Reads numbers into the open group."""

    def __init__(self, items: Sequence[Item], groups: CountGroups, governor: Governor) -> None:
        self._items = items
        self._groups = groups
        self._governor = governor

    def read(self, at: int) -> int:
        """Reads the number at an item into the open group; returns the index after its noun phrase."""
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
            governing = self._governor.now if self._governor.acts_on(at) else Governing()
            self._groups.open("include", end, self._groups.last_mentions())
            self._governor.now = governing  # `and convicted 13 of them`
        types = phrase.types or (("other",) if head == "soldier" else scope_types(self._items, end + int(of_whom)))
        mention = CountMention(
            at,
            end + int(of_whom),
            number.value,
            number.high,
            number.qualifier,
            head,
            (),
            types,
            self._groups.current,
            partial=partial,
        )
        if partial:
            self._add_total(self._after_of(phrase.end) - 1)
        if head not in ("reject", "official") and not self._is_delta(at):
            self._assign_measures(phrase, mention)
        self._groups.current.mentions.append(mention)
        if of_whom:
            self._governor.clear()
        if phrase.head == "measure" and mention.measures:
            self._governor.take_counted(mention.measures, end)
        return end + 1 if of_whom else max(end, at + 1)

    def read_named(self, at: int, change: NamedCounts) -> None:
        """Adds a number whose measure a noun has named before."""
        number = self._items[at].number
        assert number is not None
        phrase = read_phrase(self._items, at + 1)
        persons = change.persons or phrase.head not in ("bare", "measure", "case")
        self._groups.current.mentions.append(
            CountMention(
                at, phrase.end, number.value, number.high, number.qualifier, "measure", (change.measure,),
                phrase.types or change.types, self._groups.current, persons=persons,
            )
        )  # fmt: skip

    def _assign_measures(self, phrase: Phrase, mention: CountMention) -> None:
        """Assigns a number its measures."""
        if self._is_reference(mention.at):
            self._resolve_reference(mention)
            return
        if phrase.head == "measure":
            mention.measures = self._governor.counted(phrase, mention)
        else:
            own = self._governor.own(phrase, mention)
            if own is not None:
                mention.measures = own or self._inherited(mention)
            if mention.partial and mention.types and not mention.governed:
                mention.measures = self._parts_of(mention)
        opens = self._items[mention.at - 1].low in (";", ",") if mention.at else False
        if not mention.governed and (opens or phrase.head != "measure") and self._repeats(mention):
            mention.component = True
        if mention.is_bare and not mention.types and (alike := self._dated_after(mention)) is not None:
            mention.types = alike.types
        mention.persons = is_persons(mention.measures, mention.head)
        if mention.is_bare and mention.parent is not None:
            mention.persons = mention.parent.persons

    def _parts_of(self, mention: CountMention) -> tuple[str, ...]:
        """`11,212 of the victims were exploited in forced labor`: a part by type of what was counted before."""
        parents = [
            p
            for p in self._groups.main_mentions() or self._groups.before
            if p.measures and _comparable(p, mention.head)
        ]
        if not parents:
            return mention.measures
        after = self._items[mention.end] if mention.end < len(self._items) else None
        named = (after.value,) if after is not None and after.kind == "act" and after.form == "finite" else ()
        mention.parent, mention.inherited = parents[-1], True
        return of_objects(named, mention.head) or parents[-1].measures

    def _repeats(self, mention: CountMention) -> bool:
        """`convicted three; two were convicted under article 5`: a part of what the sentence has counted."""
        if mention.group.kind != "main" or mention.group is self._groups.groups[0]:
            return False
        return any(
            other.group.kind == "main"
            and other.group is not mention.group
            and not other.partial
            and set(other.measures) & set(mention.measures)
            for group in self._groups.groups
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
        """`an increase of 20 cases`, `fell by 12`, `seven fewer than in 2008`."""
        before = [item for item in self._items[max(0, at - 4) : at] if item.kind not in ("more", "conj", "prep")]
        links = {item.low for item in self._items[max(0, at - 3) : at]}
        if [item.low for item in self._items[at + 1 : at + 3]] in _MORE_THAN:
            return True
        return bool(before) and before[-1].kind == "rise" and bool(links & {"of", "by"})

    def _is_reference(self, at: int) -> bool:
        """`of the 18 convicted`, `the 103 victims`, `all 14 traffickers`: counts stated elsewhere."""
        if self._groups.current.kind == "compare":
            return False
        before = [item for item in self._items[max(0, at - 3) : at] if item.kind not in ("more", "adverb")]
        if before and before[-1].low in ("the", "these", "those"):
            return True
        return (
            bool(before) and before[-1].low == "all" and not self._governor.now.acts and self._governor.now.give_at < 0
        )

    def _resolve_reference(self, mention: CountMention) -> None:
        """`all three cases were for forced labor`: nothing new but the type."""
        opened = mention.group
        if opened.kind == "include" and opened.start == 0 and not any(p.value == mention.value for p in opened.parents):
            total = self._add_total(mention.at)
            opened.parents = opened.parents if total is None else [total]
            return
        known = [parent for parent in self._groups.main_mentions() if parent.value == mention.value and parent.measures]
        if self._items[mention.at - 1].low == "all" and (said := self._governor.said_of_all(mention)):
            if not any(set(said) & set(parent.measures) for parent in known):
                mention.measures = said
            return
        if self._items[mention.at - 1].low == "all" and known and mention.types:
            mention.measures, mention.reference, mention.parent = known[-1].measures, True, known[-1]
            mention.persons, mention.inherited = known[-1].persons, True

    def _add_total(self, at: int) -> CountMention | None:
        """`63 of the 81 victims it identified`, `of the 97 victims identified, ...`: a total printed only here."""
        number = self._items[at].number
        if self._items[at].kind != "num" or number is None or self._items[at - 1].low != "the":
            return None
        phrase = read_phrase(self._items, at + 1)
        if phrase.head != "victim" or not self._governor.identified(phrase):
            return None
        group = CountGroup("main", at, end=phrase.end)
        self._groups.groups.insert(self._groups.groups.index(self._groups.current), group)
        total = CountMention(
            at, phrase.end, number.value, number.high, number.qualifier, "victim", ("victims_identified",),
            phrase.types, group, total=True,
        )  # fmt: skip
        group.mentions.append(total)
        return total

    def _inherited(self, mention: CountMention) -> tuple[str, ...]:
        """The measures that a count inherits from the counts it compares, breaks down or continues."""
        group = mention.group
        if group.kind != "main":
            parents = group.parents
        elif mention.types and not group.nested:
            parents = self._groups.main_mentions()
            parents = parents if mention.is_bare or parents is not self._groups.before else []
        elif mention.is_bare and (before := self._series(mention)) is not None:
            parents, mention.types = [before], before.types
        else:
            parents = []
        fitting = [parent for parent in parents if parent.measures and _comparable(parent, mention.head)]
        fitting = [parent for parent in fitting if not parent.copied or parent.inherited] or fitting
        if not fitting:
            return ()
        mention.inherited, mention.parent = True, fitting[-1]
        return fitting[-1].measures

    def _series(self, mention: CountMention) -> CountMention | None:
        """`32 convictions in 2010, 28 in 2009, and 15 in 2008`: the count that a number with its year continues."""
        last = mention.group.mentions[-1] if mention.group.mentions else None
        joined = self._items[mention.at - 1].low in (",", "and") if mention.at else False
        if last is None or not last.measures or last.partial:
            return None
        if mention.at and self._items[mention.at - 1].low == "continued" and last.head == "measure":
            return last  # `initiated eight new prosecutions and continued 14`
        if not joined:
            return None
        return last if self._in_year(last.end) and self._in_year(mention.end) else None

    def _dated_after(self, mention: CountMention) -> CountMention | None:
        """`investigated 47 forced labor cases in 2017 and 16 in early 2018`: the count of the same thing before it."""
        last = mention.group.mentions[-1] if mention.group.mentions else None
        alike = last is not None and last.measures == mention.measures and mention.group.kind == "main"
        dated = mention.end < len(self._items) and self._items[mention.end].low == "in"
        dated = dated and any(
            i.kind in ("year", "month", "period") for i in self._items[mention.end + 1 : mention.end + 3]
        )
        return last if alike and dated else None

    def _in_year(self, at: int) -> bool:
        ahead = self._items[at : at + 2]
        return len(ahead) == 2 and ahead[0].low == "in" and ahead[1].kind == "year"


def _comparable(parent: CountMention, head: str) -> bool:
    """Whether a count of a kind of thing can be compared with another count."""
    if head in ("bare", "human", "harmed", "case"):
        return True
    victims = parent.measures[0].startswith("victims")
    return victims if head in ("victim", "soldier") else not victims
