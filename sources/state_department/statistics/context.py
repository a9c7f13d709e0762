"""The counts that a section has stated so far, and those that the next sentence may refer to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sources.language.clauses.lexicon import Item
from sources.language.clauses.periods import Period
from sources.state_department.statistics.mentions import CountGroup, CountMention

_MEMORY_SENTENCES: Final = 2
"""The number of sentences within which `of these` refers to a statement."""
_ASIDES: Final = ("paren", "dash", "include")


@dataclass
class Context:
    """The counts stated in a section.

    Attributes:
        edition: the edition of the report.
        last: the counts of the last sentence that stated any.
        age: sentences since then.
        newest: whether the section has said that its newest data are older than the year of the edition.
    """

    edition: int
    last: list[CountMention] = field(default_factory=list)
    age: int = 0
    newest: bool = False
    _by_value: dict[int, CountMention] = field(default_factory=dict)
    _current: set[str] = field(default_factory=set)
    _current_by_year: set[str] = field(default_factory=set)

    def before(self) -> list[CountMention]:
        """The counts that the next sentence may refer to."""
        return self.last if self.age <= _MEMORY_SENTENCES else []

    def remember(self, stated: list[CountMention]) -> None:
        """Records the counts that a sentence has stated."""
        if not any(mention.value is not None for mention in stated):
            return
        self.last, self.age = stated, 0
        for mention in stated:
            if mention.value is not None and not (mention.copied and mention.value in self._by_value):
                self._by_value[mention.value] = mention
            if mention.role == "current":
                self._current.update(mention.measures)
                if max(_years(mention.period), default=0) >= self.edition - 1:
                    self._current_by_year.update(mention.measures)

    def has(self, mention: CountMention) -> bool:
        """Whether a count is one of the last stated."""
        return any(mention is known for known in self.last)

    def states(self, mention: CountMention) -> bool:
        """Whether the section has stated a count before."""
        known = self._by_value.get(mention.value) if mention.value is not None else None
        return known is not None and set(mention.measures) <= set(known.measures)

    def opening(self, items: Sequence[Item]) -> tuple[str, list[CountMention]]:
        """Whether a sentence as a whole refers back, `Of the 18 investigations, ...`, and to which counts."""
        total = len(items) > 3 and items[0].low == "in" and items[2].low == "total"
        if len(items) < 3 or items[1].kind != "det" or not (total or items[0].low in ("of", "among")):
            return "", self.before()
        value = next((item.number.value for item in items[1:4] if item.kind == "num" and item.number is not None), None)
        if value is None:
            return "include", self._last_own()
        match = self._by_value.get(value)
        return "include", [match] if match is not None else self._last_own()

    def _last_own(self) -> list[CountMention]:
        """The last count stated, rather than one that repeats it (`and referred them to shelters`)."""
        before = self.before()
        return [mention for mention in before if not mention.copied][-1:] or before[-1:]

    def resolve_newest_data(self, groups: Sequence[CountGroup]) -> None:
        """Makes the newest figures current if they are older than the year of the edition."""
        older = [
            mention for group in groups if group.kind == "main" for mention in group.mentions if self._older(mention)
        ]
        dated = (mention for group in groups for mention in group.mentions if mention.measures and mention.period)
        if not older or any(mention.role == "current" for mention in dated):
            return
        compared = any(group.kind == "compare" and group.mentions for group in groups)
        known = self._current_by_year if self.newest else self._current  # of old data only a printed year is current
        flipped = None
        for mention in older:
            if (self.newest or compared) and not known & set(mention.measures):
                mention.role, flipped = "current", mention.period
        for mention in (mention for group in groups if group.kind == "main" for mention in group.mentions):
            mention.period = mention.period or flipped
        _follow_parents(groups)

    def _older(self, mention: CountMention) -> bool:
        """Whether a count is one of the year before the edition's own."""
        return bool(mention.measures) and mention.role == "comparison" and _years(mention.period) == (self.edition - 2,)


def _follow_parents(groups: Sequence[CountGroup]) -> None:
    """Gives parts the role of their total."""
    for group in groups:
        if group.kind not in _ASIDES or not group.parents:
            continue
        parent = group.parents[-1]
        for mention in group.mentions:
            if mention.period is None or mention.period == parent.period:
                mention.role, mention.period = parent.role, parent.period


def _years(period: Period | None) -> tuple[int, ...]:
    return period.years if period is not None else ()
