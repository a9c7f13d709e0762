"""A line that names a tier and nothing else: the heading of a list of countries, or of a group of narratives."""

import re
from dataclasses import dataclass
from typing import Final

from sources.language.tiers import find_tiers

_LONGEST: Final = 80  # characters
_REST: Final = re.compile(
    r"^s?(?:\s+(?:countries|narratives|placements?|and territories|countries and territories))?\W*$", re.I
)
_PLURAL: Final = re.compile(r"\bcases\b", re.IGNORECASE)


@dataclass(frozen=True)
class TierLabel:
    """A tier, and the line that names it."""

    tier: str
    printed: str


def tier_label(text: str) -> TierLabel | None:
    """The tier a line names if it does nothing else: `Tier 2 Watch List`, `Special Cases`."""
    if len(text) > _LONGEST:
        return None
    phrases = find_tiers(_PLURAL.sub("Case", text))
    if len(phrases) != 1 or text[: phrases[0].start].strip(" ("):
        return None
    phrase = phrases[0]
    return TierLabel(phrase.tier, text) if _REST.match(text[phrase.end :]) else None
