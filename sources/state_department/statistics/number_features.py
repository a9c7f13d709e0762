"""What a sentence says around each of its numbers, as named features for the linear models.

A feature is a short string: words and classes of words beside the number, the noun phrase after it, the actions
and verbs of its clause, brackets, periods, and how it compares with the numbers before it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.noun_phrases import Phrase, read_phrase
from sources.language.clauses.periods import Period, read_periods
from sources.reference.data import rows

_BORDERS: Final = frozenset(";:()—–")
_BORDER_WORDS: Final = frozenset("while whereas although though however but compared".split())
_FINITE: Final = frozenset(("act", "verb", "aux", "give", "start", "report", "receive", "crime", "joint", "deny"))
_MEMORY_NUMBERS: Final = 24
"""Numbers of the section that a later one is compared with."""

_REACH_ITEMS: Final = 30
_DIRECT_ITEMS: Final = 3


@dataclass
class SectionMemory:
    """What the sentences of a section have counted so far.

    Attributes:
        section: its slug.
        edition: the report's edition.
        sentence: how many sentences of it have been read.
        before: the nominal measures of the last sentence with numbers.
        values: the numbers before, each with its nominal measure.
    """

    section: str
    edition: int
    sentence: int = 0
    before: tuple[str, ...] = ()
    opening: str = ""
    values: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NumberFeatures:
    """A number of a sentence: its item, and its features."""

    at: int
    features: tuple[str, ...]


def number_features(items: Sequence[Item], memory: SectionMemory) -> list[NumberFeatures]:
    """The features of every number of a sentence that may be a count; adds the sentence to the memory."""
    memory.sentence += 1
    numbers = [at for at, item in enumerate(items) if item.kind == "num" and item.number is not None]
    sentence = _Sentence(items, memory, numbers)
    found = [NumberFeatures(at, tuple(sentence.features(order, at))) for order, at in enumerate(numbers)]
    if numbers:
        memory.before = tuple(dict.fromkeys(sentence.nominal))[:3]
        memory.values = (memory.values + sentence.values)[-_MEMORY_NUMBERS:]
    memory.opening = " ".join(item.low for item in items[:2])
    return found


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """The classes of each word."""
    table: dict[str, tuple[str, ...]] = {}
    for row in rows("scope_words.csv", package="sources.state_department.statistics"):
        table[row["word"]] = (*table.get(row["word"], ()), row["class"])
    for row in rows("demonyms.csv"):
        if row["language"] == "en" and row["kind"] == "adjective":
            table[row["form"].lower()] = ("demonym",)
    return table


@dataclass(frozen=True, slots=True)
class _Place:
    """A number in its sentence.

    Attributes:
        order: its place among the numbers.
        at: its item.
        before: the item of the number before it, or -1.
        after: the item of the number after it, or the end of the sentence.
        phrase: the noun phrase after it.
        head: the head of the phrase, with its measures.
        end: the item after the phrase.
        clause: its clause.
        depth: the bracket or dash it is in.
        action: the last action before it, with its form.
        in_clause: whether that action is in its clause.
        compared: whether a comparator is before it.
    """

    order: int
    at: int
    before: int
    after: int
    phrase: Phrase
    head: str
    end: int
    clause: int
    depth: str
    action: str
    in_clause: bool
    compared: bool


class _Sentence:
    def __init__(self, items: Sequence[Item], memory: SectionMemory, numbers: Sequence[int]) -> None:
        self._items = items
        self._memory = memory
        self._numbers = numbers
        self.nominal: list[str] = []
        self.values: list[tuple[str, int]] = []
        self.types: list[str] = []
        if not numbers:
            return
        self._clauses = list(_clauses(items))
        self._periods = read_periods(items)
        self._last_act = list(_last(items, lambda item: item.kind == "act"))
        self._last_verb = list(_last(items, lambda item: item.kind in _FINITE))
        self._next_act = [
            len(items) - 1 - at if at >= 0 else -1 for at in _last(items[::-1], lambda i: i.kind == "act")
        ][::-1]
        self._depth = list(_depths(items))
        self._compare = next((at for at, item in enumerate(items) if item.kind in ("compare", "same")), -1)
        self._rise = next((at for at, item in enumerate(items) if item.kind == "rise"), -1)
        self._sentence = sorted({f"s:{name}" for item in items for name in item_classes(item)})
        self._words = [item.low if item.kind != "num" else "#" for item in items]
        self._tags = [_tag(item) for item in items]
        self._all_types = "+".join(sorted({item.value for item in items if item.kind == "type"}))
        first = next((item for item in items[:8] if item.kind in ("type", "num", "act")), None)
        self._opening_type = first.value if first is not None and first.kind == "type" else "-"
        opening = next((period for period in self._periods if period.at < 6 and period.at < numbers[0]), None)
        self._opening_period = self._relation(opening) if opening is not None else "-"
        self._openings = self._opening_features()

    def _opening_features(self) -> list[str]:
        tags, words = self._tags, self._words
        return [
            f"o1:{words[0]}", f"o2:{' '.join(words[:2])}", f"o3:{' '.join(tags[:3])}",
            f"ob:{'|'.join(self._memory.before)}", f"oo:{self._memory.opening}",
            f"sec:{self._memory.section}", f"pos:{_bucket(self._memory.sentence)}", f"nn:{_bucket(len(self._numbers))}",
        ]  # fmt: skip

    def features(self, order: int, at: int) -> Iterator[str]:
        """The features of one number."""
        place = self._place(order, at)
        yield "bias"
        yield from self._sentence
        yield from self._openings
        yield from self._neighbours(at)
        yield from self._phrase_features(place)
        yield from self._action_features(place)
        yield from self._clause_features(place)
        yield from self._type_features(place)
        yield from self._period_features(place)
        yield from self._value_features(place)

    def _place(self, order: int, at: int) -> _Place:
        phrase = read_phrase(self._items, at + 1)
        left = self._last_act[at]
        clause = self._clauses[at]
        return _Place(
            order=order,
            at=at,
            before=self._numbers[order - 1] if order else -1,
            after=self._numbers[order + 1] if order + 1 < len(self._numbers) else len(self._items),
            phrase=phrase,
            head="+".join((phrase.head, *phrase.measures)),
            end=min(phrase.end, len(self._items)),
            clause=clause,
            depth=self._depth[at],
            action=self._tag_of_act(left) if left >= 0 else "-",
            in_clause=left >= 0 and self._clauses[left] == clause,
            compared=0 <= self._compare < at,
        )

    def _neighbours(self, at: int) -> Iterator[str]:
        """Words and their classes beside the number."""
        words, tags = self._words, self._tags
        for step in (1, 2):
            yield f"w-{step}:{_at(words, at - step)}"
            yield f"w+{step}:{_at(words, at + step)}"
            yield f"k-{step}:{_at(tags, at - step)}"
            yield f"k+{step}:{_at(tags, at + step)}"
        yield f"w-2-1:{_at(words, at - 2)} {_at(words, at - 1)}"
        yield f"k-2-1:{_at(tags, at - 2)} {_at(tags, at - 1)}"
        yield f"k-1+1:{_at(tags, at - 1)} {_at(tags, at + 1)}"
        yield f"k+1+2:{_at(tags, at + 1)} {_at(tags, at + 2)}"

    def _phrase_features(self, place: _Place) -> Iterator[str]:
        """The noun phrase after the number, and what follows it."""
        words, tags, end = self._words, self._tags, place.end
        yield f"h:{place.head}"
        yield f"hs:{place.head}|{self._memory.section}"
        for name in place.phrase.types:
            yield f"pt:{name}"
        for name in place.phrase.adjectives:
            yield f"pa:{name}"
        for item in self._items[place.at + 1 : end]:
            for name in item_classes(item):
                yield f"pc:{name}"
        for step in (0, 1, 2):
            yield f"e{step}:{_at(words, end + step)}"
            yield f"ek{step}:{_at(tags, end + step)}"
        yield f"e01:{_at(words, end)} {_at(words, end + 1)}"
        yield f"hek:{place.head}|{_at(tags, end)}"

    def _action_features(self, place: _Place) -> Iterator[str]:
        """The actions and verbs before and after the number."""
        at, action, head = place.at, place.action, place.phrase.head
        left, right, verb = self._last_act[at], self._next_act[at], self._last_verb[at]
        yield f"g:{action}"
        yield f"gh:{action}|{head}"
        yield f"gc:{action}|{place.in_clause}|{_distance(at - left) if left >= 0 else '-'}"
        if place.in_clause:
            yield f"gch:{action}|{place.head}"
        if verb >= 0:
            yield from self._verb_features(place, verb)
        if right >= 0:
            after = self._tag_of_act(right)
            near = self._clauses[right] == place.clause
            yield f"r:{after}|{near}|{_distance(right - place.end)}"
            if near:
                yield f"rh:{after}|{head}"

    def _verb_features(self, place: _Place, verb: int) -> Iterator[str]:
        near = self._clauses[verb] == place.clause
        yield f"v:{self._words[verb]}"
        yield f"vk:{self._tags[verb]}|{near}"
        if near:
            yield f"vh:{self._words[verb]}|{place.phrase.head}"
            yield f"vd:{self._tags[verb]}|{_distance(place.at - verb)}"
        if verb > 0:
            yield f"v-1:{self._words[verb - 1]}"

    def _clause_features(self, place: _Place) -> Iterator[str]:
        """Classes of words in the clause; brackets and comparisons."""
        at, depth = place.at, place.depth
        for name in self._of_clause(place.clause, range(max(0, at - _REACH_ITEMS), at)):
            yield f"cb:{name}"
        for name in self._of_clause(place.clause, range(at + 1, min(len(self._items), at + _REACH_ITEMS))):
            yield f"ca:{name}"
        yield f"d:{depth}"
        yield f"dh:{depth}|{place.head}"
        yield f"cmp:{place.compared}|{self._items[self._compare].low if place.compared else ''}"
        yield f"rise:{0 <= self._rise < at}|{depth}"

    def _period_features(self, place: _Place) -> Iterator[str]:
        """Periods of the clause, and those between the number and its neighbours."""
        period = self._period(place.at, place.clause)
        yield f"t:{period}"
        yield f"th:{period}|{place.phrase.head}|{place.depth}"
        yield f"tc:{period}|{place.compared}"
        following = next((period for period in self._periods if place.at < period.at < place.after), None)
        leading = next((p for p in reversed(self._periods) if place.before < p.at < place.at), None)
        if following is not None:
            yield f"pn:{self._relation(following)}|{place.depth}"
        if leading is not None:
            yield f"pb:{self._relation(leading)}|{place.depth}"
        yield f"po:{self._opening_period}|{place.compared}"
        yield f"po2:{self._opening_period}|{following is not None}"

    def _value_features(self, place: _Place) -> Iterator[str]:
        """The number itself, and how it compares with those before it."""
        order, at, depth, head = place.order, place.at, place.depth, place.phrase.head
        number = self._items[at].number
        assert number is not None
        value = number.value
        yield f"n:{_bucket(value)}"
        yield f"q:{number.qualifier}|{number.is_word}"
        yield f"ord:{min(order, 4)}"
        nominal = self._nominal(place)
        previous = self.nominal[-1] if self.nominal else "-"
        yield f"m:{nominal}"
        yield f"mp:{previous}"
        yield f"mpd:{previous}|{depth}|{head}"
        yield f"mpw:{previous}|{_at(self._words, at - 1)}|{head}"
        if order:
            yield f"g1:{self._tags[place.before + 1] if place.before + 1 < at else ''}"
            yield f"vs:{_compare(value, self.values[-1][1])}|{depth}"
        yield f"sum:{self._adds_up(order)}"
        alike = [known for measure, known in self._memory.values if measure == nominal]
        if alike:
            yield f"ms:{_compare(value, max(alike))}"
            yield f"mq:{value in alike}"
            yield f"ml:{_compare(value, alike[-1])}"
        else:
            yield f"ms:first|{nominal}"
        yield f"mm:{any(known == value for _, known in self._memory.values)}"
        self.nominal.append(nominal)
        self.values.append((nominal, value))

    def _type_features(self, place: _Place) -> Iterator[str]:
        """The types of trafficking named around the number."""
        items, at, depth = self._items, place.at, place.depth
        right = [near for near in range(at + 1, min(place.after, at + 20)) if items[near].kind == "type"]
        left = [near for near in range(max(place.before, at - 20) + 1, at) if items[near].kind == "type"]
        clause = [items[near].value for near in right if self._clauses[near] == place.clause]
        here = "+".join(clause[:3]) or "-"
        there = items[left[-1]].value if left else "-"
        last = self.types[-1] if self.types else "-"
        yield f"ta:{here}"
        yield f"tad:{here}|{depth}"
        yield f"tb:{there}|{_distance(at - left[-1]) if left else ''}"
        yield f"tab:{here}|{there}|{depth}"
        yield f"tr:{items[right[0]].value if right else '-'}|{_distance(right[0] - at) if right else ''}"
        yield f"tl:{last}|{depth}"
        yield f"tla:{last}|{here}|{depth}|{place.phrase.head == 'bare'}"
        yield f"to:{self._opening_type}|{here}"
        yield f"ts:{self._all_types}"
        self.types.append(here if here != "-" else there if place.phrase.head == "bare" else "-")

    def _relation(self, period: Period) -> str:
        if not period.years:
            return period.kind
        return f"{period.kind}{max(-3, min(1, period.years[-1] - self._memory.edition))}"

    def _tag_of_act(self, at: int) -> str:
        item = self._items[at]
        return f"{item.value}/{item.form}"

    def _nominal(self, place: _Place) -> str:
        """The measure that the number's noun or the action before it names."""
        direct = place.at - self._last_act[place.at] <= _DIRECT_ITEMS
        named = place.action != "-" and (place.in_clause or direct)
        if place.phrase.measures:
            return place.phrase.measures[0]
        if place.phrase.head == "bare" and place.order and not named:
            return self.nominal[-1]
        if named:
            return place.action.split("/", maxsplit=1)[0]
        if self.nominal:
            return self.nominal[-1]
        return self._memory.before[0] if self._memory.before and place.phrase.head == "bare" else "-"

    def _of_clause(self, clause: int, span: range) -> list[str]:
        """The classes of words of a clause in a span of items."""
        return sorted({name for at in span if self._clauses[at] == clause for name in item_classes(self._items[at])})

    def _period(self, at: int, clause: int) -> str:
        """The nearest period of the clause, as it relates to the edition."""
        best: Period | None = None
        distance = 99
        for period in self._periods:
            reach = period.at - at if period.at > at else at - period.at + 2
            if self._clauses[period.at] == clause and reach < distance:
                best, distance = period, reach
        if best is None:
            return f"none{'+' if self._periods else ''}"
        side = ">" if best.at > at else "<"
        if not best.years:
            return side + best.kind
        return f"{side}{best.kind}{max(-3, min(1, best.years[-1] - self._memory.edition))}"

    def _adds_up(self, order: int) -> str:
        """Whether the numbers after this one add up to it, or it is one that adds up with others to one before."""
        values = [n.value for at in self._numbers if (n := self._items[at].number) is not None]
        here = values[order]
        if here > 1:
            total = 0
            for count, value in enumerate(values[order + 1 : order + 8], start=1):
                total += value
                if count > 1 and total == here:
                    return "whole"
        for start in range(max(0, order - 4), order):
            total = 0
            for place in range(start + 1, min(len(values), start + 8)):
                total += values[place]
                if place > start + 1 and place >= order and total == values[start]:
                    return "part"
        return "-"


