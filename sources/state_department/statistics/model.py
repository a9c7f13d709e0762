"""Input and output of the statistics reader."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextSection:
    """A section of a narrative: its slug, its position on the page, and its paragraphs, one per line."""

    section: str
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """One stated count with its evidence sentence; the columns of `enforcement_statistics`.

    `text[char_start:char_end] == sentence` in the text of the section at `position`; `ordinal` numbers the rows of
    a section from 1. `value` is None exactly if the text says that a figure was not reported. `certainty` is `sure`,
    `likely` or `doubtful`; `scope` is `total`, or the kind of a count that is not the country's figure.
    """

    position: int
    ordinal: int
    measure: str
    trafficking_type: str
    value: int | None
    value_high: int | None
    qualifier: str
    unit: str
    role: str
    period_year: int | None
    period_basis: str
    section: str
    sentence: str
    char_start: int
    char_end: int
    certainty: str
    scope: str
