"""The claim type, before it becomes a row."""

from dataclasses import dataclass
from typing import Final

from warehouse.tables.vocabulary import RANKED_TIERS

WORST_FIRST: Final = tuple(reversed(RANKED_TIERS))
"""The tiers with an order, the worst first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One verifiable statement. The fields have the meaning of the columns of `news_claims`.

    `start` and `end` are the span of the sentence in the text of the article. `report_year` is None if the edition is
    unknown. `edition_named` is whether the sentence names it; otherwise it follows from the day of publication.
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
    certainty: str = "doubtful"
    edition_named: bool = False
    previous_qualifier: str | None = None
    growth: str | None = None


def direction(before: str, after: str) -> str | None:
    """The direction of change between two tiers; None if one of them has no place in the order."""
    if before not in WORST_FIRST or after not in WORST_FIRST:
        return None
    step = WORST_FIRST.index(after) - WORST_FIRST.index(before)
    return "unchanged" if step == 0 else "upgraded" if step > 0 else "downgraded"
