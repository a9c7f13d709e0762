"""A line that names only a tier: the heading of a list of countries, or of a group of narratives.

Here are the words that may follow the tier in such a line; spellings of tiers are in `sources/language/tiers`.
"""

import re
from dataclasses import dataclass
from typing import Final

from sources.language.tiers import find_tiers

_LONGEST_LABEL_CHARACTERS: Final = 80
_AFTER_TIER: Final = re.compile(
    r"^s?(?:\s+(?:countries|narratives|placements?|and territories|countries and territories))?\W*$", re.I
)
_PLURAL: Final = re.compile(r"\bcases\b", re.IGNORECASE)


@dataclass(frozen=True)
class TierLabel:
    """A tier, and the line that names it."""

    tier: str
    printed: str


def tier_label(text: str) -> TierLabel | None:
    """The tier of a line that names only a tier: `Tier 2 Watch List`, `Special Cases`; else None."""
    if len(text) > _LONGEST_LABEL_CHARACTERS:
        return None
    phrases = find_tiers(_PLURAL.sub("Case", text))
    if len(phrases) != 1 or text[: phrases[0].start].strip(" ("):
        return None
    phrase = phrases[0]
    return TierLabel(phrase.tier, text) if _AFTER_TIER.match(text[phrase.end :]) else None
