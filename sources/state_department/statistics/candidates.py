"""A number as a candidate for a count: what it may count, by its clause and its neighbours.

A candidate names for every measure that its sentence speaks of how the number is tied to it: its noun names the
measure (`head`), a verb or noun governs it (`object`, `passive`, `participle`, `noun`, `given` ...), it inherits the
measure from the number that it compares or breaks down (`inherit`), or the measure is only mentioned near it.
"""

from dataclasses import dataclass, field
from typing import Final

from sources.language.clauses import NounPhrase
from sources.language.clauses.periods import Period
from sources.state_department.statistics.measures import is_persons

ZERO: Final = "zero"
UNREPORTED: Final = "unreported"
ASIDES: Final = ("bracket", "dash", "list", "include")
"""Kinds of clauses that give more on the number before them."""

_LONGEST_CHAIN: Final = 8

INHERITED: Final = 4
"""Strength of a measure that is inherited; larger values are only mentions."""

_STRENGTHS: Final = {
    "head": 0, "object": 1, "passive": 1, "participle": 1, "noun": 1, "given": 1, "opened": 1, "adj": 2, "shared": 2,
    "named": 2, "pronoun": 2, "whom": 2, "pp": 3, "far": 3, "subject": 3, "far-pp": 3, "inherit": INHERITED,
}  # fmt: skip


def strength(relation: str) -> int:
    """How closely a relation ties a number to a measure: 0 is closest, 9 is none."""
    name = relation.split(":", maxsplit=1)[0].rstrip("~")
    if name.startswith("near"):
        return 5 if "-same-" in name else 6
    if name.startswith(("give-", "receive-")):
        return 1
    return _STRENGTHS.get(name, 9 if name == "-" else 7)


@dataclass(slots=True, eq=False)
class Candidate:
    """A number that may be a count.

    Attributes:
        phrase: its noun phrase.
        place: its place among the numbers of the sentence.
        head: what is counted, see `noun_phrases.Phrase`.
        kind: the kind of its clause.
        relations: how it is tied to each measure.
        parent: the candidate that it compares, breaks down or repeats.
        aligned: whether it stands in the place of its parent (`one and two, respectively`).
        period: the period that it is of, as printed.
        role: `current` or `comparison`, by the rules of its clause.
        types: the types of trafficking named with it.
        trafficking_type: its type by the rules of its clause.
        denied: `zero` for a stated zero, `unreported` for a missing figure, empty for a number.
    """

    phrase: NounPhrase
    place: int
    head: str
    kind: str
    relations: dict[str, str] = field(default_factory=dict)
    parent: "Candidate | None" = None
    aligned: bool = False
    period: Period | None = None
    role: str = ""
    types: tuple[str, ...] = ()
    trafficking_type: str = "all"
    denied: str = ""

    @property
    def value(self) -> int | None:
        """The number; of a range the lower end; None for a figure that is not reported."""
        if self.phrase.number is not None:
            return self.phrase.number.value
        return 0 if self.denied == ZERO else None

    @property
    def period_kind(self) -> str:
        """The kind of its period; `-` without one."""
        return self.period.kind if self.period is not None else "-"

    @property
    def is_aside(self) -> bool:
        """Whether its clause gives more on the number before it."""
        return self.kind in ASIDES

    @property
    def is_bare(self) -> bool:
        """Whether no noun follows the number."""
        return self.head == "bare"

    @property
    def tied_measures(self) -> list[str]:
        """The measures that its own words, its governor or its parent name; not those only mentioned near it."""
        return [measure for measure, relation in self.relations.items() if strength(relation) <= INHERITED]

    def persons(self, measure: str) -> bool:
        """Whether it counts persons under a measure."""
        named: Candidate = self
        for _ in range(_LONGEST_CHAIN):
            if not named.is_bare or named.parent is None:
                break
            named = named.parent
        return is_persons(measure, named.head)
