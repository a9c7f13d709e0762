"""A claim, before it becomes a row."""

from dataclasses import dataclass
from typing import Final

from warehouse.tables.vocabulary import RANKED_TIERS

WORST_FIRST: Final = tuple(reversed(RANKED_TIERS))
"""The tiers that can be compared, the worst first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement; fields as the columns of `news_claims` say.

    `start` and `end` are the span of the sentence in the article's text. `report_year` is None where the sentence
    names no edition and nothing tells which is meant.
    """

    kind: str
    country: str
    value: str | None
    start: int
    end: int
    measure: str | None = None
    trafficking_type: str | None = None
    value_high: str | None = None
    qualifier: str | None = None
    previous_value: str | None = None
    previous_year: int | None = None
    data_year: int | None = None
    report_year: int | None = None
    attribution: str = "report"


def direction(before: str, after: str) -> str | None:
    """The change between two tiers; None where one of them cannot be compared."""
    if before not in WORST_FIRST or after not in WORST_FIRST:
        return None
    step = WORST_FIRST.index(after) - WORST_FIRST.index(before)
    return "unchanged" if step == 0 else "upgraded" if step > 0 else "downgraded"
