"""A count in a sentence, and the group of counts it stands in."""

from dataclasses import dataclass, field

from sources.state_department.statistics.periods import Period


@dataclass(slots=True)
class Group:
    """Counts that stand together: the sentence's own statement, a comparison, a breakdown.

    Attributes:
        kind: `main`, `compare`, `paren`, `dash` or `include`.
        parents: the counts it compares or breaks down.
        nested: it stands inside brackets or dashes.
        mentions: its counts, in order.
        start: the item it begins with.
    """

    kind: str
    start: int
    parents: list["Mention"] = field(default_factory=list)
    nested: bool = False
    mentions: list["Mention"] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class Mention:
    """One number that may be a count.

    Attributes:
        at: the item of the number.
        end: place of the item after its noun phrase.
        value: the count; null for a figure said not to be reported.
        high: upper end of a range.
        qualifier: how exact it is.
        head: what is counted, see `phrases.Phrase`.
        measures: what it is a count of; empty until known.
        types: types of trafficking named with it.
        group: the counts it stands among.
        partial: it is a part of a total named beside it (`three of the 18`).
        period: when, as far as the text says.
        role: `current` or `comparison`.
        trafficking_type: the type decided on.
        persons: whether persons are counted.
        copied: it repeats another count under a new measure (`referred them to shelters`).
        governed: an action right before it says what it counts.
        component: it is a part of another count of the sentence, in other words than `including`.
        reference: it repeats a total, to say something new of it (`all three cases were for forced labor`).
        inherited: its measures come from its parent.
        parent: the count it compares, breaks down or repeats.
        stated: it is recorded as a row.
        total: a total that is printed only where a part of it is told (`63 of the 81 victims identified`).
        fresh: a zero of new cases alone.
        implied_basis: what its period is counted by where the text dates it only by a comparison.
    """

    at: int
    end: int
    value: int | None
    high: int | None
    qualifier: str
    head: str
    measures: tuple[str, ...]
    types: tuple[str, ...]
    group: Group
    partial: bool = False
    period: Period | None = None
    role: str = "current"
    trafficking_type: str = "all"
    persons: bool = True
    copied: bool = False
    governed: bool = False
    component: bool = False
    reference: bool = False
    inherited: bool = False
    stated: bool = False
    total: bool = False
    fresh: bool = False
    implied_basis: str = "unclear"
    parent: "Mention | None" = None

    @property
    def is_bare(self) -> bool:
        """Whether nothing is named that is counted."""
        return self.head == "bare"
