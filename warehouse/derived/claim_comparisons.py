"""The comparison of a claim with the official record, whatever its certainty."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from warehouse.derived.claim_events import with_predecessor
from warehouse.derived.claim_grounds import PLACEMENT_KINDS, editions_of
from warehouse.derived.claim_growth import compare_multiplier
from warehouse.derived.claim_placements import compare_change, compare_placement, compare_streak, compare_waiver
from warehouse.derived.claim_relations import ClaimResult, withheld
from warehouse.derived.claim_statistics import compare_count
from warehouse.derived.claim_world import compare_world_claim
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.vocabulary import MEASURES, WORLD, WithheldReason

Row = Mapping[str, Any]


def compare_claim(claim: Row, record: OfficialRecord) -> ClaimResult:
    """The relation of one claim to the record, whatever the certainty of either."""
    result = _compared(claim, record)
    if record.sampled and claim["measure"] in _FIGURES and result.relation != "not_checkable":
        return result.with_remark("the record is the sample that ships with the project")
    return result


_FIGURES: Final = frozenset(MEASURES)


def _compared(claim: Row, record: OfficialRecord) -> ClaimResult:
    kind = claim["claim_kind"]
    if kind == "forecast":
        return withheld(WithheldReason.FORECAST, "The article only expects this; no report had said it yet.")
    if kind == "world_count" or claim["country"] == WORLD:
        return compare_world_claim(claim, record)
    if claim["report_year"] is None:
        return withheld(WithheldReason.EDITION_NOT_SAID, "The article does not say which edition it speaks of.")
    result = _COMPARISONS[kind](claim, record)
    if kind not in PLACEMENT_KINDS:
        return result
    result = with_predecessor(claim, result, record, lambda other: _COMPARISONS[kind](other, record))
    return _with_source_of_placements(
        result, {year for year in editions_of(claim, result, record) if (claim["country"], year) in record.recorded}
    )


def _with_source_of_placements(result: ClaimResult, editions: set[int]) -> ClaimResult:
    """The result; where it depends on secondary sources, its explanation says so and it names no official row."""
    if not editions or result.official_value is None:
        return result
    which = " and ".join(map(str, sorted(editions)[-2:]))
    remark = (
        f"its placement of {which} is not held, so this is by the project's record of placements from other sources"
    )
    return replace(result, official_table=None, official_sentence=None, official_url=None).with_remark(remark)


_COMPARISONS: Final[dict[str, Callable[[Row, OfficialRecord], ClaimResult]]] = {
    "tier": compare_placement,
    "list": compare_placement,
    "tier_history": compare_placement,
    "tier_change": compare_change,
    "streak": compare_streak,
    "waiver": compare_waiver,
    "count": compare_count,
    "multiplier": compare_multiplier,
}
