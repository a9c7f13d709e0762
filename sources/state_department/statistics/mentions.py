"""A count in a sentence, and its group of counts."""

from dataclasses import dataclass, field

from sources.language.clauses.periods import Period


@dataclass(slots=True)
class CountGroup:
    """Counts that belong together: the statement of the sentence, a comparison, a breakdown.

    Attributes:
        kind: `main`, `compare`, `paren`, `dash` or `include`.
        parents: the counts that it compares or breaks down.
        nested: whether it is inside brackets or dashes.
        mentions: its counts, in order.
        start: its first item.
    """

    kind: str
    start: int
    parents: list["CountMention"] = field(default_factory=list)
    nested: bool = False
    mentions: list["CountMention"] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class CountMention:
    """One number that may be a count.

    Attributes:
        at: the item of the number.
        end: index of the item after its noun phrase.
        value: the count; None for a figure that is not reported.
        high: upper end of a range.
        qualifier: how exact it is.
        head: what is counted, see `phrases.Phrase`.
        measures: its measures; empty until known.
        types: types of trafficking named with it.
        group: its group.
        partial: whether it is a part of a total named with it (`three of the 18`).
        period: the period, if the text names one.
        role: `current` or `comparison`.
        trafficking_type: the resolved type.
        persons: whether persons are counted.
        copied: whether it repeats another count under a new measure (`referred them to shelters`).
        governed: whether an action right before it gives its measure.
        component: whether it is a part of another count of the sentence, without a word such as `including`.
        reference: whether it repeats a total with a new property (`all three cases were for forced labor`).
        inherited: whether its measures come from its parent.
        parent: the count that it compares, breaks down or repeats.
        stated: whether it is recorded as a row.
        total: whether it is a total that is printed only with its part (`63 of the 81 victims identified`).
        fresh: whether it is a zero of new cases only.
        implied_basis: the basis of its period if only a comparison dates it.
    """

    at: int
    end: int
    value: int | None
    high: int | None
    qualifier: str
    head: str
    measures: tuple[str, ...]
    types: tuple[str, ...]
    group: CountGroup
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
    parent: "CountMention | None" = None

    @property
    def is_bare(self) -> bool:
        """Whether the counted things are not named."""
        return self.head == "bare"