def item_classes(item: Item) -> tuple[str, ...]:
    """The classes of an item's words; its kind where that is telling."""
    table = _classes()
    found = table.get(item.low)
    if found is None:
        words = item.low.split()
        found = tuple(name for word in words for name in table.get(word, ())) if len(words) > 1 else ()
    if item.kind == "word":
        return (*found, "name") if item.capital and item.start else found
    if item.kind in ("type", "act", "object"):
        return (*found, f"{item.kind}:{item.value}")
    return (*found, item.kind)


def _tag(item: Item) -> str:
    if item.kind == "word":
        classes = _classes().get(item.low)
        return classes[0] if classes else ("Name" if item.capital else _ending(item.low))
    if item.kind in ("mark", "conj", "prep", "det", "include", "rel"):
        return item.low
    return f"{item.kind}:{item.value}/{item.form}" if item.value else item.kind


def _ending(word: str) -> str:
    for end in ("ed", "ing", "ly", "s"):
        if word.endswith(end):
            return f"*{end}"
    return "*"


def _clauses(items: Sequence[Item]) -> Iterator[int]:
    """The number of the clause that each item is in."""
    clause = 0
    for at, item in enumerate(items):
        border = (item.kind == "mark" and item.low in _BORDERS) or item.low in _BORDER_WORDS or item.kind == "compare"
        if border or (item.low in ("and", ",") and _verb_follows(items, at)):
            clause += 1
        yield clause


