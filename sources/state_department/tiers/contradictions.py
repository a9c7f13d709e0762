"""Sentences of one verdict that place the country on different tiers.

A narrative also names tiers of other countries and of earlier editions. `stated_tier` leaves out most of them and gives
the others less weight. A statement with less weight than a plain placement contradicts nothing.
"""

from collections.abc import Iterable
from typing import Final

from sources.language.country_names import find_countries
from sources.state_department.tiers.defined_tier import ADMITTED_TIERS
from sources.state_department.tiers.verdict_spans import UNKNOWN, VerdictPlacement

_PLAIN_PLACEMENT_WEIGHT: Final = 2
"""The weight of `is placed on Tier 2` without further words."""

_AUTOMATIC_TIER: Final = "3"
"""Exhausted years on the Watch List lead to this tier, whatever efforts the definition states."""


def contradicting(
    chosen: VerdictPlacement, stated: Iterable[VerdictPlacement], defined: VerdictPlacement | None
) -> list[VerdictPlacement]:
    """The other placements of a verdict that contradict the chosen one, in order.

    Args:
        chosen: the placement that has the most weight.
        stated: all placements that the sentences of the verdict state.
        defined: the placement by the definition of the law.
    """
    found = [placement for placement in stated if _contradicts(placement, chosen)]
    if defined is not None and not _fits_definition(chosen.tier, defined):
        found.append(defined)
    return found


def _contradicts(other: VerdictPlacement, chosen: VerdictPlacement) -> bool:
    if other.tier in (chosen.tier, chosen.previous_tier):
        return False
    if other.weight < chosen.weight and (other.weight < _PLAIN_PLACEMENT_WEIGHT or other.sentence == chosen.sentence):
        return False  # a sentence may compare its placement with another one
    countries, own = _countries_in(other.subject), _countries_in(chosen.subject)
    return not (countries and own and countries.isdisjoint(own))


def _countries_in(subject: str) -> set[str]:
    return {mention.country for mention in find_countries(subject) if mention.country is not None}


def _fits_definition(tier: str, defined: VerdictPlacement) -> bool:
    """Whether a stated tier can be that of the definition. Tier 3 can follow from exhausted years on the Watch List."""
    if tier in (UNKNOWN, "special_case") or (tier == _AUTOMATIC_TIER and defined.tier != "1"):
        return True
    return tier in ADMITTED_TIERS[defined.tier] or (defined.tier == "2WL" and tier == "2")
