"""How sure the record is on which the result of a claim rests."""

from collections.abc import Mapping
from typing import Any, Final

from warehouse.derived.claim_relations import ClaimResult
from warehouse.derived.official_record import OfficialRecord
from warehouse.tables.vocabulary import ACCUSING_RELATIONS, WORLD, WithheldReason

Row = Mapping[str, Any]

PLACEMENT_KINDS: Final = ("tier", "list", "tier_history", "tier_change", "streak")
"""Claims that are compared with placements."""

_FIGURE_KINDS: Final = ("count", "multiplier")
_MOST_UNRANKED: Final = 15
"""The most countries and territories that an edition covers without ranking them."""
_LEAST_SHARE: Final = 0.5
"""How much smaller than the record a number of countries is that can contradict it, at most."""
_CHANGES_OF_ALL: Final = ("countries_upgraded", "countries_downgraded")


def editions_of(claim: Row, result: ClaimResult) -> set[int]:
    """The editions whose placements the result of a claim about tiers depends on."""
    year, back = claim["report_year"], 0
    if claim["claim_kind"] == "tier_change":
        back = max(1, year - (claim.get("previous_year") or year))
    elif claim["claim_kind"] == "streak":
        back = max(int(result.official_value or 1) - 1, 0)
    return set(range(year - back, year + 1))


def doubt_of_record(claim: Row, result: ClaimResult, record: OfficialRecord) -> WithheldReason | None:
    """Why the record is not sure enough to contradict a claim; None where it is.

    Args:
        claim: the claim.
        result: its result, one of `ACCUSING_RELATIONS`.
        record: the official record.
    """
    assert result.relation in ACCUSING_RELATIONS
    kind = claim["claim_kind"]
    if kind == "world_count" or claim["country"] == WORLD:
        return _doubt_of_world(claim, result, record)
    if kind in PLACEMENT_KINDS:
        return _doubt_of_placements(claim, result, record)
    if kind in _FIGURE_KINDS:
        return _doubt_of_figures(claim, result, record)
    return WithheldReason.NO_OFFICIAL_FIGURE  # a waiver that the narrative does not state may have been granted


def _doubt_of_placements(claim: Row, result: ClaimResult, record: OfficialRecord) -> WithheldReason | None:
    years = editions_of(claim, result)
    if claim["claim_kind"] == "streak":
        years.add(min(years) - 1)  # the edition before the run shows that it began there
    if not years <= record.complete:
        return WithheldReason.EDITION_NOT_HELD
    if any(record.is_disputed(claim["country"], year) for year in years):
        return WithheldReason.OFFICIAL_PLACEMENT_DOUBTFUL
    return None


def _doubt_of_figures(claim: Row, result: ClaimResult, record: OfficialRecord) -> WithheldReason | None:
    """A figure contradicts only where it is sure, and with it every other figure of the measure.

    A number that the narrative gives for anything else contradicts nothing: it may be the one the article means. That
    a narrative gives no figure at all is never sure.
    """
    if result.relation == "not_found":
        return WithheldReason.NO_OFFICIAL_FIGURE
    country, year, measure = claim["country"], claim["report_year"], claim["measure"]
    own = [row for row in record.statistics(country, year) if row["measure"] == measure and row["role"] == "current"]
    if not own:
        return WithheldReason.NO_OFFICIAL_FIGURE
    compared = [
        row for near in (year - 1, year, year + 1) for row in record.statistics(country, near)
        if row["measure"] == measure or (near == year and str(row["value"]) == claim["value"])
    ]  # fmt: skip
    if record.has_doubtful(country, year, measure) or any(row["certainty"] != "sure" for row in compared):
        return WithheldReason.OFFICIAL_FIGURE_DOUBTFUL
    if result.relation == "conflict" and record.mentions(country, year, claim["value"]):
        return WithheldReason.OFFICIAL_FIGURE_DOUBTFUL
    return None


def _doubt_of_world(claim: Row, result: ClaimResult, record: OfficialRecord) -> WithheldReason | None:
    if result.relation == "not_found":
        return WithheldReason.NO_OFFICIAL_FIGURE
    if claim["measure"].startswith("countries_") and (doubt := _doubt_of_size(claim, result)) is not None:
        return doubt
    if result.official_table != "tier_placements":
        return None  # the report's own tables and totals
    year = claim["report_year"]
    years = {year - 1, year} if claim["measure"] in _CHANGES_OF_ALL else {year}
    if not years <= record.complete:
        return WithheldReason.EDITION_NOT_HELD
    if any(record.has_disputes(each) for each in years):
        return WithheldReason.OFFICIAL_PLACEMENT_DOUBTFUL
    return None


def _doubt_of_size(claim: Row, result: ClaimResult) -> WithheldReason | None:
    """A report also covers countries that it does not rank; a much smaller number counts a part, such as a region."""
    more = result.delta or 0
    if claim["measure"] == "countries_ranked" and 0 < more <= _MOST_UNRANKED:
        return WithheldReason.OFFICIAL_FIGURE_DOUBTFUL
    return WithheldReason.CLAIM_DOUBTFUL if -more > _LEAST_SHARE * int(result.official_value or 0) else None