def _verb_follows(items: Sequence[Item], at: int) -> bool:
    return any(item.kind in _FINITE and item.form in ("finite", "") for item in items[at + 1 : at + 4])


def _last(items: Sequence[Item], fits: Callable[[Item], bool]) -> Iterator[int]:
    """For each item the place of the last one before it that fits; -1 where there is none."""
    found = -1
    for at, item in enumerate(items):
        yield found
        if fits(item):
            found = at


def _depths(items: Sequence[Item]) -> Iterator[str]:
    """What is open at each item: a bracket, a dash, a semicolon, or nothing."""
    bracket, dash, semicolon, numbers = False, False, False, 0
    for item in items:
        if item.kind == "mark":
            if item.low == "(":
                bracket, numbers = True, 0
            elif item.low == ")":
                bracket = False
            elif item.low in "—–":
                dash, numbers = not dash, 0
            elif item.low == ";":
                semicolon, numbers = True, 0
        name = "b" if bracket else "d" if dash else "s" if semicolon else "m"
        yield f"{name}{min(numbers, 2)}" if name in "bd" else name
        numbers += item.kind == "num"


def _compare(value: int, other: int) -> str:
    return "same" if value == other else "more" if value > other else "less"


def _bucket(value: int) -> str:
    return (
        str(value)
        if value < 3
        else "<10"
        if value < 10
        else "<100"
        if value < 100
        else "<1000"
        if value < 1000
        else "big"
    )


def _distance(steps: int) -> str:
    return str(steps) if steps < 4 else "<8" if steps < 8 else "far"


def _at(texts: Sequence[str], at: int) -> str:
    return texts[at] if 0 <= at < len(texts) else "^"
